"""The projector: journal -> read model, position and rows in one transaction (design E11)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from broker.domain.identifiers import CaseId
from broker.engine.lead import Counted, JournalPosition
from broker.schemas.records import Decision, Outcome
from broker.streams.answers import row_of, start_after
from broker.streams.journal_tail import Rewound
from broker.views.changes import Advance
from broker.views.errors import PositionLost
from broker.views.port import ViewStore
from broker.views.position import Position

LOST = frozenset({Outcome.REFUSAL, Outcome.DUPLICATE})


@dataclass(frozen=True, slots=True)
class LostKey:
    """The sealing key of a command that came to nothing: refused, or a repetition."""

    case_id: CaseId
    key_id: str


Sweep = Callable[[Sequence[LostKey]], Awaitable[None]]
"""Forgets keys that no event refers to; repeating it is harmless."""


def lost_keys(judged: Counted) -> list[LostKey]:
    """List the keys that a Decision has left without an event."""
    decision = judged.body
    if not isinstance(decision, Decision) or decision.outcome not in LOST:
        return []
    return [LostKey(CaseId(decision.previous[0].aggregate_id), one) for one in decision.key_ids]


class Together:
    """Joins what several partitions record at the same time into one transaction."""

    def __init__(self, store: ViewStore) -> None:
        self._store = store
        self._waiting: list[tuple[Advance, asyncio.Future[Position]]] = []
        self._recording: asyncio.Task[None] | None = None

    async def record(self, advance: Advance) -> Position:
        """Record, and answer the new position; raises what the store raises."""
        recorded: asyncio.Future[Position] = asyncio.get_running_loop().create_future()
        self._waiting.append((advance, recorded))
        if self._recording is None or self._recording.done():
            self._recording = asyncio.create_task(self._record_waiting())
        return await recorded

    async def _record_waiting(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                await self._record(taken)
            except Exception:  # noqa: BLE001  # whose it is shows when each is alone
                for one in taken:
                    await self._record_alone(*one)

    async def _record(self, taken: Sequence[tuple[Advance, asyncio.Future[Position]]]) -> None:
        advances = [advance for advance, _ in taken]
        positions = await asyncio.to_thread(self._store.record_all, advances)
        for (_, recorded), position in zip(taken, positions, strict=True):
            if not recorded.done():
                recorded.set_result(position)

    async def _record_alone(self, advance: Advance, recorded: asyncio.Future[Position]) -> None:
        try:
            await self._record([(advance, recorded)])
        except Exception as error:  # noqa: BLE001  # whoever waits for it hears of it
            if not recorded.done():
                recorded.set_exception(error)


class Projector:
    """A journal handler around a read model; the model's position is the only one it trusts."""

    def __init__(self, store: ViewStore, sweep: Sweep) -> None:
        self._store = store
        self._together = Together(store)
        self._sweep = sweep
        self._positions: dict[int, Position | None] = {}

    async def start(self, partition: int) -> JournalPosition:
        """Read on where the model ends; from the first record if it was dropped."""
        position = await asyncio.to_thread(self._store.position, partition)
        self._positions[partition] = position
        return start_after(position)

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Record rows and position together; Rewound when the model was dropped or moved."""
        rows = [row_of(judged) for judged in counted]
        if not rows:
            return
        try:
            self._positions[partition] = await self._together.record(
                Advance(partition=partition, expected=self._positions[partition], rows=rows)
            )
        except PositionLost as error:
            raise Rewound from error
        assert after.offset > rows[-1].offset, "the position lies behind the rows"
        # After the rows: whether an event refers to a key is asked of the model.
        await self._sweep([lost for judged in counted for lost in lost_keys(judged)])

    def durable(self, partition: int) -> int:
        """Answer the next journal offset to read."""
        position = self._positions[partition]
        return 0 if position is None else position.offset + 1

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked."""
        self._positions.pop(partition, None)
