"""Login and pages as plain HTTP: what a browser is told, and what it is not."""

import re
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from broker.domain.envelope import Role
from broker.web.app import make_app
from broker.web.login import own_path
from tests.web.driver import PERSON, Api, Client
from tests.web.places import QINGYANG
from tests.web.world import PASSWORD, World

TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


async def form_token(client: Client, path: str = "/login") -> str:
    found = TOKEN.search(await (await client.get(path)).text())
    assert found is not None
    return found[1]


async def log_in(client: Client, name: str = "qy01", password: str = PASSWORD) -> int:
    form = {"form_token": await form_token(client), "name": name, "password": password}
    return (await client.post("/login", data=form, allow_redirects=False)).status


@pytest.fixture(autouse=True)
def _account(world: World) -> None:
    world.account("qy01", QINGYANG)


async def test_a_clerk_logs_in_and_out(client: Client) -> None:
    assert await log_in(client) == 303
    assert (await client.get("/cases")).status == 200
    left = {"form_token": await form_token(client, "/cases")}
    assert (await client.post("/logout", data=left, allow_redirects=False)).status == 303
    assert (await client.get("/cases", allow_redirects=False)).status == 303


async def test_the_session_cookie_is_out_of_reach_of_scripts(client: Client) -> None:
    form = {"form_token": await form_token(client), "name": "qy01", "password": PASSWORD}
    answer = await client.post("/login", data=form, allow_redirects=False)
    cookie = answer.cookies["tongban_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("name", "password"), [("qy01", "wrong"), ("nobody", PASSWORD), ("", "")])
async def test_a_wrong_login_says_only_that(client: Client, name: str, password: str) -> None:
    form = {"form_token": await form_token(client), "name": name, "password": password}
    answer = await client.post("/login", data=form)
    assert answer.status == 403
    assert "用户名或密码不正确" in await answer.text()


async def test_guessing_is_slowed_down(world: World, client: Client) -> None:
    for _ in range(5):
        assert await log_in(client, password="wrong") == 403
    assert await log_in(client) == 429
    await world.clock.sleep(61)
    assert await log_in(client) == 303


async def test_forms_from_elsewhere_are_refused(client: Client) -> None:
    form = {"form_token": "x", "name": "qy01", "password": PASSWORD}
    assert (await client.post("/login", data=form)).status == 403
    await log_in(client)
    assert (await client.post("/logout", data={"form_token": "x"})).status == 403
    assert (await client.get("/cases", allow_redirects=False)).status == 200


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil", "javascript:1", "", "/a\r\nb"]
)
def test_a_login_leads_only_to_our_own_pages(path: str) -> None:
    assert own_path(path) == "/"
    assert own_path("/cases/1?reveal=true") == "/cases/1?reveal=true"


async def test_pages_load_nothing_from_elsewhere(client: Client, qingyang: Api) -> None:
    case_id = await qingyang.push()
    await log_in(client)
    for path in ("/login", "/cases", f"/cases/{case_id}"):
        answer = await client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        text = await answer.text()
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)
        assert not re.search(r"<script(?! src=)|\son\w+=|style=", text)
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_page_masks_the_person_until_asked(client: Client, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    await log_in(client)
    for path in ("/cases", f"/cases/{case_id}"):
        text = await (await client.get(path)).text()
        assert "张**" in text
        assert PERSON["resident_id"] not in text
    revealed = await (await client.get(f"/cases/{case_id}?reveal=true")).text()
    assert PERSON["resident_id"] in revealed


async def test_what_people_typed_is_text_on_a_page(client: Client, qingyang: Api) -> None:
    evil = "<img src=x onerror=alert(1)>"
    case_id = await qingyang.submit(applicant={**PERSON, "name": evil}, remark=evil)
    await log_in(client)
    text = await (await client.get(f"/cases/{case_id}?reveal=true")).text()
    assert evil not in text
    assert "&lt;img" in text


async def test_a_person_gets_a_page_for_a_problem(client: Client) -> None:
    await log_in(client)
    answer = await client.get("/cases/621000-nothing")
    assert (answer.status, answer.content_type) == (404, "text/html")
    strange = await client.get("/nowhere", headers={"Accept": "text/html"})
    assert (strange.status, strange.content_type) == (404, "text/html")
    assert (await client.get("/nowhere")).content_type == "application/problem+json"


async def test_over_tls_the_cookie_is_bound_to_the_host(world: World) -> None:
    async with TestClient(TestServer(make_app(replace(world.edge, is_https=True)))) as client:
        token = await form_token(client)
        form = {"form_token": token, "name": "qy01", "password": PASSWORD}
        headers = {"Cookie": f"tongban_login={token}"}
        answer = await client.post("/login", data=form, headers=headers, allow_redirects=False)
        assert answer.cookies["__Host-tongban_session"]["secure"]


async def test_an_operator_lands_at_the_dead_letters_and_may_leave(
    world: World, client: Client
) -> None:
    world.account("yw01", QINGYANG, role=Role.OPERATOR)
    world.regions[QINGYANG].letters.set_aside("schema_unknown")
    opened = await client.get("/", allow_redirects=False)
    assert opened.headers["Location"] == "/login"
    assert await log_in(client, "yw01") == 303
    text = await (await client.get("/")).text()
    assert "621000.intake-0-0" in text
    assert "schema_unknown" in text
    denied = await client.get("/cases")
    assert denied.status == 403
    assert 'action="/logout"' in await denied.text()


async def test_a_clerk_sees_no_dead_letters(client: Client) -> None:
    await log_in(client)
    assert (await client.get("/dead-letters")).status == 403


async def test_a_list_names_the_result_and_who_is_waited_for(
    client: Client, qingyang: Api, hangzhou: Api
) -> None:
    await log_in(client)
    case_id = await qingyang.push()
    assert "待杭州市：" in await (await client.get("/cases")).text()
    await hangzhou.command(case_id, "AcceptCase")
    rejection = {"result": "rejected", "rights_notice_given": True, "reasons": "不符合条件"}
    await hangzhou.command(case_id, "DecideCase", rejection)
    await hangzhou.command(case_id, "ReturnResult")
    await qingyang.command(case_id, "DeliverResult", {"way": "online"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "FinishCase")
    for path in ("/cases", f"/cases/{case_id}"):
        assert "不予许可" in await (await client.get(path)).text()


async def test_a_clerk_filters_for_what_waits_here(client: Client, qingyang: Api) -> None:
    await log_in(client)
    waiting, pushed = await qingyang.submit(), await qingyang.push("k-2")
    text = await (await client.get("/cases?side=receiving&owed=receiving")).text()
    assert waiting in text
    assert pushed not in text


async def test_remedies_are_told_only_where_something_was_denied(
    client: Client, qingyang: Api, hangzhou: Api
) -> None:
    await log_in(client)
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "AcceptCase")
    await hangzhou.command(case_id, "DecideCase", {"result": "granted"})
    text = await (await client.get(f"/cases/{case_id}")).text()
    assert "准予许可" in text
    assert "救济权利" not in text
