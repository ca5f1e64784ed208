"""Waiting for Kafka: until it answers, has every topic, and every partition has a leader."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.conn import collect_hosts
from aiokafka.errors import KafkaError

from broker.ports import Clock
from broker.streams.topics import TopicSpec

POLL_SECONDS = 0.25
ASK_SECONDS_MAX = 5.0
NAMED_MAX = 3
AWAY = "正在等待 Kafka"
UNLED = "正在等待 Kafka 选出分区首领"

log = logging.getLogger(__name__)


class KafkaReady:
    """Asks Kafka for its topics until all are as they have to be."""

    def __init__(self, bootstrap: str, specs: Iterable[TopicSpec], clock: Clock) -> None:
        self._bootstrap = bootstrap
        self._partitions = {spec.name: spec.partitions for spec in specs}
        self._clock = clock
        self.waiting: str | None = AWAY
        """What is waited for, a sentence for people; None when all is there."""

    async def wait(self, stopping: asyncio.Event) -> bool:
        """Wait until everything is there, False if told to stop; a new reason is logged once."""
        told: str | None = None
        while (waiting := await self._ask()) is not None:
            if waiting != told:
                log.warning(
                    "Kafka is waited for", extra={"action": "kafka.waiting", "waiting": waiting}
                )
            self.waiting = told = waiting
            if stopping.is_set():
                return False
            await self._clock.sleep(POLL_SECONDS)
        self.waiting = None
        return True

    async def _ask(self) -> str | None:
        # aiokafka logs each refused connection as an error.
        if not await can_connect(self._bootstrap):
            return AWAY
        admin = AIOKafkaAdminClient(
            bootstrap_servers=self._bootstrap, request_timeout_ms=int(ASK_SECONDS_MAX * 1000)
        )
        try:
            await admin.start()
            described = await admin.describe_topics(list(self._partitions))
        except KafkaError:
            return AWAY
        finally:
            await admin.close()
        return lacking(self._partitions, described)


def lacking(wanted: Mapping[str, int], described: Iterable[Mapping[str, Any]]) -> str | None:
    """Say what is missing of the wanted topics, None when nothing is."""
    found = {topic["topic"]: topic["partitions"] for topic in described}
    missing = [name for name in wanted if not found.get(name)]
    if missing:
        return f"Kafka 缺少主题 {named(missing)}：请运行 tongban topics"
    differing = [name for name, count in wanted.items() if len(found[name]) != count]
    if differing:
        return f"主题 {named(differing)} 的分区数与配置不符：分区数不可更改，请改正配置"
    is_led = all(partition["leader"] >= 0 for name in wanted for partition in found[name])
    return None if is_led else UNLED


def named(names: Sequence[str]) -> str:
    """Name the first few."""
    shown = "、".join(names[:NAMED_MAX])
    return shown if len(names) <= NAMED_MAX else f"{shown} 等 {len(names)} 个"


async def can_connect(bootstrap: str) -> bool:
    """Tell whether one of these addresses accepts a connection."""
    for host, port, _ in collect_hosts(bootstrap):
        try:
            async with asyncio.timeout(ASK_SECONDS_MAX):
                _, writer = await asyncio.open_connection(host, port)
        except (OSError, TimeoutError):
            continue
        writer.close()
        return True
    return False
