"""Kafka behind the ports Log and Appender: plain consumers without a group, one own producer."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import ConsumerRecord

from broker.clock import SystemClock
from broker.domain.identifiers import Instant
from broker.errors import AppendUnknown
from broker.schemas.records import LogRecord, NewRecord

READERS_IDLE_MAX = 4
FETCH_RECORDS_MAX = 5_000
READ_WAIT_MS = 50
FOLLOW_WAIT_MS = 1_000
CONNECT_AGAIN_SECONDS = 0.5
CONNECTS_OF_NODE_MAX = 120
"""A process that runs waits a minute for Kafka to come back before it begins anew."""
APPEND_SECONDS_MAX = 20.0
REQUEST_MS_MAX = 10_000
PRODUCER_BATCH_BYTES = 262_144
REQUEST_BYTES_MAX = 1_000_000
RECORD_OVERHEAD_BYTES = 512


def log_record(record: ConsumerRecord) -> LogRecord:
    """Take what we need from a client's record."""
    return LogRecord(
        record.offset,
        Instant(record.timestamp),
        record.key,
        record.value if record.value is not None else b"",
        tuple(record.headers),
    )


def plain_consumer(bootstrap: str, *, wait_ms: int) -> AIOKafkaConsumer:
    """Make a consumer without a group; Kafka answers an idle fetch after `wait_ms`."""
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=wait_ms,
        max_poll_records=FETCH_RECORDS_MAX,
    )


class KafkaLog:
    """Reads topics through a few plain consumers, kept for the next reading."""

    def __init__(self, bootstrap: str, *, connects_max: int = 1) -> None:
        self._bootstrap = bootstrap
        self._connects_max = connects_max
        self._idle: list[AIOKafkaConsumer] = []

    async def stop(self) -> None:
        """Close the consumers."""
        while self._idle:
            await self._idle.pop().stop()

    @asynccontextmanager
    async def _consumer(self) -> AsyncIterator[AIOKafkaConsumer]:
        if self._idle:
            consumer = self._idle.pop()
        else:
            consumer = await self._connect(wait_ms=READ_WAIT_MS)
        try:
            yield consumer
        except BaseException:
            await consumer.stop()
            raise
        if len(self._idle) < READERS_IDLE_MAX:
            consumer.unsubscribe()
            self._idle.append(consumer)
        else:
            await consumer.stop()

    async def _connect(self, *, wait_ms: int) -> AIOKafkaConsumer:
        """Start a consumer; who may wait tries again while Kafka is away, for nothing is lost."""
        for attempt in range(1, self._connects_max + 1):
            consumer = plain_consumer(self._bootstrap, wait_ms=wait_ms)
            try:
                await consumer.start()
            except KafkaConnectionError:
                await consumer.stop()
                if attempt == self._connects_max:
                    raise
                await SystemClock().sleep(CONNECT_AGAIN_SECONDS)
            else:
                return consumer
        raise AssertionError("there is at least one attempt")

    async def bounds(self, topic: str, partition: int) -> tuple[int, int]:
        """First offset still held, and the offset that the next record will get."""
        place = TopicPartition(topic, partition)
        async with self._consumer() as consumer:
            begin = (await consumer.beginning_offsets([place]))[place]
            end = (await consumer.end_offsets([place]))[place]
        return begin, end

    async def read(
        self, topic: str, partition: int, *, start: int, end: int
    ) -> AsyncIterator[Sequence[LogRecord]]:
        """Records with start <= offset < end, in order; ends when the position reaches `end`."""
        if start >= end:
            return
        place = TopicPartition(topic, partition)
        async with self._consumer() as consumer:
            consumer.assign([place])
            consumer.seek(place, start)
            while await consumer.position(place) < end:
                fetched = await consumer.getmany(place, timeout_ms=1_000)
                records = [log_record(r) for r in fetched.get(place, ()) if r.offset < end]
                if records:
                    yield records

    async def follow(
        self, topic: str, starts: Mapping[int, int]
    ) -> AsyncIterator[tuple[int, Sequence[LogRecord]]]:
        """Records of all partitions from their starts on, for ever."""
        consumer = await self._connect(wait_ms=FOLLOW_WAIT_MS)
        try:
            places = {TopicPartition(topic, p): start for p, start in starts.items()}
            consumer.assign(list(places))
            for place, start in places.items():
                consumer.seek(place, start)
            while True:
                fetched = await consumer.getmany(timeout_ms=1_000)
                for place, records in fetched.items():
                    yield place.partition, [log_record(record) for record in records]
        finally:
            await consumer.stop()


