"""A Decision in the making: it collects what happens without touching the fold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from broker.domain.aggregate import Written
from broker.domain.aggregates import Command, Event
from broker.domain.cases.complaints.events import ComplaintEvent, reader_concerned
from broker.domain.cases.ratings.events import RatingEvent, body_concerned
from broker.domain.envelope import Actor, Material, Meta, Role, Sealed
from broker.domain.identifiers import (
    AggregateId,
    Instant,
    RegionCode,
    Side,
    derive_event_id,
)
from broker.domain.refusal import Reason
from broker.engine.channels import Outbound, Peering
from broker.engine.fold import Fold, event_digest
from broker.engine.lead import JOURNAL_FORMAT
from broker.engine.reference import published_in, readers_of, way_of
from broker.engine.routing import Topology
from broker.engine.standing import Standing
from broker.schemas.codec import encode_event
from broker.schemas.records import (
    BatchedEvent,
    Broadcast,
    Cause,
    Copy,
    DecidedEvent,
    Decision,
    Numbered,
    Origin,
    Outcome,
    Previous,
    Receipt,
    Telling,
)

SUITE = "standard"
"""Crypto suite of the region (design section 5)."""


@dataclass(slots=True)
class Draft:
    """What one intake record comes to; `decision` closes it."""

    fold: Fold
    topology: Topology
    now: Instant
    outcome: Outcome = Outcome.EVENTS
    correlation_id: str = ""
    body_hash: bytes = b""
    refusal: str | None = None
    duplicate_of: int | None = None
    set_aside: str | None = None
    receipt: Receipt | None = None
    noted: Receipt | None = None
    events: list[DecidedEvent] = field(default_factory=list)
    standings: dict[AggregateId, Standing] = field(default_factory=dict)
    given_out: dict[Peering, int] = field(default_factory=dict)
    key_ids: dict[str, None] = field(default_factory=dict)
    spread: list[int] = field(default_factory=list)
    """Indexes of the events to be broadcast."""
    told: list[DecidedEvent] = field(default_factory=list)
    """Events recorded before, which a peer is told now."""

    def note_sealing(self, payload: Command) -> None:
        """Name the command's sealing key, so that it can be swept when no event keeps it."""
        sealed = getattr(payload, "sealed", None)
        if isinstance(sealed, Sealed):
            self.key_ids[sealed.key_id] = None

    def touch(self, aggregate_id: AggregateId) -> None:
        """Take an aggregate into this Decision; the first one touched is the one addressed."""
        if aggregate_id not in self.standings:
            self.standings[aggregate_id] = self.fold.standing(aggregate_id).copy()

    def mark(self, aggregate_id: AggregateId) -> "Mark":
        """Remember how far this Decision is, before one more event of an aggregate is tried."""
        self.touch(aggregate_id)
        return Mark(
            aggregate_id=aggregate_id,
            standing=self.standings[aggregate_id].copy(),
            event_count=len(self.events),
            given_out=dict(self.given_out),
            key_ids=dict(self.key_ids),
        )

    def go_back(self, mark: "Mark") -> None:
        """Undo what was tried since a mark."""
        self.standings[mark.aggregate_id] = mark.standing
        del self.events[mark.event_count :]
        self.spread = [index for index in self.spread if index < mark.event_count]
        self.given_out = mark.given_out
        self.key_ids = mark.key_ids

    def standing(self, aggregate_id: AggregateId) -> Standing:
        """Answer an aggregate as this Decision has left it so far."""
        return self.standings[aggregate_id]

    def outbound(self, peer: RegionCode, partition: int) -> Outbound:
        """Answer the state of a channel before this Decision."""
        return self.fold.outbound.get(Peering(peer=peer, partition=partition), Outbound())

    def refuse(self, reason: Reason) -> None:
        """Say no, with the reason."""
        self.outcome = Outcome.REFUSAL
        self.refusal = reason

    def write_settled(self, aggregate_id: AggregateId) -> None:
        """Write what has become due, before anything else is looked at (E8).

        The other region's side settles its own duties in its own log.
        """
        standing = self.standing(aggregate_id)
        due_at = standing.next_due(self.topology.region)
        if due_at is None or due_at > self.now:
            return
        kind, state = standing.kind, standing.state
        due = tuple(
            fact
            for fact in kind.settle(state, self.now)
            if kind.region_of(state, fact.side) == self.topology.region
        )
        if due:
            self.write(aggregate_id, due, actor=self.system_actor(), cause_id="")

    def write(
        self,
        aggregate_id: AggregateId,
        facts: Sequence[Written[Event]],
        *,
        actor: Actor,
        cause_id: str,
    ) -> None:
        """Write own events, and what the region's other side answers to each of them."""
        for fact in facts:
            self.write_one(aggregate_id, fact, actor=actor, cause_id=cause_id)
            self.write_reactions(aggregate_id, fact, cause_id=cause_id)

    def write_reactions(
        self, aggregate_id: AggregateId, fact: Written[Event], *, cause_id: str
    ) -> None:
        """Let the other side react, if this region owns it."""
        kind, state = self.standing(aggregate_id).kind, self.standing(aggregate_id).state
        if kind.region_of(state, fact.side.other) == self.topology.region:
            reactions = kind.react(fact, state, self.now, self.fold.reference)
            self.write(aggregate_id, reactions, actor=self.system_actor(), cause_id=cause_id)

    def write_one(
        self, aggregate_id: AggregateId, fact: Written[Event], *, actor: Actor, cause_id: str
    ) -> None:
        """Give an own event its sequence, bytes and channel number."""
        standing = self.standing(aggregate_id)
        sequence = standing.sequence(fact.side) + 1
        meta = Meta(
            id=derive_event_id(aggregate_id, fact.side, sequence),
            aggregate_id=aggregate_id,
            side=fact.side,
            sequence=sequence,
            region=self.topology.region,
            at=self.now,
            causation_id=cause_id,
            correlation_id=self.correlation_id or aggregate_id,
            actor=actor,
        )
        encoded = encode_event(meta, fact.event)
        standing.evolve(fact._replace(at=self.now), event_digest(encoded))
        self.keep(meta, fact, encoded, Origin.OWN, self.number(aggregate_id, fact.side))

    def keep(
        self,
        meta: Meta,
        fact: Written[Event],
        encoded: bytes,
        origin: Origin,
        numbered: Numbered | None,
    ) -> None:
        """Put an event, own or a peer's, into the Decision."""
        if self.standing(meta.aggregate_id).kind.is_reference and self.is_home(meta.aggregate_id):
            self.spread.append(len(self.events))
        self.events.append(
            DecidedEvent(
                aggregate_id=meta.aggregate_id,
                side=meta.side,
                sequence=meta.sequence,
                origin=origin,
                event=encoded,
                numbered=numbered,
            )
        )
        for key_id in key_ids_of(fact.event):
            self.key_ids[key_id] = None

    def number(self, aggregate_id: AggregateId, side: Side) -> Numbered | None:
        """Give an own event its number in the channel to the peer; None if both sides are here."""
        standing = self.standing(aggregate_id)
        peer = standing.kind.region_of(standing.state, side.other)
        if peer is None or peer == self.topology.region:
            return None
        return self.give_number(peer, aggregate_id)

    def give_number(self, peer: RegionCode, aggregate_id: AggregateId) -> Numbered:
        """Answer the next number of the channel to an aggregate at a peer, or on the self-link."""
        partition = self.topology.partition_at(peer, aggregate_id)
        return self.next_number(Peering(peer=peer, partition=partition))

    def next_number(self, place: Peering) -> Numbered:
        """Answer the next number of a channel."""
        number = self.given_out.get(place, self.outbound(place.peer, place.partition).next_number)
        self.given_out[place] = number + 1
        return Numbered(peer=place.peer, target_partition=place.partition, number=number)

    def is_home(self, aggregate_id: AggregateId) -> bool:
        """Say whether the aggregate is decided in this partition."""
        home = self.topology.partition_at(self.topology.region, aggregate_id)
        return home == self.fold.partition

    def copies(self) -> Iterator[Copy]:
        """Number the ways of the events to be broadcast, behind all other numbers."""
        for index in self.spread:
            event = self.events[index]
            is_own = event.origin is Origin.OWN
            for place in readers_of(event.aggregate_id, self.topology, is_own=is_own):
                if self.must_be_told_first(place):
                    continue
                yield Copy(event=index, numbered=self.next_number(place))

    def must_be_told_first(self, place: Peering) -> bool:
        """Say whether a peer lacks what was published here before it was linked.

        It would have to refuse what comes after that: the telling brings this event, too.
        """
        if place.peer == self.topology.region or place in self.fold.outbound:
            return False
        published = published_in(self.fold.standings, self.topology, self.fold.partition)
        return any(way_of(name, place.peer, self.topology) == place for name in published)

    def tell(self, peer: RegionCode, event: BatchedEvent) -> None:
        """Send a peer an own event that an earlier Decision has recorded."""
        self.told.append(
            DecidedEvent(
                aggregate_id=event.aggregate_id,
                side=event.side,
                sequence=event.sequence,
                origin=Origin.OWN,
                event=event.event,
                numbered=self.give_number(peer, event.aggregate_id),
            )
        )

    def system_actor(self) -> Actor:
        """Name the broker itself as the actor of what follows by rule."""
        return Actor(
            subject="broker", role=Role.SYSTEM, region=self.topology.region, office="", window=""
        )

    def decision(self, cause: Cause) -> Decision:
        """Close the draft."""
        previous = tuple(
            Previous(aggregate_id=aggregate_id, offset=standing.last_offset)
            for aggregate_id, standing in self.standings.items()
        )
        decision = Decision(
            format=JOURNAL_FORMAT,
            suite=SUITE,
            now=self.now,
            cause=cause,
            outcome=self.outcome,
            correlation_id=self.correlation_id,
            body_hash=self.body_hash,
            events=tuple(self.events),
            refusal=self.refusal,
            duplicate_of=self.duplicate_of,
            set_aside=self.set_aside,
            receipt=self.receipt,
            noted=self.noted,
            previous=previous,
            key_ids=tuple(self.key_ids),
            previous_chain=self.fold.journal.chain,
        )
        if self.told:
            return Telling(**said_by(decision), told=tuple(self.told))
        return self.broadcast(decision) if self.spread else decision

    def broadcast(self, decision: Decision) -> Decision:
        """Add the ways that its events take; a region with one partition and no peer needs none."""
        copies = tuple(self.copies())
        if not copies:
            return decision
        return Broadcast(**said_by(decision), copies=copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a Decision was before something was tried."""

    aggregate_id: AggregateId
    standing: Standing
    event_count: int
    given_out: dict[Peering, int]
    key_ids: dict[str, None]


def said_by(decision: Decision) -> dict[str, Any]:
    """Answer the fields of a Decision, for a record that says more."""
    return {each.name: getattr(decision, each.name) for each in fields(decision)}


def key_ids_for_peer(event: Event, side: Side) -> list[str]:
    """List the sealing keys of an own event that its peer may need.

    What an applicant says of one body is for that body alone, also when the case was never pushed.
    """
    if isinstance(event, RatingEvent) and body_concerned(event, side) is side:
        return []
    if isinstance(event, ComplaintEvent) and reader_concerned(event, side) is side:
        return []
    return key_ids_of(event)


def key_ids_of(event: Event) -> list[str]:
    """List the sealing keys an event refers to."""
    found: list[str] = []
    sealed = getattr(event, "sealed", None)
    if isinstance(sealed, Sealed):
        found.append(sealed.key_id)
    for name in ("materials", "documents"):
        for material in getattr(event, name, ()):
            assert isinstance(material, Material)
            found.append(material.key_id)
    return found
