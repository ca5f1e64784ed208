"""The timekeeper over logs in memory: it asks, the recorder settles, and no clock changes that."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.envelope import Role
from broker.domain.identifiers import AggregateId, Instant
from broker.domain.rights import may_command
from broker.engine.fold import Fold
from broker.memory import START_OF_TIME, MemoryAppender, MemoryKafka, MemoryLog, VirtualClock
from broker.ports import Logs
from broker.schemas.codec import decode_journal
from broker.schemas.records import Decision, Outcome
from broker.stores.objects import MemoryObjects
from broker.streams.journal_tail import JournalTail
from broker.streams.places import Place
from broker.streams.recorder import Recorder
from broker.streams.snapshots import Snapshots
from broker.streams.timekeeper import TICK_SECONDS, Timekeeper, TimekeeperWatcher
from broker.streams.topics import intake_topic, journal_topic, topics_of
from broker.web.kinds import KINDS
from tests.engine.support import TOPOLOGY, partition_of, submission_record
from tests.simulation.region import WATCHER, nothing
from tests.support.builders import CASE_ID, QINGYANG, submit
from tests.support.deadlines import falling_due

DUE = Instant(START_OF_TIME + 60_000)
PARTITION = partition_of()
INTAKE = Place(intake_topic(QINGYANG), PARTITION)
JOURNAL = Place(journal_topic(QINGYANG), PARTITION)


@dataclass(slots=True)
class Hall:
    """One partition of a region: a recorder, timekeepers, and a clock for each side of Kafka."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    skew_ms: int = 0
    """How far Kafka's clock is ahead of ours."""
    kafka: MemoryKafka = field(init=False)
    recorder: Recorder = field(init=False)
    snapshots: Snapshots = field(init=False)
    keepers: list[tuple[JournalTail, asyncio.Task[None]]] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kafka = MemoryKafka(lambda: Instant(self.clock.now() + self.skew_ms))
        for spec in topics_of(QINGYANG, 2, []):
            self.kafka.create_topic(spec.name, spec.partitions)
        self.snapshots = Snapshots(region=QINGYANG, objects=MemoryObjects())
        self.recorder = Recorder(
            topology=TOPOLOGY,
            logs=self.logs,
            snapshots=self.snapshots,
            writer="one",
            watcher=WATCHER,
        )

    @property
    def logs(self) -> Logs:
        return Logs(
            log=MemoryLog(self.kafka), appender=MemoryAppender(self.kafka), clock=self.clock
        )

    async def start_keeper(self) -> None:
        """Start a timekeeper; it reads to the end."""
        watcher = TimekeeperWatcher(standing=self.counts.__setitem__, sent=self.late.append)
        keeper = Timekeeper(
            region=QINGYANG, logs=self.logs, snapshots=self.snapshots, watcher=watcher
        )
        tail = JournalTail(handler=keeper, log=self.logs.log, observe=nothing)
        await tail.open(JOURNAL, lambda: True)
        self.keepers.append((tail, asyncio.create_task(keeper.run())))
        await turns()

    def kill_keepers(self) -> None:
        """End all timekeepers at once."""
        for _, task in self.keepers:
            task.cancel()
        self.keepers.clear()

    async def record(self) -> None:
        """Decide the intake and show the journal to the timekeepers."""
        await self.recorder.deliver({INTAKE: self.kafka.partition(*INTAKE).records})
        for tail, _ in self.keepers:
            await tail.deliver({JOURNAL: self.kafka.partition(*JOURNAL).records})

    async def pass_seconds(self, seconds: float) -> None:
        """Let time pass in ticks, with everybody at work."""
        for _ in range(round(seconds / TICK_SECONDS)):
            self.clock.advance(TICK_SECONDS)
            await turns()
            await self.record()

    async def hand_in(self, key: str = "one", case_id: AggregateId = CASE_ID) -> None:
        """Open a case that falls due."""
        record = submission_record(key, submit(), case_id=case_id)
        self.kafka.append(*INTAKE, [record])
        await self.record()

    @property
    def decisions(self) -> list[Decision]:
        read = [decode_journal(one.value) for one in self.kafka.partition(*JOURNAL).records]
        return [one for one in read if isinstance(one, Decision)]

    @property
    def checks(self) -> list[Decision]:
        """List the answers to checks."""
        return [one for one in self.decisions if one.cause.kind == CheckDeadline.__name__]

    @property
    def settled(self) -> list[Decision]:
        """List the Decisions in which a deadline was settled."""
        return [one for one in self.checks if one.events]


