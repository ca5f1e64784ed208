"""Dead letters over HTTP: operators list, retry and discard them, and never see what is inside."""

import logging
from typing import Any

import pytest

from broker.domain.envelope import Role
from broker.domain.rights import OperatorAct, Reading
from tests.web.driver import Api, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

NOT_OPERATORS = [role for role in Role if role is not Role.OPERATOR]
TEST = {"reason": "test"}


@pytest.fixture
def operator(world: World, client: Client) -> Api:
    """An operator of Qingyang."""
    return Api(client, QINGYANG, world.token(QINGYANG, role=Role.OPERATOR))


def set_aside(world: World, *reasons: str) -> list[str]:
    return [world.regions[QINGYANG].letters.set_aside(reason) for reason in reasons]


async def listed(operator: Api, query: str = "") -> dict[str, Any]:
    answer = await operator.get(f"/dead-letters{query}")
    told: dict[str, Any] = await answer.json()
    assert answer.status == 200, told
    return told


async def test_open_letters_are_listed_the_oldest_first(world: World, operator: Api) -> None:
    first, second = set_aside(world, "schema_unknown", "key_mismatch")
    told = await listed(operator)
    assert [letter["id"] for letter in told["letters"]] == [first, second]
    assert (told["open_count"], told["next"]) == (2, None)


async def test_a_letter_tells_where_why_and_its_fingerprint_only(
    world: World, operator: Api
) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    told = await (await operator.get(f"/dead-letters/{letter_id}")).json()
    assert told["reason"] == "schema_unknown"
    assert (told["topic"], told["partition"], told["offset"]) == ("621000.intake", 0, 0)
    assert (told["size_bytes"], len(told["sha256"])) == (3, 64)
    assert not {"value", "key", "content"} & set(told)


async def test_a_retried_letter_goes_back_once_however_often_it_is_asked(
    world: World, operator: Api
) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    for _ in range(2):
        answer = await operator.post(f"/dead-letters/{letter_id}/retry", key=None)
        assert (answer.status, (await answer.json())["standing"]) == (200, "retried")
    assert world.regions[QINGYANG].letters.retried == [letter_id]
    assert (await listed(operator))["letters"] == []
    assert len((await listed(operator, "?standing=retried"))["letters"]) == 1


async def test_a_discarded_letter_keeps_its_reason(world: World, operator: Api) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    path = f"/dead-letters/{letter_id}"
    for _ in range(2):
        answer = await operator.post(f"{path}/discard", TEST, key=None)
        told = await answer.json()
        assert (answer.status, told["standing"], told["note"]) == (200, "discarded", "test")
        assert await (await operator.get(path)).json() == told


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "张小兰打来电话"}, {"reason": None}]
)
async def test_a_reason_is_one_of_a_few_codes(
    world: World, operator: Api, body: dict[str, object]
) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    answer = await operator.post(f"/dead-letters/{letter_id}/discard", body, key=None)
    assert answer.status == 422
    assert (await listed(operator))["open_count"] == 1


async def test_a_closed_letter_stays_as_it_was_closed(world: World, operator: Api) -> None:
    retried, discarded = set_aside(world, "schema_unknown", "key_mismatch")
    await operator.post(f"/dead-letters/{retried}/retry", key=None)
    await operator.post(f"/dead-letters/{discarded}/discard", TEST, key=None)
    too_late = await operator.post(f"/dead-letters/{retried}/discard", TEST, key=None)
    assert (too_late.status, (await too_late.json())["reason"]) == (409, "dead_letter_closed")
    assert (await operator.post(f"/dead-letters/{discarded}/retry", key=None)).status == 409
    other = await operator.post(
        f"/dead-letters/{discarded}/discard", {"reason": "obsolete"}, key=None
    )
    assert other.status == 409


async def test_a_long_list_comes_in_pages(world: World, operator: Api) -> None:
    ids = set_aside(world, *["schema_unknown"] * 5)
    found: list[str] = []
    after: int | None = 0
    while after is not None:
        told = await listed(operator, f"?limit=2&after={after}")
        found += [letter["id"] for letter in told["letters"]]
        after = told["next"]
    assert found == ids


@pytest.mark.parametrize("query", ["?standing=lost", "?limit=0", "?limit=999", "?after=-1"])
async def test_a_wrong_parameter_is_named(operator: Api, query: str) -> None:
    answer = await operator.get(f"/dead-letters{query}")
    assert (answer.status, (await answer.json())["reason"]) == (400, "invalid_parameter")


@pytest.mark.parametrize("letter_id", ["621000.intake-0-7", "nothing", "621000.intake-0-x"])
async def test_an_unknown_letter_is_not_found(operator: Api, letter_id: str) -> None:
    assert (await operator.get(f"/dead-letters/{letter_id}")).status == 404
    assert (await operator.post(f"/dead-letters/{letter_id}/retry", key=None)).status == 404


@pytest.mark.parametrize("role", NOT_OPERATORS)
async def test_nobody_but_an_operator_comes_near(world: World, client: Client, role: Role) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    api = Api(client, QINGYANG, world.token(QINGYANG, role=role))
    assert (await api.get("/dead-letters")).status == 403
    assert (await api.get(f"/dead-letters/{letter_id}")).status == 403
    assert (await api.post(f"/dead-letters/{letter_id}/retry", key=None)).status == 403
    assert (await api.post(f"/dead-letters/{letter_id}/discard", TEST, key=None)).status == 403
    assert world.regions[QINGYANG].letters.retried == []


async def test_an_operator_sees_the_letters_of_the_own_region_only(
    world: World, client: Client
) -> None:
    set_aside(world, "schema_unknown")
    foreign = Api(client, HANGZHOU, world.token(HANGZHOU, role=Role.OPERATOR))
    assert (await listed(foreign))["letters"] == []
    assert (await foreign.get("/dead-letters/621000.intake-0-0")).status == 404


async def test_a_token_to_look_closes_nothing(world: World, client: Client) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    scope = frozenset({Reading.OPERATIONS, OperatorAct.RETRY_DEAD_LETTER})
    token = world.token(QINGYANG, role=Role.OPERATOR, scope=scope)
    api = Api(client, QINGYANG, token)
    assert (await api.post(f"/dead-letters/{letter_id}/discard", TEST, key=None)).status == 403
    assert (await api.post(f"/dead-letters/{letter_id}/retry", key=None)).status == 200


async def test_who_closed_a_letter_is_written_down(
    world: World, operator: Api, caplog: pytest.LogCaptureFixture
) -> None:
    [letter_id] = set_aside(world, "schema_unknown")
    with caplog.at_level(logging.INFO, logger="broker.web.audit"):
        await operator.post(f"/dead-letters/{letter_id}/retry", key=None)
    [line] = [vars(record) for record in caplog.records if record.name == "broker.web.audit"]
    assert (line["action"], line["letter"]) == ("dead_letter.retried", letter_id)
    assert line["subject"] == f"operator-{QINGYANG}"
