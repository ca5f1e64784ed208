"""Ratings over HTTP: recorded by the window that meets the applicant, acted on by who is rated."""

from typing import Any

import pytest

from tests.web.driver import Api
from tests.web.places import QINGYANG
from tests.web.world import World

REFUSED = {"reason": "无权办理"}


async def ended(qingyang: Api, hangzhou: Api) -> str:
    """Bring a case to an end that both sides know."""
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "DeclineCase", REFUSED)
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    return case_id


async def test_a_bad_rating_is_owed_an_answer_until_it_is_put_right(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await ended(qingyang, hangzhou)
    bad = {"rated": "handling", "level": "dissatisfied", "comment": "电话没人接"}
    await qingyang.command(case_id, "RateCase", bad)
    assert (await owed(hangzhou, case_id)) == ("handling", "contact_applicant")
    await hangzhou.command(case_id, "RecordContact", {"side": "handling", "note": "已致歉"})
    assert (await owed(hangzhou, case_id)) == ("handling", "rectify")
    await hangzhou.command(case_id, "RectifyRating", {"side": "handling", "note": "增派人员"})
    assert await owed(hangzhou, case_id) is None


async def test_each_body_sees_what_it_owes(qingyang: Api, hangzhou: Api) -> None:
    case_id = await ended(qingyang, hangzhou)
    for side in ("receiving", "handling"):
        await qingyang.command(
            case_id, "RateCase", {"rated": side, "level": "dissatisfied"}, key=side
        )
    await hangzhou.command(case_id, "RecordContact", {"side": "handling"})
    told = await (await hangzhou.get(f"/cases/{case_id}")).json()
    assert [(duty["side"], duty["act"]) for duty in told["duties"]] == [
        ("receiving", "contact_applicant"),
        ("handling", "rectify"),
    ]
    assert all(duty["since"] and duty["number"] == 1 for duty in told["duties"])


async def test_the_words_of_a_rating_are_sealed(world: World, qingyang: Api, hangzhou: Api) -> None:
    case_id = await ended(qingyang, hangzhou)
    words = {"rated": "receiving", "level": "satisfied", "comment": "王姐很耐心"}
    await qingyang.command(case_id, "RateCase", words)
    assert "王姐" not in repr(world.regions[QINGYANG].intake)
    told = await (await qingyang.get(f"/cases/{case_id}/timeline?reveal=true")).json()
    entry = told["entries"][-1]
    assert entry["summary"] == {"rated": "receiving", "level": "satisfied"}
    assert entry["texts"] == {"comment": "王姐很耐心"}


@pytest.mark.parametrize("level", ["good", 5, None])
async def test_there_are_five_levels(qingyang: Api, hangzhou: Api, level: object) -> None:
    case_id = await ended(qingyang, hangzhou)
    body: dict[str, Any] = {"rated": "handling", "level": level}
    await qingyang.command(case_id, "RateCase", body, status=422)


async def owed(api: Api, case_id: str) -> tuple[str, str] | None:
    """Read what the case owes next, and who."""
    told = (await (await api.get(f"/cases/{case_id}")).json())["owed"]
    return told and (told["side"], told["act"])
