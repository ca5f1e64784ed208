"""Who may wait for Kafka connects again; who asks once is told at once."""

import pytest
from aiokafka.errors import KafkaConnectionError

from broker.streams import kafka_log
from broker.streams.kafka_log import KafkaLog


class Consumer:
    """A client of a Kafka that is away for the first few connections."""

    def __init__(self, away: int) -> None:
        self.away = away
        self.started = 0
        self.stopped = 0

    async def start(self) -> None:
        """Refuse while Kafka is away."""
        self.started += 1
        if self.started <= self.away:
            raise KafkaConnectionError("refused")

    async def stop(self) -> None:
        """Note it."""
        self.stopped += 1


@pytest.mark.parametrize(("connects_max", "started"), [(1, 1), (2, 2)])
async def test_a_log_gives_up_after_its_attempts(
    monkeypatch: pytest.MonkeyPatch, connects_max: int, started: int
) -> None:
    consumer = Consumer(away=9)
    monkeypatch.setattr(kafka_log, "plain_consumer", lambda *_, **__: consumer)
    with pytest.raises(KafkaConnectionError):
        await KafkaLog("kafka:9092", connects_max=connects_max).bounds("topic", 0)
    assert consumer.started == consumer.stopped == started


async def test_a_log_waits_until_kafka_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = Consumer(away=2)
    monkeypatch.setattr(kafka_log, "plain_consumer", lambda *_, **__: consumer)
    assert await KafkaLog("kafka:9092", connects_max=9)._connect(wait_ms=1) is consumer
    assert (consumer.started, consumer.stopped) == (3, 2)
