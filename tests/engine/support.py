"""What tests of the engine share: a topology, intake records, and a recorder without Kafka."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from unittest.mock import patch

from broker.domain.aggregates import Command, Event, kind_of
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, Instant, RegionCode, derive_event_id
from broker.engine.deciding import (
    Decided,
    Readable,
    aggregates_of,
    decide_record,
    read_intake,
)
from broker.engine.fold import Fold
from broker.engine.history import replay
from broker.engine.lead import JournalPosition
from broker.engine.routing import Topology
from broker.engine.telling import events_about, items_published
from broker.errors import UnknownFingerprint
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_event, encode_event, encode_intake, encode_journal
from broker.schemas.records import (
    ADDRESSED_HEADER,
    EPOCH_HEADER,
    Batch,
    BatchedEvent,
    Channel,
    Decision,
    IntakeBody,
    LeadTaken,
    LogRecord,
    NewRecord,
    Submission,
    TellPeer,
    Verdict,
)
from tests.support.builders import CASE_ID, HANGZHOU, NOON, QINGYANG, XIAN, a_meta

TOPOLOGY = Topology(region=QINGYANG, partitions={QINGYANG: 2, HANGZHOU: 2, XIAN: 1})
ADDRESSED = ((ADDRESSED_HEADER, b"1"),)


def partition_of(aggregate_id: AggregateId = CASE_ID, region: RegionCode = QINGYANG) -> int:
    """Answer where a case lives."""
    return TOPOLOGY.partition_at(region, aggregate_id)


def a_submission(
    command_id: str,
    command: Command,
    *,
    case_id: AggregateId = CASE_ID,
    region: RegionCode = QINGYANG,
    expected_version: int | None = None,
) -> Submission:
    """Make a command with its id; the body hash follows from the command."""
    meta = a_meta(aggregate_id=case_id, sequence=0, region=region)
    kind = kind_of(case_id)
    assert kind is not None
    return Submission(
        meta=replace(meta, id=command_id, side=kind.side_of(command)),
        body_hash=sha256(repr(command).encode()).digest(),
        expected_version=expected_version,
        payload=command,
    )


def submission_record(
    command_id: str, command: Command, *, case_id: AggregateId = CASE_ID
) -> NewRecord:
    """Make the intake record of a command."""
    body = encode_intake(a_submission(command_id, command, case_id=case_id))
    return NewRecord(case_id.encode(), body)


def journal_record(value: bytes, epoch: int, offset: int, timestamp: Instant = NOON) -> LogRecord:
    """Make a journal record as it is read."""
    headers = ((EPOCH_HEADER, str(epoch).encode()),)
    return LogRecord(offset, timestamp, None, value, headers)


def lead_record(epoch: int, offset: int, writer: str = "writer") -> LogRecord:
    """Make a lead as it is read."""
    lead = LeadTaken(format=1, epoch=epoch, writer=writer)
    return journal_record(encode_journal(lead), epoch, offset)


@dataclass(slots=True)
class Desk:
    """A region's partition in a test: decides, folds, and keeps its journal."""

    region: RegionCode = QINGYANG
    partition: int = 0
    fold: Fold = field(init=False)
    intake: list[LogRecord] = field(default_factory=list)
    journal: list[LogRecord] = field(default_factory=list)
    histories: dict[AggregateId, list[tuple[int, Decision]]] = field(default_factory=dict)
    topology: Topology = field(init=False)

    def __post_init__(self) -> None:
        self.topology = replace(TOPOLOGY, region=self.region)
        self.fold = Fold(region=self.region, partition=self.partition)
        lead = lead_record(1, 0)
        self.journal.append(lead)
        self.fold.admit(lead)

    def take(self, record: NewRecord, *, at: Instant = NOON) -> Decision:
        """Decide one intake record and put the Decision into the journal."""
        stands = LogRecord(len(self.intake), at, record.key, record.value, record.headers)
        self.intake.append(stands)
        decided = self.decide(stands)
        value = encode_journal(decided.decision)
        after = JournalPosition(
            offset=self.fold.journal.offset + 1,
            epoch=self.fold.journal.epoch,
            chain=chain_value(value),
        )
        self.journal.append(journal_record(value, after.epoch, after.offset - 1))
        self.fold.apply(decided.decision, after, decided.standings)
        for previous in decided.decision.previous:
            known = self.histories.setdefault(previous.aggregate_id, [])
            known.append((after.offset - 1, decided.decision))
        return decided.decision

    def decide(self, record: LogRecord) -> Decided:
        """Decide without leaving a trace."""
        reading = read_intake(record, self.topology, self.partition)
        for name in sorted(aggregates_of(reading, self.fold)):
            if self.fold.needs_history(name):
                self.fold.restore(name, replay(name, self.histories[name]))
        if isinstance(reading, Readable) and isinstance(reading.body, TellPeer):
            reading = Readable(reading.body, self.page())
        return decide_record(self.fold, record, reading, self.topology)

    def page(self) -> tuple[BatchedEvent, ...]:
        """List what was published here; the recorder reads the same from the journal."""
        return tuple(
            event
            for name in items_published(self.fold, self.topology)
            for _, decision in self.histories[name]
            for event in events_about(decision, name)
        )

    def ask(
        self, command_id: str, command: Command, *, expected_version: int | None = None
    ) -> Decision:
        """Take a command about the case of all tests."""
        body = a_submission(
            command_id, command, region=self.region, expected_version=expected_version
        )
        return self.take(NewRecord(CASE_ID.encode(), encode_intake(body)))

    def ask_all(self, commands: Iterable[Command]) -> None:
        """Take commands that must all lead to events."""
        for command in commands:
            decision = self.ask(f"c{len(self.intake)}", command)
            assert decision.events, (command, decision.refusal)

    def hear(self, body: IntakeBody) -> Decision:
        """Take a record addressed to the partition."""
        return self.take(NewRecord(None, encode_intake(body), ADDRESSED))

    def again(self) -> Fold:
        """Fold the journal from zero, as a reader does."""
        fold = Fold(region=self.region, partition=self.partition)
        for record in self.journal:
            fold.admit(record)
        return fold


