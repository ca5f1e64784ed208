"""Fees over HTTP: noticed by who decides, paid at the receiving window, sealed on the way."""

from dataclasses import replace
from datetime import date

import pytest

from broker.domain.items.publication import Fee, Fees
from broker.web.bodies import NoticeFeeBody
from broker.web.fees import about_charge
from tests.web.catalogue import an_item, publish
from tests.web.driver import NATURAL_ITEM, PDF, Api
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

TOO_EARLY = "2000-01-01"
CARD = Fee(name="证件工本费", amount_fen=2_000, per="每证")


def notice(**changes: object) -> dict[str, object]:
    """Write a body of NoticeFee."""
    return {"amount_fen": 2_000, "title": "证件工本费", "basis": "居民身份证法第二十条", **changes}


async def accepted(qingyang: Api, hangzhou: Api) -> str:
    """Bring a case to its acceptance."""
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "AcceptCase")
    return case_id


async def acts(api: Api, case_id: str) -> list[str]:
    """Read what is owed."""
    told = await (await api.get(f"/cases/{case_id}")).json()
    return [duty["act"] for duty in told["duties"]]


async def test_a_fee_is_noticed_and_paid_with_proof(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await accepted(qingyang, hangzhou)
    await hangzhou.command(case_id, "NoticeFee", notice(due_on="2099-01-31"))
    assert await acts(qingyang, case_id) == ["collect_fee"]
    upload = await qingyang.upload(f"/cases/{case_id}/materials", PDF, "application/pdf")
    proof = {"digest": (await upload.json())["digest"], "title": "缴费凭证"}
    payment = {"fee": 1, "payment_number": "PAY-2026-0007", "materials": [proof]}
    await qingyang.command(case_id, "RecordPayment", payment)
    assert await acts(qingyang, case_id) == []
    told = await (await qingyang.get(f"/cases/{case_id}")).json()
    assert "缴费凭证" in [each["title"] for each in told["receiving"]["materials"]]
    for region in (QINGYANG, HANGZHOU):
        assert "PAY-2026" not in repr(world.regions[region].intake)
        assert "工本费" not in repr(world.regions[region].intake)


async def test_a_fee_is_shown_in_yuan(qingyang: Api, hangzhou: Api) -> None:
    case_id = await accepted(qingyang, hangzhou)
    await hangzhou.command(case_id, "NoticeFee", notice(amount_fen=2_005))
    told = await (await hangzhou.get(f"/cases/{case_id}/timeline?reveal=true")).json()
    entry = told["entries"][-1]
    assert entry["summary"] == {"fee": "1", "amount_fen": "2005"}
    assert entry["texts"] == {"title": "证件工本费", "basis": "居民身份证法第二十条"}


async def test_a_fee_is_waived_with_a_reason(qingyang: Api, hangzhou: Api) -> None:
    case_id = await accepted(qingyang, hangzhou)
    await hangzhou.command(case_id, "NoticeFee", notice())
    told = await hangzhou.command(case_id, "WaiveFee", {"fee": 1}, status=409)
    assert told["reason"] == "reason_missing"
    await hangzhou.command(case_id, "WaiveFee", {"fee": 1, "reason": "低保对象"})
    assert await acts(qingyang, case_id) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_fen": 0}, "greater_than_equal"),
        ({"amount_fen": "20"}, "int_type"),
        ({"due_on": 20_000}, "date_type"),
        ({"due_on": TOO_EARLY}, "due_on_past"),
        ({"due_on": "soon"}, "date_parsing"),
    ],
)
async def test_a_notice_is_examined(
    qingyang: Api, hangzhou: Api, changes: dict[str, object], reason: str
) -> None:
    case_id = await accepted(qingyang, hangzhou)
    told = await hangzhou.command(case_id, "NoticeFee", notice(**changes), status=422)
    assert told["errors"][0]["reason"] == reason


@pytest.mark.parametrize(
    ("charges", "reasons"),
    [
        (None, []),
        ((CARD,), []),
        ((), ["fee_not_in_item"]),
        ((replace(CARD, name="公证费"),), ["fee_not_in_item"]),
        ((replace(CARD, amount_fen=0),), ["fee_not_in_item"]),
        ((replace(CARD, amount_fen=1_000),), []),
        ((replace(CARD, amount_fen=1_500),), ["amount_not_in_item"]),
    ],
    ids=["unpublished", "listed", "free", "another", "free of charge", "twice", "wrong amount"],
)
def test_only_what_the_item_lists_is_charged(
    charges: tuple[Fee, ...] | None, reasons: list[str]
) -> None:
    body = NoticeFeeBody(amount_fen=2_000, title=CARD.name, basis="某条例", due_on=date(2099, 1, 1))
    assert [problem.reason for problem in about_charge(body, charges)] == reasons


async def test_an_item_that_is_free_of_charge_has_no_fee(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    free = replace(an_item(code=NATURAL_ITEM, region=HANGZHOU), fees=Fees(charges=()))
    await publish(world, hangzhou.client, free)
    case_id = await accepted(qingyang, hangzhou)
    told = await hangzhou.command(case_id, "NoticeFee", notice(), status=422)
    assert told["reason"] == "fee_not_in_item"
