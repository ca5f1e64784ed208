"""The due dates of a case: the API, the page, and `tongban case explain-deadline`."""

import asyncio
import io
from contextlib import redirect_stdout

import pytest

from broker.cli import main
from broker.domain.envelope import Role
from tests.web.driver import Api, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.test_pages import log_in
from tests.web.world import World

PENSION = "KT020071"
LICENCE = "KT120051"
COMPANY = {
    "kind": "legal",
    "name": "庆阳某某有限公司",
    "uscc": "91350100M000100Y43",
    "contact": "张小兰",
    "phone": "13812345678",
}
RESULT = {"result": "granted"}
DAY_SECONDS = 86_400


async def test_both_regions_are_told_the_same_limits(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push(item_code=PENSION)
    ours = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    theirs = await (await hangzhou.get(f"/cases/{case_id}/deadlines")).json()
    assert ours == theirs
    assert (ours["case_id"], ours["item_code"], ours["notes"]) == (case_id, PENSION, [])
    assert {one["name"]: one["state"] for one in ours["deadlines"]} == {
        "request": "met",
        "transfer_out": "running",
        "transfer_in": "not_started",
    }


async def test_a_limit_tells_whose_duty_it_is_and_each_day(qingyang: Api) -> None:
    case_id = await qingyang.push(item_code=PENSION)
    told = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    transfer_out = told["deadlines"][1]
    assert transfer_out["duty"] == {
        "bearer": "handling",
        "text": "办理地",
        "region": {"code": HANGZHOU, "name": "杭州市"},
    }
    counted = [step for step in transfer_out["steps"] if step["number"] is not None]
    assert [step["number"] for step in counted] == list(range(1, 16))
    assert counted[-1]["on"] == transfer_out["due_on"]
    assert any("周末休息，不计入" in line for line in transfer_out["explanation"])


async def test_a_limit_falls_due_as_days_go_by(world: World, qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push(item_code=PENSION)
    await world.clock.sleep(60 * DAY_SECONDS)
    late = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    assert late["deadlines"][1]["state"] == "overdue"
    await hangzhou.command(case_id, "AcceptCase")
    await hangzhou.command(case_id, "DecideCase", RESULT)
    await hangzhou.command(case_id, "ReturnResult")
    done = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    assert done["deadlines"][1]["state"] == "late"


async def test_an_item_without_a_published_limit_says_so(qingyang: Api) -> None:
    case_id = await qingyang.push()
    told = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    assert told["deadlines"] == []
    assert told["notes"] == ["该事项没有公布办理时限，不作推测。"]


async def test_limits_are_for_those_who_may_see_the_case(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.submit(item_code=PENSION)
    unseen = await hangzhou.get(f"/cases/{case_id}/deadlines")
    assert (unseen.status, unseen.content_type) == (404, "application/problem+json")
    token = world.token(QINGYANG, role=Role.PLATFORM, scope=frozenset({"SubmitCase"}))
    narrow = Api(qingyang.client, QINGYANG, token)
    assert (await narrow.get(f"/cases/{case_id}/deadlines")).status == 403


async def test_the_page_shows_each_limit_with_its_explanation_folded(
    world: World, client: Client, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    case_id = await qingyang.push(item_code=PENSION)
    await log_in(client)
    text = await (await client.get(f"/cases/{case_id}")).text()
    assert '<h2 id="deadlines-title">期限</h2>' in text
    assert "转出并回传转移信息" in text
    assert '<details data-name="transfer_out">' in text
    assert "周末休息，不计入" in text


@pytest.mark.parametrize("words", [(), ("--json",)])
async def test_the_command_explains_day_by_day(
    client: Client, qingyang: Api, words: tuple[str, ...]
) -> None:
    case_id = await qingyang.push(item_code=PENSION)
    told = await asyncio.to_thread(
        run, "case", "explain-deadline", case_id, *connection(client, qingyang), *words
    )
    assert "转出并回传转移信息" in told
    assert "起算日，不计入" in told
    assert "杭州市" in told
    assert told.startswith("{" if words else "截至 ")


async def test_the_command_says_what_is_not_published(client: Client, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    told = await asyncio.to_thread(
        run, "case", "explain-deadline", case_id, *connection(client, qingyang)
    )
    assert told.endswith("该事项没有公布办理时限，不作推测。\n")


def connection(client: Client, api: Api) -> tuple[str, ...]:
    return ("--url", str(client.make_url("/")), "--token", api.token)


def run(*words: str) -> str:
    """Run the command line in this process and answer what it prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(list(words)) == 0
    return out.getvalue()


async def test_procedures_and_extension_of_a_case_are_counted(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push(item_code=LICENCE, applicant=COMPANY)
    await hangzhou.command(case_id, "AcceptCase")
    review = {"procedure": "testing", "announced_days": 5, "notice": "检测约需五个工作日"}
    await hangzhou.command(case_id, "StartSpecialProcedure", review)
    paused = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    [statutory] = [one for one in paused["deadlines"] if one["name"] == "statutory"]
    assert (statutory["state"], statutory["due_on"]) == ("paused", None)
    assert statutory["remaining_days"] == 20
    await world.clock.sleep(7 * DAY_SECONDS)
    await hangzhou.command(case_id, "EndSpecialProcedure", {"number": 1})
    approved = {"approver_office": "330100-hall", "approver_role": "organ_head", "reason": "复杂"}
    await hangzhou.command(case_id, "GrantExtension", {"days": 10, **approved})
    running = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    [statutory] = [one for one in running["deadlines"] if one["name"] == "statutory"]
    assert statutory["state"] == "running"
    counted = [step["number"] for step in statutory["steps"] if step["number"] is not None]
    assert counted == list(range(1, 31))
    assert any("批准延长" in line for line in statutory["explanation"])
