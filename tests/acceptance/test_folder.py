"""The folder of the demo: emptied only when it is the demo's, its secrets made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.config import load_config
from broker.domain.identifiers import Instant
from broker.errors import Misconfigured
from broker.operations.demo_folder import (
    LOCK_NAME,
    SECRETS_NAME,
    Ports,
    clerk_tokens,
    owned,
    prepare_accounts,
    write_config,
)
from broker.operations.morning import DESKS, TOWNS
from broker.stores.accounts import AccountStore, open_accounts

PORTS = Ports(web=1, operations=2, link=3, kafka=4, kafka_controller=5)
NOW = Instant(1_780_000_000_000)
YEAR_MILLISECONDS = 365 * 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AccountStore]:
    """Give the accounts of a folder."""
    store = open_accounts(tmp_path / "accounts.db")
    yield store
    store.close()


def test_a_fresh_start_removes_what_the_demo_made(tmp_path: Path) -> None:
    write_config(tmp_path, PORTS)
    (tmp_path / "621000").mkdir()
    (tmp_path / "621000" / "views.db").touch()
    with owned(tmp_path, fresh=True):
        assert [path.name for path in tmp_path.iterdir()] == [LOCK_NAME]


def test_a_folder_has_one_owner_at_a_time(tmp_path: Path) -> None:
    own = owned(tmp_path, fresh=False)
    with (
        own,
        pytest.raises(Misconfigured, match="另一个演示正在使用"),
        owned(tmp_path, fresh=False),
    ):
        pass
    with owned(tmp_path, fresh=False):
        pass


def test_the_configuration_is_one_that_a_node_reads(tmp_path: Path) -> None:
    config = load_config(write_config(tmp_path, PORTS))
    assert config.folder == tmp_path
    assert [region.code for region in config.regions] == [town.code for town in TOWNS]
    assert (config.web.port, config.operations.port, config.link.port) == (1, 2, 3)
    assert config.bootstrap == "127.0.0.1:4"


def test_the_example_configuration_is_one_that_a_node_reads() -> None:
    example = Path(__file__).parents[2] / "infra" / "node.example.toml"
    assert load_config(example).regions[0].name == "庆阳市"


def test_secrets_are_made_once_and_private(tmp_path: Path, store: AccountStore) -> None:
    first = prepare_accounts(tmp_path, store, NOW)
    assert prepare_accounts(tmp_path, store, NOW) == first
    assert (tmp_path / SECRETS_NAME).stat().st_mode & 0o777 == 0o600


def test_an_expired_token_is_replaced_but_the_password_stays(
    tmp_path: Path, store: AccountStore
) -> None:
    first = prepare_accounts(tmp_path, store, NOW)
    later = prepare_accounts(tmp_path, store, Instant(NOW + YEAR_MILLISECONDS))
    assert later.password == first.password
    assert later.token != first.token


def test_the_tokens_of_the_script_are_worthless_afterwards(store: AccountStore) -> None:
    with clerk_tokens(store, NOW) as tokens:
        assert set(tokens) == {desk.account for desk in DESKS}
        for desk in DESKS:
            principal = store.principal_of_token(tokens[desk.account], NOW)
            assert principal is not None
            assert principal.actor == desk.actor
    assert all(store.principal_of_token(token, NOW) is None for token in tokens.values())
