"""The edge: what peers put on our link topics goes, checked, onto the own intake (section 5)."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from broker.domain.identifiers import RegionCode
from broker.errors import DecodeError
from broker.ports import Appender
from broker.schemas.codec import EVENT_BYTES_MAX, decode_intake, decode_link
from broker.schemas.link import NO_BODY, WrappedKey
from broker.schemas.records import (
    ADDRESSED_HEADER,
    Batch,
    Channel,
    LogRecord,
    NewRecord,
    Receipt,
)
from broker.streams.dead_letters import DeadLetters
from broker.streams.outbox import BATCH_BYTES_MAX, BATCH_EVENTS_MAX
from broker.streams.places import Bundles, Place
from broker.streams.topics import intake_topic, link_topic


class KeyTaker(Protocol):
    """Where the wrapped keys of a batch go, before its events enter the intake."""

    async def take(self, keys: Sequence[WrappedKey]) -> None:
        """Unwrap and store; raises DecodeError for keys that are not for us."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeWatcher:
    """What an edge tells the metrics; the call is cheap."""

    set_aside: Callable[[str, str], None]
    """A record of this topic is in the dead letters, for this reason."""


class Misdirected(DecodeError):
    """A record on a link topic that its writer had no business to put there."""


class Edge:
    """Reads the link topics of a region; acknowledging means that the intake has it.

    The committed offset may be trusted here, because a batch that got lost is sent again until it
    is receipted, and one taken twice is a duplicate by its numbers.
    """

    def __init__(
        self,
        *,
        region: RegionCode,
        peers: Iterable[RegionCode],
        appender: Appender,
        keys: KeyTaker,
        watcher: EdgeWatcher,
    ) -> None:
        self._region = region
        self._peers = {link_topic(region, peer): peer for peer in (*peers, region)}
        self._appender = appender
        self._keys = keys
        self._watcher = watcher
        self._dead_letters = DeadLetters(region=region, appender=appender)
        self._positions: dict[Place, int] = {}

    @property
    def topics(self) -> tuple[str, ...]:
        """List the link topics of the region."""
        return tuple(self._peers)

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Begin where the group left off."""
        assert is_assigned() or place.topic in self._peers

    async def deliver(self, bundles: Bundles) -> None:
        """Take the records of all links."""
        await asyncio.gather(*(self._deliver(place, records) for place, records in bundles.items()))

    def close(self, places: Iterable[Place]) -> None:
        """Forget revoked partitions."""
        for place in places:
            self._positions.pop(place, None)

    def position(self, place: Place) -> int | None:
        """Answer the next link offset to take."""
        return self._positions.get(place)

    async def _deliver(self, place: Place, records: Sequence[LogRecord]) -> None:
        start = self._positions.get(place, 0)
        taken: list[NewRecord] = []
        for record in records:
            if record.offset < start:
                continue
            try:
                checked = await self._check(place, record)
                if checked is not None:
                    taken.append(checked)
            except DecodeError as error:
                await self._set_aside(place, record, error.code)
        if taken:
            await self._appender.append(intake_topic(self._region), place.partition, taken)
        self._positions[place] = records[-1].offset + 1

    async def _set_aside(self, place: Place, record: LogRecord, reason: str) -> None:
        await self._dead_letters.set_aside(place.topic, place.partition, record, reason)
        self._watcher.set_aside(place.topic, reason)

    async def _check(self, place: Place, record: LogRecord) -> NewRecord | None:
        """Store the keys and answer the record for the intake, None if there were only keys."""
        link = decode_link(record.value)
        if link.body == NO_BODY:
            await self._keys.take(link.keys)
            return None
        body = decode_intake(link.body)
        partition = self._target(self._peers[place.topic], body)
        if partition != place.partition:
            raise Misdirected("wrong_partition")
        await self._keys.take(link.keys)
        return NewRecord(None, link.body, ((ADDRESSED_HEADER, b"1"),))

    def _target(self, peer: RegionCode, body: object) -> int:
        match body:
            case Batch(channel=channel):
                self._check_ends(channel, source=peer, target=self._region)
                if not is_bounded(body):
                    raise Misdirected("batch_too_large")
                return channel.target_partition
            case Receipt(channel=channel):
                self._check_ends(channel, source=self._region, target=peer)
                return channel.source_partition
            case _:
                raise Misdirected("not_for_a_link")

    def _check_ends(self, channel: Channel, *, source: RegionCode, target: RegionCode) -> None:
        if (channel.source, channel.target) != (source, target):
            raise Misdirected("wrong_channel")


def is_bounded(batch: Batch) -> bool:
    """Say whether a batch is as small as a relay makes them, so that its Decision fits (E5)."""
    size = sum(len(event.event) for event in batch.events)
    return len(batch.events) <= BATCH_EVENTS_MAX and size <= BATCH_BYTES_MAX + EVENT_BYTES_MAX
