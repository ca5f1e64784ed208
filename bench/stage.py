"""Where measuring happens: one real Kafka, node processes of our own, and topics filled in bulk."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from broker.clock import SystemClock
from broker.config import Config, NodeRole, load_config
from broker.domain.identifiers import RegionCode
from broker.errors import Unavailable
from broker.operations.kafka import EmbeddedKafka
from broker.operations.ports import free_port
from broker.schemas.records import NewRecord
from broker.streams.kafka_log import KafkaAppender, KafkaLog
from broker.streams.topics import create_topics, intake_topic, topics_of

READY_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 20
APPENDED_TOGETHER = 400
POLL_SECONDS = 0.05
PARTITIONS = 4
HTTP_OK = 200
clock = SystemClock()


@dataclass(slots=True)
class Child:
    """A process of ours, and the file it writes to."""

    process: subprocess.Popen[bytes]
    log: Path

    def pause(self) -> None:
        """Freeze it."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and make it."""
        if self.process.poll() is not None:
            return
        self.resume()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()

    def require_running(self) -> None:
        """Raise with the end of its log if it has ended."""
        if (status := self.process.poll()) is not None:
            tail = self.log.read_text(encoding="utf-8", errors="replace")[-2_000:]
            raise Unavailable(f"a process ended with status {status}:\n{tail}")

    def processor_seconds(self) -> float:
        """Answer the processor time it has used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class NodeChild(Child):
    """A node process, its configuration and what it listens on."""

    config: Config

    async def ready(self) -> None:
        """Return when it answers that it is ready."""
        url = f"http://127.0.0.1:{self.config.operations.port}/readyz"
        async with asyncio.timeout(READY_SECONDS_MAX), aiohttp.ClientSession() as session:
            while not await answers(session, url):
                self.require_running()
                await clock.sleep(POLL_SECONDS)


async def answers(session: aiohttp.ClientSession, url: str) -> bool:
    """Say whether an address answers 200."""
    try:
        async with session.get(url) as answer:
            return answer.status == HTTP_OK
    except aiohttp.ClientError:
        return False


class Stage:
    """One Kafka and one folder for a whole measurement."""

    def __init__(self, folder: Path, bootstrap: str) -> None:
        self.folder = folder
        self.bootstrap = bootstrap
        self.log = KafkaLog(bootstrap)
        self.appender = KafkaAppender(bootstrap)
        self._children: list[Child] = []
        self._numbers = count(1)
        self._codes = count(900_001)

    def new_region(self) -> RegionCode:
        """Answer the code of a region that nobody has used."""
        return RegionCode(str(next(self._codes)))

    async def create_topics(self, region: RegionCode, peers: Sequence[RegionCode]) -> None:
        """Create the topics of a region."""
        specs = topics_of(region, PARTITIONS, peers)
        await create_topics(self.bootstrap, specs, replication=1)

    def write_config(self, own: RegionCode, peers: str, *, session_seconds: int = 6) -> Path:
        """Write a node's configuration with ports of its own; `peers` is TOML."""
        path = self.folder / f"node-{next(self._numbers)}.toml"
        ports = "".join(
            f"[{name}]\nport = {free_port()}\n" for name in ("web", "operations", "link")
        )
        path.write_text(
            f'folder = "{self.folder / "var" / own}"\n'
            f'[kafka]\nbootstrap = "{self.bootstrap}"\nsession_seconds = {session_seconds}\n'
            f"{ports}"
            f'[[region]]\ncode = "{own}"\nname = "{own}"\npartitions = {PARTITIONS}\n'
            f"{peers}",
            encoding="utf-8",
        )
        return path

    def start_node(self, path: Path, roles: Sequence[NodeRole] = ()) -> NodeChild:
        """Start a node process; no roles are all roles."""
        chosen = [word for role in roles for word in ("--role", role.value)]
        child = self.start("broker", "node", "--config", str(path), *chosen)
        return NodeChild(process=child.process, log=child.log, config=load_config(path))

    def start(self, module: str, *arguments: str) -> Child:
        """Start a Python module as a process."""
        log = self.folder / f"process-{next(self._numbers)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=Path(__file__).parents[1],
            )
        child = Child(process=process, log=log)
        self._children.append(child)
        return child

    async def append(self, topic: str, records: dict[int, list[NewRecord]]) -> None:
        """Append records to their partitions in bulk."""
        await asyncio.gather(
            *(self._append(topic, partition, listed) for partition, listed in records.items())
        )

    async def _append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> None:
        for start in range(0, len(records), APPENDED_TOGETHER):
            chunk = records[start : start + APPENDED_TOGETHER]
            await self.appender.append(topic, partition, chunk)

    async def load(self, region: RegionCode, records: dict[int, list[NewRecord]]) -> None:
        """Fill an intake."""
        await self.append(intake_topic(region), records)

    async def ends(self, topic: str) -> list[int]:
        """Answer the end of every partition."""
        return [(await self.log.bounds(topic, partition))[1] for partition in range(PARTITIONS)]

    async def wait_for_growth(
        self, topic: str, before: Sequence[int], records: int, children: Sequence[Child]
    ) -> None:
        """Return when a topic has grown by so many records."""
        while sum(await self.ends(topic)) < sum(before) + records:
            for child in children:
                child.require_running()
            await clock.sleep(POLL_SECONDS)

    def stop_children(self) -> None:
        """End every process that is still there."""
        for child in self._children:
            child.stop()
        self._children.clear()


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """Start Kafka in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="tongban-bench-") as name:
        kafka = EmbeddedKafka(Path(name) / "kafka")
        await asyncio.to_thread(kafka.start)
        stage = Stage(Path(name), kafka.bootstrap)
        try:
            await kafka.ready()
            await stage.appender.start()
            yield stage
        finally:
            await asyncio.to_thread(stage.stop_children)
            await stage.appender.stop()
            await stage.log.stop()
            await asyncio.to_thread(kafka.stop)