class KafkaAppender:
    """Our own idempotent producer: an append is in the log, or the process ends (E6)."""

    def __init__(
        self, bootstrap: str, *, linger_ms: int = 0, seconds_max: float = APPEND_SECONDS_MAX
    ) -> None:
        self._seconds_max = seconds_max
        self._producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap,
            acks="all",
            enable_idempotence=True,
            linger_ms=linger_ms,
            max_batch_size=PRODUCER_BATCH_BYTES,
            max_request_size=REQUEST_BYTES_MAX,
            request_timeout_ms=REQUEST_MS_MAX,
        )

    async def start(self) -> None:
        """Connect."""
        await self._producer.start()

    async def stop(self) -> None:
        """Flush and close."""
        await self._producer.stop()

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append in order and answer the offsets; AppendUnknown when nobody can tell."""
        if not records:
            return []
        for record in records:
            # One record refused by Kafka breaks an idempotent producer: check before sending.
            assert len(record.value) + RECORD_OVERHEAD_BYTES <= REQUEST_BYTES_MAX
        try:
            async with asyncio.timeout(self._seconds_max):
                if len(records) == 1:
                    offsets = [await self._append_one(topic, partition, records[0])]
                else:
                    offsets = await self._append_all(topic, partition, records)
        except (TimeoutError, KafkaError) as error:
            raise AppendUnknown(f"append to {topic}/{partition}: {error!r}") from error
        if any(offset < 0 for offset in offsets):
            raise AppendUnknown(f"append to {topic}/{partition}: no offset was answered")
        return offsets

    async def _append_one(self, topic: str, partition: int, record: NewRecord) -> int:
        """Append a record, in one request with others that come at the same time."""
        headers = list(record.headers)
        appended = await self._producer.send_and_wait(
            topic, record.value, key=record.key, partition=partition, headers=headers
        )
        offset: int = appended.offset
        return offset

    async def _append_all(
        self, topic: str, partition: int, records: Sequence[NewRecord]
    ) -> list[int]:
        """Append whole batches of our own: sending record by record takes twice as long."""
        counts, futures = [], []
        for batch in self._batches(records):
            counts.append(batch.record_count())
            futures.append(await self._producer.send_batch(batch, topic, partition=partition))
        offsets: list[int] = []
        for count, future in zip(counts, futures, strict=True):
            first = (await future).offset
            # Of one batch, all offsets follow the first; an unknown first makes all unknown.
            offsets += range(first, first + count) if first >= 0 else [first] * count
        return offsets

    def _batches(self, records: Sequence[NewRecord]) -> Iterator[BatchBuilder]:
        """Fill batches in order; a closed one takes no other writer's records."""
        batch = self._producer.create_batch()
        for record in records:
            if not put(batch, record):
                batch.close()
                yield batch
                batch = self._producer.create_batch()
                assert put(batch, record), "the first record of a batch always fits"
        batch.close()
        yield batch


def put(batch: BatchBuilder, record: NewRecord) -> bool:
    """Put a record into a batch; False when the batch is full."""
    headers = list(record.headers)
    placed = batch.append(timestamp=None, key=record.key, value=record.value, headers=headers)
    return placed is not None
