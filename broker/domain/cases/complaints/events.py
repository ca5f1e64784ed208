"""What has happened about the complaints on a case."""

from dataclasses import dataclass
from typing import assert_never

from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRegistered:
    """A side took a complaint; each side numbers its own from 1."""

    complaint: int
    against: Side
    source: ComplaintSource
    work_order: str | None
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintTransferred:
    """The body addressed passed a complaint to the other body (转办)."""

    registrar: Side
    complaint: int
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAnswered:
    """The body that has a complaint answered it (答复)."""

    registrar: Side
    complaint: int
    round: int
    """1, and 2 once the complaint was reopened."""
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFollowedUp:
    """The side that took a complaint asked how the answer did (回访)."""

    complaint: int
    body: Side
    """The body that answered."""
    satisfaction: Satisfaction
    solved: bool
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReopened:
    """The side that took a complaint wants it answered anew (重办)."""

    complaint: int
    body: Side
    """The body that is to answer again."""
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintClosed:
    """The side that took a complaint closed it (办结投诉)."""

    complaint: int
    body: Side
    """The body that has it, as far as the side knew."""
    end: ComplaintEnd
    sealed: Sealed | None


ComplaintEvent = (
    ComplaintRegistered
    | ComplaintTransferred
    | ComplaintAnswered
    | ComplaintFollowedUp
    | ComplaintReopened
    | ComplaintClosed
)


def reader_concerned(event: ComplaintEvent, writer: Side) -> Side:
    """Name the side that needs to read the words beside their writer (个保法 6).

    What a complainant says is for the body concerned; an answer is for who took the complaint.
    """
    match event:
        case ComplaintRegistered():
            return event.against
        case ComplaintTransferred():
            return writer.other
        case ComplaintAnswered():
            return event.registrar
        case ComplaintFollowedUp() | ComplaintReopened() | ComplaintClosed():
            return event.body
        case _:
            assert_never(event)
