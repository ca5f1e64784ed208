"""The border's question: may the peer have written this, given what it has heard from us?

`evolve` looks at one side alone, because interleavings must not matter. A peer's event also
builds on our side's events, and channels keep order, so at its arrival they all are known here.
"""

from broker.domain.aggregate import Written
from broker.domain.cases.complaints.causality import complaints_follow
from broker.domain.cases.complaints.events import ComplaintEvent
from broker.domain.cases.custody.causality import custody_follows
from broker.domain.cases.custody.events import CustodyEvent
from broker.domain.cases.custody.state import is_settled
from broker.domain.cases.dialogue.causality import dialogue_follows
from broker.domain.cases.dialogue.events import DialogueEvent
from broker.domain.cases.events import (
    EVENT_SIDES,
    ApplicantNotified,
    CaseFinished,
    CaseSubmitted,
    CaseWithdrawn,
    Event,
    ResultReceived,
    StageEvent,
    SupplementAnswered,
    SupplementReceived,
    TrackEvent,
    WithdrawalDeclined,
)
from broker.domain.cases.fees.causality import fees_follow
from broker.domain.cases.fees.events import FeeEvent
from broker.domain.cases.later.events import LaterEvent
from broker.domain.cases.limits.causality import limits_follow
from broker.domain.cases.limits.events import LimitEvent
from broker.domain.cases.ratings.causality import ratings_follow
from broker.domain.cases.ratings.events import RatingEvent
from broker.domain.cases.state import (
    Case,
    CaseState,
    Collected,
    Finished,
    NotSubmitted,
    Pushed,
    Returned,
    SupplementPending,
    Terminated,
    Voided,
    Withdrawn,
    WithdrawnEarly,
    ended_without_result,
    withdrawal_pending,
)
from broker.domain.identifiers import Side


def follows(written: Written[Event], state: CaseState) -> bool:
    """Tell whether a peer's next event can follow what is known here; if not, it is refused.

    `evolve` still judges the order within the peer's own side.
    """
    if isinstance(state, NotSubmitted):
        return isinstance(written.event, CaseSubmitted)
    event = written.event
    if isinstance(event, TrackEvent):
        return _track_follows(event, written.side, state)
    if written.side is Side.RECEIVING:
        return _receiving_follows(event, state)
    return _handling_follows(event, state)


def _track_follows(  # noqa: C901, PLR0911 - one line a track
    event: TrackEvent, side: Side, state: Case
) -> bool:
    if isinstance(event, DialogueEvent):
        return dialogue_follows(event, side, state)
    if isinstance(event, CustodyEvent):
        return custody_follows(event, side, state)
    if isinstance(event, FeeEvent):
        return fees_follow(event, side, state)
    if isinstance(event, RatingEvent):
        return ratings_follow(event, side, state)
    if isinstance(event, ComplaintEvent):
        return complaints_follow(event, side, state)
    if side is not Side.HANDLING:
        return False
    if isinstance(event, LaterEvent):
        return isinstance(state.receiving, Finished)
    if isinstance(event, LimitEvent) and not limits_follow(event):
        return False
    return not _was_kept(state)


def _receiving_follows(event: StageEvent, state: Case) -> bool:
    match event:
        case SupplementAnswered():
            return _awaits_supplement(state)
        case ResultReceived():
            return isinstance(state.handling, Returned)
        case ApplicantNotified():
            return not isinstance(state.receiving, Pushed) or ended_without_result(state)
        case CaseFinished():
            return (
                not withdrawal_pending(state)
                and not state.fees.unpaid
                and is_settled(state.custody)
            )
        case _:
            return Side.RECEIVING in EVENT_SIDES[type(event)]


def _awaits_supplement(state: Case) -> bool:
    match state.handling:
        case SupplementPending():
            return True
        case Terminated():
            return state.handling.supplement_pending
        case Withdrawn():
            return state.handling.by_silence
        case _:
            return False


def _was_kept(state: Case) -> bool:
    """Tell whether nothing was handed over."""
    return isinstance(state.receiving, Collected | WithdrawnEarly | Voided)


def _handling_follows(event: StageEvent, state: Case) -> bool:
    if _was_kept(state):
        return False
    match event:
        case SupplementReceived():
            return isinstance(state.receiving, Pushed) and state.receiving.supplement_answered
        case CaseWithdrawn() | WithdrawalDeclined():
            return withdrawal_pending(state)
        case _:
            return Side.HANDLING in EVENT_SIDES[type(event)]
