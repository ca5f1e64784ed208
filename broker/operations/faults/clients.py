"""The clients of a fault run: they play stories at a pace, repeat, race and never forget an id."""

import asyncio
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251  # always seeded

from broker.domain.identifiers import CommandId, derive_case_id
from broker.operations.client import Denied, Told
from broker.operations.faults.asking import EVENTS, Asked, Desk
from broker.operations.faults.pace import Over, Pace
from broker.operations.workload import Ask, Story, Storyteller

AGAIN_REASONS = frozenset(
    {
        "not_found",
        "push_not_received",
        "not_pushed",
        "result_not_received",
        "supplement_pending",
        "supplement_not_requested",
        "not_accepted_yet",
        "not_decided",
        "withdrawal_pending",
    }
)
"""The other side's events are still under way: ask again later, under a new id."""
ENDED = "case_ended"
AGAIN_MAX = 12
AGAIN_SECONDS = 1.0
TRAVEL_SECONDS = 0.4
"""Between two acts, so that most events have arrived when the other window acts."""
REPEAT_CHANCE = 0.03
TWIN_CHANCE = 0.03
REUSE_CHANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One clerk's part in an act of a case."""

    ask: Ask
    case_id: str
    key: str
    number: int

    def prepare(self, desk: Desk, attempt: int) -> Asked:
        """Name the command of an attempt; all attempts and clerks of a step are one intent."""
        return desk.prepare(
            self.ask,
            case_id=self.case_id,
            key=f"{self.key}.{attempt}",
            intent=f"{self.number}.{self.ask.step}",
        )


class Clients:
    """Plays as many stories at once as the pace needs."""

    def __init__(
        self, *, desk: Desk, storyteller: Storyteller, random: Random, rate: float
    ) -> None:
        self._desk = desk
        self._storyteller = storyteller
        self._random = random
        self._stories = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.pace = Pace(desk.clock, rate=rate, newcomer=self._begin)

    async def run(self, seconds: float) -> None:
        """Give commands for so long."""
        await self.pace.run(seconds)

    async def finish(self) -> None:
        """Wait until every command given is known, or the desk has given up."""
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks)
            for task in done:
                task.result()

    def _begin(self) -> None:
        self._stories += 1
        task = asyncio.create_task(self._play(self._storyteller.tell(), self._stories))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _play(self, story: Story, number: int) -> None:
        opening, *acts = story.acts
        [submit] = opening.asks
        asked = self._desk.prepare(submit, case_id="", key=f"{number}.submit", intent=f"{number}")
        case_id = derive_case_id(submit.region, CommandId(asked.line.command_id))
        asked = replace(asked, case_id=case_id, line=replace(asked.line, case_id=case_id))
        if not is_done(await self._ask(asked)):
            return
        for index, act in enumerate(acts):
            await self._desk.clock.sleep(TRAVEL_SECONDS)
            parts = [
                Part(ask=ask, case_id=case_id, key=f"{number}.{index}.{clerk}", number=number)
                for clerk, ask in enumerate(act.asks)
            ]
            if not all(await asyncio.gather(*(self._insist(part) for part in parts))):
                return

    async def _insist(self, part: Part) -> bool:
        """Ask, and ask again later what only came too early; False when the story is over."""
        for attempt in range(AGAIN_MAX):
            await self._desk.clock.sleep(min(attempt, 3) * AGAIN_SECONDS)
            try:
                await self.pace.turn()
            except Over:
                return False
            told = await self._ask(part.prepare(self._desk, attempt))
            if told is None:
                return False
            if told.reason not in AGAIN_REASONS:
                return told.reason != ENDED
        return False

    async def _ask(self, asked: Asked) -> Told | Denied | None:
        """Ask; now and then twice at once, or again afterwards, or another thing under the id."""
        chance = self._random.random()
        if chance < TWIN_CHANCE:
            told, _ = await asyncio.gather(self._desk.ask(asked), self._desk.ask_once(asked))
        else:
            told = await self._desk.ask(asked)
        if is_done(told):
            self._desk.tally.done += 1
        elif isinstance(told, Told):
            self._desk.tally.refused += 1
        if isinstance(told, Told) and chance > 1 - REPEAT_CHANCE:
            await self._desk.ask_once(asked)
        if is_done(told) and "note" in asked.ask.body and self._random.random() < REUSE_CHANCE:
            other = replace(asked.ask, body={**asked.ask.body, "note": "另一份内容"})
            await self._desk.ask_once(replace(asked, ask=other))
        return told


def is_done(told: Told | Denied | None) -> bool:
    """Say whether a command has its events in the journal."""
    return isinstance(told, Told) and told.outcome == EVENTS
