"""Taking the lead of a journal partition, and keeping sure of it at every append (E2, E3, E4)."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from broker.domain.identifiers import RegionCode
from broker.engine.fold import Fold
from broker.engine.lead import JOURNAL_FORMAT, Counted, admit
from broker.errors import CorruptLog, Fenced, IntakeMismatch
from broker.ports import Log, Logs
from broker.schemas.codec import encode_journal
from broker.schemas.records import EPOCH_HEADER, LeadTaken, LogRecord, NewRecord
from broker.streams.snapshots import Snapshots
from broker.streams.topics import intake_topic, journal_topic


class Leading:
    """Takes leads for one region, under the name of one writer."""

    def __init__(
        self,
        *,
        region: RegionCode,
        logs: Logs,
        snapshots: Snapshots,
        writer: str,
    ) -> None:
        self._intake = intake_topic(region)
        self._journal = journal_topic(region)
        self._log = logs.log
        self._appender = logs.appender
        self._snapshots = snapshots
        self._writer = writer

    async def take(self, known: Fold, is_assigned: Callable[[], bool]) -> Fold | None:
        """Fold to the end, append a lead, read up to it; None when the partition was revoked.

        If another lead came between, ours is void: fold again and try again while assigned.
        """
        fold = await self._snapshots.newer(known, self._log)
        while is_assigned():
            await self._fold_to_end(fold)
            if not is_assigned():
                return None
            await self._append_lead(fold)
            await self._fold_to_end(fold)
            if fold.writer == self._writer and fold.journal.epoch > 0:
                return fold
        return None

    async def intake_end(self, fold: Fold) -> int:
        """Check that this intake is the one the journal answers; answer its end (E3)."""
        begin, end = await self._log.bounds(self._intake, fold.partition)
        cause = fold.cause
        if begin > fold.intake_position + 1:
            raise IntakeMismatch(f"{self._intake}/{fold.partition} begins at {begin}")
        if cause is None:
            return end
        if end <= cause.offset:
            raise IntakeMismatch(
                f"{self._intake}/{fold.partition} ends at {end}, but {cause.offset} was decided"
            )
        if begin <= cause.offset:
            await self._compare(fold.partition, cause.offset, cause.digest)
        return end

    async def _compare(self, partition: int, offset: int, digest: bytes) -> None:
        async for records in self._log.read(self._intake, partition, start=offset, end=offset + 1):
            if sha256(records[0].value).digest() == digest:
                return
        raise IntakeMismatch(f"{self._intake}/{partition}: another record stands at {offset}")

    async def _fold_to_end(self, fold: Fold) -> None:
        _, end = await self._log.bounds(self._journal, fold.partition)
        if fold.journal.offset > end:
            raise CorruptLog(f"{self._journal}/{fold.partition} ends before what was folded")
        async for records in self._log.read(
            self._journal, fold.partition, start=fold.journal.offset, end=end
        ):
            for record in records:
                fold.admit(record)

    async def _append_lead(self, fold: Fold) -> None:
        epoch = fold.journal.epoch + 1
        lead = LeadTaken(format=JOURNAL_FORMAT, epoch=epoch, writer=self._writer)
        headers = ((EPOCH_HEADER, str(epoch).encode()),)
        record = NewRecord(None, encode_journal(lead), headers)
        await self._appender.append(self._journal, fold.partition, [record])


async def append_contiguously(
    logs: Logs,
    topic: str,
    fold: Fold,
    records: Sequence[NewRecord],
    expected: int,
) -> list[int]:
    """Append as the only writer; answer the offsets, which fenced records may have moved (E4).

    Raises Fenced when a newer lead stands between, CorruptLog for anything else.
    """
    offsets = await logs.appender.append(topic, fold.partition, records)
    if offsets != list(range(expected, expected + len(records))):
        if offsets != sorted(set(offsets)) or offsets[0] < expected:
            raise CorruptLog(f"{topic}/{fold.partition}: our records are out of order: {offsets}")
        await check_strangers(logs.log, topic, fold, expected, offsets)
    return offsets


async def check_strangers(
    log: Log, topic: str, fold: Fold, expected: int, offsets: Sequence[int]
) -> None:
    """Look at the records between ours: only those of an older epoch may stand there."""
    ours = frozenset(offsets)
    async for records in log.read(topic, fold.partition, start=expected, end=offsets[-1] + 1):
        for record in records:
            if record.offset not in ours:
                check_stranger(fold, record)


def check_stranger(fold: Fold, record: LogRecord) -> None:
    """Exit for a newer lead or an unexplained record; go on for a fenced or void one."""
    judged = admit(fold.journal, record)
    if not isinstance(judged, Counted):
        return
    if isinstance(judged.body, LeadTaken):
        raise Fenced(f"epoch {judged.body.epoch} of {judged.body.writer} stands in the journal")
    raise CorruptLog(f"offset {record.offset}: a record of our epoch that is not ours")
