"""Procedures, extension, termination and later acts over the API: bodies, timeline, picture."""

from broker.web.picture import NodeState
from tests.web.driver import PDF, Api, Client
from tests.web.places import QINGYANG
from tests.web.test_pages import log_in
from tests.web.test_picture import picture, told
from tests.web.world import World

NOTICE = "专家评审约需十五个工作日"
REVIEW = {"procedure": "expert_review", "announced_days": 15, "notice": NOTICE}
EXTENSION = {
    "days": 10,
    "approver_office": "330100-hall",
    "approver_role": "organ_head",
    "reason": "情况复杂",
}


async def accepted(qingyang: Api, hangzhou: Api) -> str:
    """Answer an accepted case."""
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "AcceptCase")
    return case_id


async def test_a_procedure_holds_the_decision_until_it_ends(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await accepted(qingyang, hangzhou)
    await hangzhou.command(case_id, "StartSpecialProcedure", REVIEW)
    case = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert (case["status_text"], case["owed"]["text"]) == ("特别程序", "完成特别程序")
    assert ("完成特别程序", NodeState.OWED) in told(picture(world, case_id))
    refused = await hangzhou.command(case_id, "DecideCase", {"result": "granted"}, status=409)
    assert refused["reason"] == "procedure_open"
    await hangzhou.command(case_id, "EndSpecialProcedure", {"number": 1})
    assert ("特别程序结束", NodeState.DONE) in told(picture(world, case_id))
    await hangzhou.command(case_id, "DecideCase", {"result": "granted"})


async def test_the_notice_is_sealed_and_the_rest_is_told(qingyang: Api, hangzhou: Api) -> None:
    case_id = await accepted(qingyang, hangzhou)
    hearing = {
        "procedure": "third_party_hearing",
        "ground": "major_interest",
        "announced_days": 20,
        "notice": NOTICE,
    }
    await hangzhou.command(case_id, "StartSpecialProcedure", hearing)
    entries = (await (await hangzhou.get(f"/cases/{case_id}/timeline")).json())["entries"]
    assert entries[-1]["summary"] == {
        "number": "1",
        "procedure": "third_party_hearing",
        "ground": "major_interest",
        "announced_days": "20",
    }
    assert NOTICE not in str(entries[-1]["summary"])
    refused = await hangzhou.command(
        case_id, "StartSpecialProcedure", {**REVIEW, "notice": None}, status=409
    )
    assert refused["reason"] == "reason_missing"


async def test_an_extension_names_an_office_by_code_and_not_a_person(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await accepted(qingyang, hangzhou)
    named = {**EXTENSION, "approver_office": "张局长"}
    await hangzhou.command(case_id, "GrantExtension", named, status=422)
    await hangzhou.command(case_id, "GrantExtension", EXTENSION)
    again = {**EXTENSION, "days": 5}
    refused = await hangzhou.command(case_id, "GrantExtension", again, status=409)
    assert refused["reason"] == "already_extended"


async def test_the_office_that_has_the_case_owes_the_next_act(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "RouteCase", {"office": "人社局"}, status=422)
    await hangzhou.command(case_id, "RouteCase", {"office": "hz-rs"})
    case = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert (case["owed"]["side"], case["owed"]["office"]) == ("handling", "hz-rs")
    refused = await hangzhou.command(case_id, "TransferCase", {"office": "hz-mz"}, status=409)
    assert refused["reason"] == "reason_missing"
    reason = "该事项由民政部门主管"
    await hangzhou.command(case_id, "TransferCase", {"office": "hz-mz", "reason": reason})
    case = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert case["owed"]["office"] == "hz-mz"
    entries = (await (await qingyang.get(f"/cases/{case_id}/timeline")).json())["entries"]
    assert (entries[-1]["text"], entries[-1]["summary"]) == ("移送部门", {"office": "hz-mz"})
    world.account("qy01", QINGYANG)
    await log_in(client)
    page = await (await client.get(f"/cases/{case_id}")).text()
    assert "承办部门" in page
    assert "hz-mz" in page


async def test_a_terminated_case_is_told_and_over(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    ended = {"ground": "item_abolished", "reason": "该事项已取消"}
    await hangzhou.command(case_id, "TerminateCase", ended)
    nodes = told(picture(world, case_id))
    assert ("终止办理", NodeState.FAILED) in nodes
    assert nodes[-1] == ("告知申请人", NodeState.OWED)
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "phone"})
    case = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert (case["status_text"], case["owed"]) == ("已终止", None)


async def test_a_finished_case_is_corrected_revoked_and_struck_off(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    world.account("qy01", QINGYANG)
    await log_in(client)
    case_id = await accepted(qingyang, hangzhou)
    await hangzhou.command(case_id, "DecideCase", {"result": "granted"})
    refused = await hangzhou.command(
        case_id, "RevokeDecision", {"ground": "fraud_or_bribery", "reason": "早了"}, status=409
    )
    assert refused["reason"] == "not_finished"
    await hangzhou.command(case_id, "ReturnResult")
    await qingyang.command(case_id, "DeliverResult", {"way": "online"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "FinishCase")
    uploaded = await hangzhou.upload(f"/cases/{case_id}/materials", PDF, "application/pdf")
    document = {"digest": (await uploaded.json())["digest"], "title": "居民身份证"}
    corrected = {"documents": [document], "reason": "姓名有误"}
    await hangzhou.command(case_id, "CorrectDecision", corrected)
    revoked = {"ground": "conditions_not_met", "reason": "不符合条件"}
    await hangzhou.command(case_id, "RevokeDecision", revoked)
    struck_off = {"ground": "revoked", "reason": "许可已被撤销"}
    await hangzhou.command(case_id, "CancelLicence", struck_off)
    case = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert (case["status_text"], case["owed"]) == ("已注销", None)
    assert [one["title"] for one in case["handling"]["materials"]] == ["居民身份证"]
    nodes = told(picture(world, case_id))
    assert nodes[-3:] == [
        ("更正决定", NodeState.DONE),
        ("撤销许可决定", NodeState.FAILED),
        ("注销许可", NodeState.FAILED),
    ]
    page = await (await client.get(f"/cases/{case_id}")).text()
    assert "<b>已注销</b>，双方均无待办事项" in page
    assert "<b>准予许可</b>" not in page.partition('class="columns"')[0]
