"""A region has one token at a peer, however often the node starts, and never an old one."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broker.domain.rights import Reading
from broker.stores.accounts import AccountStore, open_accounts
from broker.wiring.link_tokens import LIFE_MILLISECONDS, RENEW_MILLISECONDS, LinkTokens
from tests.web.places import HANGZHOU, QINGYANG, XIAN, FakeClock


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[AccountStore]:
    store = open_accounts(tmp_path / "accounts.db")
    yield store
    store.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def issued(accounts: AccountStore) -> int:
    """Count the tokens ever made."""
    [[count]] = accounts._file.rows("SELECT count(*) FROM token")
    assert isinstance(count, int)
    return count


def test_every_start_uses_the_same_token(
    tmp_path: Path, accounts: AccountStore, clock: FakeClock
) -> None:
    def start(_: int) -> str:
        return LinkTokens(tmp_path, accounts, clock).token(QINGYANG, HANGZHOU)

    with ThreadPoolExecutor(4) as pool:
        [token] = set(pool.map(start, range(8)))
    assert issued(accounts) == 1
    file = tmp_path / QINGYANG / f"link-{HANGZHOU}.token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    principal = accounts.principal_of_token(token, clock.now())
    assert principal is not None
    assert principal.actor.region == QINGYANG
    assert principal.scope == frozenset({Reading.MATERIAL})


def test_a_token_is_replaced_in_time_and_the_old_one_serves_until_then(
    tmp_path: Path, accounts: AccountStore, clock: FakeClock
) -> None:
    tokens = LinkTokens(tmp_path, accounts, clock)
    first = tokens.token(QINGYANG, HANGZHOU)
    clock.milliseconds += LIFE_MILLISECONDS - RENEW_MILLISECONDS - 1
    assert tokens.token(QINGYANG, HANGZHOU) == first
    clock.milliseconds += 1
    second = tokens.token(QINGYANG, HANGZHOU)
    assert second != first
    assert accounts.principal_of_token(first, clock.now()) is not None
    assert tokens.token(QINGYANG, HANGZHOU) == second


def test_a_token_that_the_accounts_do_not_know_is_replaced(
    tmp_path: Path, accounts: AccountStore, clock: FakeClock
) -> None:
    tokens = LinkTokens(tmp_path, accounts, clock)
    first = tokens.token(QINGYANG, HANGZHOU)
    accounts.revoke_token(first)
    assert tokens.token(QINGYANG, HANGZHOU) != first
    assert tokens.token(QINGYANG, XIAN) != tokens.token(HANGZHOU, XIAN)
