"""Write one batch of changes: position, cases, timeline, items and outcomes, or nothing."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from broker.domain.identifiers import CaseId
from broker.stores.views.documents import case_of, case_row, entry_row, item_row, outcome_row
from broker.stores.views.statements import statements_for
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
    statements = statements_for(connection.dialect.name)
    moved = {
        "journal_offset": advanced.offset,
        "epoch": advanced.epoch,
        "chain": advanced.chain,
    }
    if expected is None:
        rows = connection.execute(statements.begin_position, {"partition": partition, **moved})
    else:
        condition = {
            "of_partition": partition,
            "expected_offset": expected.offset,
            "expected_epoch": expected.epoch,
            "expected_chain": expected.chain,
        }
        rows = connection.execute(statements.move_position, {**condition, **moved})
    if len(rows.all()) != 1:
        raise PositionLost(f"the read model's position of partition {partition} has moved")


def _known_cases(connection: Connection, wanted: frozenset[CaseId]) -> dict[CaseId, CaseView]:
    find_cases = statements_for(connection.dialect.name).find_cases
    known = {}
    for some in _slices(sorted(wanted)):
        for row in connection.execute(find_cases, {"wanted": some}).mappings():
            view = case_of(row)
            known[view.case_id] = view
    return known


def _write_cases(connection: Connection, absorbed: Absorbed) -> None:
    statements = statements_for(connection.dialect.name)
    for statement, rows in (
        (statements.write_cases, [case_row(view) for view in absorbed.views.values()]),
        (statements.write_timeline, [entry_row(entry) for entry in absorbed.entries]),
        (statements.write_items, [item_row(arrived) for arrived in absorbed.items]),
        (statements.write_outcomes, [outcome_row(answer) for answer in absorbed.answers]),
    ):
        if rows:
            connection.execute(statement, rows)


def _check_repeats(connection: Connection, repeats: Sequence[Repeat]) -> None:
    find_digests = statements_for(connection.dialect.name).find_digests
    for some in _slices(repeats):
        wanted = [(each.case_id, each.side.value, each.sequence) for each in some]
        rows = connection.execute(find_digests, {"wanted": wanted})
        kept = {(case_id, side, sequence): digest for case_id, side, sequence, digest in rows}
        for each, key in zip(some, wanted, strict=True):
            if kept[key] != each.digest:
                raise Conflict(
                    f"event {each.side} {each.sequence} of case {each.case_id} has two contents"
                )


def _slices(values: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(values), KEYS_ASKED_MAX):
        yield values[start : start + KEYS_ASKED_MAX]
