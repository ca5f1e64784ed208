"""The picture of two sides: done, owed, ahead, and what an early end leaves out."""

from collections.abc import Sequence

from broker.web.picture import Arrow, NodeState, Row, draw
from tests.web.driver import Api
from tests.web.places import QINGYANG
from tests.web.world import World


def picture(world: World, case_id: str) -> Sequence[Row]:
    views = world.regions[QINGYANG].views
    view = views.case(case_id)
    assert view is not None
    return draw(view, views.timeline(case_id))


def told(rows: Sequence[Row]) -> list[tuple[str, str]]:
    nodes = [node for row in rows for node in (row.receiving, row.handling) if node]
    return [(node.text, node.state) for node in nodes]


async def test_a_new_case_owes_the_form_check(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    nodes = told(picture(world, case_id))
    assert nodes[:2] == [("收件", NodeState.DONE), ("形式审查", NodeState.OWED)]
    assert {state for _, state in nodes[2:]} == {NodeState.AHEAD}


async def test_a_failed_check_is_owed_again(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    await qingyang.command(case_id, "CheckForm", {"passed": False})
    assert ("形式审查", NodeState.OWED) in told(picture(world, case_id))


async def test_a_push_crosses_from_left_to_right(world: World, qingyang: Api) -> None:
    rows = picture(world, await qingyang.push())
    [row] = [row for row in rows if row.is_crossed and row.arrow is Arrow.RIGHT]
    assert row.handling is not None
    assert row.handling.text == "收到移交"
    assert ("审查是否受理", NodeState.OWED) in told(rows)


async def test_what_an_early_end_prevents_is_not_drawn(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "DeclineCase", {"reason": "无权办理"})
    nodes = told(picture(world, case_id))
    assert ("不予受理", NodeState.FAILED) in nodes
    assert nodes[-1] == ("告知申请人", NodeState.OWED)
    assert not any(state is NodeState.AHEAD for _, state in nodes)


async def test_a_withdrawal_before_the_push_stays_on_its_side(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    await qingyang.command(case_id, "WithdrawCase", {"reason": "不办了"})
    rows = picture(world, case_id)
    assert ("撤回办件", NodeState.FAILED) in told(rows)
    assert all(row.handling is None for row in rows)


async def test_a_voided_case_stays_on_its_side(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    await qingyang.command(case_id, "VoidCase", {"reason": "重复收件"})
    rows = picture(world, case_id)
    assert ("作废办件", NodeState.FAILED) in told(rows)
    assert told(rows)[-1] == ("告知申请人", NodeState.OWED)
    assert all(row.handling is None for row in rows)


async def test_a_supplement_is_asked_and_answered_across(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    await hangzhou.command(
        case_id, "RequestSupplement", {"titles": ["居民身份证"], "note": "请补正"}
    )
    nodes = told(picture(world, case_id))
    assert ("补正告知", NodeState.DONE) in nodes
    assert ("补正材料", NodeState.OWED) in nodes
    await qingyang.command(case_id, "AnswerSupplement", {"note": "已补"})
    assert ("收到补正材料", NodeState.DONE) in told(picture(world, case_id))


async def test_a_finished_case_owes_nothing(world: World, qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "AcceptCase")
    rejected = {"result": "rejected", "rights_notice_given": True, "reasons": "不符"}
    await hangzhou.command(case_id, "DecideCase", rejected)
    await hangzhou.command(case_id, "ReturnResult")
    await qingyang.command(case_id, "DeliverResult", {"way": "online"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "FinishCase")
    states = {state for _, state in told(picture(world, case_id))}
    assert states == {NodeState.DONE, NodeState.FAILED}
    assert ("不予许可", NodeState.FAILED) in told(picture(world, case_id))
