"""The read model of one region behind the port ViewStore."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select

from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Instant, RegionCode, derive_item_id
from broker.domain.items.state import KnownItem
from broker.stores.views.conditions import comes_after, conditions_of, is_storable
from broker.stores.views.database import open_database, writing
from broker.stores.views.documents import case_of, entry_of, item_of, outcome_of
from broker.stores.views.tables import CASES, ITEM_EVENTS, OUTCOMES, POSITIONS, TIMELINE
from broker.stores.views.writing import write_batch
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import (
    Advance,
    Change,
    CommandAnswered,
    JournalRow,
    changes_of,
    position_of,
)
from broker.views.items import items_of
from broker.views.position import Position
from broker.views.ratios import RatingCount
from broker.views.reading import (
    PAGE_CASES_MAX,
    After,
    CaseFilter,
    Page,
    decode_cursor,
    encode_cursor,
)

ARRIVAL_MAX = 2**31 - 1
RATING_COLUMNS = (
    (CASES.c.receiving_region, CASES.c.receiving_rating, CASES.c.receiving_rated_at),
    (CASES.c.handling_region, CASES.c.handling_rating, CASES.c.handling_rated_at),
)
"""For each body of a case: its region, how it was rated, and when."""


class SqlViewStore:
    """Synchronous and safe for threads; several processes may open the same database."""

    def __init__(self, url: str, region: RegionCode) -> None:
        self._engine = open_database(url)
        self._region = region

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def position(self, partition: int) -> Position | None:
        """Answer how far the model follows a partition."""
        return self.positions().get(partition)

    def positions(self) -> Mapping[int, Position]:
        """Answer the position of every partition that has one."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(POSITIONS)).mappings().all()
        return {
            row["partition"]: Position(
                offset=row["journal_offset"], epoch=row["epoch"], chain=bytes(row["chain"])
            )
            for row in rows
        }

    def record(
        self,
        partition: int,
        *,
        expected: Position | None,
        advanced: Position,
        changes: Sequence[Change],
    ) -> None:
        """Keep changes and position together, or nothing."""
        with writing(self._engine) as connection:
            write_batch(
                connection, partition, expected=expected, advanced=advanced, changes=changes
            )

    def record_rows(
        self, partition: int, *, expected: Position | None, rows: Sequence[JournalRow]
    ) -> Position:
        """Record consecutive journal records and answer the new position."""
        return self.record_all([Advance(partition=partition, expected=expected, rows=rows)])[0]

    def record_all(self, advances: Sequence[Advance]) -> list[Position]:
        """Record several partitions together, or nothing."""
        with writing(self._engine) as connection:
            # In one order, so that two writers on PostgreSQL never wait for each other.
            for one in sorted(advances, key=lambda advance: advance.partition):
                write_batch(
                    connection,
                    one.partition,
                    expected=one.expected,
                    advanced=position_of(one.rows[-1]),
                    changes=[c for row in one.rows for c in changes_of(one.partition, row)],
                )
        return [position_of(one.rows[-1]) for one in advances]

    def case(self, case_id: str) -> CaseView | None:
        """Answer a case as this region knows it."""
        if not is_storable(case_id):
            return None
        with self._engine.connect() as connection:
            asked = select(CASES.c.document).where(CASES.c.case_id == case_id)
            row = connection.execute(asked).mappings().one_or_none()
        return None if row is None else case_of(row)

    def timeline(
        self, case_id: str, *, after: int = 0, limit: int = PAGE_CASES_MAX
    ) -> tuple[TimelineEntry, ...]:
        """Answer the events of a case in the order they arrived here."""
        if not is_storable(case_id):
            return ()
        asked = (
            select(TIMELINE.c.document)
            .where(TIMELINE.c.case_id == case_id, TIMELINE.c.arrival > min(after, ARRIVAL_MAX))
            .order_by(TIMELINE.c.arrival)
            .limit(_bounded(limit))
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked).mappings().all()
        return tuple(entry_of(row) for row in rows)

    def cases(self, wanted: CaseFilter, *, cursor: str | None = None, limit: int = 50) -> Page:
        """List cases, the last handed in first."""
        asked = select(CASES.c.document).where(conditions_of(wanted, self._region))
        if cursor is not None:
            asked = asked.where(comes_after(decode_cursor(cursor)))
        newest_first = asked.order_by(CASES.c.submitted_at.desc(), CASES.c.case_id.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(newest_first.limit(_bounded(limit) + 1)).mappings().all()
        return _page_of([case_of(row) for row in rows], _bounded(limit))

    def counts(self, wanted: CaseFilter) -> Mapping[CaseStatus, int]:
        """Count the cases of each status."""
        asked = (
            select(CASES.c.status, func.count())
            .where(conditions_of(wanted, self._region))
            .group_by(CASES.c.status)
        )
        with self._engine.connect() as connection:
            return {CaseStatus(status): count for status, count in connection.execute(asked)}

    def rating_counts(self, since: Instant, until: Instant) -> tuple[RatingCount, ...]:
        """Count how each body was rated in [since, until), in cases that people here may see."""
        seen = conditions_of(CaseFilter(), self._region)
        counted: Counter[tuple[str, str]] = Counter()
        with self._engine.connect() as connection:
            for body, level, rated_at in RATING_COLUMNS:
                asked = (
                    select(body, level, func.count())
                    .where(seen, rated_at >= since, rated_at < until)
                    .group_by(body, level)
                )
                for region, rating, count in connection.execute(asked):
                    counted[region, rating] += count
        return tuple(
            RatingCount(region=RegionCode(region), level=RatingLevel(rating), count=count)
            for (region, rating), count in sorted(counted.items())
        )

    def outcome(self, command_id: str) -> CommandAnswered | None:
        """Answer what first became of a command."""
        if not is_storable(command_id):
            return None
        asked = select(OUTCOMES.c.document).where(OUTCOMES.c.command_id == command_id)
        with self._engine.connect() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        return None if row is None else outcome_of(row)

    def items(self, region: RegionCode) -> tuple[KnownItem, ...]:
        """Answer the items of a region, its own or a linked one, with all of their versions."""
        asked = (
            select(ITEM_EVENTS.c.document)
            .where(ITEM_EVENTS.c.region == region)
            .order_by(ITEM_EVENTS.c.item_id, ITEM_EVENTS.c.sequence)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked).mappings().all()
        return items_of([item_of(row) for row in rows])

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer one item of a region."""
        asked = (
            select(ITEM_EVENTS.c.document)
            .where(ITEM_EVENTS.c.item_id == derive_item_id(region, code))
            .order_by(ITEM_EVENTS.c.sequence)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked).mappings().all()
        return next(iter(items_of([item_of(row) for row in rows])), None)

    def has_items(self, region: RegionCode) -> bool:
        """Tell whether a region has ever published an item."""
        asked = select(ITEM_EVENTS.c.item_id).where(ITEM_EVENTS.c.region == region).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(asked).first() is not None

    def drop_all(self) -> None:
        """Forget everything at once: a running projector loses its position and rebuilds."""
        with writing(self._engine) as connection:
            for table in (POSITIONS, CASES, TIMELINE, ITEM_EVENTS, OUTCOMES):
                connection.execute(delete(table))


def _bounded(limit: int) -> int:
    return max(1, min(limit, PAGE_CASES_MAX))


def _page_of(found: list[CaseView], limit: int) -> Page:
    """Cut the one case too many, which only tells that there are more."""
    shown = tuple(found[:limit])
    if len(found) <= limit:
        return Page(cases=shown, cursor=None)
    last = After(submitted_at=shown[-1].submitted_at, case_id=shown[-1].case_id)
    return Page(cases=shown, cursor=encode_cursor(last))
