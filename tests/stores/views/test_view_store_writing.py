"""Contract: effects and position are kept together, once, by one of many."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from broker.domain.cases.events import CaseSubmitted
from broker.domain.identifiers import CaseId
from broker.stores.views.store import SqlViewStore
from broker.views.absorb import absorb
from broker.views.changes import Advance, EventRecorded
from broker.views.errors import Conflict, PositionLost
from broker.views.position import Position
from tests.stores.views.support import (
    FIRST,
    SECOND,
    THIRD,
    answered,
    content_of,
    keep,
    reopened,
    rows_of,
)
from tests.views.histories import MORNING, USUAL, placed, play

CASE = CaseId("621000-a")
HISTORY = placed(play(CASE))


class PowerCut(Exception):
    """The process ends before the transaction does."""


def test_a_new_model_has_no_position(store: SqlViewStore) -> None:
    assert store.position(0) is None
    assert store.positions() == {}


def test_position_and_effects_are_kept_together(store: SqlViewStore, url: str) -> None:
    store.record(0, expected=None, advanced=FIRST, changes=HISTORY)
    store.record(3, expected=None, advanced=SECOND, changes=[])
    with reopened(url) as again:
        assert again.positions() == {0: FIRST, 3: SECOND}
        assert again.case(CASE) == absorb({}, HISTORY).views[CASE]
        assert list(again.timeline(CASE)) == absorb({}, HISTORY).entries


@pytest.mark.parametrize(
    "expected",
    [
        None,
        SECOND,
        replace(FIRST, offset=5),
        replace(FIRST, epoch=2),
        replace(FIRST, chain=b"z" * 32),
    ],
)
def test_whoever_expects_another_position_writes_nothing(
    store: SqlViewStore, url: str, expected: Position | None
) -> None:
    store.record(0, expected=None, advanced=FIRST, changes=[])
    before = content_of(url)
    with pytest.raises(PositionLost):
        store.record(0, expected=expected, advanced=THIRD, changes=HISTORY)
    assert content_of(url) == before


def test_a_position_that_was_never_there_is_lost_too(store: SqlViewStore) -> None:
    with pytest.raises(PositionLost):
        store.record(0, expected=FIRST, advanced=SECOND, changes=HISTORY)
    assert store.positions() == {}


@pytest.mark.parametrize("table", ["cases", "timeline", "outcomes"])
def test_a_crash_before_the_commit_leaves_nothing(
    store: SqlViewStore, url: str, table: str
) -> None:
    store.record(0, expected=None, advanced=FIRST, changes=HISTORY[:2])
    before = content_of(url)

    def cut(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(f"INSERT INTO {table}"):
            raise PowerCut

    event.listen(store._engine, "after_cursor_execute", cut)
    with pytest.raises(PowerCut):
        store.record(0, expected=FIRST, advanced=SECOND, changes=[*HISTORY[2:], answered("c1")])
    event.remove(store._engine, "after_cursor_execute", cut)
    assert content_of(url) == before
    store.record(0, expected=FIRST, advanced=SECOND, changes=[*HISTORY[2:], answered("c1")])
    assert len(store.timeline(CASE)) == len(HISTORY)


def test_a_repeated_event_changes_nothing(store: SqlViewStore) -> None:
    keep(store, HISTORY)
    kept, entries = store.case(CASE), store.timeline(CASE)
    keep(store, placed(HISTORY[:4], first=50), placed(HISTORY[2:], first=60))
    assert store.case(CASE) == kept
    assert store.timeline(CASE) == entries


def test_a_repetition_inside_one_batch_changes_nothing(store: SqlViewStore) -> None:
    keep(store, HISTORY, HISTORY)
    assert len(store.timeline(CASE)) == len(HISTORY)


@pytest.mark.parametrize("before", [0, len(HISTORY)])
def test_the_same_event_with_other_bytes_is_a_conflict(
    store: SqlViewStore, url: str, before: int
) -> None:
    """Whether the first of them came in an earlier batch or in the same."""
    store.record(0, expected=None, advanced=FIRST, changes=HISTORY[:before])
    content = content_of(url)
    second = HISTORY[1]
    forged = replace(second, arrived=replace(second.arrived, digest=b"f" * 32))
    with pytest.raises(Conflict, match="receiving 2 of case 621000-a"):
        store.record(0, expected=FIRST, advanced=SECOND, changes=[*HISTORY[before:], forged])
    assert content_of(url) == content


def test_many_repetitions_are_all_compared(store: SqlViewStore) -> None:
    many = [play(f"621000-{number:04}", USUAL[:2]) for number in range(150)]
    keep(store, *many)
    last = many[-1][-1]
    forged = replace(last, arrived=replace(last.arrived, digest=b"f" * 32))
    with pytest.raises(Conflict):
        keep(store, *many, [forged])


def test_the_first_outcome_of_a_command_stays(store: SqlViewStore) -> None:
    first = answered("c1", offset=4)
    store.record(0, expected=None, advanced=FIRST, changes=[first, answered("c1", outcome="held")])
    again = answered("c1", outcome="duplicate", offset=9)
    store.record(0, expected=FIRST, advanced=SECOND, changes=[again])
    assert store.outcome("c1") == first


@pytest.mark.parametrize("outcome", ["events", "refusal"])
@pytest.mark.parametrize("is_one_batch", [True, False])
def test_what_was_set_aside_is_replaced_when_a_retry_was_decided(
    store: SqlViewStore, url: str, outcome: str, *, is_one_batch: bool
) -> None:
    aside = answered("c1", outcome="set_aside", offset=4)
    again = answered("c1", outcome="set_aside", offset=6)
    decided = answered("c1", outcome=outcome, offset=9)
    late = [answered("c1", outcome="duplicate", offset=11), replace(again, place=decided.place)]
    if is_one_batch:
        keep(store, [aside, again, decided, *late])
    else:
        keep(store, [aside], [again])
        assert store.outcome("c1") == aside, "set aside again is nothing new"
        keep(store, [decided])
        assert store.outcome("c1") == decided
        keep(store, late)
    with reopened(url) as again_opened:
        assert again_opened.outcome("c1") == decided


def race_to_record(
    url: str, writer: int, *, expected: Position | None, case_id: str, start: Barrier
) -> bool:
    """Record one event more than the writer's number, at the same moment as another writer."""
    history = play(case_id, USUAL[:writer])
    offset = 0 if expected is None else expected.offset + 1
    advanced = Position(offset=offset, epoch=writer, chain=bytes([writer]) * 32)
    with reopened(url) as own:
        start.wait()
        try:
            own.record(0, expected=expected, advanced=advanced, changes=history)
        except PositionLost:
            return False
        return True


