"""The catalogue as pages: what a window sees of the place that decides."""

from dataclasses import replace

import pytest

from broker.domain.envelope import Role
from broker.domain.items.publication import Fees
from tests.web.catalogue import an_item, publish
from tests.web.driver import NATURAL_ITEM, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.test_pages import log_in
from tests.web.world import World

ITEM = f"/items/{HANGZHOU}/{NATURAL_ITEM}"


async def page(client: Client, path: str, status: int = 200) -> str:
    """Read a page."""
    answer = await client.get(path)
    assert answer.status == status
    return await answer.text()


@pytest.fixture(autouse=True)
async def _logged_in(world: World, client: Client) -> None:
    world.account("qy01", QINGYANG)
    assert await log_in(client) == 303


async def test_a_clerk_sees_which_catalogue_it_is(world: World, client: Client) -> None:
    text = await page(client, f"/items?region={HANGZHOU}")
    assert "该地区尚未发布事项，以下为产品自带的起始数据" in text
    assert "共 122 项" in text
    await publish(world, client, an_item())
    text = await page(client, f"/items?region={HANGZHOU}")
    assert "以下为该地区已发布的事项。共 1 项" in text
    assert f'href="{ITEM}"' in text


async def test_an_item_shows_materials_limits_fees_and_what_is_excluded(
    world: World, client: Client
) -> None:
    await publish(world, client, an_item())
    text = await page(client, ITEM)
    assert "居民身份证" in text
    assert "A 政府签发，可直接使用" in text
    assert "10个工作日，自受理之日起" in text
    assert "工本费：10.00 元／每证" in text
    assert "剧毒化学品运输" in text
    assert "版本 1：2020-01-01 起（现行）" in text


async def test_what_is_not_published_is_said_to_be_so(world: World, client: Client) -> None:
    item = replace(an_item(), fees=Fees(), materials=None)
    bare = replace(item, easing=replace(item.easing, leniency=None))
    await publish(world, client, bare)
    assert (await page(client, ITEM)).count("未公布") >= 2
    free = replace(bare, code="KT020022", fees=Fees(charges=()), materials=())
    await publish(world, client, free)
    text = await page(client, f"/items/{HANGZHOU}/KT020022")
    assert "不收费" in text
    assert "无须提交材料" in text


async def test_what_is_typed_is_shown_as_text_only(client: Client) -> None:
    text = await page(client, "/items?text=%3Cscript%3E")
    assert "&lt;script&gt;" in text
    assert "没有符合条件的事项" in text


async def test_a_region_or_an_item_that_is_not_there_is_said_to_be_so(client: Client) -> None:
    await page(client, "/items?region=330200", status=400)
    await page(client, "/items/330200/KT020160", status=404)
    await page(client, f"/items/{HANGZHOU}/KT999999", status=404)


async def test_an_operator_sees_the_catalogue_too(world: World, client: Client) -> None:
    world.account("yunwei", QINGYANG, role=Role.OPERATOR)
    assert await log_in(client, "yunwei") == 303
    assert "事项目录" in await page(client, "/items")
