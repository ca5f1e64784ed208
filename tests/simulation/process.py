"""A process that can die at any await, and the ports through which it touches the world."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

from broker.errors import AppendUnknown
from broker.memory import READ_RECORDS_MAX, MemoryKafka, MemoryLog
from broker.ports import Clock
from broker.schemas.records import LogRecord, NewRecord
from broker.stores.objects import MemoryObjects
from tests.simulation.faults import Chaos

SESSION_SECONDS = 6.0


class Killed(BaseException):
    """The process is gone: nothing of it runs after this."""


class Process:
    """Something with a life of its own; `died` is told once, with the reason if there is one."""

    def __init__(
        self, name: str, chaos: Chaos, clock: Clock, died: "Callable[[Process], None]"
    ) -> None:
        self.name = name
        self.is_alive = True
        self.reason: BaseException | None = None
        self.paused_until = 0.0
        self.on_pause: Callable[[], None] = lambda: None
        self.chaos = chaos
        self.clock = clock
        self._died = died
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something inside this process; an exception there is its end."""
        self._tasks = [task for task in self._tasks if not task.done()]
        task = asyncio.get_running_loop().create_task(self._guard(work))
        task.add_done_callback(lambda _: work.close())  # It may not even have begun.
        self._tasks.append(task)

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Killed, asyncio.CancelledError):
            return
        except BaseException as error:  # noqa: BLE001  # the crash boundary of a process
            self.kill(error)

    def kill(self, reason: BaseException | None = None) -> None:
        """End the process: no port does anything for it any more."""
        if not self.is_alive:
            return
        self.is_alive = False
        self.reason = reason
        for task in self._tasks:
            task.cancel()
        self._died(self)

    async def step(self) -> None:
        """Pass through a port: perhaps slowly, perhaps after a long pause, perhaps never."""
        self.check()
        if self.chaos.strikes("crash"):
            self.kill()
            raise Killed
        if self.chaos.strikes("pause"):
            self.paused_until = self.clock.elapsed() + self.chaos.seconds(1.0, 3 * SESSION_SECONDS)
            self.on_pause()
        if self.chaos.random.random() < self.chaos.plan.slow:
            await self.clock.sleep(self.chaos.seconds(0.0, 0.05))
        while self.clock.elapsed() < self.paused_until:
            await self.clock.sleep(self.paused_until - self.clock.elapsed())
        self.check()

    def check(self) -> None:
        """Stop here if the process is gone."""
        if not self.is_alive:
            raise Killed


class ProcessLog:
    """Reading, as a process that may die does it."""

    def __init__(self, process: Process, kafka: MemoryKafka) -> None:
        self._process = process
        self._log = MemoryLog(kafka)

    async def bounds(self, topic: str, partition: int) -> tuple[int, int]:
        """First offset still held, and the offset that the next record will get."""
        await self._process.step()
        return await self._log.bounds(topic, partition)

    async def read(
        self, topic: str, partition: int, *, start: int, end: int
    ) -> AsyncIterator[Sequence[LogRecord]]:
        """Records with start <= offset < end, in pieces of any size."""
        while start < end:
            await self._process.step()
            most = self._process.chaos.random.choice((1, 3, 20, READ_RECORDS_MAX))
            stop = min(end, start + most)
            async for records in self._log.read(topic, partition, start=start, end=stop):
                yield records
            start = stop


class ProcessAppender:
    """Appending, as a process that may die does it, to a Kafka that may not answer."""

    def __init__(self, process: Process, kafka: MemoryKafka) -> None:
        self._process = process
        self._kafka = kafka

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append; the answer may get lost, the records late or not at all."""
        await self._process.step()
        if self._process.chaos.strikes("unknown"):
            self._append_some_time(topic, partition, records)
            await self._process.step()
            raise AppendUnknown(f"append to {topic}/{partition}")
        cut = len(records)
        if cut > 1 and self._process.chaos.strikes("split"):
            cut = self._process.chaos.random.randrange(1, cut)
        offsets = self._kafka.append(topic, partition, records[:cut])
        await self._process.step()
        if cut < len(records):
            offsets += self._kafka.append(topic, partition, records[cut:])
            await self._process.step()
        return offsets

    def _append_some_time(self, topic: str, partition: int, records: Sequence[NewRecord]) -> None:
        chaos = self._process.chaos
        match chaos.random.choice(("now", "late", "late", "never")):
            case "now":
                self._kafka.append(topic, partition, records)
            case "late":
                asyncio.get_running_loop().call_later(
                    chaos.seconds(0.1, 8.0), self._kafka.append, topic, partition, list(records)
                )
            case _:
                pass


class LinkAppender:
    """A link that loses, repeats and reorders; whoever sends hears nothing of it."""

    def __init__(self, process: Process, kafka: MemoryKafka) -> None:
        self._process = process
        self._kafka = kafka

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Hand records to the link; they arrive once, twice, late or never."""
        await self._process.step()
        chaos = self._process.chaos
        if chaos.strikes("link_loss"):
            return [0] * len(records)
        for _ in range(1 + chaos.strikes("link_twice")):
            delay = chaos.seconds(0.0, 6.0) if chaos.strikes("link_late") else 0.005
            asyncio.get_running_loop().call_later(
                delay, self._kafka.append, topic, partition, list(records)
            )
        await self._process.step()
        return [0] * len(records)


class ProcessObjects:
    """An object store, as a process that may die uses it."""

    def __init__(self, process: Process, objects: MemoryObjects) -> None:
        self._process = process
        self._objects = objects

    async def put(self, name: str, content: bytes) -> None:
        """Store whole or not at all."""
        await self._process.step()
        await self._objects.put(name, content)

    async def get(self, name: str) -> bytes | None:
        """Answer the bytes, None when there are none."""
        await self._process.step()
        return await self._objects.get(name)

    async def names(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        await self._process.step()
        return await self._objects.names(prefix)

    async def delete(self, name: str) -> None:
        """Forget; unknown names are fine."""
        await self._process.step()
        await self._objects.delete(name)
