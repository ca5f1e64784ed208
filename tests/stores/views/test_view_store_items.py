"""The items of a read model: every partition tells them, each event is kept once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from broker.engine.lead import ORIGIN, Counted, admit
from broker.operations.model_audit import FoldedModel, PartitionFold, compare_model
from broker.stores.views.store import SqlViewStore
from broker.streams.answers import row_of
from broker.views.changes import JournalRow
from tests.engine.support import Desk
from tests.engine.test_reference import HOME, REST, submitted, way
from tests.stores.views.support import content_of, reopened
from tests.support.builders import HANGZHOU, QINGYANG
from tests.support.items import CODE, MARCH, publish, retire


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    """Give both desks of a region after an item was published, changed and given up."""
    home, rest = Desk(partition=HOME), Desk(partition=REST)
    for command in (publish(), publish(MARCH), retire()):
        rest.hear(way(submitted(home, command), home, rest))
    return home, rest


def rows_of(desk: Desk) -> list[JournalRow]:
    """Read a desk's journal as the projector does."""
    position, rows = ORIGIN, []
    for record in desk.journal:
        judged = admit(position, record)
        position = judged.position
        assert isinstance(judged, Counted)
        rows.append(row_of(judged))
    return rows


def record(store: SqlViewStore, desks: Sequence[Desk]) -> None:
    """Record whole journals, one after the other."""
    for desk in desks:
        store.record_rows(desk.partition, expected=None, rows=rows_of(desk))


@pytest.mark.parametrize("told", [(0,), (1,), (0, 1), (1, 0)])
def test_any_partition_tells_the_items(
    store: SqlViewStore, desks: tuple[Desk, Desk], told: tuple[int, ...]
) -> None:
    record(store, [desks[number] for number in told])
    assert store.items(QINGYANG) == (desks[0].fold.reference.item(QINGYANG, CODE),)
    assert store.items(HANGZHOU) == ()
    assert store.item(QINGYANG, CODE) == store.items(QINGYANG)[0]
    assert store.item(HANGZHOU, CODE) is None
    assert (store.has_items(QINGYANG), store.has_items(HANGZHOU)) == (True, False)


def test_a_partition_that_is_behind_changes_nothing(
    store: SqlViewStore, desks: tuple[Desk, Desk]
) -> None:
    home, rest = desks
    record(store, [home])
    before = store.items(QINGYANG)
    rows, expected = rows_of(rest), None
    for row in rows:
        expected = store.record_rows(rest.partition, expected=expected, rows=[row])
        assert store.items(QINGYANG) == before


def test_the_outcome_of_a_publication_names_its_event(
    store: SqlViewStore, desks: tuple[Desk, Desk]
) -> None:
    record(store, desks)
    answered = store.outcome("c0")
    assert answered is not None
    assert [name.rpartition(".")[2] for name in answered.event_ids] == ["h1"]


def test_items_are_kept_and_forgotten_with_the_rest(
    store: SqlViewStore, url: str, desks: tuple[Desk, Desk]
) -> None:
    record(store, desks)
    whole = content_of(url)
    with reopened(url) as again:
        assert len(again.items(QINGYANG)) == 1
        again.drop_all()
        assert again.items(QINGYANG) == ()
        record(again, desks[::-1])
    assert content_of(url) == whole


def test_a_model_with_items_that_is_the_fold_has_no_findings(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'model.db'}"
    store = SqlViewStore(url, QINGYANG)
    record(store, desks)
    store.close()
    model = FoldedModel()
    for desk in desks:
        fold = PartitionFold(desk.partition)
        for one in desk.journal:
            fold.take(one)
        fold.close(model)
    assert compare_model(QINGYANG, url, model)[0] == []
