"""Following the journals of a region: outcomes for whoever waits, and a feed (design E10)."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from broker.domain.identifiers import CaseId, CommandId, RegionCode
from broker.engine.lead import JournalPosition, Stale, admit
from broker.errors import Unavailable
from broker.ports import Clock
from broker.schemas.records import Decision, LogRecord
from broker.streams.answers import answered, start_after
from broker.streams.kafka_log import KafkaLog
from broker.streams.topics import journal_topic
from broker.views.changes import CommandAnswered
from broker.views.port import ViewStore

ANSWERS_KEPT = 20_000
ITEMS_KEPT = 5_000
ITEMS_WAITING_MAX = 1_000
ARRIVAL_POLL_SECONDS = 0.01
FIRST_OUTCOME_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A case changed; `positions` is where the feed stands after it, by partition."""

    case_id: CaseId
    partition: int
    offset: int
    positions: Mapping[int, int]


@dataclass(slots=True)
class Following:
    """What was seen of one partition lately."""

    position: JournalPosition
    answers: OrderedDict[int, CommandAnswered | None] = field(default_factory=OrderedDict)
    waiting: dict[int, list[asyncio.Future[CommandAnswered | None]]] = field(default_factory=dict)

    def answer(self, intake_offset: int, answer: CommandAnswered | None) -> None:
        """Keep an answer for a while and wake who waits for it."""
        self.answers[intake_offset] = answer
        if len(self.answers) > ANSWERS_KEPT:
            self.answers.popitem(last=False)
        for future in self.waiting.pop(intake_offset, ()):
            if not future.done():
                future.set_result(answer)

    def forget(self, intake_offset: int, future: asyncio.Future[CommandAnswered | None]) -> None:
        """Let go of someone who no longer waits."""
        waiting = self.waiting.get(intake_offset, [])
        if future in waiting:
            waiting.remove(future)
        if not waiting:
            self.waiting.pop(intake_offset, None)


class Follower:
    """Reads every journal partition of a region, without a group, under the lead rule."""

    def __init__(
        self, *, region: RegionCode, log: KafkaLog, store: ViewStore, clock: Clock
    ) -> None:
        self._topic = journal_topic(region)
        self._log = log
        self._store = store
        self._clock = clock
        self._followings: dict[int, Following] = {}
        self._items: deque[Item] = deque(maxlen=ITEMS_KEPT)
        self._listeners: set[Listener] = set()

    async def run(self, partitions: int, started: Callable[[], None]) -> None:
        """Follow for ever, from where the read model stands."""
        known = await asyncio.to_thread(self._store.positions)
        for partition in range(partitions):
            self._followings[partition] = Following(start_after(known.get(partition)))
        starts = {p: one.position.offset for p, one in self._followings.items()}
        started()
        async for partition, records in self._log.follow(self._topic, starts):
            for record in records:
                self._take(partition, record)

    def _take(self, partition: int, record: LogRecord) -> None:
        following = self._followings[partition]
        judged = admit(following.position, record)
        following.position = judged.position
        if isinstance(judged, Stale) or not isinstance(judged.body, Decision):
            return
        decision = judged.body
        following.answer(decision.cause.offset, answered(decision, partition, record.offset))
        for case_id in dict.fromkeys(event.aggregate_id for event in decision.events):
            self._publish(CaseId(case_id), partition, record.offset)

    def _publish(self, case_id: CaseId, partition: int, offset: int) -> None:
        item = Item(case_id=case_id, partition=partition, offset=offset, positions=self.positions())
        self._items.append(item)
        for listener in self._listeners:
            listener.put(item)

    def positions(self) -> Mapping[int, int]:
        """Answer the last journal offset seen of each partition."""
        return {p: one.position.offset - 1 for p, one in self._followings.items()}

    async def wait(
        self, partition: int, intake_offset: int, timeout_seconds: float
    ) -> CommandAnswered | None:
        """Wait for the Decision that answers an intake record; None when the time is over."""
        following = self._followings[partition]
        if intake_offset in following.answers:
            return following.answers[intake_offset]
        future: asyncio.Future[CommandAnswered | None] = asyncio.get_running_loop().create_future()
        following.waiting.setdefault(intake_offset, []).append(future)
        try:
            async with asyncio.timeout(timeout_seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            following.forget(intake_offset, future)

    async def first_outcome(
        self, command_id: CommandId, timeout_seconds: float
    ) -> CommandAnswered | None:
        """Answer what first became of a command, once the read model knows."""
        deadline = self._clock.elapsed() + timeout_seconds
        while True:
            known = await asyncio.to_thread(self._store.outcome, command_id)
            if known is not None or self._clock.elapsed() >= deadline:
                return known
            await self._clock.sleep(FIRST_OUTCOME_POLL_SECONDS)

    async def wait_until(self, partition: int, offset: int, timeout_seconds: float) -> bool:
        """Answer whether the read model holds this journal position, waiting for it."""
        deadline = self._clock.elapsed() + timeout_seconds
        while True:
            position = await asyncio.to_thread(self._store.position, partition)
            if position is not None and position.offset >= offset:
                return True
            if self._clock.elapsed() >= deadline:
                return False
            await self._clock.sleep(ARRIVAL_POLL_SECONDS)

    def listen(self, after: Mapping[int, int] | None) -> "Listener":
        """Listen from behind these journal offsets; None: from now on."""
        return Listener(self, after)

    def backlog(self, after: Mapping[int, int]) -> list[Item] | None:
        """Answer the items behind these offsets, None when some are no longer kept."""
        full = len(self._items) == ITEMS_KEPT
        oldest: dict[int, int] = {}
        for item in self._items:
            oldest.setdefault(item.partition, item.offset)
        if full and any(after.get(p, -1) + 1 < first for p, first in oldest.items()):
            return None
        return [item for item in self._items if item.offset > after.get(item.partition, -1)]

    def enlist(self, listener: "Listener") -> None:
        """Let a listener hear what comes."""
        self._listeners.add(listener)

    def dismiss(self, listener: "Listener") -> None:
        """Let a listener go."""
        self._listeners.discard(listener)


class Listener:
    """One listener's place in the feed; a slow one loses its place and is told so."""

    def __init__(self, follower: Follower, after: Mapping[int, int] | None) -> None:
        self._follower = follower
        self._after = after
        self._queue: asyncio.Queue[Item] = asyncio.Queue(ITEMS_WAITING_MAX)
        self._lost = False

    async def __aenter__(self) -> Self:
        self._follower.enlist(self)
        backlog = [] if self._after is None else self._follower.backlog(self._after)
        if backlog is None:
            self._lost = True
        for item in backlog or ():
            self.put(item)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._follower.dismiss(self)

    def put(self, item: Item) -> None:
        """Take an item, or lose the place."""
        if self._queue.full():
            self._lost = True
        else:
            self._queue.put_nowait(item)

    async def next(self, timeout_seconds: float) -> Item | None:
        """Answer the next item, None when none came in time; Unavailable when items were lost."""
        if self._lost:
            raise Unavailable("the feed has moved on")
        try:
            async with asyncio.timeout(timeout_seconds):
                return await self._queue.get()
        except TimeoutError:
            return None
