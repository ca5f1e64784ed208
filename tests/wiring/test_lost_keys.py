"""Sealing keys of commands that came to nothing are forgotten, those of events never."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.domain.identifiers import CaseId
from broker.stores.keys import KeyStore
from broker.stores.views.store import SqlViewStore
from broker.streams.projector import LostKey
from broker.wiring.keys import LostKeys
from tests.stores.views.support import keep
from tests.views.histories import QINGYANG, SEALED, play

CASE = CaseId("621000-aaaaaaaaaaaaaaaaaaaaaaaaaa")
KEY = b"k" * 32


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    """Give a key store with the key of the case's events and one of a lost command."""
    store = KeyStore(tmp_path / "keys.db", QINGYANG)
    store.store(SEALED.key_id, CASE, KEY)
    store.store("lost", CASE, KEY)
    yield store
    store.close()


@pytest.fixture
def views(tmp_path: Path) -> Iterator[SqlViewStore]:
    """Give a read model that knows the case."""
    store = SqlViewStore(f"sqlite:///{tmp_path / 'views.db'}", QINGYANG)
    keep(store, play(CASE))
    yield store
    store.close()


def test_only_a_key_without_an_event_is_forgotten(keys: KeyStore, views: SqlViewStore) -> None:
    lost = [LostKey(CASE, "lost"), LostKey(CASE, SEALED.key_id)]
    asyncio.run(LostKeys(keys, views).sweep(lost))
    assert keys.get("lost") is None
    assert keys.get(SEALED.key_id) == KEY


def test_forgetting_twice_is_harmless(keys: KeyStore, views: SqlViewStore) -> None:
    for _ in range(2):
        asyncio.run(LostKeys(keys, views).sweep([LostKey(CASE, "lost")]))
    assert keys.get("lost") is None
