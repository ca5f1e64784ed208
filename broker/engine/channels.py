"""Channels in the fold: which numbers are given out, settled at the peer, or expected from it."""

from dataclasses import dataclass, field

from broker.domain.identifiers import RegionCode
from broker.engine.lead import JournalPosition

MARK_SPACING = 256
"""Numbers between two marks of a channel, so that a long outage keeps few of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peering:
    """One end of a channel seen from one partition: the peer and the partition there."""

    peer: RegionCode
    partition: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where to read the journal from to find the event with this channel number."""

    number: int
    position: JournalPosition


@dataclass(slots=True)
class Outbound:
    """Own events to a peer's partition: numbers from 1, settled up to but without `settled`."""

    next_number: int = 1
    settled: int = 1
    marks: list[Mark] = field(default_factory=list)

    def take(self, number: int, position: JournalPosition) -> None:
        """Note that an own event got this number in the Decision read at `position`."""
        assert number == self.next_number, f"number {number}, expected {self.next_number}"
        self.next_number = number + 1
        if not self.marks or number - self.marks[-1].number >= MARK_SPACING:
            self.marks.append(Mark(number, position))

    def settle(self, next_number: int) -> bool:
        """Note the peer's receipt; False if it says nothing new."""
        if next_number <= self.settled:
            return False
        assert next_number <= self.next_number, "a receipt for an event never sent"
        self.settled = next_number
        while len(self.marks) > 1 and self.marks[1].number <= next_number:
            self.marks.pop(0)
        if self.settled == self.next_number:
            self.marks.clear()
        return True


@dataclass(slots=True)
class Inbound:
    """A peer's events into this partition: the number expected next."""

    next_number: int = 1
    link_epoch: int = 1


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event of a schema not known here yet, or one behind such an event, and how it came."""

    sequence: int
    event: bytes
    channel: Peering
    number: int
