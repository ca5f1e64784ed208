"""The node processes of a fault run: started apart, hurt, started again, and timed until ready."""

import asyncio
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from broker.config import NodeRole
from broker.domain.identifiers import RegionCode
from broker.errors import Unavailable
from broker.operations.ports import free_port
from broker.operations.supervised import STOP_SECONDS_MAX, Supervised, WasAway
from broker.ports import Clock

PARTITIONS = 4
SNAPSHOT_EVERY = 1_000
WORKER_ROLES = tuple(role for role in NodeRole if role is not NodeRole.WEB)
WORKERS_MIN = 2
POLL_SECONDS = 0.25
PROBE_SECONDS_MAX = 2.0
OK = 200
ALWAYS = 1_000_000
"""Exits in a row are what we want: never give up."""

NODE_TOML = """folder = "data"
snapshot_every = {snapshot_every}
[kafka]
bootstrap = "{bootstrap}"
[web]
port = {web_port}
[operations]
port = {operations_port}
[link]
port = {link_port}
"""
REGION_TOML = """[[region]]
code = "{code}"
name = "{name}"
partitions = {partitions}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where and with what the processes of a run are started."""

    folder: Path
    bootstrap: str
    regions: dict[RegionCode, str]
    program: tuple[str, ...]
    """What runs `tongban`; a test may put a planted bug before it."""
    web_port: int = field(default_factory=free_port)
    link_port: int = field(default_factory=free_port)

    @property
    def web_url(self) -> str:
        """Answer where the API is."""
        return f"http://127.0.0.1:{self.web_port}"

    def write_config(self, name: str, operations_port: int) -> Path:
        """Write the configuration of one process; all share one folder."""
        head = NODE_TOML.format(
            snapshot_every=SNAPSHOT_EVERY,
            bootstrap=self.bootstrap,
            web_port=self.web_port,
            operations_port=operations_port,
            link_port=self.link_port,
        )
        regions = [
            REGION_TOML.format(code=code, name=title, partitions=PARTITIONS)
            for code, title in self.regions.items()
        ]
        path = self.folder / f"{name}.toml"
        path.write_text("".join([head, *regions]), encoding="utf-8")
        return path


@dataclass(slots=True)
class Member:
    """One process that is kept running, and how long it took to be ready after each end."""

    process: Supervised
    operations_url: str
    is_ready: bool = False
    ready_seconds: list[float] = field(default_factory=list)
    broken: str = ""
    """Why it cannot be kept running; empty while it can."""
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class Fleet:
    """All node processes: one with the web, the others with everything else."""

    def __init__(
        self, site: Site, clock: Clock, session: aiohttp.ClientSession, was_kafka_away: WasAway
    ) -> None:
        self._site = site
        self._clock = clock
        self._session = session
        self._was_kafka_away = was_kafka_away
        self._started = 0
        self.web: list[Member] = []
        self.workers: list[Member] = []
        self.gone: list[Member] = []
        self.stuck = 0

    @property
    def members(self) -> list[Member]:
        """Answer everybody who is to run."""
        return [*self.web, *self.workers]

    @property
    def logs(self) -> list[Path]:
        """Answer the log files of all processes there ever were."""
        return [member.process.log_file for member in [*self.members, *self.gone]]

    def start(self) -> None:
        """Start the web and the least number of workers."""
        self.web.append(self._new("web", (NodeRole.WEB,)))
        for _ in range(WORKERS_MIN):
            self.join()

    def join(self) -> None:
        """Start one more worker."""
        self._started += 1
        self.workers.append(self._new(f"worker-{self._started}", WORKER_ROLES))

    async def leave(self, target: int) -> None:
        """Let a worker leave in order; another comes if too few are left."""
        member = self.workers.pop(target % len(self.workers))
        self.gone.append(member)
        if len(self.workers) < WORKERS_MIN:
            self.join()
        await self._stop(member)

    async def stop(self) -> None:
        """Stop everybody."""
        await asyncio.gather(*(self._stop(member) for member in self.members))

    async def ready(self, seconds_max: float) -> bool:
        """Wait until everybody is ready; False when that took too long."""
        deadline = self._clock.elapsed() + seconds_max
        while not all(member.is_ready for member in self.members):
            if self._clock.elapsed() > deadline:
                return False
            await self._clock.sleep(POLL_SECONDS)
        return True

    def exits(self) -> Counter[str]:
        """Count the exits that were not our doing, by reason."""
        total: Counter[str] = Counter()
        for member in [*self.members, *self.gone]:
            total.update(member.process.exits)
        del total[signal.SIGKILL.name.lower()]
        return total

    def ready_seconds(self) -> list[float]:
        """List how long each restart took until the process was ready, shortest first."""
        return sorted(s for member in [*self.members, *self.gone] for s in member.ready_seconds)

    async def metrics(self) -> str:
        """Read the metrics of everybody who answers."""
        pages = []
        for member in self.members:
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._session.get(f"{member.operations_url}/metrics") as answer:
                    pages.append(await answer.text())
        return "".join(pages)

    def _new(self, name: str, roles: Sequence[NodeRole]) -> Member:
        operations_port = free_port()
        config = self._site.write_config(name, operations_port)
        chosen = [word for role in roles for word in ("--role", role.value)]
        process = Supervised(
            name=name,
            command=(*self._site.program, "node", "--config", str(config), *chosen),
            log_file=self._site.folder / f"{name}.log",
            clock=self._clock,
            hasty_exits_max=ALWAYS,
            was_kafka_away=self._was_kafka_away,
            member=name,
        )
        member = Member(process, f"http://127.0.0.1:{operations_port}")
        process.start()
        member.tasks = [asyncio.create_task(work(member)) for work in (self._keep, self._watch)]
        return member

    async def _keep(self, member: Member) -> None:
        try:
            await member.process.run()
        except Unavailable as error:
            member.broken = str(error)

    async def _watch(self, member: Member) -> None:
        """Time each restart, from the end of one process until the next is ready."""
        pid = member.process.pid
        since: float | None = None
        while True:
            await self._clock.sleep(POLL_SECONDS)
            if member.process.pid != pid:
                if member.is_ready or since is None:
                    since = self._clock.elapsed()
                pid, member.is_ready = member.process.pid, False
            if not member.is_ready and pid is not None and await self._is_ready(member):
                member.is_ready = True
                if since is not None:
                    member.ready_seconds.append(self._clock.elapsed() - since)

    async def _is_ready(self, member: Member) -> bool:
        timeout = aiohttp.ClientTimeout(total=PROBE_SECONDS_MAX)
        try:
            url = f"{member.operations_url}/readyz"
            async with self._session.get(url, timeout=timeout) as answer:
                return answer.status == OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _stop(self, member: Member) -> None:
        began = self._clock.elapsed()
        await member.process.stop()
        if self._clock.elapsed() - began >= STOP_SECONDS_MAX:
            self.stuck += 1
        for task in member.tasks:
            task.cancel()
        await asyncio.gather(*member.tasks, return_exceptions=True)
