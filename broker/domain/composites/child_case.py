"""A child's own case in the parent's words: its name, and how far it has come.

The child's receiving region is the parent's, so its case is folded there, both sides of it.
"""

from typing import assert_never

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.state import (
    Accepted,
    Case,
    Collected,
    Decided,
    Delivered,
    Finished,
    NotAccepted,
    NotReceived,
    Received,
    ResultHeld,
    Returned,
    SupplementPending,
    Terminated,
    Voided,
    Withdrawn,
    WithdrawnEarly,
)
from broker.domain.composites.words import ChildStage
from broker.domain.identifiers import AggregateId, CaseId, RegionCode, digest_text

RESULT_STAGES = {
    DecisionResult.GRANTED: ChildStage.GRANTED,
    DecisionResult.REJECTED: ChildStage.REJECTED,
}


def child_case_id(region: RegionCode, parent_id: AggregateId, key: str) -> CaseId:
    """Name a child's case after its parent and its key, so that a repetition finds the first."""
    return CaseId(f"{region}-{digest_text('child', parent_id, key)}")


def stage_of(state: Case) -> ChildStage:
    """Say how far a child's case has come; a decision ends it when it is back at the window.

    A case that the window voids never reached the other side: for the parent it was withdrawn.
    """
    if isinstance(state.receiving, Collected):
        return ChildStage.COLLECTED
    if isinstance(state.receiving, WithdrawnEarly | Voided):
        return ChildStage.WITHDRAWN
    is_back = isinstance(state.receiving, ResultHeld | Delivered | Finished)
    return _stage_at_handling(state, is_back=is_back)


def _stage_at_handling(  # noqa: C901, PLR0911, PLR0912 - one branch a stage
    state: Case, *, is_back: bool
) -> ChildStage:
    match state.handling:
        case NotReceived():
            return ChildStage.PUSHED
        case Received():
            return ChildStage.RECEIVED
        case SupplementPending():
            return ChildStage.SUPPLEMENT_PENDING
        case Accepted():
            return ChildStage.ACCEPTED
        case NotAccepted():
            return ChildStage.NOT_ACCEPTED
        case Withdrawn():
            return ChildStage.WITHDRAWN
        case Terminated():
            return ChildStage.TERMINATED
        case Decided():
            return ChildStage.DECIDED
        case Returned():
            return RESULT_STAGES[state.handling.result] if is_back else ChildStage.DECIDED
        case _:
            assert_never(state.handling)
