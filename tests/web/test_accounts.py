"""Accounts, tokens and sessions: what opens the door, and what no longer does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.stores import accounts as accounts_module
from broker.stores.accounts import (
    SESSION_MILLISECONDS,
    Account,
    AccountStore,
    hash_password,
    open_accounts,
)
from tests.web.conftest import MEMORY_KIB

NOW = Instant(1_780_000_000_000)
ACTOR = Actor(
    subject="qy-clerk-01",
    role=Role.CLERK,
    region=RegionCode("621000"),
    office="621000-hrss",
    window="01",
)
PASSWORD = "correct horse"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[AccountStore]:
    store = open_accounts(tmp_path / "accounts.db")
    store.put_account(Account(name="qy01", title="庆阳一号窗口", actor=ACTOR), PASSWORD)
    yield store
    store.close()


async def test_the_right_password_opens_a_session(accounts: AccountStore) -> None:
    secret = await accounts.log_in("qy01", PASSWORD, NOW)
    assert secret is not None
    principal = accounts.principal_of_session(secret, NOW)
    assert principal is not None
    assert principal.actor == ACTOR
    assert principal.is_in_scope("anything")


@pytest.mark.parametrize(("name", "password"), [("qy01", "wrong"), ("nobody", PASSWORD)])
async def test_nothing_else_opens_one(accounts: AccountStore, name: str, password: str) -> None:
    assert await accounts.log_in(name, password, NOW) is None


async def test_a_session_ends_by_time_and_by_wish(accounts: AccountStore) -> None:
    secret = await accounts.log_in("qy01", PASSWORD, NOW)
    assert secret is not None
    late = Instant(NOW + SESSION_MILLISECONDS)
    assert accounts.principal_of_session(secret, late) is None
    accounts.log_out(secret)
    assert accounts.principal_of_session(secret, NOW) is None


async def test_a_disabled_account_is_shut_out_at_once(accounts: AccountStore) -> None:
    secret = await accounts.log_in("qy01", PASSWORD, NOW)
    assert secret is not None
    accounts.disable_account("qy01")
    assert accounts.principal_of_session(secret, NOW) is None
    assert await accounts.log_in("qy01", PASSWORD, NOW) is None


async def test_a_new_password_ends_the_old_sessions(accounts: AccountStore) -> None:
    secret = await accounts.log_in("qy01", PASSWORD, NOW)
    assert secret is not None
    accounts.put_account(Account(name="qy01", title="x", actor=ACTOR), "another password")
    assert accounts.principal_of_session(secret, NOW) is None


def test_a_token_is_good_for_its_scope_until_it_expires(accounts: AccountStore) -> None:
    token = accounts.new_service_token(
        actor=ACTOR, title="接口", scope=frozenset({"SubmitCase"}), expires_at=Instant(NOW + 1)
    )
    principal = accounts.principal_of_token(token, NOW)
    assert principal is not None
    assert principal.is_in_scope("SubmitCase")
    assert not principal.is_in_scope("case")
    assert accounts.principal_of_token(token, Instant(NOW + 1)) is None


def test_a_token_with_another_secret_or_revoked_is_nobody(accounts: AccountStore) -> None:
    token = accounts.new_service_token(
        actor=ACTOR, title="接口", scope=frozenset(), expires_at=Instant(NOW + 1)
    )
    assert accounts.principal_of_token(token + "x", NOW) is None
    assert accounts.principal_of_token("", NOW) is None
    accounts.revoke_token(token)
    assert accounts.principal_of_token(token, NOW) is None


async def test_no_credential_is_in_the_files(accounts: AccountStore, tmp_path: Path) -> None:
    token = accounts.new_service_token(
        actor=ACTOR, title="接口", scope=frozenset(), expires_at=Instant(NOW + 1)
    )
    session = await accounts.log_in("qy01", PASSWORD, NOW)
    assert session is not None
    kept = everything_in(tmp_path)
    for secret in (PASSWORD, token.split(".")[1], session):
        assert secret.encode() not in kept


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_second_process_has_the_same_pepper(accounts: AccountStore, tmp_path: Path) -> None:
    token = accounts.new_service_token(
        actor=ACTOR, title="接口", scope=frozenset(), expires_at=Instant(NOW + 1)
    )
    second = open_accounts(tmp_path / "accounts.db")
    assert second.principal_of_token(token, NOW) is not None
    second.close()
    assert (tmp_path / "accounts.pepper").stat().st_mode & 0o777 == 0o600


def test_a_password_is_hashed_with_what_guessing_must_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts_module, "ARGON_MEMORY_KIB", MEMORY_KIB)
    hashed = hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert "m=19456,t=2,p=1" in hashed


def test_a_token_revoked_by_another_process_is_worthless_at_once(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    here, there = open_accounts(path), open_accounts(path)
    token = here.new_service_token(
        actor=ACTOR, title="平台", scope=frozenset({"case"}), expires_at=Instant(NOW + 1000)
    )
    assert here.principal_of_token(token, NOW) is not None
    there.revoke_token(token)
    assert here.principal_of_token(token, NOW) is None
    here.close()
    there.close()
