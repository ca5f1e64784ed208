"""Silence and signals over the API: what the clock wrote, and who may withdraw a card."""

from broker.domain.clocks.beijing import DAY
from broker.domain.envelope import Role
from tests.web.driver import Api
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

REGISTRATION = "KT070011"
"""Of the list: the check on the spot, thirty working days for the decision [不动产登记暂行条例]."""
REASON = {"number": 1, "reason": "系统故障期间不应计入"}


async def silent(world: World, qingyang: Api, hangzhou: Api, *, days: int) -> str:
    """Hand a case over and let the office be silent for so many days."""
    case_id = await qingyang.push(item_code=REGISTRATION)
    world.clock.milliseconds += days * DAY
    refused = await hangzhou.command(case_id, "AcceptCase", status=409)
    assert refused["reason"] == "already_accepted"
    return case_id


async def test_a_case_accepted_by_silence_says_so_in_both_regions(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await silent(world, qingyang, hangzhou, days=12)
    for api in (qingyang, hangzhou):
        case = await (await api.get(f"/cases/{case_id}")).json()
        assert case["status_text"] == "已受理"
        told = await (await api.get(f"/cases/{case_id}/timeline")).json()
        assert told["entries"][-1]["kind"] == "CaseDeemedAccepted"
        limits = await (await api.get(f"/cases/{case_id}/deadlines")).json()
        assert any("视为受理" in note for note in limits["notes"])


async def test_a_supervisor_withdraws_a_card_and_nobody_else(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await silent(world, qingyang, hangzhou, days=60)
    refused = await hangzhou.command(case_id, "WithdrawCard", REASON, status=403)
    assert refused["reason"] == "forbidden"
    token = world.token(HANGZHOU, role=Role.SUPERVISOR)
    supervisor = Api(hangzhou.client, HANGZHOU, token)
    await supervisor.command(case_id, "WithdrawCard", REASON)
    limits = await (await qingyang.get(f"/cases/{case_id}/deadlines")).json()
    cards = [note for note in limits["notes"] if "号）" in note]
    assert ["已撤销" in card for card in cards] == [True, False, False]
    assert str(REASON["reason"]) not in str(limits)


async def test_no_person_can_ask_for_what_only_a_timer_asks(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    answer = await qingyang.post(f"/cases/{case_id}/commands/CheckDeadline", {}, key="k-9")
    assert answer.status == 403
    assert QINGYANG in case_id
