"""Complaints over HTTP: taken by a window, the hotline or supervision, answered by one body."""

from typing import Any

import pytest

from broker.domain.envelope import Role
from tests.web.driver import GUARDIAN, PERSON, Api, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.test_pages import log_in
from tests.web.world import World

WORDS = "窗口人员态度恶劣"
HOTLINE = {"side": "receiving", "source": "hotline", "work_order": "GD-2026-0001", "text": WORDS}
ABOUT_THERE = {**HOTLINE, "against": "handling"}
ABOUT_HERE = {**HOTLINE, "against": "receiving"}
ONE = {"registrar": "receiving", "complaint": 1}
OWN = {"side": "receiving", "complaint": 1}
ANSWER = {"side": "handling", **ONE, "text": "已核实并致歉"}
UNHAPPY = {**OWN, "satisfaction": "dissatisfied", "solved": False}
HAPPY = {**OWN, "satisfaction": "satisfied", "solved": True}


@pytest.fixture
def supervisor(world: World, qingyang: Api) -> Api:
    """Who supervises the receiving region."""
    return Api(qingyang.client, QINGYANG, world.token(QINGYANG, role=Role.SUPERVISOR))


async def duty(api: Api, case_id: str) -> tuple[str, str] | None:
    """Read the one duty there is."""
    duties = (await (await api.get(f"/cases/{case_id}")).json())["duties"]
    assert len(duties) <= 1
    return next(((one["side"], one["act"]) for one in duties), None)


async def last_texts(api: Api, case_id: str) -> dict[str, Any] | None:
    """Read the words of the last event in full."""
    told = await (await api.get(f"/cases/{case_id}/timeline?reveal=true")).json()
    texts: dict[str, Any] | None = told["entries"][-1]["texts"]
    return texts


