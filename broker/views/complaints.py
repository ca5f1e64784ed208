"""A complaint as it is shown, folded from the events of both sides in whatever order they meet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
)
from broker.domain.envelope import Meta
from broker.domain.identifiers import Instant, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint and how far it is; each field follows from one side, so order is nothing."""

    registrar: Side
    """The side that took it."""
    number: int
    """Among those of that side."""
    source: ComplaintSource
    work_order: str | None
    body: Side
    """The body that has it."""
    registered_at: Instant
    transferred_at: Instant | None = None
    answered_at: tuple[Instant, ...] = ()
    """When it was answered: at first, and again."""
    followed_up_at: Instant | None = None
    satisfaction: Satisfaction | None = None
    """As the complainant said last."""
    solved: bool | None = None
    reopened_at: Instant | None = None
    closed_at: Instant | None = None
    end: ComplaintEnd | None = None

    @property
    def addressed_at(self) -> Instant:
        """Answer when the body that has it got it: its clock starts anew with a transfer (K13)."""
        return self.registered_at if self.transferred_at is None else self.transferred_at


def complaints_after(
    before: Sequence[ComplaintView], meta: Meta, event: ComplaintEvent
) -> tuple[ComplaintView, ...]:
    """Fold an event into the complaints, those of the receiving side first, by number."""
    if isinstance(event, ComplaintRegistered):
        taken = ComplaintView(
            registrar=meta.side,
            number=event.complaint,
            source=event.source,
            work_order=event.work_order,
            body=event.against,
            registered_at=meta.at,
        )
        sides = tuple(Side)
        return tuple(
            sorted((*before, taken), key=lambda one: (sides.index(one.registrar), one.number))
        )
    registrar = (
        event.registrar
        if isinstance(event, ComplaintTransferred | ComplaintAnswered)
        else meta.side
    )
    return tuple(
        _after(one, meta.at, event)
        if (one.registrar, one.number) == (registrar, event.complaint)
        else one
        for one in before
    )


def _after(
    one: ComplaintView,
    at: Instant,
    event: ComplaintTransferred
    | ComplaintAnswered
    | ComplaintFollowedUp
    | ComplaintReopened
    | ComplaintClosed,
) -> ComplaintView:
    match event:
        case ComplaintTransferred():
            return replace(one, body=one.body.other, transferred_at=at)
        case ComplaintAnswered():
            return replace(one, answered_at=(*one.answered_at, at))
        case ComplaintFollowedUp():
            return replace(
                one, followed_up_at=at, satisfaction=event.satisfaction, solved=event.solved
            )
        case ComplaintReopened():
            return replace(one, reopened_at=at)
        case ComplaintClosed():
            return replace(one, closed_at=at, end=event.end)
        case _:
            assert_never(event)


def latest_of(complaints: Sequence[ComplaintView]) -> Instant | None:
    """Answer when the last of these complaints was taken."""
    return max((one.registered_at for one in complaints), default=None)
