"""The ports under contract: in memory always, on real Kafka when integration tests run."""

from collections.abc import AsyncIterator

import pytest

from broker.clock import SystemClock
from broker.identity import new_id
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog
from broker.ports import Logs
from broker.streams.kafka_log import KafkaAppender, KafkaLog
from broker.streams.topics import TopicSpec, create_topics

PARTITIONS = 2


@pytest.fixture
def topic() -> str:
    """Name a topic that nobody else uses."""
    return f"contract.{new_id()}"


@pytest.fixture(params=["memory", pytest.param("kafka", marks=pytest.mark.integration)])
def bootstrap(request: pytest.FixtureRequest) -> str | None:
    """Give the address of a real Kafka, or None for the one in memory."""
    if request.param == "memory":
        return None
    address: str = request.getfixturevalue("kafka")
    return address


@pytest.fixture
async def logs(bootstrap: str | None, topic: str) -> AsyncIterator[Logs]:
    """Give the ports of a cluster that has the topic."""
    if bootstrap is None:
        cluster = MemoryKafka(SystemClock().now)
        cluster.create_topic(topic, PARTITIONS)
        yield Logs(log=MemoryLog(cluster), appender=MemoryAppender(cluster), clock=SystemClock())
        return
    spec = TopicSpec(name=topic, partitions=PARTITIONS, retention_ms=-1)
    await create_topics(bootstrap, [spec], replication=1)
    log, appender = KafkaLog(bootstrap), KafkaAppender(bootstrap)
    await appender.start()
    yield Logs(log=log, appender=appender, clock=SystemClock())
    await appender.stop()
    await log.stop()
