"""What a submitted offer yields: the command that hands the case in, and where each value is from.

The broker gives this command for the person after the fact; no other way leads from an offer to a
case.
"""

from dataclasses import dataclass

from broker.domain.cases.commands import SubmitCase
from broker.domain.offers.commands import FieldOrigin, FieldSource
from broker.domain.offers.state import Offer, Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTrace:
    """A field of the submitted form: the person's own value, or a platform's that was read."""

    name: str
    origin: FieldOrigin
    source: FieldSource | None


def submitted_case(state: Offer) -> SubmitCase | None:
    """Answer the hand-in that the person's submission is; None unless there is one."""
    if not isinstance(state.stage, Submitted):
        return None
    draft, submission = state.draft, state.stage.submission
    return SubmitCase(
        item_code=draft.item_code,
        item_version=draft.item_version,
        handling_region=draft.handling_region,
        applicant_kind=draft.applicant_kind,
        applicant_is_minor=draft.applicant_is_minor,
        applicant_hash=draft.applicant_hash,
        delivery_way=submission.delivery_way,
        materials=submission.materials,
        sealed=submission.sealed,
    )


def traces(state: Offer) -> tuple[FieldTrace, ...]:
    """Trace every value of the form to who it is from; a kept-back field is not there."""
    return tuple(
        FieldTrace(name=field.name, origin=field.origin, source=field.source)
        for field in sorted(state.filled, key=lambda field: field.name)
    )
