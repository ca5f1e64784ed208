"""The projector: journal -> read model, position and rows in one transaction (design E11)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from broker.engine.lead import Counted, JournalPosition
from broker.schemas.records import Decision, Outcome
from broker.streams.answers import row_of, start_after
from broker.streams.journal_tail import Rewound
from broker.views.errors import PositionLost
from broker.views.port import ViewStore
from broker.views.position import Position

LOST = frozenset({Outcome.REFUSAL, Outcome.DUPLICATE})
Sweep = Callable[[Sequence[str]], Awaitable[None]]
"""Forgets sealing keys that no event refers to; repeating it is harmless."""


def lost_keys(judged: Counted) -> Sequence[str]:
    """List the sealing keys of a command that came to nothing: refused, or a repetition."""
    decision = judged.body
    if isinstance(decision, Decision) and decision.outcome in LOST:
        return decision.key_ids
    return ()


class Projector:
    """A journal handler around a read model; the model's position is the only one it trusts."""

    def __init__(self, store: ViewStore, sweep: Sweep) -> None:
        self._store = store
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
        await self._sweep([key_id for judged in counted for key_id in lost_keys(judged)])
        rows = [row_of(judged) for judged in counted]
        if not rows:
            return
        try:
            self._positions[partition] = await asyncio.to_thread(
                self._store.record_rows,
                partition,
                expected=self._positions[partition],
                rows=rows,
            )
        except PositionLost as error:
            raise Rewound from error
        assert after.offset > rows[-1].offset, "the position lies behind the rows"

    def durable(self, partition: int) -> int:
        """Answer the next journal offset to read."""
        position = self._positions[partition]
        return 0 if position is None else position.offset + 1

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked."""
        self._positions.pop(partition, None)
