"""The web application over three regions in memory."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from broker.stores import accounts
from broker.web.app import make_app
from tests.web.driver import Api, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

MEMORY_KIB = accounts.ARGON_MEMORY_KIB


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Spend no seconds on what makes guessing slow; the parameters are tested on their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "ARGON_MEMORY_KIB", 64)
        yield


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three regions that decide at once."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    """A client without credentials."""
    async with TestClient(TestServer(make_app(world.edge))) as made:
        yield made


@pytest.fixture
def qingyang(world: World, client: Client) -> Api:
    """A clerk of the receiving region."""
    return Api(client, QINGYANG, world.token(QINGYANG))


@pytest.fixture
def hangzhou(world: World, client: Client) -> Api:
    """A clerk of the handling region."""
    return Api(client, HANGZHOU, world.token(HANGZHOU))
