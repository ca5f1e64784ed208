"""A full disk is a reason to try again later, and leaves nothing half done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import CaseId, Instant, RegionCode
from broker.errors import Unavailable
from broker.stores.accounts import Account, AccountStore, open_accounts
from broker.stores.keys import KeyStore

LANZHOU = RegionCode("620100")
CASE = CaseId("620100-a")
ACTOR = Actor(subject="clerk-1", role=Role.CLERK, region=LANZHOU, office="", window="")
FULL = "PRAGMA max_page_count = 1"  # SQLite raises it to what the file has: it cannot grow
ROOM = "PRAGMA max_page_count = 1000000"
FAR = Instant(2**50)


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    store = KeyStore(tmp_path / "keys.sqlite", LANZHOU)
    yield store
    store.close()


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[AccountStore]:
    store = open_accounts(tmp_path / "accounts.db")
    yield store
    store.close()


def test_keys_are_kept_again_once_there_is_room(keys: KeyStore) -> None:
    keys._file.execute(FULL)
    with pytest.raises(Unavailable, match="the key store cannot be used: database or disk is full"):
        keys.store("k" * 100_000, CASE, b"k" * 32)
    assert keys.of_case(CASE) == []
    keys._file.execute(ROOM)
    keys.store("k" * 100_000, CASE, b"k" * 32)
    assert len(keys.of_case(CASE)) == 1


async def test_accounts_are_kept_again_once_there_is_room(accounts: AccountStore) -> None:
    account = Account(name="clerk-1", title="窗" * 100_000, actor=ACTOR)
    accounts._file.execute(FULL)
    with pytest.raises(Unavailable, match="the accounts cannot be used: database or disk is full"):
        accounts.put_account(account, "correct horse battery")
    with pytest.raises(Unavailable):
        accounts.new_service_token(
            actor=ACTOR, title="窗" * 100_000, scope=frozenset(), expires_at=FAR
        )
    assert await accounts.log_in("clerk-1", "correct horse battery", Instant(0)) is None
    accounts._file.execute(ROOM)
    accounts.put_account(account, "correct horse battery")
    assert await accounts.log_in("clerk-1", "correct horse battery", Instant(0)) is not None
