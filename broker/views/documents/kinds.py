"""The kinds of document, and the event that gives rise to each (domain section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.events import (
    CaseAccepted,
    CaseNotAccepted,
    CasePushed,
    CaseSubmitted,
    CaseWithdrawn,
    DecisionMade,
    ResultDelivered,
    SupplementRequested,
)
from broker.views.case import TimelineEntry


class DocumentKind(StrEnum):
    """A kind of document; the value stands in its address."""

    RECEIPT = "receipt"
    HAND_OVER = "hand-over"
    SUPPLEMENT_NOTICE = "supplement-notice"
    ACCEPTANCE_NOTICE = "acceptance-notice"
    NON_ACCEPTANCE_NOTICE = "non-acceptance-notice"
    GRANT = "grant"
    REJECTION = "rejection"
    SERVICE_RECORD = "service-record"
    WITHDRAWAL_CONFIRMATION = "withdrawal-confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is printed on every document of a kind."""

    title: str
    mark: str
    """The character of the kind in a number (convention)."""
    seal: str
    """Which seal belongs on it."""


SPECIAL_SEAL = "加盖本行政机关\n专用印章"
"""The written answer to an application carries it, and a date [行政许可法 32]."""
WINDOW_SEAL = "加盖窗口业务\n专用章"
OFFICE_SEAL = "加盖本行政机关\n印章"

FORMS: Mapping[DocumentKind, Form] = MappingProxyType(
    {
        DocumentKind.RECEIPT: Form(title="收件凭证", mark="收", seal=WINDOW_SEAL),
        DocumentKind.HAND_OVER: Form(title="移交单", mark="移", seal=WINDOW_SEAL),
        DocumentKind.SUPPLEMENT_NOTICE: Form(title="补正告知书", mark="补", seal=SPECIAL_SEAL),
        DocumentKind.ACCEPTANCE_NOTICE: Form(title="受理通知书", mark="受", seal=SPECIAL_SEAL),
        DocumentKind.NON_ACCEPTANCE_NOTICE: Form(
            title="不予受理通知书", mark="不受", seal=SPECIAL_SEAL
        ),
        DocumentKind.GRANT: Form(title="准予许可决定书", mark="准", seal=OFFICE_SEAL),
        DocumentKind.REJECTION: Form(title="不予许可决定书", mark="不准", seal=OFFICE_SEAL),
        DocumentKind.SERVICE_RECORD: Form(title="送达回证", mark="送", seal=WINDOW_SEAL),
        DocumentKind.WITHDRAWAL_CONFIRMATION: Form(title="撤回确认书", mark="撤", seal=WINDOW_SEAL),
    }
)

DECISIONS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        DecisionResult.GRANTED: DocumentKind.GRANT,
        DecisionResult.REJECTED: DocumentKind.REJECTION,
    }
)
BY_EVENT: Mapping[str, DocumentKind] = MappingProxyType(
    {
        CaseSubmitted.__name__: DocumentKind.RECEIPT,
        CasePushed.__name__: DocumentKind.HAND_OVER,
        SupplementRequested.__name__: DocumentKind.SUPPLEMENT_NOTICE,
        CaseAccepted.__name__: DocumentKind.ACCEPTANCE_NOTICE,
        CaseNotAccepted.__name__: DocumentKind.NON_ACCEPTANCE_NOTICE,
        ResultDelivered.__name__: DocumentKind.SERVICE_RECORD,
        CaseWithdrawn.__name__: DocumentKind.WITHDRAWAL_CONFIRMATION,
    }
)


def kind_of(entry: TimelineEntry) -> DocumentKind | None:
    """Name the document that an event gives rise to, None for most."""
    if entry.kind == DecisionMade.__name__:
        return DECISIONS[entry.summary["result"]]
    return BY_EVENT.get(entry.kind)
