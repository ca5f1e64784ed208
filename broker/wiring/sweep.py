"""The sweep: uploads never handed in, and sealing keys that no event names, after some days.

Time here is the log's: the `now` of the last Decision that the read model holds of the case's
partition. When that is later than the days and a day of grace, then whatever could still have named
a key was on the intake before, so it is decided, and the read model knows it: however long the
recorder or the projector was away. A dead letter may be retried, so what it names stays.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiokafka.errors import KafkaError

from broker.domain.identifiers import AggregateId, CaseId, Instant, RegionCode
from broker.engine.routing import Topology
from broker.errors import Unavailable
from broker.metrics import Metrics
from broker.ports import Logs, ObjectStore
from broker.schemas.codec import decode_journal
from broker.schemas.records import Decision
from broker.stores.keys import KeyStore
from broker.stores.materials import DAY_MILLISECONDS
from broker.stores.objects import open_objects
from broker.stores.waiting import WaitingKey
from broker.streams.dead_letters import Standing, list_dead_letters
from broker.streams.topics import journal_topic
from broker.views.port import ViewStore
from broker.views.position import Position
from broker.wiring.keys import sealings_of
from broker.wiring.materials import documents_of

if TYPE_CHECKING:
    from broker.wiring.region import RegionParts

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3600.0
GRACE_MILLISECONDS = DAY_MILLISECONDS
"""For commands under way when their upload was offered last, and for clocks that differ."""
NEVER = Instant(0)
KEYS_TOGETHER = 500
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Forgets what no event names; repeating it, or doing it twice at once, is harmless."""

    topology: Topology
    keys: KeyStore
    objects: ObjectStore
    views: ViewStore
    logs: Logs
    after_days: int
    count: Callable[[WaitingKey], None]

    async def run(self) -> None:
        """Sweep for ever; what cannot be asked just now is asked the next time."""
        while True:
            try:
                await self.once()
            except (KafkaError, Unavailable) as error:
                extra = {"action": "sweep.waiting", "error": repr(error)}
                log.warning("nothing can be swept just now", extra=extra)
            await self.logs.clock.sleep(SWEEP_SECONDS)

    async def once(self) -> None:
        """Go through all that waits for long, unless another process is at it."""
        with self.keys.waiting.sweeping() as is_ours:
            if not is_ours:
                return
            known = await asyncio.to_thread(self.views.positions)
            round_ = Round(
                known=known,
                ends={partition: await self._end(partition, known) for partition in known},
                in_letters=await self._in_letters(),
            )
            last: WaitingKey | None = None
            while some := await self._some(last, round_):
                kept = [key for case in by_case(some) for key in await self._judge(case, round_)]
                await asyncio.to_thread(self.keys.named, kept)
                last = some[-1]
                await self.logs.clock.sleep(PAUSE_SECONDS)

    async def _end(self, partition: int, known: Mapping[int, Position]) -> Instant:
        """Answer before when a key of a partition must have been stored; 0 while nobody knows."""
        topic, offset = journal_topic(self.topology.region), known[partition].offset
        _, end = await self.logs.log.bounds(topic, partition)
        if offset >= end:
            return NEVER
        async for records in self.logs.log.read(topic, partition, start=offset, end=offset + 1):
            body = decode_journal(records[0].value)
            if isinstance(body, Decision):
                return Instant(body.now - self.after_days * DAY_MILLISECONDS - GRACE_MILLISECONDS)
        return NEVER

    async def _in_letters(self) -> bytes:
        """Join what is set aside: a retry brings back the keys it names, however late."""
        letters = await list_dead_letters(self.logs.log, self.topology.region)
        return b"\n".join(one.value for one in letters if one.standing is not Standing.DISCARDED)

    async def _some(self, last: WaitingKey | None, round_: "Round") -> list[WaitingKey]:
        before = max(round_.ends.values(), default=NEVER)
        return await asyncio.to_thread(self.keys.waiting.next, last, before, KEYS_TOGETHER)

    async def _judge(self, keys: Sequence[WaitingKey], round_: "Round") -> list[str]:
        """Forget the keys of a case that are due and not named; answer those that are."""
        case_id = keys[0].case_id
        partition = self.topology.partition_at(self.topology.region, AggregateId(case_id))
        due = [key for key in keys if key.stored_at < round_.ends.get(partition, NEVER)]
        if not due:
            return []
        named = await asyncio.to_thread(self._named, case_id)
        now = await asyncio.to_thread(self.views.position, partition)
        if now is None or now.offset < round_.known[partition].offset:
            return []  # The model was dropped meanwhile: what it lacks may be named all the same.
        for key in due:
            if key.key_id not in named and key.key_id.encode() not in round_.in_letters:
                await self._forget(key)
        return [key.key_id for key in due if key.key_id in named]

    def _named(self, case_id: CaseId) -> frozenset[str]:
        view = self.views.case(case_id)
        documents = () if view is None else documents_of(view)
        sealings = sealings_of(self.views, case_id)
        return frozenset(one.key_id for some in (documents, sealings) for one in some)

    async def _forget(self, key: WaitingKey) -> None:
        """Delete the objects, then the key: if this breaks off, the next sweep goes on here."""
        if not await asyncio.to_thread(self.keys.waiting.leave, key):
            return
        for name in key.objects:
            await self.objects.delete(name)
        await asyncio.to_thread(self.keys.discard, key.key_id)
        self.count(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one sweep goes by: the model as it stood at first, ages by partition, dead letters."""

    known: Mapping[int, Position]
    ends: Mapping[int, Instant]
    in_letters: bytes


def by_case(keys: Sequence[WaitingKey]) -> list[list[WaitingKey]]:
    """Bring the keys of a case together."""
    together: dict[CaseId, list[WaitingKey]] = {}
    for key in keys:
        together.setdefault(key.case_id, []).append(key)
    return list(together.values())


def sweep_of(parts: "RegionParts") -> Sweep:
    """Sweep a region."""
    return Sweep(
        topology=parts.topology,
        keys=parts.keys,
        objects=open_objects(parts.region.objects_url),
        views=parts.views,
        logs=parts.shared.logs,
        after_days=parts.shared.config.sweep_after_days,
        count=counting(parts.shared.metrics, parts.region.code),
    )


def counting(metrics: Metrics, region: RegionCode) -> Callable[[WaitingKey], None]:
    """Count what is swept, by what it was; what has not happened yet is 0."""
    uploads = metrics.keys_swept.labels(region, "upload")
    sealings = metrics.keys_swept.labels(region, "sealing")

    def count(key: WaitingKey) -> None:
        (uploads if key.objects else sealings).inc()

    return count
