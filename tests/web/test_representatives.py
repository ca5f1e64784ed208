"""Who acts for an applicant: an agent, a guardian, an organisation's people (行政许可法 29)."""

from typing import Any

import pytest

from tests.web.driver import GUARDIAN, PDF, PERSON, Api, hand_in
from tests.web.places import QINGYANG
from tests.web.world import World

CHILD = {**PERSON, "resident_id": "621024201912319750"}
NUMBER = "330102198505057776"
LETTER = "授权委托书"
COMPANY = {
    "kind": "legal",
    "name": "陇东商贸有限公司",
    "uscc": "91350100M000100Y43",
    "contact": "马行远",
    "phone": "13812345678",
}
COMPANY_ITEM = "KT020225"


def agent(digest: str = "0" * 64, **power: object) -> dict[str, object]:
    """Write an agent with a power of attorney."""
    return {
        "kind": "agent",
        "name": "李代办",
        "resident_id": NUMBER,
        "phone": "13900003333",
        "power": {
            "digest": digest,
            "scope": ["apply", "receive"],
            "expires_on": "2026-12-31",
            **power,
        },
    }


async def uploaded(api: Api, key: str = "k-1") -> str:
    """Upload a power of attorney for the hand-in of a key."""
    told = await (await api.upload(f"/drafts/{key}/materials", PDF, "application/pdf")).json()
    digest: str = told["digest"]
    return digest


async def refused(api: Api, **changes: Any) -> tuple[str, str]:
    """Hand in and answer what is wrong, and where."""
    answer = await api.post("/cases", hand_in(**changes), key="k-1")
    told = await answer.json()
    assert answer.status == 422, told
    [error] = told["errors"]
    return error["pointer"], error["reason"]


async def test_an_agent_hands_in_with_a_power_of_attorney(world: World, qingyang: Api) -> None:
    digest = await uploaded(qingyang)
    power = [{"digest": digest, "title": LETTER}]
    case_id = await qingyang.submit(representative=agent(digest), materials=power)
    for secret in ("李代办", NUMBER, "13900003333"):
        assert secret not in repr(world.regions[QINGYANG].intake)
    masked = (await (await qingyang.get(f"/cases/{case_id}")).json())["applicant"]
    assert masked["representative_name"] == "李**"
    assert masked["representative_number"] == "330102********7776"
    assert masked["representative_phone"] == "139****3333"
    assert masked["representative_kind"] == "agent"
    shown = (await (await qingyang.get(f"/cases/{case_id}?reveal=true")).json())["applicant"]
    assert shown["representative_name"] == "李代办"
    assert shown["representative_number"] == NUMBER
    assert (shown["power_scope"], shown["power_until"]) == ("apply、receive", "2026-12-31")
    assert shown["power_digest"] == digest


async def test_without_the_paper_there_is_no_power(qingyang: Api) -> None:
    missing = ("/representative/power/digest", "power_missing")
    assert await refused(qingyang, representative=agent()) == missing
    digest = await uploaded(qingyang)
    other = [{"digest": digest, "title": "其他材料"}]
    assert await refused(qingyang, representative=agent(digest), materials=other) == missing
    never = [{"digest": "0" * 64, "title": LETTER}]
    assert await refused(qingyang, representative=agent(), materials=never) == missing


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"expires_on": "2026-01-01"}, "/representative/power/expires_on", "power_expired"),
        ({"scope": ["receive"]}, "/representative/power/scope", "power_too_narrow"),
    ],
)
async def test_a_power_holds_and_covers_the_hand_in(
    qingyang: Api, change: dict[str, object], pointer: str, reason: str
) -> None:
    digest = await uploaded(qingyang)
    power = [{"digest": digest, "title": LETTER}]
    someone = agent(digest, **change)
    assert await refused(qingyang, representative=someone, materials=power) == (pointer, reason)


