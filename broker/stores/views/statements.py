"""The statements that write a read model, built once for each kind of database."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Executable, bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from broker.stores.views.tables import CASES, ITEM_EVENTS, OUTCOMES, POSITIONS, TIMELINE
from broker.views.changes import SET_ASIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Every value is bound when a statement runs.

    The two for a position answer its row: drivers do not agree on the row count of an insert.
    """

    begin_position: Executable
    move_position: Executable
    find_cases: Executable
    find_digests: Executable
    write_cases: Executable
    write_timeline: Executable
    write_outcomes: Executable
    write_items: Executable


@cache
def statements_for(dialect: str) -> Statements:
    """Answer the statements of a database; both can say what becomes of a row that is there."""
    insert = sqlite.Insert if dialect == "sqlite" else postgresql.Insert
    cases, outcomes = insert(CASES), insert(OUTCOMES)
    return Statements(
        begin_position=insert(POSITIONS).on_conflict_do_nothing().returning(POSITIONS.c.partition),
        move_position=_move_position(),
        find_cases=select(CASES.c.document).where(
            CASES.c.case_id.in_(bindparam("wanted", expanding=True))
        ),
        find_digests=_find_digests(),
        write_cases=cases.on_conflict_do_update(
            index_elements=["case_id"],
            set_={column.name: column for column in cases.excluded},
        ),
        write_timeline=insert(TIMELINE),
        write_items=insert(ITEM_EVENTS).on_conflict_do_nothing(),
        # The rule of `absorb`, for outcomes of earlier batches.
        write_outcomes=outcomes.on_conflict_do_update(
            index_elements=["command_id"],
            set_={column.name: column for column in outcomes.excluded},
            where=(OUTCOMES.c.outcome == SET_ASIDE) & (outcomes.excluded.outcome != SET_ASIDE),
        ),
    )


def _move_position() -> Executable:
    return (
        update(POSITIONS)
        .where(POSITIONS.c.partition == bindparam("of_partition"))
        .where(POSITIONS.c.journal_offset == bindparam("expected_offset"))
        .where(POSITIONS.c.epoch == bindparam("expected_epoch"))
        .where(POSITIONS.c.chain == bindparam("expected_chain"))
        .values(
            journal_offset=bindparam("journal_offset"),
            epoch=bindparam("epoch"),
            chain=bindparam("chain"),
        )
        .returning(POSITIONS.c.partition)
    )


def _find_digests() -> Executable:
    key = (TIMELINE.c.case_id, TIMELINE.c.side, TIMELINE.c.sequence)
    among = tuple_(*key).in_(bindparam("wanted", expanding=True))
    return select(*key, TIMELINE.c.digest).where(among)
