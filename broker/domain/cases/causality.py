"""The border's question: may the peer have written this, given what it has heard from us?

`evolve` looks at one side alone, because interleavings must not matter. A peer's event also
builds on our side's events, and channels keep order, so at its arrival they all are known here.
"""

from broker.domain.aggregate import Written
from broker.domain.cases.events import (
    EVENT_SIDES,
    ApplicantNotified,
    CaseFinished,
    CaseSubmitted,
    CaseWithdrawn,
    Event,
    ResultReceived,
    SupplementAnswered,
    SupplementReceived,
    WithdrawalDeclined,
)
from broker.domain.cases.later.events import LaterEvent
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
    if written.side is Side.RECEIVING:
        return _receiving_follows(written.event, state)
    return _handling_follows(written.event, state)


def _receiving_follows(event: Event, state: Case) -> bool:
    match event:
        case SupplementAnswered():
            return _awaits_supplement(state)
        case ResultReceived():
            return isinstance(state.handling, Returned)
        case ApplicantNotified():
            return not isinstance(state.receiving, Pushed) or ended_without_result(state)
        case CaseFinished():
            return not withdrawal_pending(state)
        case _:
            return Side.RECEIVING in EVENT_SIDES[type(event)]


def _awaits_supplement(state: Case) -> bool:
    match state.handling:
        case SupplementPending():
            return True
        case Terminated():
            return state.handling.supplement_pending
        case _:
            return False


def _handling_follows(event: Event, state: Case) -> bool:
    if isinstance(state.receiving, Collected | WithdrawnEarly):
        return False  # Nothing was handed over.
    if isinstance(event, LaterEvent):
        return isinstance(state.receiving, Finished)
    match event:
        case SupplementReceived():
            return isinstance(state.receiving, Pushed) and state.receiving.supplement_answered
        case CaseWithdrawn() | WithdrawalDeclined():
            return withdrawal_pending(state)
        case _:
            return Side.HANDLING in EVENT_SIDES[type(event)]
