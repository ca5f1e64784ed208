"""How often somebody may ask, and that a compressed body never unfolds."""

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from broker.domain.envelope import Role
from broker.web.app import make_app
from broker.web.limits import (
    BURST_SECONDS,
    COMMANDS_PER_SECOND,
    READS_PER_SECOND,
    SERVICE_PER_SECOND,
    Limiter,
    Rates,
)
from broker.web.link import make_link_app
from broker.web.ports import Edge
from broker.web.serving import make_runner
from tests.web.driver import hand_in
from tests.web.places import HANGZHOU, QINGYANG, FakeClock
from tests.web.test_pages import log_in
from tests.web.world import World


def replace_rates(world: World, rates: Rates) -> Edge:
    """Answer the edge of this world with other rates."""
    return replace(world.edge, rates=rates)


def taken(rates: Rates, *, is_person: bool, is_read: bool, principal: str = "p") -> int:
    """Ask until it is refused, without letting time pass."""
    count = 0
    while rates.take(principal, is_person=is_person, is_read=is_read) == 0:
        count += 1
    return count


def test_a_bucket_fills_again_with_time() -> None:
    clock = FakeClock()
    limiter = Limiter(clock, burst=2, seconds_each=0.5)
    assert [limiter.take("a") for _ in range(3)] == [0, 0, 0.5]
    assert limiter.take("b") == 0
    clock.milliseconds += 250
    assert limiter.take("a") == pytest.approx(0.25)
    clock.milliseconds += 250
    assert limiter.take("a") == 0
    clock.milliseconds += 60_000
    assert [limiter.take("a") for _ in range(3)] == [0, 0, 0.5]


def test_people_read_more_than_they_command_and_programs_more_than_people() -> None:
    rates = Rates(FakeClock())
    assert taken(rates, is_person=True, is_read=False) == COMMANDS_PER_SECOND * BURST_SECONDS
    assert taken(rates, is_person=True, is_read=True) == READS_PER_SECOND * BURST_SECONDS
    assert taken(rates, is_person=False, is_read=False) == SERVICE_PER_SECOND * BURST_SECONDS
    assert taken(rates, is_person=False, is_read=True) == SERVICE_PER_SECOND * BURST_SECONDS


def test_one_principal_does_not_use_up_anothers_share() -> None:
    rates = Rates(FakeClock(), service_per_second=3)
    assert taken(rates, is_person=False, is_read=True, principal="a") == 3 * BURST_SECONDS
    assert taken(rates, is_person=False, is_read=True, principal="b") == 3 * BURST_SECONDS


@pytest.fixture
async def strict(world: World) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A web that lets a program ask but once a second."""
    rates = Rates(world.clock, service_per_second=1)
    edge = replace_rates(world, rates)
    async with TestClient(TestServer(make_app(edge))) as made:
        yield made


async def test_who_asks_too_often_is_told_when_to_come_back(
    world: World, strict: TestClient[web.Request, web.Application]
) -> None:
    headers = {"Authorization": f"Bearer {world.token(QINGYANG)}"}
    path = f"/api/v1/regions/{QINGYANG}"
    for _ in range(BURST_SECONDS):
        assert (await strict.get(f"{path}/items", headers=headers)).status == 200
    answer = await strict.get(f"{path}/items", headers=headers)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert (await answer.json())["reason"] == "too_many_requests"
    sent = await strict.post(f"{path}/cases", json=hand_in(), headers=headers)
    assert (sent.status, (await sent.json())["reason"]) == (400, "idempotency_key_missing")
    await world.clock.sleep(1)
    assert (await strict.get(f"{path}/items", headers=headers)).status == 200


async def test_a_person_who_asks_too_often_gets_a_page(
    world: World, client: TestClient[web.Request, web.Application]
) -> None:
    world.account("qy01", QINGYANG)
    await log_in(client)
    while world.edge.rates.take(f"{QINGYANG} clerk qy01", is_person=True, is_read=True) == 0:
        pass
    answer = await client.get("/cases")
    assert (answer.status, answer.content_type) == (429, "text/html")
    assert "请求过于频繁" in await answer.text()


async def test_a_compressed_body_is_refused_without_being_unfolded(world: World) -> None:
    runner = make_runner(make_app(world.edge))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    headers = {
        "Authorization": f"Bearer {world.token(QINGYANG)}",
        "Idempotency-Key": "k-1",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    url = f"http://{host}:{port}/api/v1/regions/{QINGYANG}/cases"
    async with ClientSession(auto_decompress=False) as session:
        for data in (gzip.compress(b" " * 10_000_000), b"not gzip at all"):
            answer = await session.post(url, data=data, headers=headers)
            assert answer.status == 415
    await runner.cleanup()
    assert world.appended() == 0


async def test_a_peer_that_asks_too_often_is_told_when_to_come_back(world: World) -> None:
    rates = Rates(world.clock, service_per_second=1)
    edge = replace_rates(world, rates)
    headers = {"Authorization": f"Bearer {world.token(HANGZHOU, role=Role.PEER)}"}
    path = f"/link/cases/621000-{'a' * 26}/materials/{'ab' * 32}"
    async with TestClient(TestServer(make_link_app(edge, QINGYANG))) as peer:
        statuses = [(await peer.get(path, headers=headers)).status for _ in range(3)]
        assert statuses == [404, 404, 429]
