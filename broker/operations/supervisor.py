"""Keeps an embedded Kafka and node processes running, and stops them in order."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from broker.operations.kafka import EmbeddedKafka
from broker.operations.supervised import Supervised
from broker.ports import Clock

KAFKA_WATCH_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Absence:
    """Knows when Kafka was away last, from whoever starts it again."""

    kafka: EmbeddedKafka
    back_at: float = 0.0
    """An instant of the monotonic clock."""

    async def was_since(self, instant: float) -> bool:
        """Say whether Kafka does not answer, or was started again since then."""
        return self.back_at > instant or not await self.kafka.is_answering()


class Supervisor:
    """Children of this process; none outlives it, because each has a watchdog."""

    def __init__(self, kafka: EmbeddedKafka, clock: Clock) -> None:
        self.kafka = kafka
        self._clock = clock
        self._nodes: list[Supervised] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.absence = Absence(kafka)

    async def start_kafka(self) -> None:
        """Start Kafka, wait until it answers, and keep it running."""
        self.kafka.start()
        await self.kafka.ready()
        self._keep(self._keep_kafka())

    def start_node(self, node: Supervised) -> None:
        """Start a node process and keep it running; what it owes to Kafka is excused."""
        node.was_kafka_away = self.absence.was_since
        node.start()
        self._nodes.append(node)
        self._keep(node.run())

    async def watch(self) -> None:
        """Return never; raise what makes a child impossible to keep running."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Stop the nodes, which still need Kafka, and then Kafka."""
        await asyncio.gather(*(node.stop() for node in self._nodes))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.kafka.stop)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _keep_kafka(self) -> None:
        while True:
            await self._clock.sleep(KAFKA_WATCH_SECONDS)
            if not self.kafka.is_running():
                log.warning("Kafka has ended", extra={"action": "kafka.ended"})
                self.kafka.start()
                await self.kafka.ready()
                self.absence.back_at = self._clock.elapsed()
