"""What a store of the read model promises; each region has its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.items.state import KnownItem
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import Advance, Change, CommandAnswered, JournalRow
from broker.views.position import Position
from broker.views.ratios import RatingCount
from broker.views.reading import CaseFilter, Page


class ViewStore(Protocol):
    """Synchronous: shells call it through `asyncio.to_thread`, from any thread."""

    def position(self, partition: int) -> Position | None:
        """Answer how far the model follows a partition, None before its first record."""
        ...

    def positions(self) -> Mapping[int, Position]:
        """Answer the position of every partition that has one."""
        ...

    def record(
        self,
        partition: int,
        *,
        expected: Position | None,
        advanced: Position,
        changes: Sequence[Change],
    ) -> None:
        """Keep changes and position together, or nothing.

        Raises PositionLost when the position is not `expected`, and Conflict when an event that is
        known comes again with other bytes.
        """
        ...

    def record_rows(
        self, partition: int, *, expected: Position | None, rows: Sequence[JournalRow]
    ) -> Position:
        """Record consecutive journal records in one transaction and answer the new position."""
        ...

    def record_all(self, advances: Sequence[Advance]) -> list[Position]:
        """Record several partitions in one transaction and answer their new positions.

        When one of them cannot be recorded, none is.
        """
        ...

    def case(self, case_id: str) -> CaseView | None:
        """Answer a case as this region knows it."""
        ...

    def timeline(
        self, case_id: str, *, after: int = 0, limit: int = 500
    ) -> tuple[TimelineEntry, ...]:
        """Answer the events of a case in the order they arrived here, those beyond `after`."""
        ...

    def cases(self, wanted: CaseFilter, *, cursor: str | None = None, limit: int = 50) -> Page:
        """List cases, the last handed in first; InvalidCursor if the cursor is not ours."""
        ...

    def counts(self, wanted: CaseFilter) -> Mapping[CaseStatus, int]:
        """Count the cases of each status; a status without cases is missing."""
        ...

    def rating_counts(self, since: Instant, until: Instant) -> tuple[RatingCount, ...]:
        """Count how each body was rated in [since, until), in cases that people here may see."""
        ...

    def outcome(self, command_id: str) -> CommandAnswered | None:
        """Answer what first became of a command."""
        ...

    def items(self, region: RegionCode) -> tuple[KnownItem, ...]:
        """Answer the items of a region, its own or a linked one, with all of their versions."""
        ...

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer one item of a region."""
        ...

    def has_items(self, region: RegionCode) -> bool:
        """Tell whether a region has ever published an item."""
        ...

    def drop_all(self) -> None:
        """Forget everything, positions too: the projector rebuilds by replay."""
        ...


def whole_timeline(views: ViewStore, case_id: str) -> Iterator[TimelineEntry]:
    """Read every event of a case in the order of arrival, page by page."""
    after = 0
    while entries := views.timeline(case_id, after=after):
        yield from entries
        after = entries[-1].arrival
