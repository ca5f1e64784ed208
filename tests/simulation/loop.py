"""An event loop whose time is virtual: it never sleeps, it moves the clock to the next timer."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from typing_extensions import override

from broker.domain.identifiers import Instant
from broker.memory import START_OF_TIME


class Stuck(BaseException):
    """Nothing is ready and no timer is set, so nothing will ever happen again."""


class _Selector:
    """Stands where the loop waits for sockets: waiting means that time passes."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        self._advance = advance

    def select(self, timeout: float | None) -> list[Any]:
        """Let the time pass at once."""
        if timeout is None:
            raise Stuck
        self._advance(timeout)
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """Deterministic: one thread, no sockets, timers in order."""

    _selector: _Selector

    def __init__(self) -> None:
        super().__init__()
        self._seconds = 0.0
        self._selector = _Selector(self._advance)

    def _advance(self, seconds: float) -> None:
        self._seconds += seconds

    @override
    def time(self) -> float:
        """Answer virtual seconds."""
        return self._seconds

    def _process_events(self, event_list: list[Any]) -> None:
        """There are no sockets."""

    def _write_to_self(self) -> None:
        """Nothing outside can wake this loop."""


class LoopClock:
    """The running loop's virtual time as a Clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def now(self) -> Instant:
        """Milliseconds since the epoch."""
        return Instant(START_OF_TIME + round(self._loop.time() * 1_000))

    def elapsed(self) -> float:
        """Monotonic seconds."""
        return self._loop.time()

    async def sleep(self, seconds: float) -> None:
        """Wait in virtual time."""
        woken: asyncio.Future[None] = self._loop.create_future()
        timer = self._loop.call_later(seconds, _wake, woken)
        try:
            await woken
        finally:
            timer.cancel()


def _wake(woken: "asyncio.Future[None]") -> None:
    if not woken.done():
        woken.set_result(None)


def run_virtually(main: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end in virtual time, then drop whatever still waits."""
    loop = VirtualLoop()
    try:
        loop.run_until_complete(main)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(_settle())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _settle() -> None:
    """Give cancelled tasks their turns to end."""
    for _ in range(20):
        await asyncio.sleep(0)  # noqa: TID251  # a turn of the loop, no time
