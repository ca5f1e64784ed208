"""Faust's Kafka client on the loop of the process, in place of a thread for each group.

With threads every fetch crosses from one to another twice, and whoever lets go of the interpreter
waits for all others to get it back: measured with two regions on two cores at 100 commands/s, B's
receipts were held by A after 940 ms, without threads after 310 ms. It is private interface of
Faust and mode, pinned like the bundles, with a test that fails first when they change.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from faust.transport.consumer import RecordMap
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from mode import Service
from mode.utils.futures import maybe_async
from typing_extensions import override

BACKLOG_RECORDS = 500
"""A fetch that brings so many has left more behind: half of what Faust takes at a time."""


class Pace:
    """The least time between two fetches, for readers that nobody is in a hurry for.

    Only a trickle is paced, so that it comes together; a backlog is read as fast as it can be, or a
    busy hour would leave the reader ever further behind.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next_at = 0.0

    def pause(self, now: float) -> float:
        """Answer the seconds to wait before the next fetch, 0 for none."""
        return max(0.0, self._next_at - now)

    def brought(self, records: int, now: float) -> None:
        """Note what a fetch brought."""
        if 0 < records < BACKLOG_RECORDS:
            self._next_at = now + self._seconds


class LoopConsumer(driver.AIOKafkaConsumerThread):
    """A "thread" that is none: what would be queued for it is awaited at once.

    It is a plain service again where a service thread differs from one: starting, stopping,
    crashing. `pace_seconds` is the least time between two fetches that bring a trickle.
    """

    wait_for_shutdown = False

    def __init__(self, consumer: driver.Consumer, *, pace_seconds: float, beacon: Any) -> None:
        super().__init__(consumer, loop=consumer.loop, thread_loop=consumer.loop, beacon=beacon)
        self._pace = Pace(pace_seconds)

    @override
    async def start(self) -> None:
        """Connect."""
        self._thread_started.set()
        await self._default_start()

    @override
    async def on_stop(self) -> None:
        """Leave the group."""
        if self._consumer is not None:
            await self._consumer.stop()

    def forget_member(self) -> None:
        """Keep the place taken under a member's name, and never claim that name again.

        Kafka goes on to know the name, so a successor gets the place. Who claimed it again after
        losing it would take the place back from its successor, and so on for ever: aiokafka's
        heartbeats do not tell the name, so nobody is fenced. And in order to leave at once a
        member must not have a name.
        """
        self._ensure_consumer()._coordinator._group_instance_id = None

    @override
    async def call_thread(
        self, fun: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any
    ) -> Any:
        """Call it here."""
        return await maybe_async(fun(*args, **kwargs))

    @override
    async def getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:
        """Fetch, but not too soon after the last fetch that brought a trickle.

        Nothing is fetched ahead meanwhile: aiokafka waits until what it holds has been taken.
        """
        pause = self._pace.pause(self.loop.time())
        if pause > 0:
            await self.sleep(pause)
        records = await super().getmany(active_partitions, timeout)
        self._pace.brought(sum(map(len, records.values())), self.loop.time())
        return records

    @override
    async def stop(self) -> None:
        """Stop as a plain service."""
        await Service.stop(self)

    @override
    async def crash(self, exc: BaseException) -> None:
        """Crash as a plain service: the app hears of it, and its watcher ends the process."""
        await Service.crash(self, exc)

    @override
    async def _stop_children(self) -> None:
        await self._default_stop_children()

    @override
    async def _stop_futures(self) -> None:
        await self._default_stop_futures()

    @override
    async def _stop_exit_stacks(self) -> None:
        await self._default_stop_exit_stacks()
