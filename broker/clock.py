"""The only reader of the wall clock."""

import asyncio
import time

from broker.domain.identifiers import Instant


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """Milliseconds since the epoch."""
        return Instant(time.time_ns() // 1_000_000)

    def elapsed(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
