"""A read model of another format is built anew, or left alone if it is newer."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from broker.errors import Misconfigured, NewerFormat
from broker.stores.views.store import SqlViewStore
from broker.stores.views.tables import FORMAT, META
from broker.views.port import ViewStore
from tests.stores.views.support import keep, reopened
from tests.views.histories import QINGYANG, play


def pretend_format(url: str, number: int) -> None:
    """Mark a read model as written by another release."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(update(META).values(content=str(number)))
    engine.dispose()


def test_the_store_keeps_what_its_port_promises(store: SqlViewStore) -> None:
    promised: ViewStore = store
    assert promised.positions() == {}


def test_opening_again_keeps_everything(store: SqlViewStore, url: str) -> None:
    keep(store, play("621000-a"))
    with reopened(url) as again:
        assert again.case("621000-a") == store.case("621000-a")


def test_an_older_model_is_built_anew(store: SqlViewStore, url: str) -> None:
    keep(store, play("621000-a"))
    pretend_format(url, FORMAT - 1)
    with reopened(url) as again:
        assert again.positions() == {}
        assert again.case("621000-a") is None


def test_a_newer_model_is_left_alone(store: SqlViewStore, url: str) -> None:
    keep(store, play("621000-a"))
    pretend_format(url, FORMAT + 1)
    with pytest.raises(NewerFormat):
        SqlViewStore(url, QINGYANG)
    assert store.case("621000-a") is not None


def test_many_processes_may_open_a_new_model_at_once(url: str) -> None:
    def open_once(_: int) -> None:
        with reopened(url) as opened:
            assert opened.positions() == {}

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_once, range(6)))


def test_many_new_models_in_sqlite_are_opened_without_a_lock_error(tmp_path: Path) -> None:
    """The switch to the write-ahead log once lost a race in one opening of a hundred and fifty."""

    def open_once(turn: int) -> None:
        with reopened(f"sqlite:///{tmp_path}/view-{turn // 6}.db") as opened:
            assert opened.positions() == {}

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_once, range(180)))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="absent"):
        SqlViewStore(f"sqlite:///{tmp_path}/absent/view.db", QINGYANG)


@pytest.mark.parametrize("target", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_unfit_database_is_named(target: str) -> None:
    with pytest.raises(Misconfigured):
        SqlViewStore(target, QINGYANG)
