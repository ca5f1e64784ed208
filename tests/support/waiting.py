"""Waiting for what another process or task does: a condition and a bound, never a bare sleep."""

import asyncio
from collections.abc import Awaitable, Callable

from broker.clock import SystemClock

POLL_SECONDS = 0.05


async def wait_until(condition: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
    """Ask again and again; TimeoutError when it does not become true in time."""
    clock = SystemClock()
    async with asyncio.timeout(seconds):
        while not await condition():  # the condition lies outside this process
            await clock.sleep(POLL_SECONDS)
