"""What a peer may have written about the complaints, given what it has heard from us."""

from typing import assert_never

from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
)
from broker.domain.cases.complaints.state import ComplaintKey
from broker.domain.cases.hand_over import is_handed_over
from broker.domain.cases.state import Case
from broker.domain.identifiers import Side


def complaints_follow(event: ComplaintEvent, side: Side, state: Case) -> bool:
    """Tell whether a peer's word can follow; our closing may have crossed it on its way."""
    match event:
        case ComplaintRegistered():
            only_at_home = side is Side.RECEIVING and event.against is Side.RECEIVING
            return only_at_home or is_handed_over(state, side)
        case ComplaintTransferred():
            key = ComplaintKey(registrar=event.registrar, number=event.complaint)
            return state.complaints.holder(key) is side and is_handed_over(state, side)
        case ComplaintAnswered():
            key = ComplaintKey(registrar=event.registrar, number=event.complaint)
            may_be_second = event.round == 1 or state.complaints.is_reopened(key)
            return state.complaints.holder(key) is side and may_be_second
        case ComplaintFollowedUp():
            return _was_answered(event, side, state)
        case ComplaintReopened():
            return _was_answered(event, side, state)
        case ComplaintClosed():
            key = ComplaintKey(registrar=side, number=event.complaint)
            return state.complaints.holder(key) is not None
        case _:
            assert_never(event)


def _was_answered(event: ComplaintFollowedUp | ComplaintReopened, side: Side, state: Case) -> bool:
    """Tell whether there is an answer, by the body named, that can be judged."""
    key = ComplaintKey(registrar=side, number=event.complaint)
    return state.complaints.holder(key) is event.body and state.complaints.is_answered(key)
