"""The history of one aggregate, Decision by Decision, back to its first (design E12)."""

from dataclasses import dataclass

from broker.domain.identifiers import AggregateId
from broker.engine.fold import Fold
from broker.engine.history import previous_offset, replay
from broker.engine.lead import epoch_of
from broker.engine.routing import Topology
from broker.engine.telling import events_about, has_room, is_behind, items_published
from broker.errors import CorruptLog
from broker.ports import Log
from broker.schemas.codec import decode_journal
from broker.schemas.records import BatchedEvent, Decision, LogRecord, TellPeer

WINDOW_RECORDS = 4_096
"""Further apart, two Decisions were not appended together, so the offset noted is exact."""


@dataclass(frozen=True, slots=True)
class Found:
    """A Decision about an aggregate, where it stands, under which epoch."""

    offset: int
    epoch: int
    decision: Decision
    value: bytes
    """The Decision as it stands in the journal."""


class Histories:
    """Follows the offsets from Decision to Decision in one journal topic."""

    def __init__(self, *, topic: str, log: Log) -> None:
        self._topic = topic
        self._log = log

    async def load(self, fold: Fold, aggregate_id: AggregateId) -> None:
        """Take a finished aggregate back into the fold."""
        history = await self.trace(fold.partition, aggregate_id, fold.stubs[aggregate_id])
        pairs = [(one.offset, one.decision) for one in history]
        fold.restore(aggregate_id, replay(aggregate_id, pairs))

    async def page(
        self, fold: Fold, topology: Topology, body: TellPeer
    ) -> tuple[tuple[BatchedEvent, ...], bool]:
        """Read the events of the items published here that a page holds, and whether more follow.

        The fold must not be ahead of the journal.
        """
        page: list[BatchedEvent] = []
        for name in items_published(fold, topology):
            if name < body.after_item:
                continue
            offset = fold.standings[name].last_offset
            for found in await self.trace(fold.partition, name, offset):
                for event in events_about(found.decision, name):
                    if not is_behind(event, body):
                        continue
                    if not has_room(page, event):
                        return tuple(page), True
                    page.append(event)
        return tuple(page), False

    async def trace(self, partition: int, aggregate_id: AggregateId, offset: int) -> list[Found]:
        """Answer every Decision about an aggregate up to the one at an offset, oldest first."""
        found = await self._latest(partition, aggregate_id, offset, offset + 1)
        history = [found]
        while (low := previous_of(found, aggregate_id)) >= 0:
            found = await self._before(partition, aggregate_id, low, found)
            history.append(found)
        return history[::-1]

    async def _before(
        self, partition: int, aggregate_id: AggregateId, low: int, naming: Found
    ) -> Found:
        """Find the Decision that another one names as the one before it.

        Its writer predicted the offset. Fenced records may have moved what was appended together,
        the named and the naming Decision of one epoch, to higher offsets; before the naming one,
        every record of its epoch counts.
        """
        if naming.offset - low > WINDOW_RECORDS:
            return await self._latest(partition, aggregate_id, low, low + 1)
        return await self._latest(partition, aggregate_id, low, naming.offset, naming.epoch)

    async def _latest(
        self, partition: int, aggregate_id: AggregateId, low: int, high: int, epoch: int = -1
    ) -> Found:
        """Answer the Decision at `low`, or a later one in the window if it is of `epoch`."""
        found: Found | None = None
        async for records in self._log.read(self._topic, partition, start=low, end=high):
            for record in records:
                if record.offset == low or epoch_of(record) == epoch:
                    found = about(record, aggregate_id) or found
        if found is None:
            raise CorruptLog(f"{aggregate_id}: no Decision in [{low}, {high}) of its history")
        return found


def previous_of(found: Found, aggregate_id: AggregateId) -> int:
    """Answer where the Decision before this one stands, -1 for none."""
    offset = previous_offset(found.decision, aggregate_id)
    assert offset is not None
    return offset


def about(record: LogRecord, aggregate_id: AggregateId) -> Found | None:
    """Answer the Decision in a record if it is about an aggregate."""
    body = decode_journal(record.value)
    if isinstance(body, Decision) and previous_offset(body, aggregate_id) is not None:
        return Found(record.offset, epoch_of(record), body, record.value)
    return None