async def turns() -> None:
    """Let everything that can go on go on, without letting time pass."""
    for _ in range(10):
        await asyncio.sleep(0)  # noqa: TID251  # a turn of the loop, no time


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    """Give a hall whose cases fall due a minute after its opening."""
    with falling_due(DUE):
        made = Hall()
        await made.recorder.open(INTAKE, lambda: True)
        yield made
        made.kill_keepers()
        await turns()


async def test_what_falls_due_is_settled_though_nobody_touches_the_case(hall: Hall) -> None:
    await hall.start_keeper()
    await hall.hand_in()
    assert hall.counts[PARTITION] == 1
    await hall.pass_seconds(59)
    assert not hall.checks
    await hall.pass_seconds(2)
    assert len(hall.checks) == len(hall.settled) == 1
    assert hall.counts[PARTITION] == 0


async def test_what_passed_while_it_was_down_is_woken_after_the_start(hall: Hall) -> None:
    await hall.hand_in()
    await hall.pass_seconds(600)
    assert not hall.checks
    await hall.start_keeper()
    await hall.pass_seconds(1)
    assert len(hall.checks) == len(hall.settled) == 1
    assert hall.late[0] > 500


async def test_what_passed_is_woken_from_a_snapshot_too(hall: Hall) -> None:
    await hall.hand_in()
    fold = Fold(region=QINGYANG, partition=PARTITION)
    for record in hall.kafka.partition(*JOURNAL).records:
        fold.admit(record)
    await hall.snapshots.save(fold)
    await hall.pass_seconds(600)
    await hall.start_keeper()
    await hall.pass_seconds(1)
    assert len(hall.settled) == 1


async def test_killed_between_check_and_answer_it_asks_again_without_harm(hall: Hall) -> None:
    await hall.start_keeper()
    await hall.hand_in()
    hall.clock.advance(61)
    await turns()
    assert hall.late
    hall.kill_keepers()
    await hall.start_keeper()
    await hall.pass_seconds(2)
    assert len(hall.settled) == 1
    assert {one.outcome for one in hall.checks} == {Outcome.EVENTS}


async def test_two_at_once_are_harmless(hall: Hall) -> None:
    await hall.start_keeper()
    await hall.start_keeper()
    await hall.hand_in()
    await hall.pass_seconds(120)
    assert len(hall.settled) == 1
    assert len(hall.checks) <= 2


async def test_a_check_too_early_by_the_log_does_nothing_and_is_repeated(hall: Hall) -> None:
    hall.skew_ms = -30_000
    await hall.start_keeper()
    await hall.hand_in()
    await hall.pass_seconds(62)
    assert hall.checks
    assert not hall.settled
    await hall.pass_seconds(60)
    assert len(hall.settled) == 1
    assert hall.settled[0].now >= DUE
    assert len(hall.checks) < 10


async def test_a_clock_behind_does_not_delay_what_the_log_has_reached(hall: Hall) -> None:
    await hall.start_keeper()
    await hall.hand_in()
    hall.skew_ms = 59_000
    hall.kafka.append(*INTAKE, [submission_record("again", submit())])
    await hall.pass_seconds(2)
    hall.kafka.append(*INTAKE, [submission_record("again", submit())])
    await hall.pass_seconds(1)
    settled = [one for one in hall.decisions if len(one.events) and one.now >= DUE]
    assert len(settled) == 1


async def test_ids_of_checks_are_not_kept(hall: Hall) -> None:
    await hall.start_keeper()
    await hall.hand_in()
    await hall.pass_seconds(62)
    fold = Fold(region=QINGYANG, partition=PARTITION)
    for record in hall.kafka.partition(*JOURNAL).records:
        fold.admit(record)
    assert len(hall.settled) == 1
    assert list(fold.standings[CASE_ID].answered) == ["one"]


def test_nobody_but_the_broker_itself_may_check() -> None:
    kind = CheckDeadline.__name__
    assert [role for role in Role if may_command(role, kind, scope=[kind])] == [Role.SYSTEM]
    assert kind not in KINDS