async def test_the_number_of_who_acts_is_checked(qingyang: Api) -> None:
    child = {"applicant": CHILD}
    pointer = "/representative/resident_id"
    wrong = {**GUARDIAN, "resident_id": NUMBER[:17] + "0"}
    assert await refused(qingyang, **child, representative=wrong) == (pointer, "resident_id_check")
    phone = {**GUARDIAN, "phone": "1"}
    assert await refused(qingyang, **child, representative=phone) == (
        "/representative/phone",
        "phone_invalid",
    )


async def test_a_minor_is_represented_by_a_guardian_of_age(qingyang: Api) -> None:
    """民法典 19, 20, 23, 27: by the birth date in the number, on the day of the hand-in."""
    missing = ("/representative", "guardian_missing")
    assert await refused(qingyang, applicant=CHILD) == missing
    digest = await uploaded(qingyang)
    power = [{"digest": digest, "title": LETTER}]
    entrusted = {"representative": agent(digest), "materials": power}
    assert await refused(qingyang, applicant=CHILD, **entrusted) == missing
    child = {**GUARDIAN, "resident_id": "621002201203030016"}
    assert await refused(qingyang, applicant=CHILD, representative=child) == (
        "/representative/resident_id",
        "guardian_is_minor",
    )
    same = {**GUARDIAN, "resident_id": CHILD["resident_id"]}
    assert await refused(qingyang, applicant=CHILD, representative=same) == (
        "/representative/resident_id",
        "representative_is_applicant",
    )
    assert await refused(qingyang, representative=GUARDIAN) == (
        "/representative/kind",
        "guardian_of_adult",
    )
    case_id = await qingyang.submit(applicant=CHILD, representative=GUARDIAN)
    shown = (await (await qingyang.get(f"/cases/{case_id}?reveal=true")).json())["applicant"]
    assert shown["representative_relation"] == "parent"


async def test_a_correction_names_the_guardian_again(qingyang: Api) -> None:
    case_id = await qingyang.submit(applicant=CHILD, representative=GUARDIAN)
    form = {"applicant": CHILD, "delivery_way": "online"}
    told = await qingyang.command(case_id, "AmendCase", form, status=422)
    assert told["reason"] == "guardian_missing"
    whole = {**form, "representative": {**GUARDIAN, "name": "张小山"}}
    await qingyang.command(case_id, "AmendCase", whole)
    shown = (await (await qingyang.get(f"/cases/{case_id}?reveal=true")).json())["applicant"]
    assert shown["representative_name"] == "张小山"


async def test_an_organisation_acts_through_its_representative_or_whom_it_sends(
    qingyang: Api,
) -> None:
    """民法典 61, 165."""
    company: dict[str, Any] = {"applicant": COMPANY, "item_code": COMPANY_ITEM}
    head = {**GUARDIAN, "kind": "legal_representative"}
    del head["relation"]
    case_id = await qingyang.submit(**company, representative=head)
    masked = (await (await qingyang.get(f"/cases/{case_id}")).json())["applicant"]
    assert masked["representative_kind"] == "legal_representative"
    assert await refused(qingyang, **company, representative=GUARDIAN) == (
        "/representative/kind",
        "representative_not_for_applicant",
    )
    digest = await uploaded(qingyang, "k-2")
    power = [{"digest": digest, "title": LETTER}]
    sent = {**agent(digest), "kind": "handling_person"}
    await qingyang.submit("k-2", **company, representative=sent, materials=power)


async def test_documents_name_who_acts(qingyang: Api) -> None:
    """The receipt is given to who hands in (行政许可法 29, 32)."""
    case_id = await qingyang.submit(applicant=CHILD, representative=GUARDIAN)
    listed = (await (await qingyang.get(f"/cases/{case_id}/documents")).json())["documents"]
    path = listed[0]["html"].removeprefix(f"/api/v1/regions/{QINGYANG}")
    page = await (await qingyang.get(f"{path}?reveal=true")).text()
    assert "监护人" in page
    assert "张大山" in page
    assert "父母" in page
    masked = await (await qingyang.get(path)).text()
    assert "张大山" not in masked
    assert "张**" in masked
