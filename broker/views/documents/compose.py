"""Write a document: its head from the issue, its content by its kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from broker.domain.clocks.beijing import legal_day
from broker.views.documents import handling, receiving
from broker.views.documents.document import Block, Document
from broker.views.documents.issuing import Issue
from broker.views.documents.kinds import DocumentKind
from broker.views.documents.source import HIDDEN, NOTES, Sight, Source
from broker.views.documents.withdrawing import withdrawal_confirmation

CONTENTS: Mapping[DocumentKind, Callable[[Source, Issue], tuple[Block, ...]]] = MappingProxyType(
    {
        DocumentKind.RECEIPT: receiving.receipt,
        DocumentKind.HAND_OVER: receiving.hand_over,
        DocumentKind.SUPPLEMENT_NOTICE: handling.supplement_notice,
        DocumentKind.ACCEPTANCE_NOTICE: handling.acceptance_notice,
        DocumentKind.NON_ACCEPTANCE_NOTICE: handling.non_acceptance_notice,
        DocumentKind.GRANT: handling.grant,
        DocumentKind.REJECTION: handling.rejection,
        DocumentKind.SERVICE_RECORD: receiving.service_record,
        DocumentKind.WITHDRAWAL_CONFIRMATION: withdrawal_confirmation,
    }
)
BETWEEN_OFFICES = frozenset({DocumentKind.HAND_OVER, DocumentKind.SERVICE_RECORD})
"""Sheets that speak to nobody."""


def compose(issue: Issue, source: Source) -> Document:
    """Write a document for a reader."""
    entry, source = issue.entry, source.up_to(issue)
    addressee = "" if issue.kind in BETWEEN_OFFICES else source.person("name")
    blocks = CONTENTS[issue.kind](source, issue)
    return Document(
        title=issue.form.title,
        number=issue.number,
        unit=source.unit_of(entry),
        date=legal_day(entry.at),
        addressee=addressee,
        blocks=blocks,
        seal=issue.form.seal,
        case_id=entry.case_id,
        event_id=entry.event_id,
        digest=entry.digest.hex(),
        note=_note(source.sight, is_open=HIDDEN not in repr((addressee, blocks))),
    )


def _note(sight: Sight, *, is_open: bool) -> str:
    """Say why a copy is not the one to hand out; a field whose key is gone makes it one."""
    return NOTES[sight if is_open or sight is not Sight.FULL else Sight.HIDDEN]
