"""What the web asks of a region, answered by Kafka, the follower and the stores."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from broker.archive.trail import RecordedDecision
from broker.domain.envelope import Sealed
from broker.domain.identifiers import AggregateId, CaseId, CommandId, RegionCode
from broker.engine.routing import Topology
from broker.errors import DecodeError
from broker.identity import new_bytes, new_id
from broker.ports import Appender, Log
from broker.schemas.codec import encode_intake
from broker.schemas.records import NewRecord, Outcome, Submission
from broker.schemas.sealed import (
    APART,
    KEY_BYTES,
    NONCE_BYTES,
    blind_index,
    hash_body,
    seal,
    unseal,
)
from broker.stores.keys import KeyStore
from broker.streams.follower import Follower
from broker.streams.histories import Histories
from broker.streams.ring import Listener, Lost
from broker.streams.topics import intake_topic, journal_topic
from broker.views.changes import CommandAnswered
from broker.views.port import ViewStore
from broker.views.position import Place
from broker.web.ports import Accepted, FeedItem, FeedLost
from broker.wiring.key_writer import KeyWriter

log = logging.getLogger(__name__)


class KafkaGateway:
    """The way into a region's intake."""

    def __init__(self, topology: Topology, appender: Appender) -> None:
        self._topology = topology
        self._topic = intake_topic(topology.region)
        self._appender = appender

    async def submit(self, submission: Submission) -> Accepted:
        """Append, keyed by the case id; AppendUnknown when nobody can tell (E6)."""
        aggregate_id = AggregateId(submission.meta.aggregate_id)
        partition = self._topology.partition_at(self._topology.region, aggregate_id)
        record = NewRecord(aggregate_id.encode(), encode_intake(submission))
        [offset] = await self._appender.append(self._topic, partition, [record])
        return Accepted(partition=partition, offset=offset)


class FollowedOutcomes:
    """What became of commands, from the journal through the follower (E10)."""

    def __init__(self, follower: Follower, views: ViewStore) -> None:
        self._follower = follower
        self._views = views

    async def wait(
        self, command_id: CommandId, accepted: Accepted, timeout_seconds: float
    ) -> CommandAnswered | None:
        """Wait for the Decision on this intake record; a duplicate gets the first's outcome."""
        found = await self._follower.wait(accepted.partition, accepted.offset, timeout_seconds)
        if found is None or found.answer.outcome != Outcome.DUPLICATE:
            return found
        return await self._follower.first_outcome(command_id, timeout_seconds)

    async def get(self, command_id: CommandId) -> CommandAnswered | None:
        """Answer what first became of a command; None when that is not known (yet)."""
        return await asyncio.to_thread(self._views.outcome, command_id)


class FollowedArrivals:
    """How far the read model has come."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower

    async def wait_until(self, partition: int, offset: int, timeout_seconds: float) -> bool:
        """Answer whether the read model holds this journal position, waiting for it."""
        return await self._follower.wait_until(partition, offset, timeout_seconds)


class FeedListener:
    """A listener of the follower, in the words of the web."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    async def __aenter__(self) -> Self:
        await self._listener.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._listener.__aexit__(kind, error, trace)

    async def next(self, timeout_seconds: float) -> FeedItem | FeedLost | None:
        """Answer the next item, None when none came in time; FeedLost for what is missing."""
        item = await self._listener.next(timeout_seconds)
        if item is None:
            return None
        if isinstance(item, Lost):
            return FeedLost(positions=item.positions)
        return FeedItem(
            case_id=item.case_id,
            partition=item.partition,
            offset=item.offset,
            positions=item.positions,
        )


class FollowedFeed:
    """The journal as it grows."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower

    def subscribe(self, after: Mapping[int, int] | None) -> FeedListener:
        """Listen from behind these journal offsets by partition; None: from now on."""
        return FeedListener(self._follower.listen(after))


class JournalEvidence:
    """The journal of a region, read back from the last Decision about a case."""

    def __init__(self, region: RegionCode, log: Log) -> None:
        self._histories = Histories(topic=journal_topic(region), log=log)

    async def decisions(self, case_id: CaseId, last: Place) -> Sequence[RecordedDecision]:
        """Answer every Decision about a case, up to the one at this place, oldest first."""
        found = await self._histories.trace(last.partition, AggregateId(case_id), last.offset)
        return [
            RecordedDecision(
                partition=last.partition, offset=one.offset, epoch=one.epoch, value=one.value
            )
            for one in found
        ]


class KeyedSealer:
    """Seals persons and free text; a key is in the key store before its ciphertext is used."""

    def __init__(self, keys: KeyStore, pepper: bytes) -> None:
        self._keys = keys
        self._writer = KeyWriter(keys)
        self._pepper = pepper

    async def seal(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        """Seal under a fresh key, which the peer gets with the case."""
        return await self._seal(case_id, plain, key_id=new_id())

    async def seal_apart(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        """Seal under a fresh key, which goes with its own event alone."""
        return await self._seal(case_id, plain, key_id=APART + new_id())

    async def _seal(self, case_id: CaseId, plain: Mapping[str, str], *, key_id: str) -> Sealed:
        key = new_bytes(KEY_BYTES)
        await self._writer.store(key_id, case_id, key)
        return seal(key, key_id=key_id, case_id=case_id, nonce=new_bytes(NONCE_BYTES), plain=plain)

    async def unseal(self, case_id: CaseId, sealed: Sealed) -> Mapping[str, str] | None:
        """Open, None when this region does not hold the key."""
        key = await asyncio.to_thread(self._keys.get, sealed.key_id)
        if key is None:
            return None
        try:
            plain = unseal(key, sealed, case_id)
        except DecodeError as error:
            log.warning(
                "a sealed field does not open under its key",
                extra={"action": "sealed.unreadable", "case_id": case_id, "error": error.code},
            )
            return None
        return {name: str(text) for name, text in plain.items()}

    def hash_body(self, plain: bytes) -> bytes:
        """Hash a plain body under the region's key (E7)."""
        return hash_body(self._pepper, plain)

    def blind(self, number: str) -> str:
        """Hash an identity number under the region's key (blind index)."""
        return blind_index(self._pepper, number)
