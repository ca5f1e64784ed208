"""Who only measures survives the absence of Kafka, and says so once."""

import logging
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest
from aiokafka.errors import KafkaConnectionError
from typing_extensions import override

from broker.memory import MemoryAppender, MemoryKafka, MemoryLog
from broker.metrics import Metrics
from broker.schemas.records import LogRecord
from broker.streams.dead_letters import PARTITION, DeadLetters
from broker.streams.topics import dead_letters_topic
from broker.wiring.lag import OpenLetters, observe
from tests.web.places import QINGYANG, START, FakeClock


class Enough(Exception):
    """The test has seen enough."""


async def test_an_absence_is_said_once_and_measuring_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = KafkaConnectionError("no brokers")
    happening: Iterator[Exception | None] = iter([None, away, away, None, away, Enough()])
    clock = FakeClock()

    async def measure() -> None:
        error = next(happening)
        if error is not None:
            raise error

    with caplog.at_level(logging.WARNING), pytest.raises(Enough):
        await observe(clock, 5.0, measure)
    assert [record.message for record in caplog.records] == [
        "nothing can be measured while Kafka is away"
    ] * 2
    assert clock.elapsed() == START / 1000 + 25


class InterruptedLog(MemoryLog):
    """A log whose first reading breaks off after its first records."""

    is_broken = True

    @override
    async def read(
        self, topic: str, partition: int, *, start: int, end: int
    ) -> AsyncIterator[Sequence[LogRecord]]:
        async for records in super().read(topic, partition, start=start, end=end):
            yield records[:1]
            if self.is_broken:
                self.is_broken = False
                raise KafkaConnectionError("gone")
            yield records[1:]


async def test_a_count_that_broke_off_is_begun_again() -> None:
    kafka = MemoryKafka(lambda: START)
    kafka.create_topic(dead_letters_topic(QINGYANG), 1)
    letters = DeadLetters(region=QINGYANG, appender=MemoryAppender(kafka))
    for offset in range(3):
        record = LogRecord(offset, START, None, b"???", ())
        await letters.set_aside("topic", PARTITION, record, "schema_unknown")
    gauge = Metrics().dead_letter_records.labels(QINGYANG)
    opened = OpenLetters(QINGYANG, InterruptedLog(kafka), gauge)
    with pytest.raises(KafkaConnectionError):
        await opened.count()
    await opened.count()
    assert gauge._value.get() == 3
