"""Correcting and voiding a hand-in over HTTP: the person is examined again and stays sealed."""

from collections.abc import Mapping
from typing import Any

import pytest

from broker.domain.cases.commands import AmendCase
from tests.web.driver import PERSON, Api
from tests.web.places import QINGYANG
from tests.web.world import World

OTHER_NUMBER = "621002199001011239"


def form(**changes: object) -> dict[str, object]:
    """Write a body of AmendCase."""
    return {"applicant": PERSON, "delivery_way": "pick_up_receiving", **changes}


async def shown(api: Api, case_id: str) -> Mapping[str, Any]:
    """Read a case with the person in full."""
    told: dict[str, Any] = await (await api.get(f"/cases/{case_id}?reveal=true")).json()
    return told


async def test_the_case_shows_what_was_corrected(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    corrected = {**PERSON, "name": "张晓兰", "phone": "13900001111"}
    await qingyang.command(case_id, "AmendCase", form(applicant=corrected))
    told = await shown(qingyang, case_id)
    assert told["delivery_way"] == "pick_up_receiving"
    assert told["applicant"]["name"] == "张晓兰"
    assert told["applicant"]["phone"] == "13900001111"
    _, submission = world.regions[QINGYANG].intake
    assert isinstance(submission.payload, AmendCase)
    assert "张晓兰" not in repr(submission)


async def test_another_number_is_another_applicant(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    other = form(applicant={**PERSON, "resident_id": OTHER_NUMBER})
    told = await qingyang.command(case_id, "AmendCase", other, status=409)
    assert told["reason"] == "applicant_changed"
    assert (await shown(qingyang, case_id))["delivery_way"] == "online"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"applicant": {**PERSON, "phone": "1"}}, "phone_invalid"),
        ({"delivery_way": "post"}, "address_missing"),
        ({"applicant": {**PERSON, "resident_id": "1"}}, "resident_id_length"),
    ],
)
async def test_a_corrected_form_is_examined_like_the_first(
    world: World, qingyang: Api, changes: dict[str, object], reason: str
) -> None:
    case_id = await qingyang.submit()
    told = await qingyang.command(case_id, "AmendCase", form(**changes), status=422)
    assert told["reason"] == reason
    assert world.appended() == 1


async def test_a_case_is_voided_with_a_reason(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    told = await qingyang.command(case_id, "VoidCase", status=409)
    assert told["reason"] == "reason_missing"
    await qingyang.command(case_id, "VoidCase", {"reason": "重复收件"})
    told = dict(await shown(qingyang, case_id))
    assert (told["status"], told["status_text"]) == ("voided", "已作废")
    assert told["owed"]["act"] == "notify_applicant"
