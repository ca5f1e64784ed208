"""The pages in a real Chromium: log in, watch a case move, on a desk and on a phone."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.web.driver import PERSON, Api, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
PHONE_WIDTH = 390


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        made = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        await made.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="zh-CN")
    made = await context.new_page()
    complaints: list[str] = []
    made.on("console", lambda line: complaints.append(line.text))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    await context.close()
    assert complaints == []


async def log_in(page: Page, client: Client, name: str, path: str = "/cases") -> None:
    """Log in with the keyboard alone."""
    await page.goto(str(client.make_url(path)))
    await page.get_by_label("用户名").fill(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("实时更新")).to_be_visible()


async def test_a_case_moves_before_the_eyes_of_a_clerk(
    world: World, client: Client, page: Page, qingyang: Api, hangzhou: Api
) -> None:
    world.account("hz01", HANGZHOU)
    case_id = await qingyang.push()
    await log_in(page, client, "hz01", f"/cases/{case_id}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.locator(".node.owed")).to_contain_text("审查是否受理")
    await hangzhou.command(case_id, "AcceptCase")
    await expect(page.locator(".node.owed")).to_contain_text("作出决定")
    await expect(page.locator(".badge.big")).to_have_text("已受理")
    rejection = {"result": "rejected", "rights_notice_given": True, "reasons": "不符合条件"}
    await hangzhou.command(case_id, "DecideCase", rejection)
    await expect(page.locator(".node.failed")).to_contain_text("不予许可")
    await expect(page.locator(".timeline .entry").first).to_contain_text("作出决定")


async def test_the_days_of_a_limit_unfold_and_stay_open_when_the_case_moves(
    world: World, client: Client, page: Page, qingyang: Api, hangzhou: Api
) -> None:
    world.account("hz01", HANGZHOU)
    case_id = await qingyang.push(item_code="KT020071")
    await log_in(page, client, "hz01", f"/cases/{case_id}")
    limit = page.locator(".deadline.running")
    await expect(limit).to_contain_text("转出并回传转移信息")
    await expect(limit).to_contain_text("办理地 杭州市")
    await expect(limit.locator(".steps")).to_be_hidden()
    await limit.get_by_text("计算过程").click()
    await expect(limit.locator(".steps")).to_contain_text("周末休息，不计入")
    await hangzhou.command(case_id, "AcceptCase")
    await expect(page.locator(".badge.big")).to_have_text("已受理")
    await expect(limit.locator(".steps")).to_be_visible()


async def test_a_new_case_appears_in_the_inbox(
    world: World, client: Client, page: Page, qingyang: Api
) -> None:
    world.account("hz01", HANGZHOU)
    await log_in(page, client, "hz01")
    await expect(page.get_by_text("这里还没有办件")).to_be_visible()
    await qingyang.push()
    await expect(page.locator(".case")).to_have_count(1)
    await expect(page.locator(".case.mine")).to_contain_text("审查是否受理")
    await page.get_by_role("link", name="待受理 1", exact=True).click()
    await expect(page.locator(".case")).to_have_count(1)
    await page.get_by_role("link", name="本地收件").click()
    await expect(page.get_by_text("这里还没有办件")).to_be_visible()


async def test_a_person_is_shown_only_on_request(
    world: World, client: Client, page: Page, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    case_id = await qingyang.submit()
    await log_in(page, client, "qy01", f"/cases/{case_id}")
    await expect(page.get_by_text("621002********9711")).to_be_visible()
    await page.get_by_role("link", name="显示完整信息").click()
    await expect(page.get_by_text(PERSON["resident_id"])).to_be_visible()


async def test_a_phone_shows_everything_without_scrolling_sideways(
    world: World, client: Client, page: Page, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    case_id = await qingyang.push()
    await page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    await log_in(page, client, "qy01")
    for path in ("/cases", f"/cases/{case_id}"):
        await page.goto(str(client.make_url(path)))
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE_WIDTH


async def test_logging_out_ends_it(world: World, client: Client, page: Page) -> None:
    world.account("qy01", QINGYANG)
    await log_in(page, client, "qy01")
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_label("用户名")).to_be_visible()
