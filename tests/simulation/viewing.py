"""A read model in memory with its position beside its rows: what the projector does in SQL."""

from collections.abc import Sequence

from broker.domain.identifiers import AggregateId, CaseId
from broker.engine.lead import Counted, JournalPosition
from broker.streams.answers import row_of, start_after
from broker.streams.journal_tail import Rewound
from broker.views.absorb import absorb
from broker.views.case import CaseView
from broker.views.changes import (
    ArrivedItem,
    CommandAnswered,
    JournalRow,
    changes_of,
    position_of,
)
from broker.views.position import Position
from tests.simulation.process import Process


class Views:
    """A region's database: it outlives every process."""

    def __init__(self) -> None:
        self.positions: dict[int, Position] = {}
        self.cases: dict[CaseId, CaseView] = {}
        self.answers: dict[str, CommandAnswered] = {}
        self.items: dict[tuple[AggregateId, int], ArrivedItem] = {}

    def write(self, partition: int, rows: Sequence[JournalRow]) -> None:
        """Write the rows of consecutive journal records; the first answer of a command stays."""
        for row in rows:
            absorbed = absorb(self.cases, changes_of(partition, row))
            self.cases.update(absorbed.views)
            for arrived in absorbed.items:
                self.items.setdefault((arrived.meta.aggregate_id, arrived.meta.sequence), arrived)
            for answered in absorbed.answers:
                self.answers.setdefault(answered.answer.command_id, answered)

    def move(self, partition: int, position: Position) -> None:
        """Move the position."""
        self.positions[partition] = position


class ViewHandler:
    """The projector of one process: rows and position together, or nothing."""

    def __init__(self, views: Views, process: Process) -> None:
        self.views = views
        self.process = process
        self._expected: dict[int, Position | None] = {}

    async def start(self, partition: int) -> JournalPosition:
        """Read on where the rows end."""
        await self.process.step()
        known = self.views.positions.get(partition)
        self._expected[partition] = known
        return start_after(known)

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Write rows and position at once; Rewound if another process has moved on meanwhile."""
        rows = [row_of(judged) for judged in counted]
        await self.process.step()
        if self.views.positions.get(partition) != self._expected[partition]:
            raise Rewound
        if rows:
            assert rows[-1].offset < after.offset
            await self.record(partition, rows)
            self._expected[partition] = position_of(rows[-1])

    async def record(self, partition: int, rows: Sequence[JournalRow]) -> None:
        """Write in one transaction."""
        self.views.write(partition, rows)
        self.views.move(partition, position_of(rows[-1]))

    def durable(self, partition: int) -> int:
        """Answer the next journal offset to read."""
        return start_after(self.views.positions.get(partition)).offset

    def forget(self, partition: int) -> None:
        """Let go of a partition; what it showed stays."""
