"""Tails under rebalances: a partition opened again while work on it is still in hand."""

import asyncio
from collections.abc import Sequence

import pytest
from typing_extensions import override

from broker.engine.lead import ORIGIN, Counted, JournalPosition
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog, VirtualClock
from broker.ports import Logs
from broker.schemas.codec import encode_journal
from broker.schemas.records import EPOCH_HEADER, Batch, LeadTaken, NewRecord, Receipt
from broker.stores.objects import MemoryObjects
from broker.streams.journal_tail import JournalTail, Rewound
from broker.streams.outbox import RESEND_SECONDS, Waiting
from broker.streams.places import Place
from broker.streams.recorder import Recorder
from broker.streams.relay import Relay
from broker.streams.snapshots import Snapshots
from broker.streams.topics import intake_topic, journal_topic, topics_of
from tests.engine.support import TOPOLOGY, partition_of, submission_record
from tests.simulation.region import RELAY_WATCHER, WATCHER, nothing
from tests.support.builders import HANGZHOU, QINGYANG, submit

JOURNAL = Place(journal_topic(QINGYANG), 0)


async def turns() -> None:
    """Let everything that can go on go on, without letting time pass."""
    for _ in range(10):
        await asyncio.sleep(0)  # noqa: TID251  # a turn of the loop, no time


class SlowCounter:
    """A handler that keeps its position at once, but takes its time."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.taken: list[int] = []
        self.position = ORIGIN

    async def start(self, partition: int) -> JournalPosition:
        """Read on."""
        assert partition == 0
        return self.position

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Wait, then count."""
        assert partition == 0
        await self.gate.wait()
        self.taken += [judged.position.offset - 1 for judged in counted]
        self.position = after

    def durable(self, partition: int) -> int:
        """Answer the position."""
        assert partition == 0
        return self.position.offset

    def forget(self, partition: int) -> None:
        """Let go of a partition; what it showed stays."""


class CountingLink:
    """A link that goes nowhere."""

    def __init__(self) -> None:
        self.sent = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def send_batch(self, batch: Batch, waiting: Sequence[Waiting]) -> None:
        """Count a batch, when the gate is open."""
        assert len(batch.events) == len(waiting)
        await self.gate.wait()
        self.sent += 1

    async def send_receipt(self, receipt: Receipt) -> None:
        """Nobody sends us anything."""
        raise AssertionError(receipt)


@pytest.fixture
def clock() -> VirtualClock:
    """Give a clock that stands still."""
    return VirtualClock()


@pytest.fixture
def kafka(clock: VirtualClock) -> MemoryKafka:
    """Give the topics of a region, empty."""
    cluster = MemoryKafka(clock.now)
    for spec in topics_of(QINGYANG, TOPOLOGY.partitions[QINGYANG], [HANGZHOU]):
        cluster.create_topic(spec.name, spec.partitions)
    return cluster


def lead(epoch: int) -> NewRecord:
    """Make a lead."""
    value = encode_journal(LeadTaken(format=1, epoch=epoch, writer=f"writer-{epoch}"))
    return NewRecord(None, value, ((EPOCH_HEADER, str(epoch).encode()),))


async def test_a_record_in_hand_at_a_rebalance_is_taken_once(kafka: MemoryKafka) -> None:
    handler, log = SlowCounter(), MemoryLog(kafka)
    tail = JournalTail(handler=handler, log=log, observe=nothing)
    await tail.open(JOURNAL, lambda: True)
    kafka.append(*JOURNAL, [lead(1), lead(2)])
    in_hand = asyncio.create_task(tail.deliver({JOURNAL: kafka.partition(*JOURNAL).records}))
    await turns()
    tail.close([JOURNAL])
    again = asyncio.create_task(tail.open(JOURNAL, lambda: True))
    await turns()
    handler.gate.set()
    await asyncio.gather(in_hand, again)
    assert handler.taken == [0, 1]


async def test_a_partition_revoked_while_it_is_opened_is_not_read(kafka: MemoryKafka) -> None:
    handler = SlowCounter()
    tail = JournalTail(handler=handler, log=MemoryLog(kafka), observe=nothing)
    kafka.append(*JOURNAL, [lead(1)])
    assigned = {JOURNAL}
    opening = asyncio.create_task(tail.open(JOURNAL, lambda: JOURNAL in assigned))
    await turns()
    assigned.clear()
    tail.close([JOURNAL])
    handler.gate.set()
    await opening
    assert tail.position(JOURNAL) is None
    await tail.deliver({JOURNAL: kafka.partition(*JOURNAL).records})
    assert handler.taken == [0]


class Overtaken(SlowCounter):
    """A handler that another process overtakes at its first record."""

    @override
    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Find the first record already taken by somebody else."""
        if self.position == ORIGIN:
            self.position = counted[0].position
            raise Rewound
        await super().take(partition, counted, after)


async def test_a_tail_overtaken_while_it_opens_starts_again(kafka: MemoryKafka) -> None:
    handler = Overtaken()
    handler.gate.set()
    tail = JournalTail(handler=handler, log=MemoryLog(kafka), observe=nothing)
    kafka.append(*JOURNAL, [lead(1), lead(2)])
    await tail.open(JOURNAL, lambda: True)
    assert handler.taken == [1]
    assert tail.position(JOURNAL) == 2


async def relay_with_an_event(
    kafka: MemoryKafka, clock: VirtualClock, link: CountingLink
) -> tuple[Relay, JournalTail, Place]:
    """Record a case in partition 0 or 1 and open a relay on that partition."""
    logs = Logs(log=MemoryLog(kafka), appender=MemoryAppender(kafka), clock=clock)
    snapshots = Snapshots(region=QINGYANG, objects=MemoryObjects())
    recorder = Recorder(
        topology=TOPOLOGY, logs=logs, snapshots=snapshots, writer="one", watcher=WATCHER
    )
    partition = partition_of()
    kafka.append(intake_topic(QINGYANG), partition, [submission_record("c1", submit())])
    await recorder.open(Place(intake_topic(QINGYANG), partition), lambda: True)
    relay = Relay(
        region=QINGYANG,
        logs=logs,
        snapshots=snapshots,
        links={HANGZHOU: link},
        watcher=RELAY_WATCHER,
    )
    tail = JournalTail(handler=relay, log=logs.log, observe=nothing)
    place = Place(JOURNAL.topic, partition)
    await tail.open(place, lambda: True)
    return relay, tail, place


async def test_a_revoked_partition_is_not_sent_again(
    kafka: MemoryKafka, clock: VirtualClock
) -> None:
    link = CountingLink()
    relay, tail, place = await relay_with_an_event(kafka, clock, link)
    clock.advance(RESEND_SECONDS)
    await relay.tick()
    assert link.sent == 2
    tail.close([place])
    clock.advance(RESEND_SECONDS)
    await relay.tick()
    assert link.sent == 2


async def test_a_partition_may_be_opened_while_another_is_sent_again(
    kafka: MemoryKafka, clock: VirtualClock
) -> None:
    link = CountingLink()
    relay, tail, place = await relay_with_an_event(kafka, clock, link)
    link.gate.clear()
    clock.advance(RESEND_SECONDS)
    ticking = asyncio.create_task(relay.tick())
    await turns()
    await tail.open(Place(place.topic, 1 - place.partition), lambda: True)
    link.gate.set()
    await ticking
    assert link.sent == 2
