"""What a node says while it waits for Kafka, and why a process says that it ended."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from aiokafka.errors import CommitFailedError, KafkaConnectionError, KafkaTimeoutError

from broker.clock import SystemClock
from broker.errors import AppendUnknown, Fenced
from broker.identity import new_id
from broker.operations.ports import free_port
from broker.streams.kafka_ready import AWAY, UNLED, KafkaReady, lacking
from broker.streams.tail import exit_status
from broker.streams.topics import TopicSpec, create_topics
from tests.support.waiting import wait_until

SECONDS_MAX = 10.0


def described(name: str, leaders: Sequence[int]) -> Mapping[str, Any]:
    """Describe a topic as Kafka does."""
    partitions = [{"partition": p, "leader": leader} for p, leader in enumerate(leaders)]
    return {"topic": name, "partitions": partitions}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([described("a", [1, 1]), described("b", [1])], None),
        ([described("a", [1, -1]), described("b", [1])], UNLED),
        ([described("a", [1, 1])], "Kafka 缺少主题 b：请运行 tongban topics"),
        ([described("a", []), described("b", [1])], "Kafka 缺少主题 a：请运行 tongban topics"),
        (
            [described("a", [1]), described("b", [1])],
            "主题 a 的分区数与配置不符：分区数不可更改，请改正配置",
        ),
    ],
)
def test_what_is_lacking_is_named(found: list[Mapping[str, Any]], sentence: str | None) -> None:
    assert lacking({"a": 2, "b": 1}, found) == sentence


def test_of_many_missing_topics_a_few_are_named() -> None:
    wanted = dict.fromkeys("abcd", 1)
    assert lacking(wanted, []) == "Kafka 缺少主题 a、b、c 等 4 个：请运行 tongban topics"


async def test_who_is_told_to_stop_does_not_wait_for_kafka(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ready = KafkaReady(f"127.0.0.1:{free_port()}", [], SystemClock())
    stopping = asyncio.Event()
    waiting = asyncio.create_task(ready.wait(stopping))
    asyncio.get_running_loop().call_later(1.0, stopping.set)
    assert await asyncio.wait_for(waiting, SECONDS_MAX) is False
    assert ready.waiting == AWAY
    assert [record.getMessage() for record in caplog.records] == ["Kafka is waited for"]


@pytest.mark.integration
async def test_a_node_begins_when_its_topics_are_there(kafka: str) -> None:
    spec = TopicSpec(name=f"awaited-{new_id()}", partitions=2, retention_ms=-1)
    ready = KafkaReady(kafka, [spec], SystemClock())
    waiting = asyncio.create_task(ready.wait(asyncio.Event()))

    async def has_told() -> bool:
        return ready.waiting == f"Kafka 缺少主题 {spec.name}：请运行 tongban topics"

    await wait_until(has_told, seconds=SECONDS_MAX)
    await create_topics(kafka, [spec], replication=1)
    assert await asyncio.wait_for(waiting, SECONDS_MAX) is True
    assert ready.waiting is None


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Fenced("another leads"), 71),
        (AppendUnknown("in the log or not"), 72),
        (KafkaConnectionError("refused"), 77),
        (KafkaTimeoutError("no answer"), 77),
        (CommitFailedError("not in the group"), 70),
        (ValueError("a bug"), 70),
    ],
)
def test_that_kafka_was_away_is_a_reason_of_its_own(error: Exception, status: int) -> None:
    assert exit_status(error) == status
