"""What the fold keeps of one aggregate: its state, its sequences, the commands it has answered."""

from dataclasses import dataclass, field
from typing import NamedTuple

from broker.domain.aggregate import Written
from broker.domain.aggregates import AnyAggregate, Event, State, kind_of
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side

DIGEST_BYTES = 8
"""Kept of each event, to tell a repetition from a conflict."""


class Answered(NamedTuple):
    """A command already decided: the same id and body get the same outcome (E7)."""

    body_hash: bytes
    intake_offset: int


@dataclass(slots=True)
class Standing:
    """One aggregate in memory; mutable, because the fold owns it alone."""

    kind: AnyAggregate
    state: State
    last_offset: int = -1
    receiving_digests: bytes = b""
    handling_digests: bytes = b""
    answered: dict[str, Answered] = field(default_factory=dict)

    def digests(self, side: Side) -> bytes:
        """Answer the joined event digests of a side."""
        return self.receiving_digests if side is Side.RECEIVING else self.handling_digests

    def sequence(self, side: Side) -> int:
        """Answer the sequence of a side's last known event, 0 before the first."""
        known = self.receiving_digests if side is Side.RECEIVING else self.handling_digests
        return len(known) // DIGEST_BYTES

    @property
    def version(self) -> int:
        """Count the events of both sides known here."""
        return self.sequence(Side.RECEIVING) + self.sequence(Side.HANDLING)

    def digest_at(self, side: Side, sequence: int) -> bytes:
        """Answer the digest of an event already folded."""
        assert 1 <= sequence <= self.sequence(side)
        return self.digests(side)[(sequence - 1) * DIGEST_BYTES : sequence * DIGEST_BYTES]

    def evolve(self, written: Written[Event], digest: bytes) -> None:
        """Fold the next event of its side."""
        assert len(digest) == DIGEST_BYTES
        self.state = self.kind.evolve(self.state, written)
        if written.side is Side.RECEIVING:
            self.receiving_digests += digest
        else:
            self.handling_digests += digest

    def copy(self) -> "Standing":
        """Answer a copy to try a decision on, so that a failed one leaves no trace."""
        return Standing(
            kind=self.kind,
            state=self.state,
            last_offset=self.last_offset,
            receiving_digests=self.receiving_digests,
            handling_digests=self.handling_digests,
            answered=self.answered,
        )

    def next_due(self, region: RegionCode) -> Instant | None:
        """Answer the first instant at which a log of this region has something to settle (E8)."""
        own = (side for side in Side if self.kind.region_of(self.state, side) == region)
        dues = (self.kind.next_due(self.state, side) for side in own)
        return min((due for due in dues if due is not None), default=None)

    @property
    def is_over(self) -> bool:
        """Say whether memory may let go of it: nothing begun, or nothing more expected."""
        is_begun = self.receiving_digests or self.handling_digests
        return not is_begun or self.kind.is_over(self.state)


def new_standing(aggregate_id: AggregateId) -> Standing:
    """Answer an aggregate of which nothing is known."""
    kind = kind_of(aggregate_id)
    assert kind is not None, "an id that names nothing"
    return Standing(kind=kind, state=kind.initial)
