"""The fold: the state of one partition, from its journal and from nothing else (design E3, E7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from broker.domain.aggregate import Written
from broker.domain.aggregates import Event
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side
from broker.engine.channels import HeldEvent, Inbound, Outbound, Peering
from broker.engine.lead import ORIGIN, Counted, JournalPosition, Stale, admit
from broker.engine.reference import Reference
from broker.engine.standing import DIGEST_BYTES, Answered, Standing, new_standing
from broker.schemas.codec import decode_fact
from broker.schemas.records import (
    Broadcast,
    Cause,
    DecidedEvent,
    Decision,
    LeadTaken,
    LogRecord,
    Numbered,
    Origin,
    Outcome,
    Receipt,
    ReleaseHeld,
    Telling,
    Verdict,
)

EPOCH_START = Instant(0)


@dataclass(frozen=True, slots=True)
class CaseSide:
    """One side of one aggregate."""

    aggregate_id: AggregateId
    side: Side


def event_digest(event: bytes) -> bytes:
    """Shorten an event's hash to what tells a repetition from a conflict."""
    return sha256(event).digest()[:DIGEST_BYTES]


@dataclass(slots=True)
class Fold:
    """The state of one journal partition; `cause` is the last intake record it answers."""

    region: RegionCode
    partition: int
    journal: JournalPosition = ORIGIN
    writer: str = ""
    cause: Cause | None = None
    now: Instant = EPOCH_START
    stale_count: int = 0
    standings: dict[AggregateId, Standing] = field(default_factory=dict)
    stubs: dict[AggregateId, int] = field(default_factory=dict)
    outbound: dict[Peering, Outbound] = field(default_factory=dict)
    inbound: dict[Peering, Inbound] = field(default_factory=dict)
    held: dict[CaseSide, tuple[HeldEvent, ...]] = field(default_factory=dict)

    @property
    def intake_position(self) -> int:
        """Answer the offset of the last intake record decided, -1 before the first (E3)."""
        return -1 if self.cause is None else self.cause.offset

    def admit(self, record: LogRecord) -> Decision | LeadTaken | None:
        """Fold the next journal record; None if it does not count."""
        return self.count(admit(self.journal, record))

    def count(self, judged: Counted | Stale) -> Decision | LeadTaken | None:
        """Fold a journal record already judged by the lead rule."""
        if isinstance(judged, Stale):
            self.journal = judged.position
            self.stale_count += 1
            return None
        position, body = judged
        if isinstance(body, LeadTaken):
            self.journal = position
            self.writer = body.writer
        else:
            self.apply(body, position, None)
        return body

    def needs_history(self, aggregate_id: AggregateId) -> bool:
        """Say whether an aggregate left memory and must be loaded before it can be decided on."""
        return aggregate_id in self.stubs

    def standing(self, aggregate_id: AggregateId) -> Standing:
        """Answer an aggregate's standing; a new one if nothing is known of it."""
        assert aggregate_id not in self.stubs, "its history was not loaded"
        return self.standings.get(aggregate_id) or new_standing(aggregate_id)

    def restore(self, aggregate_id: AggregateId, standing: Standing) -> None:
        """Take a finished aggregate back into memory, from its history."""
        assert standing.last_offset == self.stubs[aggregate_id]
        del self.stubs[aggregate_id]
        self.standings[aggregate_id] = standing

    def apply(
        self,
        decision: Decision,
        after: JournalPosition,
        standings: Mapping[AggregateId, Standing] | None,
    ) -> None:
        """Fold a Decision that counts; its writer has the standings as deciding left them."""
        assert decision.cause.offset > self.intake_position, "an intake record decided twice"
        before = self.journal
        self.journal = after
        self.cause = decision.cause
        self.now = decision.now
        if standings is not None:
            self.standings.update(standings)
        self.fold_events(decision, before, are_folded=standings is not None)
        self.fold_channels(decision)
        self.close(decision, after.offset - 1)

    def fold_events(self, decision: Decision, before: JournalPosition, *, are_folded: bool) -> None:
        """Fold the events of a Decision into their aggregates, channels and holds."""
        held_numbers = iter(numbers_held(decision))
        for event in decision.events:
            if event.origin is Origin.HELD:
                assert decision.receipt is not None, "only a peer's batch is held"
                self.hold(event, source_of(decision.receipt), next(held_numbers))
                continue
            if not are_folded and event.aggregate_id not in self.stubs:
                fold_event(self.open(event.aggregate_id), event, read_event(event))
            if event.numbered is not None:
                self.fold_number(event.numbered, before)
        if isinstance(decision, Broadcast):
            self.fold_copies(decision, before)

        if isinstance(decision, Telling):
            for told in decision.told:
                assert told.numbered is not None, "told to nobody"
                self.fold_number(told.numbered, before)

    def fold_number(self, numbered: Numbered, before: JournalPosition) -> None:
        """Fold the number of an event into its channel."""
        place = Peering(peer=numbered.peer, partition=numbered.target_partition)
        self.outbound.setdefault(place, Outbound()).take(numbered.number, before)

    def fold_copies(self, decision: Broadcast, before: JournalPosition) -> None:
        """Fold the numbers of broadcast events into their channels."""
        for copy in decision.copies:
            self.fold_number(copy.numbered, before)

    def fold_channels(self, decision: Decision) -> None:
        """Fold what a Decision says of batches received and receipts noted."""
        if decision.receipt is not None:
            inbound = self.inbound.setdefault(source_of(decision.receipt), Inbound())
            assert decision.receipt.next_number >= inbound.next_number
            inbound.next_number = decision.receipt.next_number
            inbound.link_epoch = decision.receipt.link_epoch
            if is_release(decision):
                self.let_go(decision.receipt)
        if decision.noted is not None:
            outbound = self.outbound.setdefault(target_of(decision.noted), Outbound())
            outbound.settle(decision.noted.next_number)

    def open(self, aggregate_id: AggregateId) -> Standing:
        """Answer a standing to change in place."""
        known = self.standings.get(aggregate_id)
        if known is None:
            known = self.standings[aggregate_id] = new_standing(aggregate_id)
        return known

    def close(self, decision: Decision, offset: int) -> None:
        """Note the commands answered and let go of what is over.

        A reader does not load the history of a finished aggregate: it only moves the stub, and
        whoever needs the aggregate later follows the offsets back.
        """
        for index, previous in enumerate(decision.previous):
            if previous.aggregate_id in self.stubs:
                self.stubs[previous.aggregate_id] = offset
                continue
            standing = self.open(previous.aggregate_id)
            standing.last_offset = offset
            if index == 0:
                remember_answer(standing, decision)
            if standing.is_over and not self.has_held(previous.aggregate_id):
                del self.standings[previous.aggregate_id]
                self.stubs[previous.aggregate_id] = offset

    def settle_offsets(self, start: int, offsets: Sequence[int]) -> None:
        """Replace the offsets that the writer predicted from `start` on: fenced records came (E4).

        Marks stay: reading from the earlier offset passes the fenced records by their epoch.
        """
        self.journal = replace(self.journal, offset=offsets[-1] + 1)
        for standing in self.standings.values():
            if standing.last_offset >= start:
                standing.last_offset = offsets[standing.last_offset - start]
        for aggregate_id, offset in self.stubs.items():
            if offset >= start:
                self.stubs[aggregate_id] = offsets[offset - start]

    def sequence(self, place: CaseSide) -> int:
        """Answer the sequence of a case side's last event in memory, 0 if none is."""
        standing = self.standings.get(place.aggregate_id)
        return 0 if standing is None else standing.sequence(place.side)

    @property
    def reference(self) -> Reference:
        """Answer the reference data that this partition holds, of its own and linked regions."""
        return Reference(self.standings)

    @property
    def holds(self) -> frozenset[tuple[Peering, int]]:
        """Name the events held, by channel and number."""
        return frozenset((one.channel, one.number) for kept in self.held.values() for one in kept)

    def has_held(self, aggregate_id: AggregateId) -> bool:
        """Say whether events of an aggregate are held."""
        return any(CaseSide(aggregate_id, side) in self.held for side in Side)

    def hold(self, event: DecidedEvent, channel: Peering, number: int) -> None:
        """Keep an event that cannot be read yet, in order."""
        place = CaseSide(event.aggregate_id, event.side)
        kept = self.held.get(place, ())
        self.held[place] = (*kept, HeldEvent(event.sequence, event.event, channel, number))

    def let_go(self, receipt: Receipt) -> None:
        """Forget the holds of a channel that now have a verdict, be it that they are refused."""
        channel, numbers = source_of(receipt), {one.number for one in receipt.verdicts}
        for place, kept in tuple(self.held.items()):
            left = tuple(h for h in kept if h.channel != channel or h.number not in numbers)
            if left:
                self.held[place] = left
            else:
                del self.held[place]


