"""Snapshots: a folded partition in the object store, so that take-over does not grow (E12)."""

import asyncio
import logging
import zlib
from collections.abc import Awaitable, Callable, Sequence

from broker.domain.identifiers import RegionCode
from broker.engine.fold import Fold
from broker.engine.freeze import STATE_FORMAT, freeze_fold, thaw_fold
from broker.engine.lead import Counted, JournalPosition
from broker.errors import DecodeError, Unavailable
from broker.evidence.chain import chain_value
from broker.ports import Log, ObjectStore
from broker.schemas.records import Decision
from broker.streams.topics import journal_topic

KEPT = 2
"""Snapshots of a partition that stay; deleting all changes nothing but time."""

log = logging.getLogger(__name__)

Pack = Callable[[Fold], Awaitable[bytes]]
Unpack = Callable[[bytes], Awaitable[Fold]]


def pack(fold: Fold) -> bytes:
    """Write a fold down."""
    return zlib.compress(freeze_fold(fold), 1)


def unpack(content: bytes) -> Fold:
    """Read a fold back; raises DecodeError or zlib.error for anything else."""
    return thaw_fold(zlib.decompress(content))


async def pack_here(fold: Fold) -> bytes:
    """Write a fold down at once."""
    return pack(fold)


async def unpack_here(content: bytes) -> Fold:
    """Read a fold back at once."""
    return unpack(content)


async def pack_aside(fold: Fold) -> bytes:
    """Write a fold down in a thread: with many open cases it takes seconds.

    Whoever saves a fold does not change it until it is saved.
    """
    return await asyncio.to_thread(pack, fold)


async def unpack_aside(content: bytes) -> Fold:
    """Read a fold back in a thread, so that the group's heartbeats go on."""
    return await asyncio.to_thread(unpack, content)


class Snapshots:
    """The snapshots of one region's journal partitions."""

    def __init__(
        self,
        *,
        region: RegionCode,
        objects: ObjectStore,
        pack: Pack = pack_here,
        unpack: Unpack = unpack_here,
    ) -> None:
        self._region = region
        self._objects = objects
        self._pack = pack
        self._unpack = unpack

    def _folder(self, partition: int) -> str:
        return f"snapshots/{self._region}/{partition}/{STATE_FORMAT}/"

    async def save(self, fold: Fold) -> None:
        """Store a fold whose last journal record was a Decision that counts; drop older ones."""
        folder = self._folder(fold.partition)
        content = await self._pack(fold)
        await self._objects.put(f"{folder}{fold.journal.offset:020d}", content)
        for name in (await self._objects.names(folder))[:-KEPT]:
            await self._objects.delete(name)

    async def newer(self, known: Fold, journal: Log) -> Fold:
        """Answer the newest valid snapshot if it is ahead of what is known, else what is known."""
        try:
            return await self._newest(known, journal)
        except (Unavailable, OSError) as error:
            warn_unavailable(error)
            return known

    async def _newest(self, known: Fold, journal: Log) -> Fold:
        names = await self._objects.names(self._folder(known.partition))
        for name in reversed(names):
            if int(name.rsplit("/", 1)[1]) <= known.journal.offset:
                return known
            fold = await self._load(name)
            if fold is not None and await self._stands(fold, journal):
                return fold
        return known

    async def _load(self, name: str) -> Fold | None:
        content = await self._objects.get(name)
        if content is None:
            return None
        try:
            return await self._unpack(content)
        except (DecodeError, zlib.error) as error:
            log.warning(
                "a snapshot cannot be read and is passed over",
                extra={"action": "snapshot.unreadable", "snapshot": name, "error": repr(error)},
            )
            return None

    async def _stands(self, fold: Fold, journal: Log) -> bool:
        """Check that the journal's last record of the snapshot has its chain value."""
        topic, last = journal_topic(self._region), fold.journal.offset - 1
        begin, end = await journal.bounds(topic, fold.partition)
        if not begin <= last < end:
            return False
        async for records in journal.read(topic, fold.partition, start=last, end=last + 1):
            return chain_value(records[0].value) == fold.journal.chain
        return False


def warn_unavailable(error: Exception) -> None:
    """Tell operators that snapshots are not to be had; deciding goes on without them."""
    log.warning(
        "the object store does not answer, so a snapshot is left out",
        extra={"action": "snapshot.unavailable", "error": repr(error)},
    )


class Snapshotter:
    """A reader of the journal that folds it and stores the fold now and then."""

    def __init__(self, *, region: RegionCode, log: Log, snapshots: Snapshots, every: int) -> None:
        self._region = region
        self._log = log
        self._snapshots = snapshots
        self._every = every
        self._folds: dict[int, Fold] = {}
        self._saved: dict[int, int] = {}
        self._tried: dict[int, int] = {}

    async def start(self, partition: int) -> JournalPosition:
        """Begin where the newest snapshot ends."""
        empty = Fold(region=self._region, partition=partition)
        fold = await self._snapshots.newer(self._folds.get(partition, empty), self._log)
        self._folds[partition] = fold
        self._saved[partition] = self._tried[partition] = fold.journal.offset
        return fold.journal

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Fold what counts; save at a Decision when enough has come since the last time."""
        fold = self._folds[partition]
        for judged in counted:
            fold.count(judged)
        due = after.offset - self._tried[partition] >= self._every
        if due and counted and isinstance(counted[-1].body, Decision):
            await self._save(fold)

    async def _save(self, fold: Fold) -> None:
        """Save, or try again as many records later: a snapshot saves time and nothing else."""
        self._tried[fold.partition] = fold.journal.offset
        try:
            await self._snapshots.save(fold)
        except (Unavailable, OSError) as error:
            warn_unavailable(error)
            return
        self._saved[fold.partition] = fold.journal.offset

    def durable(self, partition: int) -> int:
        """Answer where the newest snapshot ends."""
        return self._saved[partition]

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked."""
        self._folds.pop(partition, None)
        self._saved.pop(partition, None)
        self._tried.pop(partition, None)
