"""The live feed of a region in memory."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self

from broker.web.ports import FeedItem, FeedLost
from tests.web.places import PARTITION


class FeedSource(Protocol):
    """A region as its listeners see it; `is_forgetful` loses what was before they came."""

    is_forgetful: bool
    feed_items: list[FeedItem]
    listeners: set[asyncio.Queue[FeedItem]]

    @property
    def end(self) -> int:
        """Offset of the last journal record."""


class MemorySubscription:
    """A queue of one listener."""

    def __init__(self, region: FeedSource, after: Mapping[int, int] | None) -> None:
        self._region = region
        self._queue: asyncio.Queue[FeedItem] = asyncio.Queue()
        self._is_lost = region.is_forgetful and after is not None
        start = len(region.feed_items) if after is None else after[PARTITION] + 1
        for item in region.feed_items:
            if item.offset >= start and after is not None:
                self._queue.put_nowait(item)

    async def __aenter__(self) -> Self:
        self._region.listeners.add(self._queue)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._region.listeners.discard(self._queue)

    async def next(self, timeout_seconds: float) -> FeedItem | FeedLost | None:
        if self._is_lost:
            self._is_lost = False
            return FeedLost(positions={PARTITION: self._region.end})
        try:
            async with asyncio.timeout(timeout_seconds):
                return await self._queue.get()
        except TimeoutError:
            return None