def read_event(event: DecidedEvent) -> Written[Event]:
    """Read a decided event back from its bytes."""
    at, fact = decode_fact(event.event)
    return Written(event.side, fact, at)


def fold_event(standing: Standing, event: DecidedEvent, fact: Written[Event]) -> None:
    """Fold one event into its aggregate, in the sequence of its side."""
    assert event.sequence == standing.sequence(event.side) + 1, "a side's sequence has a gap"
    standing.evolve(fact, event_digest(event.event))


def remember_answer(standing: Standing, decision: Decision) -> None:
    """Keep the id of a command that was decided, the first time (E7)."""
    if decision.cause.kind == CheckDeadline.__name__:
        return  # A timer repeats itself as often as it likes.
    if decision.body_hash and decision.outcome in (Outcome.EVENTS, Outcome.REFUSAL):
        standing.answered.setdefault(
            decision.cause.id, Answered(decision.body_hash, decision.cause.offset)
        )


def numbers_held(decision: Decision) -> list[int]:
    """List the channel numbers of the events that a Decision holds, in their order."""
    if decision.receipt is None:
        return []
    return [one.number for one in decision.receipt.verdicts if one.verdict is Verdict.HELD]


def is_release(decision: Decision) -> bool:
    """Say whether a Decision's receipt is about events that were held before."""
    return decision.cause.kind == ReleaseHeld.__name__


def source_of(receipt: Receipt) -> Peering:
    """Name where a receipted batch came from."""
    return Peering(peer=receipt.channel.source, partition=receipt.channel.source_partition)


def target_of(receipt: Receipt) -> Peering:
    """Name where a receipted batch went."""
    return Peering(peer=receipt.channel.target, partition=receipt.channel.target_partition)
