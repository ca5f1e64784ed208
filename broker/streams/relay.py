"""The relay: own events to the peers in channel order, receipts for what came from them."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from broker.domain.identifiers import RegionCode
from broker.engine.channels import Peering
from broker.engine.draft import key_ids_for_peer
from broker.engine.fold import Fold
from broker.engine.lead import Counted, JournalPosition, Stale, admit
from broker.ports import Logs
from broker.schemas.recent import recent_event
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    Broadcast,
    Channel,
    DecidedEvent,
    Decision,
    Numbered,
    Receipt,
    Telling,
)
from broker.streams.outbox import Outbox, Waiting
from broker.streams.snapshots import Snapshots
from broker.streams.topics import journal_topic

TICK_SECONDS = 0.5
RECEIPT_SECONDS = 0.05
"""A receipt waits so long for others of its channel: nobody waits for it but the peer's window."""
VERDICTS_MAX = 4_096
"""Verdicts in one receipt, which must fit into a record."""


class Link(Protocol):
    """Carries batches and receipts to one peer; returning means the link has acknowledged."""

    async def send_batch(self, batch: Batch, waiting: Sequence[Waiting]) -> None:
        """Carry a batch, with the sealing keys its events now entitle the peer to."""
        ...

    async def send_receipt(self, receipt: Receipt) -> None:
        """Carry a receipt for the peer's batch."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayWatcher:
    """What the relay tells the metrics."""

    sent: Callable[[RegionCode, int], None]
    resent: Callable[[RegionCode], None]
    receipted: Callable[[RegionCode, int], None]
    standing: Callable[[RegionCode, int, int, int | None], None]
    """Peer, partition, unreceipted events, instant of the oldest (None: nothing waits)."""


@dataclass(slots=True)
class Lane:
    """The channels that begin in one journal partition."""

    outboxes: dict[Peering, Outbox] = field(default_factory=dict)
    position: JournalPosition = field(default_factory=JournalPosition)
    answers_from: int = 0
    """Receipts of earlier Decisions are not sent again: a lost one is asked for by a repetition."""
    answers: list[Receipt] = field(default_factory=list)
    """Receipts to be sent shortly; one that gets lost with us is asked for by a repetition."""


class Relay:
    """A journal handler that keeps the outboxes of a region moving."""

    def __init__(
        self,
        *,
        region: RegionCode,
        logs: Logs,
        snapshots: Snapshots,
        links: dict[RegionCode, Link],
        watcher: RelayWatcher,
    ) -> None:
        self._region = region
        self._log = logs.log
        self._clock = logs.clock
        self._snapshots = snapshots
        self._links = links
        self._watcher = watcher
        self._lanes: dict[int, Lane] = {}
        # One for each partition: its channels are independent of all others.
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._has_answers = asyncio.Event()

    async def start(self, partition: int) -> JournalPosition:
        """Begin at the first event that no receipt covers, as the newest snapshot knows it."""
        empty = Fold(region=self._region, partition=partition)
        fold = await self._snapshots.newer(empty, self._log)
        lane = Lane()
        start = fold.journal
        lane.answers_from = fold.journal.offset
        for place, outbound in fold.outbound.items():
            outbox = self._outbox(lane, partition, place)
            outbox.settled = outbox.next_to_send = outbound.settled
            if outbound.marks:
                start = min(start, outbound.marks[0].position, key=lambda one: one.offset)
        lane.position = start
        self._lanes[partition] = lane
        return start

    def forget(self, partition: int) -> None:
        """Send nothing more from a revoked partition, whose receipts are no longer read here."""
        self._lanes.pop(partition, None)

    def durable(self, partition: int) -> int:
        """Answer the next journal offset to read; the true position is what peers receipted."""
        return self._lanes[partition].position.offset

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Queue own events, note receipts and what is to be answered; send what may be sent."""
        async with self._locks[partition]:
            lane = self._lanes.get(partition)
            if lane is None:
                return  # Revoked while it waited: whoever has the partition now sends.
            before = lane.position
            for judged in counted:
                if isinstance(judged.body, Decision):
                    self._take_decision(lane, partition, judged.body, before)
                    if judged.body.receipt is not None and before.offset >= lane.answers_from:
                        lane.answers.append(judged.body.receipt)
                        self._has_answers.set()
                before = judged.position
            lane.position = after
            await self._send_all(lane)

    async def tick(self) -> None:
        """Send again what was not receipted in time, and report how the channels stand."""
        for partition in tuple(self._lanes):
            async with self._locks[partition]:
                lane = self._lanes.get(partition)
                if lane is not None:
                    await self._tick_lane(partition, lane)

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            await self._clock.sleep(TICK_SECONDS)
            await self.tick()

    async def run_answers(self) -> None:
        """Send receipts for ever, those of a short while together."""
        while True:
            await self._has_answers.wait()
            await self._clock.sleep(RECEIPT_SECONDS)
            self._has_answers.clear()
            await self.answer()

    async def answer(self) -> None:
        """Send the receipts that wait."""
        for partition in tuple(self._lanes):
            async with self._locks[partition]:
                lane = self._lanes.get(partition)
                if lane is not None:
                    answers, lane.answers = joined(lane.answers), []
                    for receipt in answers:
                        await self._links[receipt.channel.source].send_receipt(receipt)

    async def _tick_lane(self, partition: int, lane: Lane) -> None:
        now = self._clock.elapsed()
        for outbox in lane.outboxes.values():
            if outbox.is_overdue(now):
                outbox.send_again()
                self._watcher.resent(outbox.channel.target)
        await self._send_all(lane)
        for place, outbox in lane.outboxes.items():
            oldest = outbox.queue[0].at if outbox.queue else None
            self._watcher.standing(place.peer, partition, outbox.unreceipted, oldest)

    def _take_decision(
        self, lane: Lane, partition: int, decision: Decision, before: JournalPosition
    ) -> None:
        for event, numbered in travelling(decision):
            self._queue(lane, partition, decision, event, numbered, before)
        if decision.noted is not None:
            self._note(lane, partition, decision.noted)

    def _queue(
        self,
        lane: Lane,
        partition: int,
        decision: Decision,
        event: DecidedEvent,
        numbered: Numbered,
        before: JournalPosition,
    ) -> None:
        _, fact = recent_event(event.event)
        waiting = Waiting(
            numbered.number,
            BatchedEvent(
                aggregate_id=event.aggregate_id,
                side=event.side,
                sequence=event.sequence,
                event=event.event,
            ),
            type(fact).__name__,
            tuple(key_ids_for_peer(fact, event.side)),
            decision.now,
        )
        place = Peering(peer=numbered.peer, partition=numbered.target_partition)
        self._outbox(lane, partition, place).put(waiting, before)

    def _note(self, lane: Lane, partition: int, noted: Receipt) -> None:
        place = Peering(peer=noted.channel.target, partition=noted.channel.target_partition)
        outbox = self._outbox(lane, partition, place)
        before = outbox.settled
        outbox.settle(noted.next_number, again=not noted.verdicts, now=self._clock.elapsed())
        self._watcher.receipted(place.peer, outbox.settled - before)

    def _outbox(self, lane: Lane, partition: int, place: Peering) -> Outbox:
        known = lane.outboxes.get(place)
        if known is None:
            channel = Channel(
                source=self._region,
                target=place.peer,
                source_partition=partition,
                target_partition=place.partition,
            )
            known = lane.outboxes[place] = Outbox(channel)
        return known

    async def _send_all(self, lane: Lane) -> None:
        for outbox in lane.outboxes.values():
            await self._send(outbox)
            if outbox.overflow is not None and not outbox.queue:
                await self._refill(lane, outbox)
                await self._send(outbox)

    async def _send(self, outbox: Outbox) -> None:
        link = self._links[outbox.channel.target]
        while (chosen := outbox.next_batch()) is not None:
            batch, waiting = chosen
            await link.send_batch(batch, waiting)
            outbox.note_sent(batch, self._clock.elapsed())
            self._watcher.sent(outbox.channel.target, len(waiting))

    async def _refill(self, lane: Lane, outbox: Outbox) -> None:
        """Read what the queue had no room for from the journal again, up to where we have read."""
        position, outbox.overflow = outbox.overflow, None
        assert position is not None
        topic, partition = journal_topic(self._region), outbox.channel.source_partition
        async for records in self._log.read(
            topic, partition, start=position.offset, end=lane.position.offset
        ):
            for record in records:
                before = position
                judged = admit(position, record)
                position = judged.position
                if isinstance(judged, Stale) or not isinstance(judged.body, Decision):
                    continue
                self._queue_own(lane, outbox, judged.body, before)

    def _queue_own(
        self, lane: Lane, outbox: Outbox, decision: Decision, before: JournalPosition
    ) -> None:
        channel = outbox.channel
        end = channel.target, channel.target_partition
        for event, numbered in travelling(decision):
            if (numbered.peer, numbered.target_partition) == end:
                self._queue(lane, channel.source_partition, decision, event, numbered, before)


def travelling(decision: Decision) -> Iterator[tuple[DecidedEvent, Numbered]]:
    """List what a Decision sends, in the order of its numbers in each channel."""
    for event in decision.events:
        if event.numbered is not None:
            yield event, event.numbered
    if isinstance(decision, Broadcast):
        for copy in decision.copies:
            yield decision.events[copy.event], copy.numbered
    if isinstance(decision, Telling):
        for told in decision.told:
            assert told.numbered is not None
            yield told, told.numbered


def joined(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Join receipts of one channel that follow each other; one that asks again stands alone."""
    found: list[Receipt] = []
    for receipt in receipts:
        index = next((i for i, one in enumerate(found) if is_followed(one, receipt)), len(found))
        if index == len(found):
            found.append(receipt)
            continue
        verdicts = found[index].verdicts + receipt.verdicts
        found[index] = replace(receipt, verdicts=verdicts)
    return found


def is_followed(earlier: Receipt, later: Receipt) -> bool:
    """Say whether two receipts can be said in one."""
    return (
        earlier.channel == later.channel
        and bool(earlier.verdicts)
        and bool(later.verdicts)
        and later.next_number >= earlier.next_number
        and len(earlier.verdicts) + len(later.verdicts) <= VERDICTS_MAX
    )