async def test_a_complaint_goes_from_the_hotline_to_its_end(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    await qingyang.command(case_id, "RegisterComplaint", ABOUT_THERE)
    assert await duty(hangzhou, case_id) == ("handling", "answer_complaint")
    await hangzhou.command(case_id, "AnswerComplaint", ANSWER)
    assert await duty(qingyang, case_id) == ("receiving", "follow_up_complaint")
    await qingyang.command(case_id, "FollowUpComplaint", UNHAPPY)
    await qingyang.command(case_id, "ReopenComplaint", {**OWN, "text": "没有说明原因"})
    await hangzhou.command(case_id, "AnswerComplaint", ANSWER, key="again")
    await qingyang.command(case_id, "FollowUpComplaint", HAPPY, key="again")
    assert await duty(qingyang, case_id) == ("receiving", "close_complaint")
    await qingyang.command(case_id, "CloseComplaint", {**OWN, "end": "answered"})
    assert await duty(hangzhou, case_id) is None


async def test_the_page_shows_complaints_and_who_acts_for_the_applicant(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    world.account("qy01", QINGYANG)
    await log_in(client)
    child = {**PERSON, "resident_id": "621024201912319750"}
    case_id = await qingyang.push(applicant=child, representative=GUARDIAN)
    await qingyang.command(case_id, "RegisterComplaint", ABOUT_THERE)
    page = await (await client.get(f"/cases/{case_id}")).text()
    for text in ("投诉", "GD-2026-0001", "办理地承办", "待答复", "答复投诉", "监护人", "父母"):
        assert text in page
    assert "张大山" not in page
    await hangzhou.command(case_id, "AnswerComplaint", ANSWER)
    await qingyang.command(case_id, "FollowUpComplaint", HAPPY)
    page = await (await client.get(f"/cases/{case_id}")).text()
    assert "回访：满意" in page


async def test_the_words_reach_only_the_body_concerned(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    """个人信息保护法 6."""
    case_id = await qingyang.push()
    await qingyang.command(case_id, "RegisterComplaint", ABOUT_HERE)
    assert WORDS not in repr(world.regions[QINGYANG].intake)
    assert await last_texts(qingyang, case_id) == {"text": WORDS}
    reason = {"side": "receiving", **ONE, "reason": "属办理地职责"}
    await qingyang.command(case_id, "TransferComplaint", reason)
    assert await last_texts(hangzhou, case_id) == {"reason": "属办理地职责", "text": WORDS}
    assert await duty(hangzhou, case_id) == ("handling", "answer_complaint")


async def test_a_complaint_that_is_not_known_is_not_transferred(qingyang: Api) -> None:
    case_id = await qingyang.push()
    unknown = {"side": "receiving", **ONE, "reason": "属办理地职责"}
    told = await qingyang.command(case_id, "TransferComplaint", unknown, status=422)
    assert told["reason"] == "complaint_unknown"
    nameless = {"side": "receiving", **ONE}
    told = await qingyang.command(case_id, "TransferComplaint", nameless, status=409)
    assert told["reason"] == "complaint_unknown"


async def test_supervision_takes_complaints_but_answers_none(
    qingyang: Api, supervisor: Api
) -> None:
    case_id = await qingyang.push()
    await supervisor.command(case_id, "RegisterComplaint", ABOUT_HERE)
    mine = {"side": "receiving", **ONE, "text": "已处理"}
    await supervisor.command(case_id, "AnswerComplaint", mine, status=403)
    await supervisor.command(case_id, "PushCase", status=403)
    await qingyang.command(case_id, "AnswerComplaint", mine)


async def test_a_platform_takes_complaints_as_far_as_its_scope_goes(
    world: World, qingyang: Api
) -> None:
    case_id = await qingyang.push()
    scope = frozenset({"RegisterComplaint"})
    token = world.token(HANGZHOU, role=Role.PLATFORM, scope=scope)
    hotline = Api(qingyang.client, HANGZHOU, token)
    body = {**ABOUT_HERE, "side": "handling"}
    await hotline.command(case_id, "RegisterComplaint", body)
    await hotline.command(case_id, "AnswerComplaint", ANSWER, status=403)
    assert await duty(qingyang, case_id) == ("receiving", "answer_complaint")


async def test_the_limit_of_an_answer_is_among_the_deadlines(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    await qingyang.command(case_id, "RegisterComplaint", ABOUT_THERE)
    told = await (await hangzhou.get(f"/cases/{case_id}/deadlines")).json()
    [limit] = [one for one in told["deadlines"] if one["name"].startswith("complaint")]
    assert limit["name"] == "complaint_answer_receiving_1"
    assert limit["duty"]["bearer"] == "handling"
    assert limit["state"] == "running"


async def test_both_ratios_are_counted_for_each_body(
    qingyang: Api, hangzhou: Api, supervisor: Api
) -> None:
    case_id = await qingyang.push()
    await qingyang.command(case_id, "RegisterComplaint", ABOUT_THERE)
    await hangzhou.command(case_id, "AnswerComplaint", ANSWER)
    await qingyang.command(case_id, "FollowUpComplaint", HAPPY)
    await qingyang.command(case_id, "CloseComplaint", {**OWN, "end": "answered"})
    other = {**ABOUT_HERE, "work_order": "GD-2026-0002"}
    await qingyang.command(case_id, "RegisterComplaint", other, key="second")
    told = await (await supervisor.get("/complaints/ratios")).json()
    there, here = sorted(told["bodies"], key=lambda body: body["region"]["code"])
    assert there["region"]["code"] == HANGZHOU
    assert (there["taken"], there["closed"]) == (1, 1)
    assert there["on_time"] == ratio(1, 1, 100.0)
    assert there["satisfied"] == ratio(1, 1, 100.0, wanted=85)
    assert there["solved"] == ratio(1, 1, 100.0, wanted=80)
    assert (here["taken"], here["closed"]) == (1, 0)
    assert here["on_time"] == ratio(0, 0, None)


async def test_ratings_are_counted_for_each_body(
    qingyang: Api, hangzhou: Api, supervisor: Api
) -> None:
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "DeclineCase", {"reason": "无权办理"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "RateCase", {"rated": "handling", "level": "dissatisfied"})
    told = await (await supervisor.get("/ratings/ratios")).json()
    [there] = told["bodies"]
    assert there["region"]["code"] == HANGZHOU
    assert there["counts"]["dissatisfied"] == 1
    assert there["content"] == ratio(0, 1, 0.0)
    none = await (await supervisor.get("/ratings/ratios?first=2020-01-01&last=2020-12-31")).json()
    assert none["bodies"] == []


@pytest.mark.parametrize("path", ["/complaints/ratios", "/ratings/ratios"])
async def test_ratios_are_for_supervision(qingyang: Api, supervisor: Api, path: str) -> None:
    assert (await qingyang.get(path)).status == 403
    assert (await supervisor.get(path)).status == 200
    backwards = "first=2026-02-01&last=2026-01-01"
    for asked in ("first=x", "first=2020-01-01", backwards, "last=0001-01-01"):
        assert (await supervisor.get(f"{path}?{asked}")).status == 400


def ratio(
    part: int, whole: int, percent: float | None, *, wanted: int | None = None
) -> dict[str, object]:
    """Write a ratio."""
    return {"part": part, "whole": whole, "percent": percent, "percent_wanted": wanted}
