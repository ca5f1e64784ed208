"""A node: the tails, the web and the listeners of one process, started and stopped together."""

import asyncio
import json
import logging
import os
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web
from prometheus_client import generate_latest

from broker.clock import SystemClock
from broker.config import EXITS_VARIABLE, MEMBER_VARIABLE, Config, Listener, NodeRole
from broker.identity import new_id
from broker.metrics import Metrics
from broker.ports import Logs
from broker.streams.kafka_log import CONNECTS_OF_NODE_MAX, KafkaAppender, KafkaLog
from broker.streams.kafka_ready import KafkaReady
from broker.streams.tail import exit_process
from broker.streams.topics import specs_of
from broker.web.operations import Readiness, make_operations_app
from broker.web.serving import make_runner
from broker.wiring.lag import observe_lags, observe_letters, observe_loop
from broker.wiring.region import RegionParts, Shared, add_role, open_keys, open_region

if TYPE_CHECKING:
    from broker.wiring.front import Front

DISK_FREE_MIN = 0.05

log = logging.getLogger(__name__)


class Node:
    """Everything that one process does for its regions."""

    def __init__(self, config: Config, roles: frozenset[NodeRole]) -> None:
        self.config = config
        self.roles = roles
        self.metrics = Metrics()
        self.clock = SystemClock()
        self.kafka_ready = KafkaReady(config.bootstrap, specs_of(config), self.clock)
        self.appender = KafkaAppender(config.bootstrap)
        kafka = KafkaLog(config.bootstrap, connects_max=CONNECTS_OF_NODE_MAX)
        self.shared = Shared(
            config=config,
            kafka=kafka,
            logs=Logs(log=kafka, appender=self.appender, clock=self.clock),
            metrics=self.metrics,
            writer=new_id(),
            member=os.environ.get(MEMBER_VARIABLE),
        )
        self.regions: list[RegionParts] = []
        self.front: Front | None = None
        self._has_begun = False
        self._tasks: list[asyncio.Task[None]] = []
        self._runners: list[web.AppRunner] = []

    async def start(self, stopping: asyncio.Event) -> None:
        """Open stores, answer operators, wait for Kafka; then join the groups and listen.

        Whoever is told to stop while it waits for Kafka begins nothing.
        """
        count_exits(self.metrics)
        self._open_regions()
        operations = make_operations_app(self._readiness(), self._write_metrics)
        await self._listen(operations, self.config.operations)
        if not await self.kafka_ready.wait(stopping):
            return
        await self.appender.start()
        for parts in self.regions:
            for role in sorted(self.roles):
                add_role(parts, role)
        if NodeRole.WEB in self.roles:
            from broker.wiring.front import Front  # noqa: PLC0415  # a quarter of a start

            self.front = Front(self.shared, self.regions)
            await self.front.start(self._listen, self._run)
        self._run_all()
        self._has_begun = True
        await asyncio.gather(*(tail.start() for parts in self.regions for tail in parts.tails))

    def _open_regions(self) -> None:
        opened = {region.code: open_keys(self.config, region) for region in self.config.regions}
        public_keys = {code: keys.public_key() for code, keys in opened.items()}
        public_keys |= {peer.code: peer.public_key for peer in self.config.peers}
        for region in self.config.regions:
            parts = open_region(region, self.shared, opened[region.code], public_keys)
            self.regions.append(parts)

    def _run_all(self) -> None:
        self._run(observe_loop(self.metrics, self.clock))
        for parts in self.regions:
            self._run(observe_lags(parts))
            self._run(observe_letters(parts))
            for task in parts.tasks:
                self._run(task())
            for tail in parts.tails:
                self._run(tail.watch(self.clock.sleep))

    async def stop(self) -> None:
        """Leave the groups after the batches in hand, then close everything."""
        for runner in self._runners:
            await runner.cleanup()
        await asyncio.gather(*(tail.stop() for parts in self.regions for tail in parts.tails))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.appender.stop()
        await self.shared.kafka.stop()
        if self.front is not None:
            await self.front.stop()
        for parts in self.regions:
            parts.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(end_with)
        self._tasks.append(task)

    async def _listen(self, app: web.Application, where: Listener) -> None:
        runner = make_runner(app)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, where.host, where.port).start()

    def _readiness(self) -> Mapping[str, Readiness]:
        async def tails() -> str | None:
            waiting = [
                tail.name for parts in self.regions for tail in parts.tails if not tail.is_ready
            ]
            return f"正在等待分区：{'、'.join(waiting)}" if waiting else None

        async def followed() -> str | None:
            is_following = self.front is None or self.front.is_following
            return None if is_following else "正在读取日志"

        async def disk() -> str | None:
            stat = os.statvfs(self.config.folder)
            is_enough = stat.f_bavail >= DISK_FREE_MIN * stat.f_blocks
            return None if is_enough else "磁盘空间不足百分之五"

        async def kafka() -> str | None:
            return None if self._has_begun else self.kafka_ready.waiting or "正在启动"

        return {"kafka": kafka, "tails": tails, "followed": followed, "disk": disk}

    def _write_metrics(self) -> bytes:
        return generate_latest(self.metrics.registry)


def end_with(task: asyncio.Task[None]) -> None:
    """End the process when a task that runs for ever has died."""
    if not task.cancelled() and (error := task.exception()) is not None:
        exit_process(error)


def count_exits(metrics: Metrics) -> None:
    """Show what the supervisor counted before this start."""
    for reason, count in json.loads(os.environ.get(EXITS_VARIABLE, "{}")).items():
        metrics.exits.labels(reason).inc(count)
