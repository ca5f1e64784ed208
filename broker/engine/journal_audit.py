"""Auditing one journal partition: the lead rule, the chain, the causes, the events (O1-O5, O7).

Records come one at a time, the intake's before the journal's, and none is kept.
"""

from collections.abc import Iterator
from hashlib import sha256

from broker.domain.aggregate import Written
from broker.engine.channels import Peering
from broker.engine.fold import CaseSide
from broker.engine.lead import ORIGIN, Counted, JournalPosition, Stale, admit, epoch_of
from broker.engine.ledgers import (
    Book,
    FirstAnswer,
    Lane,
    Ledger,
    Oracle,
    PartitionRecords,
    Sent,
    Standing,
    digest_of,
)
from broker.engine.standing import new_standing
from broker.errors import CorruptLog, DecodeError, NewerFormat
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_event, decode_journal
from broker.schemas.records import (
    Broadcast,
    DecidedEvent,
    Decision,
    LogRecord,
    Numbered,
    Origin,
    Outcome,
    Receipt,
    ReleaseHeld,
    Telling,
    Verdict,
)

REUSED = "command_id_reused"
NO_DIGEST = bytes(sha256().digest_size)


class PartitionAudit:
    """Writes one partition into the ledger of its region, with what is wrong in it."""

    def __init__(
        self,
        ledger: Ledger,
        partition: int,
        *,
        intake_end: int,
        set_aside: frozenset[tuple[int, int]],
    ) -> None:
        self._ledger = ledger
        ledger.reference[partition] = Book()
        self._causes = Causes(ledger, partition, intake_end=intake_end, set_aside=set_aside)
        self._walk = LeadWalk(ledger, partition)

    def take_intake(self, record: LogRecord) -> None:
        """Note what stands on the intake; all of it before the first record of the journal."""
        self._causes.note(record)

    def take(self, record: LogRecord) -> None:
        """Check the next record of the journal."""
        standing = self._walk.take(record)
        if standing is None:
            return
        self._ledger.decisions += 1
        self._causes.take(standing)
        take_answer(self._ledger, standing)
        take_held(self._ledger, standing)
        for event in standing.decision.events:
            take_event(self._ledger, standing, event)
        take_copies(self._ledger, standing)
        take_told(self._ledger, standing)
        take_receipts(self._ledger, standing)

    def close(self) -> None:
        """Check what must stand there at the end."""
        self._causes.close()


class LeadWalk:
    """Walks a journal under the lead rule; what breaks it is a finding, and the walk goes on."""

    def __init__(self, ledger: Ledger, partition: int) -> None:
        self._ledger = ledger
        self._partition = partition
        self._position = ORIGIN

    def take(self, record: LogRecord) -> Standing | None:
        """Answer the Decision that the next record is, None if it is none or does not count."""
        place = f"{self._ledger.region}.journal/{self._partition}@{record.offset}"
        position = self._position
        if record.offset != position.offset:
            self._ledger.find(Oracle.EVIDENCE, place, f"offset {position.offset} is missing")
            position = position._replace(offset=record.offset)
        try:
            judged = admit(position, record)
        except (CorruptLog, DecodeError, NewerFormat) as error:
            self._ledger.find(Oracle.EVIDENCE, place, str(error))
            judged = admit_broken(position, record)
        self._position = judged.position
        if isinstance(judged, Stale):
            self._ledger.stale += 1
        elif isinstance(judged.body, Decision):
            return Standing(place, self._partition, record.offset, judged.body)
        return None


def counted(ledger: Ledger, records: PartitionRecords) -> Iterator[Standing]:
    """List the Decisions of a journal that count."""
    walk = LeadWalk(ledger, records.partition)
    return (one for record in records.journal if (one := walk.take(record)) is not None)


def admit_broken(position: JournalPosition, record: LogRecord) -> Counted | Stale:
    """Go on behind a record that breaks the rules: its events count if it can be read."""
    after = position._replace(offset=record.offset + 1)
    try:
        epoch, body = epoch_of(record), decode_journal(record.value)
    except (CorruptLog, DecodeError):
        return Stale(after)
    if not isinstance(body, Decision):
        return Stale(after)
    return Counted(after._replace(epoch=epoch, chain=chain_value(record.value)), body)


