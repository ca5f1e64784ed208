"""The pace of a fault run: so many commands a second, whatever becomes of those before."""

import asyncio
from collections import deque
from collections.abc import Callable

from broker.ports import Clock

TICK_SECONDS = 0.01


class Over(Exception):
    """No more commands are to be given."""


class Pace:
    """Gives turns at a fixed rate; when nobody waits for one, a newcomer is called."""

    def __init__(self, clock: Clock, *, rate: float, newcomer: Callable[[], None]) -> None:
        self._clock = clock
        self._rate = rate
        self._newcomer = newcomer
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_over = False
        self.given = 0

    async def run(self, seconds: float) -> None:
        """Give turns for so long, then none."""
        started = self._clock.elapsed()
        while (elapsed := self._clock.elapsed() - started) < seconds:
            self._give_until(int(elapsed * self._rate))
            await self._clock.sleep(TICK_SECONDS)
        self._give_until(int(seconds * self._rate))
        self._is_over = True
        for future in self._waiting:
            future.set_exception(Over)

    async def turn(self) -> None:
        """Wait for a turn; Over when there will be none."""
        if self._is_over:
            raise Over
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def _give_until(self, due: int) -> None:
        while self.given < due:
            self.given += 1
            self._give()

    def _give(self) -> None:
        """Give a turn to who has waited longest; a newcomer's first turn is this one."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._newcomer()
