"""The live feed: only what the listener may see, and from where it left off."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse
from hypothesis import given
from hypothesis import strategies as st

from broker.web.feed import read_last_id, write_id
from broker.web.openapi import HEADER_SCHEMAS
from tests.web.driver import Api
from tests.web.places import QINGYANG, XIAN
from tests.web.world import World


async def blocks(answer: ClientResponse) -> AsyncIterator[dict[str, str]]:
    """Read events, comments left out."""
    block: dict[str, str] = {}
    async for line in answer.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if line == b"\n":
            if block:
                yield block
            block = {}
        elif name:
            block[name] = value


async def first(answer: ClientResponse, count: int) -> list[dict[str, str]]:
    found = []
    async with asyncio.timeout(5):
        async for block in blocks(answer):
            if "id" in block:
                found.append(block)
            if len(found) == count:
                break
    return found


async def test_a_change_of_an_own_case_arrives(qingyang: Api) -> None:
    async with await qingyang.get("/events") as answer:
        assert answer.content_type == "text/event-stream"
        case_id = await qingyang.submit()
        [event] = await first(answer, 1)
    assert event["event"] == "case.updated"
    assert event["id"] == "0-0"
    assert f'"case_id":"{case_id}"' in event["data"]


async def test_a_listener_continues_where_it_left_off(qingyang: Api) -> None:
    for number in range(3):
        await qingyang.submit(f"k-{number}")
    async with await qingyang.get("/events", **{"Last-Event-ID": "0-0"}) as answer:
        assert [event["id"] for event in await first(answer, 2)] == ["0-1", "0-2"]


async def test_what_a_region_may_not_see_only_moves_the_id(qingyang: Api, hangzhou: Api) -> None:
    await qingyang.submit("k-1")
    async with await hangzhou.get("/events", **{"Last-Event-ID": "0-999"}) as answer:
        pushed = await qingyang.push("k-2")
        assert answer.status == 200
    async with await hangzhou.get("/events", **{"Last-Event-ID": "0-0"}) as answer:
        told = await first(answer, 4)
    assert all(pushed in event["data"] for event in told if "data" in event)


async def test_who_lost_changes_reads_again_and_hears_on(world: World, qingyang: Api) -> None:
    await qingyang.submit("k-1")
    world.regions[QINGYANG].is_forgetful = True
    async with await qingyang.get("/events", **{"Last-Event-ID": "0-0"}) as answer:
        await qingyang.submit("k-2")
        reset, event = await first(answer, 2)
    assert (reset["event"], reset["id"], reset["data"]) == ("reset", "0-0", "{}")
    assert (event["event"], event["id"]) == ("case.updated", "0-1")


async def test_a_reset_waits_until_reading_shows_what_was_lost(world: World, qingyang: Api) -> None:
    await qingyang.submit("k-1")
    region = world.regions[QINGYANG]
    region.is_forgetful = region.is_behind = True
    async with await qingyang.get("/events", **{"Last-Event-ID": "0-0"}) as answer:
        assert [block async for block in blocks(answer) if "event" in block] == []


async def test_another_regions_feed_is_closed(world: World, qingyang: Api) -> None:
    stranger = Api(qingyang.client, QINGYANG, world.token(XIAN))
    assert (await stranger.get("/events")).status == 403


@pytest.mark.parametrize("text", ["0-1", "0-1,1-2"])
def test_a_good_last_id_fits_its_schema(text: str) -> None:
    assert re.fullmatch(HEADER_SCHEMAS["Last-Event-ID"]["pattern"], text)


@pytest.mark.parametrize("text", ["x", "0", "0-1;", "1-" + "9" * 19, "-1-1"])
async def test_a_broken_last_id_is_a_client_error(qingyang: Api, text: str) -> None:
    assert (await qingyang.get("/events", **{"Last-Event-ID": text})).status == 400


@given(st.dictionaries(st.integers(0, 99_999), st.integers(0, 10**17), min_size=1, max_size=9))
def test_an_id_is_read_as_written(positions: dict[int, int]) -> None:
    assert read_last_id(write_id(positions)) == positions