class Causes:
    """Exactly one counted journal record for each intake record, and it answers that record."""

    def __init__(
        self,
        ledger: Ledger,
        partition: int,
        *,
        intake_end: int,
        set_aside: frozenset[tuple[int, int]],
    ) -> None:
        self._ledger = ledger
        self._intake_end = intake_end
        self._set_aside = set_aside
        self._name = f"{ledger.region}.intake/{partition}"
        self._intake = Digests()
        self._decided = -1

    def note(self, record: LogRecord) -> None:
        """Note what stands on the intake."""
        self._intake.note(record.offset, sha256(record.value).digest())

    def take(self, standing: Standing) -> None:
        """Check the cause of the next Decision."""
        cause = standing.decision.cause
        if cause.offset <= self._decided:
            self._ledger.find(Oracle.DOUBLED, standing.place, f"{cause.offset} is decided again")
        self._expect(cause.offset)
        self._decided = max(self._decided, cause.offset)
        if cause.offset >= self._intake_end:
            self._ledger.find(Oracle.INVENTED, standing.place, f"{cause.offset} is not there")
        if self._intake.get(cause.offset) not in (None, cause.digest):
            self._ledger.find(Oracle.INVENTED, standing.place, f"{cause.offset} is another record")
        is_letter = (standing.partition, cause.offset) in self._set_aside
        if standing.decision.outcome is Outcome.SET_ASIDE and not is_letter:
            self._ledger.find(Oracle.LOST, standing.place, "set aside, but no dead letter")

    def close(self) -> None:
        """Check that nothing of the intake is left."""
        self._expect(self._intake_end)

    def _expect(self, offset: int) -> None:
        if offset > self._decided + 1:
            missing = f"no Decision for {self._decided + 1} to {offset - 1}"
            self._ledger.find(Oracle.LOST, self._name, missing)


class Digests:
    """Digests by offset, side by side: as many bytes as they have."""

    def __init__(self) -> None:
        self._first = 0
        self._bytes = bytearray()

    def note(self, offset: int, digest: bytes) -> None:
        """Note the digest of the next record; offsets may be missing in between."""
        if not self._bytes:
            self._first = offset
        missing = offset - self._first - len(self._bytes) // len(NO_DIGEST)
        self._bytes += NO_DIGEST * missing + digest

    def get(self, offset: int) -> bytes | None:
        """Answer the digest at an offset, None if nothing was noted there."""
        start = (offset - self._first) * len(NO_DIGEST)
        if start < 0:
            return None
        found = bytes(self._bytes[start : start + len(NO_DIGEST)])
        return None if found in (b"", NO_DIGEST) else found


def take_answer(ledger: Ledger, standing: Standing) -> None:
    """A command is answered once; its repetitions point to the first answer (E7)."""
    decision = standing.decision
    if not decision.body_hash:
        return
    name = decision.cause.id
    if decision.outcome is Outcome.EVENTS:
        ledger.effects[name] = ledger.effects.get(name, 0) + 1
    first = ledger.answers.get(name)
    if first is None:
        ledger.answers[name] = FirstAnswer(
            decision.cause.offset, decision.body_hash, decision.outcome, decision.refusal
        )
    elif first.body_hash == decision.body_hash:
        if decision.duplicate_of != first.intake_offset:
            ledger.find(Oracle.DOUBLED, standing.place, f"command {name} is answered again")
    elif decision.refusal != REUSED:
        ledger.find(Oracle.DOUBLED, standing.place, f"id {name} is taken for another command")


def take_event(ledger: Ledger, standing: Standing, event: DecidedEvent) -> None:
    """Each event of a case side comes once, in sequence, and the case accepts it."""
    if event.origin is Origin.HELD:
        return
    place = CaseSide(event.aggregate_id, event.side)
    known = ledger.book(standing.partition, event.aggregate_id).events.setdefault(place, [])
    name = f"{event.aggregate_id}.{event.side[0]}{event.sequence}"
    if event.sequence <= len(known):
        ledger.find(Oracle.DOUBLED, standing.place, f"event {name} comes again")
        return
    if event.sequence > len(known) + 1:
        ledger.find(Oracle.ORDER, standing.place, f"event {name} follows {len(known)}")
    digest = digest_of(event.event)
    known.append(digest)
    if event.origin is Origin.OWN:
        ledger.own.add(digest)
    else:
        ledger.foreign[digest] = standing.place
    evolve_case(ledger, standing, event, name)
    if event.numbered is not None:
        take_number(ledger, standing, event, event.numbered)


