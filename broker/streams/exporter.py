"""The exporter: journal -> `<region>.events`, single events in Confluent form for Kafka's tools.

The topic is a copy for readers outside: at least once, each event with the same id for ever, in the
order of the journal. Its own last records tell where to go on, so it needs no other position.
"""

from collections.abc import Sequence

from broker.domain.identifiers import RegionCode, is_item_id
from broker.engine.lead import ORIGIN, Counted, JournalPosition
from broker.ports import Logs
from broker.schemas.codec import confluent_event
from broker.schemas.records import DecidedEvent, Decision, LogRecord, NewRecord, Origin
from broker.streams.topics import events_topic

POSITION_HEADER = "journal"
"""On the last event of a Decision: next offset, epoch and chain value after it."""
LOOK_BACK_RECORDS = 2_000
"""More than the events of one Decision, so that a complete one is among them."""


class Exporter:
    """A journal handler that copies events out."""

    def __init__(self, *, region: RegionCode, logs: Logs) -> None:
        self._topic = events_topic(region)
        self._logs = logs
        self._durable: dict[int, int] = {}

    async def start(self, partition: int) -> JournalPosition:
        """Go on after the last Decision that was copied completely."""
        begin, end = await self._logs.log.bounds(self._topic, partition)
        position = ORIGIN
        async for records in self._logs.log.read(
            self._topic, partition, start=max(begin, end - LOOK_BACK_RECORDS), end=end
        ):
            for record in records:
                position = read_position(record) or position
        self._durable[partition] = position.offset
        return position

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Copy the events of what counts."""
        records = [record for judged in counted for record in exported(judged)]
        if records:
            await self._logs.appender.append(self._topic, partition, records)
        self._durable[partition] = after.offset

    def durable(self, partition: int) -> int:
        """Answer the next journal offset to read."""
        return self._durable[partition]

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked."""
        self._durable.pop(partition, None)


def exported(judged: Counted) -> list[NewRecord]:
    """Write the events of a Decision that can be read, the last with the position after it."""
    decision = judged.body
    if not isinstance(decision, Decision):
        return []
    events = [event for event in decision.events if is_first_told(decision, event)]
    return [
        NewRecord(
            event.aggregate_id.encode(),
            confluent_event(event.event),
            ((POSITION_HEADER, write_position(judged.position)),) if event is events[-1] else (),
        )
        for event in events
    ]


def is_first_told(decision: Decision, event: DecidedEvent) -> bool:
    """Say whether an event is to be copied: it can be read, and no other partition has told it.

    What comes over the self-link as reference data was copied out in its home partition.
    """
    receipt = decision.receipt
    if event.origin is not Origin.PEER or receipt is None:
        return event.origin is not Origin.HELD
    comes_from_here = receipt.channel.source == receipt.channel.target
    return not (comes_from_here and is_item_id(event.aggregate_id))


def write_position(position: JournalPosition) -> bytes:
    """Write a position into a header."""
    return f"{position.offset}.{position.epoch}.{position.chain.hex()}".encode()


def read_position(record: LogRecord) -> JournalPosition | None:
    """Read the position from a header, None if the record has none."""
    for name, value in record.headers:
        if name == POSITION_HEADER:
            offset, epoch, chain = value.decode().split(".")
            return JournalPosition(offset=int(offset), epoch=int(epoch), chain=bytes.fromhex(chain))
    return None
