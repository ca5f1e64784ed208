"""Following the journals of a region: outcomes for whoever waits, and a feed (design E10)."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from broker.domain.identifiers import CaseId, CommandId, RegionCode, is_case_id
from broker.engine.lead import ORIGIN, JournalPosition, Stale, admit
from broker.ports import Clock
from broker.schemas.recent import recent_journal
from broker.schemas.records import Decision, LogRecord
from broker.streams.answers import answered, start_after
from broker.streams.ring import Listener, Ring
from broker.streams.topics import journal_topic
from broker.views.changes import CommandAnswered
from broker.views.port import ViewStore

ANSWERS_KEPT = 20_000
ARRIVAL_POLL_SECONDS = 0.01
FIRST_OUTCOME_POLL_SECONDS = 0.02


class FollowedLog(Protocol):
    """A log whose partitions are followed without a group."""

    def follow(
        self, topic: str, starts: Mapping[int, int]
    ) -> AsyncIterator[tuple[int, Sequence[LogRecord]]]:
        """Records of all partitions from their starts on, for ever."""
        ...


@dataclass(slots=True)
class Following:
    """What was seen of one partition lately."""

    position: JournalPosition = ORIGIN
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
        self,
        *,
        region: RegionCode,
        partitions: int,
        log: FollowedLog,
        store: ViewStore,
        clock: Clock,
    ) -> None:
        self._topic = journal_topic(region)
        self._log = log
        self._store = store
        self._clock = clock
        self._followings = {partition: Following() for partition in range(partitions)}
        self._ring = Ring()
        self.is_following = False

    async def open(self) -> None:
        """Begin where the read model stands; before anybody asks for the feed."""
        known = await asyncio.to_thread(self._store.positions)
        for partition, following in self._followings.items():
            following.position = start_after(known.get(partition))
            self._ring.begin(partition, following.position.offset)

    async def run(self) -> None:
        """Follow for ever."""
        starts = {p: one.position.offset for p, one in self._followings.items()}
        self.is_following = True
        async for partition, records in self._log.follow(self._topic, starts):
            for record in records:
                self._take(partition, record)

    def _take(self, partition: int, record: LogRecord) -> None:
        following = self._followings[partition]
        judged = admit(following.position, record, recent_journal)
        following.position = judged.position
        if isinstance(judged, Stale):
            return
        cases: list[CaseId] = []
        if isinstance(decision := judged.body, Decision):
            following.answer(decision.cause.offset, answered(decision, partition, record.offset))
            names = dict.fromkeys(event.aggregate_id for event in decision.events)
            cases = [CaseId(name) for name in names if is_case_id(name)]
        self._ring.add(partition, record.offset, cases)

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

    def listen(self, after: Mapping[int, int] | None) -> Listener:
        """Listen from behind these journal offsets; None: from now on."""
        return Listener(self._ring, after)
