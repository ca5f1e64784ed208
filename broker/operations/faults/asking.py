"""One command of a client, asked until its outcome is known, and written down (E6, E7)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random  # noqa: TID251  # always seeded

from broker.domain.identifiers import RegionCode, derive_command_id
from broker.errors import Unavailable
from broker.operations.client import ApiClient, Denied, Told
from broker.operations.faults.access import subject_of
from broker.operations.history import HistoryFile, Line, Phase
from broker.operations.workload import Ask
from broker.ports import Clock

WAIT_SECONDS = 5
BACKOFF_SECONDS_MIN = 0.3
BACKOFF_SECONDS_MAX = 4.0
LINES_MAX = 256
PENDING = "pending"
EVENTS = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command under its id, ready to be sent any number of times."""

    ask: Ask
    case_id: str
    key: str
    line: Line


@dataclass(slots=True)
class Tally:
    """What clients saw, in numbers."""

    asked: int = 0
    done: int = 0
    refused: int = 0
    turned_away: int = 0
    unknown: int = 0
    repeated: int = 0
    problems: set[str] = field(default_factory=set)
    """Sentences of refusals at the edge, to be searched for canaries."""

    @property
    def answered(self) -> int:
        """Count the commands of which the journal's answer is known."""
        return self.done + self.refused


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where commands are asked: a client a region, the history, the tally."""

    clients: Mapping[RegionCode, ApiClient]
    history: HistoryFile
    clock: Clock
    random: Random
    is_given_up: Callable[[], bool]
    tally: Tally = field(default_factory=Tally)
    lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LINES_MAX))
    """Requests under way at once; who waits for a line has not begun to wait for an answer."""

    def prepare(self, ask: Ask, *, case_id: str, key: str, intent: str) -> Asked:
        """Name a command; its id follows from region, principal, key and case."""
        subject = subject_of(ask.region)
        command_id = derive_command_id(region=ask.region, subject=subject, key=key, case_id=case_id)
        line = Line(
            t=0.0,
            actor=subject,
            op=ask.kind,
            phase=Phase.INVOKE,
            region=ask.region,
            case_id=case_id,
            side=ask.side,
            command_id=command_id,
            intent=intent,
        )
        return Asked(ask=ask, case_id=case_id, key=key, line=line)

    async def ask(self, asked: Asked) -> Told | Denied | None:
        """Ask until the outcome is known, under the same id; None when the run has given up."""
        self.tally.asked += 1
        backoff = BACKOFF_SECONDS_MIN
        is_recorded = False
        while not self.is_given_up():
            told = await (self.look_up(asked) if is_recorded else self.ask_once(asked))
            if isinstance(told, Denied) or (told is not None and told.outcome != PENDING):
                return told
            is_recorded = is_recorded or told is not None
            self.tally.repeated += 1
            await self.clock.sleep(backoff * self.random.uniform(0.5, 1.5))
            backoff = min(BACKOFF_SECONDS_MAX, 2 * backoff)
        return None

    async def look_up(self, asked: Asked) -> Told | None:
        """Ask what became of a command that is recorded; None while that is not known."""
        try:
            async with self.lines:
                told = await self._outcome(asked)
        except (Unavailable, Denied):
            return None
        self._write_told(asked, told)
        return told

    async def _outcome(self, asked: Asked) -> Told:
        case_id = "" if asked.ask.kind == "SubmitCase" else asked.case_id
        return await self.clients[asked.ask.region].outcome(asked.key, case_id=case_id)

    async def ask_once(self, asked: Asked) -> Told | Denied | None:
        """Ask once and write down what was said; None while the outcome is not known."""
        self._write(asked, Phase.INVOKE)
        try:
            async with self.lines:
                told = await self._send(asked)
        except Unavailable as error:
            self._write(asked, Phase.INFO, reason=str(error.__cause__ or error)[:80])
            self.tally.unknown += 1
            return None
        except Denied as denied:
            self._write(asked, Phase.FAIL, reason=denied.reason)
            self.tally.turned_away += 1
            self.tally.problems.add(str(denied))
            return denied
        self._write_told(asked, told)
        return told

    async def _send(self, asked: Asked) -> Told:
        client, body = self.clients[asked.ask.region], asked.ask.body
        if asked.ask.kind == "SubmitCase":
            return await client.submit(body, key=asked.key, wait_seconds=WAIT_SECONDS)
        return await client.command(
            asked.case_id, asked.ask.kind, body, key=asked.key, wait_seconds=WAIT_SECONDS
        )

    def _write_told(self, asked: Asked, told: Told) -> None:
        phase = Phase.OK if told.outcome in (EVENTS, PENDING) else Phase.FAIL
        self._write(
            asked, phase, outcome=told.outcome, reason=told.reason, event_ids=told.event_ids
        )

    def _write(
        self,
        asked: Asked,
        phase: Phase,
        *,
        outcome: str = "",
        reason: str = "",
        event_ids: tuple[str, ...] = (),
    ) -> None:
        line = replace(
            asked.line,
            t=round(self.clock.elapsed(), 3),
            phase=phase,
            outcome=outcome,
            reason=reason,
            event_ids=event_ids,
        )
        self.history.write(line)
