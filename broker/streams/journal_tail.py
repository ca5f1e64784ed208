"""Reading a journal: own position, gap repair and lead rule, for every reader of it (E2, E11)."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from broker.engine.lead import Counted, JournalPosition, Stale, admit
from broker.errors import CorruptLog
from broker.ports import Log
from broker.schemas.recent import recent_journal
from broker.schemas.records import LogRecord
from broker.streams.places import Bundles, Place
from broker.streams.runs import runs_after

Observe = Callable[[int, int, int], None]
"""Partition, next offset to read, stale records just ignored."""


class Rewound(Exception):
    """The handler's position is no longer where it was left: ask it where to read on."""


class JournalHandler(Protocol):
    """What a role does with the records that count."""

    async def start(self, partition: int) -> JournalPosition:
        """Answer where to read on; called at each assignment."""
        ...

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Make the effects of records durable, together with the position after them."""
        ...

    def durable(self, partition: int) -> int:
        """Answer the next offset to read after a crash now: a hint for monitors."""
        ...

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked; unknown ones are fine."""
        ...


@dataclass(slots=True)
class Reading:
    """One partition being read."""

    position: JournalPosition
    counted_to: int = 0
    """Next offset after the last record that counted: stale ones leave no trace at the handler."""


class JournalTail:
    """A PartitionReader for a journal topic, around a handler."""

    def __init__(self, *, handler: JournalHandler, log: Log, observe: Observe) -> None:
        self.handler = handler
        self._log = log
        self._observe = observe
        self._readings: dict[Place, Reading] = {}
        # One lock for a place for ever: what was in hand at a revocation ends before a new start.
        self._locks: defaultdict[Place, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Read from the handler's own position to the present end."""
        async with self._locks[place]:
            self._readings.pop(place, None)
            reading = Reading(await self.handler.start(place.partition))
            if not is_assigned():
                self.close([place])
                return
            self._readings[place] = reading
            await self._read_to_end(place, reading)

    async def refresh(self) -> None:
        """Start again from a handler whose position was set back, as by a rebuild."""
        for place, reading in list(self._readings.items()):
            async with self._locks[place]:
                if self._readings.get(place) is not reading:
                    continue
                start = await self.handler.start(place.partition)
                if start.offset < reading.counted_to:
                    reading.position = start
                    await self._read_to_end(place, reading)

    async def _read_to_end(self, place: Place, reading: Reading) -> None:
        """Read on to the present end, or until the partition is revoked."""
        while self._is_current(place, reading):
            try:
                _, end = await self._log.bounds(place.topic, place.partition)
                if reading.position.offset > end:
                    raise CorruptLog(f"{place.topic}/{place.partition} ends before our position")
                await self._read(place, reading, end)
            except Rewound:
                reading.position = await self.handler.start(place.partition)
            else:
                return

    async def _read(self, place: Place, reading: Reading, end: int) -> None:
        async for records in self._log.read(
            place.topic, place.partition, start=reading.position.offset, end=end
        ):
            if not self._is_current(place, reading):
                return
            await self._take(place, reading, records)

    async def deliver(self, bundles: Bundles) -> None:
        """Take delivered records that are new, after closing any gap before them."""
        await asyncio.gather(*(self._deliver(place, records) for place, records in bundles.items()))

    def close(self, places: Iterable[Place]) -> None:
        """Stop reading revoked partitions."""
        for place in places:
            self._readings.pop(place, None)
            self.handler.forget(place.partition)

    def position(self, place: Place) -> int | None:
        """Answer the next offset to read after a crash now."""
        return self.handler.durable(place.partition) if place in self._readings else None

    async def _deliver(self, place: Place, records: Sequence[LogRecord]) -> None:
        async with self._locks[place]:
            reading = self._readings.get(place)
            if reading is None:
                return
            try:
                await self._take_fresh(place, reading, records)
            except Rewound:
                reading.position = await self.handler.start(place.partition)
                await self._read_to_end(place, reading)

    async def _take_fresh(
        self, place: Place, reading: Reading, records: Sequence[LogRecord]
    ) -> None:
        for run in runs_after(records, reading.position.offset - 1):
            await self._read(place, reading, run[0].offset)
            if not self._is_current(place, reading):
                return
            await self._take(place, reading, run)

    def _is_current(self, place: Place, reading: Reading) -> bool:
        return self._readings.get(place) is reading

    async def _take(self, place: Place, reading: Reading, records: Sequence[LogRecord]) -> None:
        counted: list[Counted] = []
        position = reading.position
        stale = 0
        for record in records:
            judged = admit(position, record, recent_journal)
            position = judged.position
            if isinstance(judged, Stale):
                stale += 1
            else:
                counted.append(judged)
        await self.handler.take(place.partition, counted, position)
        reading.position = position
        if counted:
            reading.counted_to = counted[-1].position.offset
        self._observe(place.partition, position.offset, stale)
