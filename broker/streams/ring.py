"""The last changes of a region's cases, kept for listeners who come back (the live feed)."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from broker.domain.identifiers import CaseId

ITEMS_KEPT = 5_000
ITEMS_WAITING_MAX = 1_000
NOWHERE = -1
"""Before the first offset of a partition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A case changed; `positions` is where the feed stands after it, by partition."""

    case_id: CaseId
    partition: int
    offset: int
    positions: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Changes were lost on a listener, at the latest those up to `positions`: read all again."""

    positions: Mapping[int, int]


class Ring:
    """Changes in the order they were seen; of each partition it knows from where on it has all."""

    def __init__(self, size: int = ITEMS_KEPT) -> None:
        self._size = size
        self._items: deque[Item] = deque()
        self._newest: dict[int, int] = {}
        self._gone: dict[int, int] = {}
        self._listeners: set[Listener] = set()

    def begin(self, partition: int, offset: int) -> None:
        """Say that a partition is read from here on: what was before is not known."""
        self._newest[partition] = self._gone[partition] = offset - 1

    def add(self, partition: int, offset: int, cases: Sequence[CaseId]) -> None:
        """Note a record that counts; only its last item lets a listener leave it behind."""
        for case_id in cases[:-1]:
            self._publish(case_id, partition, offset)
        self._newest[partition] = offset
        for case_id in cases[-1:]:
            self._publish(case_id, partition, offset)

    def positions(self) -> Mapping[int, int]:
        """Answer the last offset noted of each partition."""
        return dict(self._newest)

    def behind(self, after: Mapping[int, int]) -> list[Item] | None:
        """Answer the items behind these offsets, None when some are not (or no longer) kept."""
        if any(after.get(partition, NOWHERE) < gone for partition, gone in self._gone.items()):
            return None
        return [item for item in self._items if item.offset > after.get(item.partition, NOWHERE)]

    def enlist(self, listener: "Listener") -> None:
        """Let a listener hear what comes."""
        self._listeners.add(listener)

    def dismiss(self, listener: "Listener") -> None:
        """Let a listener go."""
        self._listeners.discard(listener)

    def _publish(self, case_id: CaseId, partition: int, offset: int) -> None:
        item = Item(case_id=case_id, partition=partition, offset=offset, positions=self.positions())
        self._items.append(item)
        if len(self._items) > self._size:
            evicted = self._items.popleft()
            self._gone[evicted.partition] = evicted.offset
        for listener in self._listeners:
            listener.put(item)


class Listener:
    """One listener's place in the feed; whoever loses it is told so once, and goes on from now."""

    def __init__(self, ring: Ring, after: Mapping[int, int] | None) -> None:
        self._ring = ring
        self._after = after
        self._queue: asyncio.Queue[Item] = asyncio.Queue(ITEMS_WAITING_MAX)
        self._is_lost = False

    async def __aenter__(self) -> Self:
        self._ring.enlist(self)
        backlog = [] if self._after is None else self._ring.behind(self._after)
        self._is_lost = backlog is None
        for item in backlog or ():
            self.put(item)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ring.dismiss(self)

    def put(self, item: Item) -> None:
        """Take an item, or lose the place."""
        if self._queue.full():
            self._is_lost = True
        else:
            self._queue.put_nowait(item)

    async def next(self, timeout_seconds: float) -> Item | Lost | None:
        """Answer the next item, None when none came in time; Lost in place of what is missing."""
        if self._is_lost:
            return self._go_on()
        try:
            async with asyncio.timeout(timeout_seconds):
                return await self._queue.get()
        except TimeoutError:
            return None

    def _go_on(self) -> Lost:
        """Begin again from here."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._is_lost = False
        return Lost(positions=self._ring.positions())
