"""Questions between the windows and the way of originals, through the API and on the page."""

from typing import Any

import pytest

from tests.web.driver import PDF, Api, Client
from tests.web.places import QINGYANG
from tests.web.test_pages import log_in
from tests.web.world import World

CARD = "居民身份证"
PARCEL = {"side": "receiving", "parcel": 1}


async def shown(api: Api, case_id: str) -> dict[str, Any]:
    told: dict[str, Any] = await (await api.get(f"/cases/{case_id}")).json()
    return told


async def entries_of(api: Api, case_id: str) -> dict[str, dict[str, Any]]:
    told = await (await api.get(f"/cases/{case_id}/timeline?reveal=true")).json()
    return {entry["kind"]: entry for entry in told["entries"]}


async def ship(api: Api, case_id: str) -> None:
    """Send the applicant's card away on paper."""
    originals = {"side": "receiving", "originals": [CARD]}
    await api.command(case_id, "TakeOriginals", originals)
    await api.command(case_id, "SealParcel", {**originals, "seal_number": "F-0017"})
    way = {"carrier": "EMS", "tracking_number": "EB123456789CN"}
    await api.command(case_id, "ShipParcel", {**PARCEL, **way})


async def test_a_question_is_a_duty_of_the_other_window_until_it_is_answered(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    asked = {"side": "handling", "subject": "materials", "text": "户口簿第三页看不清"}
    await hangzhou.command(case_id, "AskQuestion", asked)
    for api in (qingyang, hangzhou):
        [duty] = (await shown(api, case_id))["duties"]
        assert duty["since"].endswith("+08:00")
        del duty["since"]
        assert duty == {
            "side": "receiving",
            "office": "政务服务大厅",
            "act": "answer_question",
            "text": "答复对方窗口询问",
            "of": "handling",
            "number": 1,
        }
    upload = await qingyang.upload(f"/cases/{case_id}/materials", PDF, "application/pdf")
    page = {"digest": (await upload.json())["digest"], "title": CARD}
    answer = {"side": "receiving", "question": 1, "text": "已重扫", "materials": [page]}
    await qingyang.command(case_id, "AnswerQuestion", answer)
    for api in (qingyang, hangzhou):
        assert (await shown(api, case_id))["duties"] == []
        entries = await entries_of(api, case_id)
        assert entries["QuestionAsked"]["texts"] == {"text": "户口簿第三页看不清"}
        assert entries["QuestionAsked"]["summary"] == {"question": "1", "subject": "materials"}
        assert entries["QuestionAnswered"]["texts"] == {"text": "已重扫"}
        assert entries["QuestionAnswered"]["summary"] == {"question": "1", "materials": CARD}


async def test_a_window_speaks_only_for_its_own_side(qingyang: Api) -> None:
    case_id = await qingyang.push()
    asked = {"side": "handling", "subject": "other", "text": "在吗"}
    told = await qingyang.command(case_id, "AskQuestion", asked, status=409)
    assert told["reason"] == "wrong_side"
    await qingyang.command(case_id, "AskQuestion", {"subject": "other", "text": "?"}, status=422)


async def test_in_a_case_of_one_region_the_body_says_which_window_asks(qingyang: Api) -> None:
    case_id = await qingyang.push(handling_region=QINGYANG)
    asked = {"side": "handling", "subject": "progress", "text": "请确认"}
    await qingyang.command(case_id, "AskQuestion", asked)
    [duty] = (await shown(qingyang, case_id))["duties"]
    assert (duty["side"], duty["of"]) == ("receiving", "handling")


async def test_an_original_is_told_where_it_is(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.submit()
    await qingyang.command(case_id, "CheckForm", {"passed": True})
    await qingyang.command(case_id, "CheckIdentity", {"method": "id_card", "passed": True})
    await ship(qingyang, case_id)
    [place] = (await shown(qingyang, case_id))["originals"]
    assert place == {
        "place": "on_the_way",
        "side": "receiving",
        "text": "由收件地寄往办理地途中（收件地第 1 号邮包）",
        "parcel": 1,
        "titles": [CARD],
    }
    await qingyang.command(case_id, "PushCase")
    [duty] = (await shown(hangzhou, case_id))["duties"]
    assert (duty["side"], duty["act"]) == ("handling", "confirm_parcel")
    damaged = {"side": "handling", "parcel": 1, "condition": "damaged"}
    told = await hangzhou.command(case_id, "ConfirmParcel", damaged, status=409)
    assert told["reason"] == "text_missing"
    note = {**damaged, "note": "封签有撕痕，内件齐全"}
    await hangzhou.command(case_id, "ConfirmParcel", note)
    [place] = (await shown(qingyang, case_id))["originals"]
    assert (place["place"], place["text"]) == ("kept", "办理地保管")
    arrived = (await entries_of(qingyang, case_id))["ParcelArrived"]
    assert arrived["texts"] == {"note": "封签有撕痕，内件齐全"}


async def test_originals_have_names_of_documents(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    named = {"side": "receiving", "originals": ["张小兰的日记"]}
    told = await qingyang.command(case_id, "TakeOriginals", named, status=422)
    assert told["errors"][0]["pointer"] == "/originals/0"


@pytest.mark.parametrize("number", ["EB 123", "张小兰", "x" * 41])
async def test_a_tracking_number_is_a_number(qingyang: Api, number: str) -> None:
    case_id = await qingyang.submit()
    way = {**PARCEL, "carrier": "EMS", "tracking_number": number}
    await qingyang.command(case_id, "ShipParcel", way, status=422)


async def test_the_page_shows_what_is_owed_and_where_originals_are(
    world: World, client: Client, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    case_id = await qingyang.push()
    await log_in(client)
    text = await (await client.get(f"/cases/{case_id}")).text()
    assert "另有待办" not in text
    assert "原件去向" not in text
    await ship(qingyang, case_id)
    asked = {"side": "receiving", "subject": "progress", "text": "何时办结"}
    await qingyang.command(case_id, "AskQuestion", asked)
    text = await (await client.get(f"/cases/{case_id}")).text()
    assert "答复对方窗口询问" in text
    assert "收件地第 1 号" in text
    assert "由收件地寄往办理地途中" in text
    assert "办理进度" in text
    assert "何时办结" not in text
    revealed = await (await client.get(f"/cases/{case_id}?reveal=true")).text()
    assert "何时办结" in revealed
