"""The ports in memory: for tests and simulations, under the same contracts as the real things."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from broker.domain.identifiers import Instant
from broker.errors import Misconfigured
from broker.schemas.records import LogRecord, NewRecord

READ_RECORDS_MAX = 500
START_OF_TIME = Instant(1_767_240_000_000)
"""2026-01-01T12:00:00+08:00, where a virtual clock begins."""


class VirtualClock:
    """Time that passes only when it is told to."""

    def __init__(self, start: Instant = START_OF_TIME) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> Instant:
        """Milliseconds since the epoch."""
        return Instant(self._start + round(self._elapsed * 1_000))

    def elapsed(self) -> float:
        """Monotonic seconds."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has been advanced far enough."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), woken))
        await woken

    def advance(self, seconds: float) -> None:
        """Let time pass and wake whoever slept long enough, the earliest first."""
        self._elapsed += seconds
        while self._sleepers and self._sleepers[0][0] <= self._elapsed:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)


@dataclass(slots=True)
class MemoryPartition:
    """The records of one topic partition, and the offset of the first one still held."""

    begin: int = 0
    records: list[LogRecord] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Answer the offset that the next record will get."""
        return self.begin + len(self.records)


class MemoryKafka:
    """Topics with partitions, each record stamped by the log's clock (LogAppendTime)."""

    def __init__(self, stamp: Callable[[], Instant]) -> None:
        self._stamp = stamp
        self._topics: dict[str, tuple[MemoryPartition, ...]] = {}

    def create_topic(self, topic: str, partitions: int) -> None:
        """Create a topic; one that exists stays as it is."""
        self._topics.setdefault(topic, tuple(MemoryPartition() for _ in range(partitions)))

    def partition(self, topic: str, partition: int) -> MemoryPartition:
        """Answer the records of a topic partition."""
        if topic not in self._topics or partition >= len(self._topics[topic]):
            raise Misconfigured(f"there is no partition {topic}/{partition}")
        return self._topics[topic][partition]

    def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append at once and answer the offsets."""
        place = self.partition(topic, partition)
        stamped = self._stamp()
        first = place.end
        place.records.extend(
            LogRecord(offset, stamped, record.key, record.value, record.headers)
            for offset, record in enumerate(records, start=first)
        )
        return list(range(first, place.end))

    def lose_tail(self, topic: str, partition: int, offset: int) -> None:
        """Lose the records from `offset` on, as a Kafka restored from a backup has."""
        place = self.partition(topic, partition)
        del place.records[max(0, offset - place.begin) :]


class MemoryLog:
    """Reads the topics of a MemoryKafka."""

    def __init__(self, kafka: MemoryKafka) -> None:
        self._kafka = kafka

    async def bounds(self, topic: str, partition: int) -> tuple[int, int]:
        """First offset still held, and the offset that the next record will get."""
        place = self._kafka.partition(topic, partition)
        return place.begin, place.end

    async def read(
        self, topic: str, partition: int, *, start: int, end: int
    ) -> AsyncIterator[Sequence[LogRecord]]:
        """Records with start <= offset < end, in order; ends when the position reaches `end`."""
        place = self._kafka.partition(topic, partition)
        while start < end:
            assert place.begin <= start, f"{topic}/{partition} begins beyond {start}"
            first = start - place.begin
            stop = first + min(READ_RECORDS_MAX, end - start)
            records = tuple(place.records[first:stop])
            assert records, f"{topic}/{partition} ends before {end}"
            yield records
            start += len(records)


class MemoryAppender:
    """Appends to the topics of a MemoryKafka."""

    def __init__(self, kafka: MemoryKafka) -> None:
        self._kafka = kafka

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append in order and answer the offsets."""
        return self._kafka.append(topic, partition, records)