def take_copies(ledger: Ledger, standing: Standing) -> None:
    """Note the ways of broadcast events, whose numbers stand behind all others."""
    decision = standing.decision
    if isinstance(decision, Broadcast):
        for copy in decision.copies:
            take_number(ledger, standing, decision.events[copy.event], copy.numbered)


def take_told(ledger: Ledger, standing: Standing) -> None:
    """What a peer is told again is what the region itself holds, bit by bit."""
    decision = standing.decision
    for event in decision.told if isinstance(decision, Telling) else ():
        place = CaseSide(event.aggregate_id, event.side)
        known = ledger.book(standing.partition, event.aggregate_id).events.get(place, [])
        if digest_of(event.event) not in known[event.sequence - 1 : event.sequence]:
            name = f"{event.aggregate_id}.{event.side[0]}{event.sequence}"
            ledger.find(Oracle.INVENTED, standing.place, f"event {name} is told, but not known")
        if event.numbered is not None:
            take_number(ledger, standing, event, event.numbered)


def take_held(ledger: Ledger, standing: Standing) -> None:
    """Note what is held, by its channel number; a later verdict of a release ends the hold."""
    receipt = standing.decision.receipt
    if receipt is None:
        return
    end = Peering(peer=receipt.channel.source, partition=receipt.channel.source_partition)
    lane = Lane(standing.partition, end)
    for one in receipt.verdicts:
        if one.verdict is Verdict.HELD:
            ledger.held[lane, one.number] = standing.place
        elif standing.decision.cause.kind == ReleaseHeld.__name__:
            ledger.held.pop((lane, one.number), None)


def evolve_case(ledger: Ledger, standing: Standing, event: DecidedEvent, name: str) -> None:
    """Fold the event into the case; an impossible one is not legal."""
    states = ledger.book(standing.partition, event.aggregate_id).states
    begun = new_standing(event.aggregate_id)
    try:
        meta, fact = decode_event(event.event)
        state = states.get(event.aggregate_id, begun.state)
        states[event.aggregate_id] = begun.kind.evolve(state, Written(meta.side, fact, meta.at))
    except (AssertionError, DecodeError) as error:
        ledger.find(Oracle.LEGAL, standing.place, f"event {name}: {type(error).__name__}")
        return
    said = (meta.aggregate_id, meta.side, meta.sequence)
    if said != (event.aggregate_id, event.side, event.sequence):
        ledger.find(Oracle.LEGAL, standing.place, f"event {name} says {said} of itself")


def take_number(
    ledger: Ledger, standing: Standing, event: DecidedEvent, numbered: Numbered
) -> None:
    """The numbers of a channel are contiguous from 1."""
    end = Peering(peer=numbered.peer, partition=numbered.target_partition)
    sent = ledger.sent.setdefault(Lane(standing.partition, end), [])
    if numbered.number != len(sent) + 1:
        wrong = f"channel number {numbered.number} follows {len(sent)}"
        ledger.find(Oracle.ORDER, standing.place, wrong)
    place = CaseSide(event.aggregate_id, event.side)
    sent.append(Sent(place, event.sequence, digest_of(event.event)))


def take_receipts(ledger: Ledger, standing: Standing) -> None:
    """Note how far channels were answered; a refused event leaves the two sides different."""
    given, noted = standing.decision.receipt, standing.decision.noted
    if given is not None:
        end = Peering(peer=given.channel.source, partition=given.channel.source_partition)
        raise_to(ledger.received, Lane(standing.partition, end), given.next_number)
        find_refused(ledger, standing, given)
    if noted is not None:
        end = Peering(peer=noted.channel.target, partition=noted.channel.target_partition)
        raise_to(ledger.settled, Lane(standing.partition, end), noted.next_number)


def raise_to(numbers: dict[Lane, int], lane: Lane, number: int) -> None:
    """Keep the highest number."""
    numbers[lane] = max(numbers.get(lane, 1), number)


def find_refused(ledger: Ledger, standing: Standing, receipt: Receipt) -> None:
    """List the peer's events that were refused here."""
    for verdict in receipt.verdicts:
        if verdict.verdict is Verdict.REFUSED:
            refused = f"event {verdict.number} of {receipt.channel.source}: {verdict.code}"
            ledger.find(Oracle.LEGAL, standing.place, refused)