def test_of_two_writers_one_wins(store: SqlViewStore, url: str) -> None:
    for turn in range(10):
        expected = store.position(0)
        case_id = f"621000-{turn}"
        start = Barrier(2)

        race = partial(race_to_record, url, expected=expected, case_id=case_id, start=start)
        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(race, (1, 2)))
        assert sorted(won) == [False, True]
        position = store.position(0)
        assert position is not None
        assert position.epoch == 1 + won.index(True)
        assert len(store.timeline(case_id)) == 1 + position.epoch


def test_several_partitions_are_recorded_together_or_not_at_all(store: SqlViewStore) -> None:
    histories = {partition: play(f"621000-{partition}", USUAL[:2]) for partition in (2, 0)}
    advances = [
        Advance(partition=partition, expected=None, rows=rows_of(history, first=0))
        for partition, history in histories.items()
    ]
    assert store.record_all(advances) == [store.position(2), store.position(0)]
    known = store.position(0)
    late = [
        Advance(
            partition=partition,
            expected=expected,
            rows=rows_of(play(f"621000-late-{partition}", USUAL[:1]), first=50),
        )
        for partition, expected in ((0, known), (2, None))
    ]
    with pytest.raises(PositionLost):
        store.record_all(late)
    assert store.position(0) == known
    assert store.case("621000-late-0") is None


def test_partitions_are_written_side_by_side(store: SqlViewStore) -> None:
    def write(partition: int) -> None:
        expected = None
        for offset in range(10):
            history = play(f"621000-{partition}-{offset}", USUAL[:3])
            expected = store.record_rows(
                partition, expected=expected, rows=rows_of(history, first=offset * 10)
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert {position.offset for position in store.positions().values()} == {94}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(sizes=st.lists(st.integers(1, 9), min_size=1))
def test_a_rebuild_gives_an_equal_model_however_it_is_cut(
    store: SqlViewStore, url: str, sizes: list[int]
) -> None:
    rows = rows_of([*HISTORY, *play("621000-b"), *HISTORY[:3], *play("621000-c", USUAL[:5])])
    store.drop_all()
    store.record_rows(0, expected=None, rows=rows)
    whole = content_of(url)
    store.drop_all()
    expected, done = None, 0
    while done < len(rows):
        size = sizes[done % len(sizes)]
        expected = store.record_rows(0, expected=expected, rows=rows[done : done + size])
        done += size
    assert content_of(url) == whole


def test_dropping_forgets_all_and_stops_a_running_projector(store: SqlViewStore, url: str) -> None:
    with reopened(url) as fresh:
        empty = content_of(url)
        keep(store, HISTORY, [])
        expected = store.position(0)
        store.record(1, expected=None, advanced=FIRST, changes=[answered("c1")])
        fresh.drop_all()
    assert content_of(url) == empty
    with pytest.raises(PositionLost):
        store.record(0, expected=expected, advanced=SECOND, changes=[])


def test_a_row_of_control_alone_moves_the_position(store: SqlViewStore) -> None:
    [row] = rows_of(HISTORY[:1])
    lead = replace(row, answer=None, events=())
    assert store.record_rows(0, expected=None, rows=[lead]) == store.position(0)


def test_no_text_of_an_event_stops_the_model(store: SqlViewStore) -> None:
    odd = "甲\x00'; DROP TABLE cases; -- 🀄"
    first = HISTORY[0]
    assert isinstance(first.arrived.event, CaseSubmitted)
    submitted = replace(first.arrived.event, item_code=odd, applicant_hash=odd)
    actor = replace(first.arrived.meta.actor, office=odd, window=odd)
    meta = replace(first.arrived.meta, actor=actor, at=MORNING)
    change = EventRecorded(
        place=first.place, arrived=replace(first.arrived, event=submitted, meta=meta)
    )
    keep(store, [change])
    view = store.case(CASE)
    assert view is not None
    assert view.item_code == odd
    assert view.receiving.desk.window == odd
