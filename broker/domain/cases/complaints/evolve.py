"""Fold what a side wrote about the complaints into its part."""

from typing import assert_never

from broker.domain.cases.complaints.commands import Satisfaction
from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
)
from broker.domain.cases.complaints.state import ComplaintKey, ComplaintsSide, Registration
from broker.domain.replacing import replace


def evolve_complaints(before: ComplaintsSide, event: ComplaintEvent) -> ComplaintsSide:
    """Fold an event of the side; the other side is not looked at."""
    match event:
        case ComplaintRegistered():
            assert event.complaint == len(before.registered) + 1
            taken = Registration(against=event.against, work_order=event.work_order)
            return replace(before, registered=(*before.registered, taken))
        case ComplaintTransferred():
            key = ComplaintKey(registrar=event.registrar, number=event.complaint)
            assert key not in before.passed_on
            assert key not in before.answered
            return replace(before, passed_on=before.passed_on | {key})
        case ComplaintAnswered():
            return _answer(before, event)
        case ComplaintFollowedUp() | ComplaintReopened() | ComplaintClosed():
            assert 1 <= event.complaint <= len(before.registered)
            assert event.complaint not in before.closed
            return _go_on(before, event)
        case _:
            assert_never(event)


def _answer(before: ComplaintsSide, event: ComplaintAnswered) -> ComplaintsSide:
    key = ComplaintKey(registrar=event.registrar, number=event.complaint)
    assert key not in before.passed_on
    if event.round == 1:
        assert key not in before.answered
        return replace(before, answered=before.answered | {key})
    assert event.round == 2  # noqa: PLR2004 - a complaint is reopened once
    assert key in before.answered
    assert key not in before.answered_again
    return replace(before, answered_again=before.answered_again | {key})


def _go_on(
    before: ComplaintsSide, event: ComplaintFollowedUp | ComplaintReopened | ComplaintClosed
) -> ComplaintsSide:
    number = event.complaint
    match event:
        case ComplaintFollowedUp():
            assert number not in before.followed_up
            followed_up = before.followed_up | {number}
            disputed = before.disputed | {number} if _is_disputed(event) else before.disputed
            return replace(before, followed_up=followed_up, disputed=disputed)
        case ComplaintReopened():
            assert number in before.disputed
            assert number not in before.reopened
            return replace(
                before,
                reopened=before.reopened | {number},
                followed_up=before.followed_up - {number},
            )
        case ComplaintClosed():
            return replace(before, closed=before.closed | {number})
        case _:
            assert_never(event)


def _is_disputed(event: ComplaintFollowedUp) -> bool:
    """Tell whether the complainant was heard and is not content, or the matter is not settled."""
    return event.satisfaction is Satisfaction.DISSATISFIED or not event.solved
