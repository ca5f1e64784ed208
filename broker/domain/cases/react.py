"""Answer an event for the other side: a request becomes fact only by the addressee's own event."""

from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.cases.events import (
    ApplicantNotified,
    CaseAccepted,
    CaseAmended,
    CaseFinished,
    CaseNotAccepted,
    CasePushed,
    CaseSubmitted,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
    DecisionMade,
    Event,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    PushReceived,
    ResultDelivered,
    ResultReceived,
    ResultReturned,
    SupplementAnswered,
    SupplementReceived,
    SupplementRequested,
    TrackEvent,
    WithdrawalDeclined,
    WithdrawalRequested,
)
from broker.domain.cases.limits.terms import apply_terms
from broker.domain.cases.state import (
    Accepted,
    Case,
    CaseState,
    Decided,
    NotAccepted,
    NotReceived,
    Received,
    Returned,
    SupplementPending,
    Terminated,
    Withdrawn,
)
from broker.domain.identifiers import Instant, Side
from broker.domain.reference import NOTHING_PUBLISHED, Reference


def react(
    written: Written[Event],
    state: CaseState,
    now: Instant,
    reference: Reference = NOTHING_PUBLISHED,
    /,
) -> tuple[Written[Event], ...]:
    """Answer an event just folded into `state`, for the side that did not write it.

    To be asked only in the region of that other side, and before the next event is folded.
    A peer's event has passed `follows` (causality.py), so our side is where the event expects it.
    """
    assert isinstance(state, Case)
    if isinstance(written.event, TrackEvent):
        return ()  # People answer questions, confirm parcels, pay, and call who is not content.
    match written.event:
        case CasePushed():
            return _receive_push(state, now, reference)
        case SupplementAnswered():
            return _receive_supplement(state)
        case WithdrawalRequested():
            return (Written(Side.HANDLING, _answer_withdrawal(state)),)
        case ResultReturned():
            return (Written(Side.RECEIVING, ResultReceived()),)
        case (
            CaseSubmitted()
            | CaseAmended()
            | CaseVoided()
            | MaterialsAdded()
            | FormChecked()
            | IdentityChecked()
            | CaseWithdrawn()
            | ResultReceived()
            | ResultDelivered()
            | ApplicantNotified()
            | CaseFinished()
            | PushReceived()
            | CaseAccepted()
            | CaseNotAccepted()
            | SupplementRequested()
            | SupplementReceived()
            | DecisionMade()
            | WithdrawalDeclined()
            | CaseTerminated()
        ):
            return ()
        case _:
            assert_never(written.event)


def _receive_push(state: Case, now: Instant, reference: Reference) -> tuple[Written[Event], ...]:
    """Receive the case, and let the version of its item apply that is in force on this day."""
    received = Written[Event](Side.HANDLING, PushReceived())
    terms = apply_terms(reference, region=state.handling_region, item_code=state.item_code, now=now)
    return (received,) if terms is None else (received, Written(Side.HANDLING, terms))


def _receive_supplement(state: Case) -> tuple[Written[Event], ...]:
    if isinstance(state.handling, Terminated | Withdrawn):
        return ()  # The answer and the end have crossed.
    assert isinstance(state.handling, SupplementPending)
    return (Written(Side.HANDLING, SupplementReceived()),)


def _answer_withdrawal(state: Case) -> CaseWithdrawn | WithdrawalDeclined:
    match state.handling:
        case Received() | SupplementPending() | Accepted():
            return CaseWithdrawn(sealed=None)
        case NotAccepted() | Decided() | Returned() | Terminated():
            return WithdrawalDeclined()
        case Withdrawn() if state.handling.by_silence:
            return WithdrawalDeclined()
        case NotReceived() | Withdrawn():
            raise AssertionError("a withdrawal is requested after the push, and once")
        case _:
            assert_never(state.handling)