def batch_of(decisions: Sequence[Decision], *, source: Desk, target: Desk, first: int = 1) -> Batch:
    """Put the numbered events of Decisions into one batch."""
    events = [event for one in decisions for event in one.events if event.numbered is not None]
    return Batch(
        channel=Channel(
            source=source.region,
            target=target.region,
            source_partition=source.partition,
            target_partition=target.partition,
        ),
        link_epoch=1,
        first=first,
        events=tuple(
            BatchedEvent(
                aggregate_id=event.aggregate_id,
                side=event.side,
                sequence=event.sequence,
                event=event.event,
            )
            for event in events
        ),
    )


def decisions(desk: Desk) -> list[Decision]:
    """List the Decisions of a desk about the case of all tests."""
    return [decision for _, decision in desk.histories[CASE_ID]]


def verdicts(decision: Decision) -> list[tuple[int, Verdict, str]]:
    """List what became of each event of a batch, or of each that was held."""
    assert decision.receipt is not None
    return [(one.number, one.verdict, one.code) for one in decision.receipt.verdicts]


def rename(event: BatchedEvent, aggregate_id: AggregateId) -> BatchedEvent:
    """Write an event anew under another case's id."""
    meta, fact = decode_event(event.event)
    named = replace(
        meta,
        aggregate_id=aggregate_id,
        id=derive_event_id(aggregate_id, meta.side, meta.sequence),
    )
    return replace(event, aggregate_id=aggregate_id, event=encode_event(named, fact))


Decode = Callable[[bytes], tuple[Meta, Event]]


def knowing_all_but(kind: str) -> Decode:
    """Answer the decoder of an older release, which does not know one kind of event."""

    def decode(data: bytes) -> tuple[Meta, Event]:
        meta, event = decode_event(data)
        if type(event).__name__ == kind:
            raise UnknownFingerprint("unknown_fingerprint")
        return meta, event

    return decode


def not_knowing(kind: str) -> AbstractContextManager[object]:
    """Decide as an older release does, which does not know one kind of event."""
    return patch("broker.engine.peer_batches.decode_event", knowing_all_but(kind))
