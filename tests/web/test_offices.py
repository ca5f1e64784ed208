"""Offices over HTTP: shown as what they are, and the competent one named as advice."""

from typing import Any

from tests.web.driver import Api
from tests.web.places import HANGZHOU, QINGYANG

XIFENG = "621002"


async def offices(api: Api, query: str = "", status: int = 200) -> dict[str, Any]:
    """Read the offices."""
    answer = await api.get(f"/offices{query}")
    document: dict[str, Any] = await answer.json()
    assert answer.status == status, document
    return document


async def test_the_offices_of_a_region_are_listed_with_their_windows(qingyang: Api) -> None:
    told = await offices(qingyang)
    assert (told["region"], len(told["offices"]), told["routing"]) == (QINGYANG, 71, None)
    assert all(office["is_demo"] for office in told["offices"])
    assert sum(len(office["windows"]) for office in told["offices"]) == 26
    assert (await offices(qingyang, f"?region={HANGZHOU}"))["region"] == HANGZHOU


async def test_an_item_is_routed_to_the_competent_office(qingyang: Api) -> None:
    told = await offices(qingyang, f"?item=KT110023&place={XIFENG}")
    codes = {office["code"]: office["place"] for office in told["offices"]}
    assert codes[told["routing"]["office"]] == XIFENG
    assert told["routing"]["reason"] is None


async def test_where_no_office_can_be_named_the_reason_is_told(qingyang: Api) -> None:
    told = await offices(qingyang, "?item=KT110023&place=110101")
    assert told["routing"]["office"] is None
    assert "不属于本地区" in told["routing"]["reason"]
    await offices(qingyang, "?item=KT999999", status=404)
    await offices(qingyang, "?region=330200", status=400)
