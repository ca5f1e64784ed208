"""The recorder: intake -> decide -> journal, one Decision for each intake record (design E1-E6)."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from broker.domain.identifiers import RegionCode
from broker.engine.deciding import (
    Readable,
    Unreadable,
    aggregates_of,
    decide_record,
    read_intake,
    set_aside,
)
from broker.engine.fold import Fold
from broker.engine.lead import JournalPosition
from broker.engine.releasing import can_release
from broker.engine.routing import Topology
from broker.engine.telling import first_page, next_page, untold_peers
from broker.errors import ClockAhead
from broker.evidence.chain import chain_value
from broker.ports import Logs
from broker.schemas.codec import encode_intake, encode_journal
from broker.schemas.records import (
    ADDRESSED_HEADER,
    EPOCH_HEADER,
    Broadcast,
    Decision,
    LogRecord,
    NewRecord,
    Outcome,
    ReleaseHeld,
    TellPeer,
)
from broker.streams.dead_letters import DeadLetters
from broker.streams.histories import Histories
from broker.streams.leading import Leading, append_contiguously
from broker.streams.places import Bundles, Place
from broker.streams.runs import runs_after
from broker.streams.snapshots import Snapshots
from broker.streams.topics import intake_topic, journal_topic

CLOCK_AHEAD_MS_MAX = 60_000
"""A stamp further ahead of our clock stops the recorder, before it becomes law (E8)."""
DECISIONS_MAX = 512
"""Decisions appended together; bounds memory and the reach of a predicted offset."""
EVENTS_BYTES_MAX = 700_000
EVENTS_MAX = 1_500
"""Bounds of one Decision: about 150 bytes go with each event and its verdict (E5)."""
COPIES_MAX = 10_000
"""Ways of broadcast events in one Decision, 20 bytes each: a full batch to 150 partitions."""


@dataclass(slots=True)
class Desk:
    """One partition under this recorder: its fold, whether it leads, and the lock around both."""

    fold: Fold
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    leads: bool = False
    is_assigned: Callable[[], bool] = lambda: False


class Revoked(Exception):
    """The partition was taken away before the next step; nothing was begun, another goes on."""


@dataclass(slots=True)
class Pending:
    """A Decision on its way into the journal."""

    decision: Decision
    value: bytes
    set_aside: LogRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """What the recorder tells the metrics; every call is cheap."""

    decided: Callable[[Decision], None]
    appended: Callable[[int, int, float], None]
    repaired: Callable[[int, int], None]
    led: Callable[[int, int], None]


class Recorder:
    """Decides the intake of a region for the partitions it is assigned."""

    def __init__(
        self,
        *,
        topology: Topology,
        logs: Logs,
        snapshots: Snapshots,
        writer: str,
        watcher: Watcher,
    ) -> None:
        self._topology = topology
        self._region: RegionCode = topology.region
        self._intake = intake_topic(topology.region)
        self._journal = journal_topic(topology.region)
        self._logs = logs
        self._watcher = watcher
        self._dead_letters = DeadLetters(region=topology.region, appender=logs.appender)
        self._histories = Histories(topic=self._journal, log=logs.log)
        self._leading = Leading(
            region=topology.region, logs=logs, snapshots=snapshots, writer=writer
        )
        self._desks: dict[int, Desk] = {}

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Take the lead of a partition and decide what its intake still holds (E2, E3)."""
        desk = self._desks.setdefault(
            place.partition, Desk(Fold(region=self._region, partition=place.partition))
        )
        async with desk.lock:
            desk.leads, desk.is_assigned = False, is_assigned
            fold = await self._leading.take(desk.fold, is_assigned)
            if fold is None:
                return
            desk.fold = fold
            self._watcher.led(place.partition, fold.journal.epoch)
            for peer in untold_peers(fold, self._topology):
                await self._ask(fold.partition, first_page(self._region, peer))
            try:
                await self._repair(desk, await self._leading.intake_end(fold))
            except Revoked:
                return
            desk.leads = is_assigned()
            if desk.leads:
                await self._ask_for_held(desk)

    async def _ask_for_held(self, desk: Desk) -> None:
        """After an upgrade, put a record on the intake that releases what can be read now."""
        if can_release(desk.fold):
            await self._ask(desk.fold.partition, ReleaseHeld(region=self._region))

    async def _ask(self, partition: int, body: ReleaseHeld | TellPeer) -> None:
        """Put a record of our own on the intake."""
        record = NewRecord(None, encode_intake(body), ((ADDRESSED_HEADER, b"1"),))
        await self._logs.appender.append(self._intake, partition, [record])

    async def deliver(self, bundles: Bundles) -> None:
        """Decide what Faust delivers; what is not led here is left to whoever leads it."""
        await asyncio.gather(
            *(self._deliver(place.partition, records) for place, records in bundles.items())
        )

    def close(self, places: Iterable[Place]) -> None:
        """Give up the leads of revoked partitions; the fold stays true as far as it goes."""
        for place in places:
            desk = self._desks.get(place.partition)
            if desk is not None:
                desk.leads = False

    def position(self, place: Place) -> int | None:
        """Answer the next intake offset to decide, as the journal has it."""
        desk = self._desks.get(place.partition)
        return desk.fold.intake_position + 1 if desk is not None and desk.leads else None

    async def _deliver(self, partition: int, records: Sequence[LogRecord]) -> None:
        desk = self._desks.get(partition)
        if desk is None:
            return
        async with desk.lock:
            if not desk.leads:
                return
            fresh = [record for record in records if record.offset > desk.fold.intake_position]
            if len(fresh) < len(records):
                # Delivered again, or an intake that lost its tail and grew anew: look (E3).
                await self._leading.intake_end(desk.fold)
            held_before = desk.fold.holds
            try:
                await self._catch_up(desk, fresh)
            except Revoked:
                return
            if held_before - desk.fold.holds:
                # A release has come on: what was left, or came behind it, may have its turn.
                await self._ask_for_held(desk)

    async def _catch_up(self, desk: Desk, fresh: Sequence[LogRecord]) -> None:
        for run in runs_after(fresh, desk.fold.intake_position):
            if run[0].offset > desk.fold.intake_position + 1:
                await self._repair(desk, run[0].offset)
            for start in range(0, len(run), DECISIONS_MAX):
                await self._record(desk, run[start : start + DECISIONS_MAX])

    async def _repair(self, desk: Desk, end: int) -> None:
        """Decide what stands on the intake between the position and `end` (E3)."""
        start = desk.fold.intake_position + 1
        repaired = 0
        async for records in self._logs.log.read(
            self._intake, desk.fold.partition, start=start, end=end
        ):
            for first in range(0, len(records), DECISIONS_MAX):
                await self._record(desk, records[first : first + DECISIONS_MAX])
            repaired += len(records)
        if repaired:
            self._watcher.repaired(desk.fold.partition, repaired)

    async def _record(self, desk: Desk, records: Sequence[LogRecord]) -> None:
        """Decide records in order and append the Decisions; the fold is ahead until they are in."""
        if not desk.is_assigned():
            raise Revoked
        fold = desk.fold
        readings = [read_intake(record, self._topology, fold.partition) for record in records]
        await self._load_histories(fold, readings)
        started = self._logs.clock.elapsed()
        expected = fold.journal.offset
        pending: list[Pending] = []
        for record, reading in zip(records, readings, strict=True):
            self._check_stamp(record)
            for aggregate_id in sorted(aggregates_of(reading, fold)):
                if fold.needs_history(aggregate_id):
                    # It ended within this very batch: put down what is decided, then load it.
                    await self._append(fold, pending, expected, started)
                    expected, pending = fold.journal.offset, []
                    await self._histories.load(fold, aggregate_id)
            if is_to_tell(reading):
                # What it tells is read from the journal, so all of it must stand there.
                await self._append(fold, pending, expected, started)
                expected, pending = fold.journal.offset, []
            whole = await self._with_page(fold, reading)
            pending.append(self._decide(fold, record, whole))
        await self._append(fold, pending, expected, started)

    async def _with_page(self, fold: Fold, reading: Readable | Unreadable) -> Readable | Unreadable:
        """Read what is to be told; the next page is asked for before this one is decided."""
        if not isinstance(reading, Readable) or not isinstance(reading.body, TellPeer):
            return reading
        body = reading.body
        page, more = await self._histories.page(fold, self._topology, body)
        if more:
            await self._ask(fold.partition, next_page(body, page))
        return Readable(body, page)

    async def _load_histories(self, fold: Fold, readings: Sequence[Readable | Unreadable]) -> None:
        wanted = {name for reading in readings for name in aggregates_of(reading, fold)}
        for aggregate_id in sorted(wanted):
            if fold.needs_history(aggregate_id):
                await self._histories.load(fold, aggregate_id)

    def _check_stamp(self, record: LogRecord) -> None:
        ahead = record.timestamp - self._logs.clock.now()
        if ahead > CLOCK_AHEAD_MS_MAX:
            raise ClockAhead(f"intake offset {record.offset} is stamped {ahead} ms ahead of us")

    def _decide(self, fold: Fold, record: LogRecord, reading: Readable | Unreadable) -> Pending:
        decided = decide_record(fold, record, reading, self._topology)
        value = encode_bounded(decided.decision)
        if value is None:
            # Sizes descend (E5), so nobody of ours wrote this record.
            decided = set_aside(fold, record, reading, self._topology, code="decision_too_large")
            value = encode_journal(decided.decision)
        after = JournalPosition(
            offset=fold.journal.offset + 1, epoch=fold.journal.epoch, chain=chain_value(value)
        )
        fold.apply(decided.decision, after, decided.standings)
        aside = record if decided.decision.outcome is Outcome.SET_ASIDE else None
        return Pending(decided.decision, value, aside)

    async def _append(
        self, fold: Fold, pending: Sequence[Pending], expected: int, started: float
    ) -> None:
        """Put Decisions into the journal; a dead letter is in before the journal says so (E9)."""
        if not pending:
            return
        for one in pending:
            if one.set_aside is not None:
                assert one.decision.set_aside is not None
                await self._dead_letters.set_aside(
                    self._intake, fold.partition, one.set_aside, one.decision.set_aside
                )
        headers = ((EPOCH_HEADER, str(fold.journal.epoch).encode()),)
        records = [NewRecord(journal_key(one.decision), one.value, headers) for one in pending]
        offsets = await append_contiguously(self._logs, self._journal, fold, records, expected)
        if offsets[-1] + 1 != fold.journal.offset:
            fold.settle_offsets(expected, offsets)
        for one in pending:
            self._watcher.decided(one.decision)
        self._watcher.appended(fold.partition, len(pending), self._logs.clock.elapsed() - started)


def is_to_tell(reading: Readable | Unreadable) -> bool:
    """Say whether deciding a record needs events that the journal holds."""
    return isinstance(reading, Readable) and isinstance(reading.body, TellPeer)


def encode_bounded(decision: Decision) -> bytes | None:
    """Encode a Decision, None if it would not fit into a record."""
    if sum(len(event.event) for event in decision.events) > EVENTS_BYTES_MAX:
        return None
    if len(decision.events) > EVENTS_MAX:
        return None
    if isinstance(decision, Broadcast) and len(decision.copies) > COPIES_MAX:
        return None
    return encode_journal(decision)


def journal_key(decision: Decision) -> bytes | None:
    """Key a Decision by the aggregate it is about; a batch is about its partition."""
    if decision.receipt is None and decision.previous:
        return decision.previous[0].aggregate_id.encode()
    return None
