"""Write one batch of changes: position, cases, timeline and outcomes together, or nothing."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from broker.domain.identifiers import CaseId
from broker.stores.views.documents import case_of, case_row, entry_row, outcome_row
from broker.stores.views.tables import CASES, OUTCOMES, POSITIONS, TIMELINE
from broker.views.absorb import Absorbed, Repeat, absorb, cases_in
from broker.views.case import CaseView
from broker.views.changes import Change
from broker.views.errors import Conflict, PositionLost
from broker.views.position import Position

Item = TypeVar("Item")

KEYS_ASKED_MAX = 200
"""Keys in one query; databases bound the number of parameters."""


def write_batch(
    connection: Connection,
    partition: int,
    *,
    expected: Position | None,
    advanced: Position,
    changes: Sequence[Change],
) -> None:
    """Move the position first, so that whoever lost a race has read and written nothing."""
    _move_position(connection, partition, expected=expected, advanced=advanced)
    absorbed = absorb(_known_cases(connection, cases_in(changes)), changes)
    _write_cases(connection, absorbed)
    _check_repeats(connection, absorbed.repeats)


def _move_position(
    connection: Connection, partition: int, *, expected: Position | None, advanced: Position
) -> None:
    moved = {
        "journal_offset": advanced.offset,
        "epoch": advanced.epoch,
        "chain": advanced.chain,
    }
    statement: ReturningInsert[tuple[int]] | ReturningUpdate[tuple[int]]
    if expected is None:
        first = _insert(connection)(POSITIONS).values(partition=partition, **moved)
        statement = first.on_conflict_do_nothing().returning(POSITIONS.c.partition)
    else:
        statement = (
            update(POSITIONS)
            .where(POSITIONS.c.partition == partition)
            .where(POSITIONS.c.journal_offset == expected.offset)
            .where(POSITIONS.c.epoch == expected.epoch)
            .where(POSITIONS.c.chain == expected.chain)
            .values(**moved)
            .returning(POSITIONS.c.partition)
        )
    # Drivers do not agree on the row count of an insert, so the row itself is asked for.
    if len(connection.execute(statement).all()) != 1:
        raise PositionLost(f"the read model's position of partition {partition} has moved")


def _known_cases(connection: Connection, wanted: frozenset[CaseId]) -> dict[CaseId, CaseView]:
    known = {}
    for some in _slices(sorted(wanted)):
        rows = connection.execute(select(CASES.c.document).where(CASES.c.case_id.in_(some)))
        for row in rows.mappings():
            view = case_of(row)
            known[view.case_id] = view
    return known


def _write_cases(connection: Connection, absorbed: Absorbed) -> None:
    make = _insert(connection)
    if absorbed.views:
        statement = make(CASES)
        renewed = {column.name: column for column in statement.excluded}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["case_id"], set_=renewed),
            [case_row(view) for view in absorbed.views.values()],
        )
    if absorbed.entries:
        connection.execute(make(TIMELINE), [entry_row(entry) for entry in absorbed.entries])
    if absorbed.answers:
        connection.execute(
            make(OUTCOMES).on_conflict_do_nothing(),
            [outcome_row(answer) for answer in absorbed.answers],
        )


def _check_repeats(connection: Connection, repeats: Sequence[Repeat]) -> None:
    key = tuple_(TIMELINE.c.case_id, TIMELINE.c.side, TIMELINE.c.sequence)
    for some in _slices(repeats):
        keys = [(each.case_id, each.side.value, each.sequence) for each in some]
        rows = connection.execute(
            select(
                TIMELINE.c.case_id, TIMELINE.c.side, TIMELINE.c.sequence, TIMELINE.c.digest
            ).where(key.in_(keys))
        )
        kept = {(case_id, side, sequence): digest for case_id, side, sequence, digest in rows}
        for each in some:
            if kept[(each.case_id, each.side.value, each.sequence)] != each.digest:
                raise Conflict(
                    f"event {each.side} {each.sequence} of case {each.case_id} has two contents"
                )


def _insert(connection: Connection) -> type[sqlite.Insert] | type[postgresql.Insert]:
    """Answer the insert of this database that can say what happens to a row that is there."""
    return sqlite.Insert if connection.dialect.name == "sqlite" else postgresql.Insert


def _slices(values: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(values), KEYS_ASKED_MAX):
        yield values[start : start + KEYS_ASKED_MAX]
