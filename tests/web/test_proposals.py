"""Two clerks over the API: who acts is who is logged in, whatever a body says (行政许可法 34)."""

from broker.domain.envelope import Role
from tests.web.driver import Api, Client
from tests.web.places import HANGZHOU
from tests.web.world import World

OPINION = "经核查，材料属实，拟准予许可"
VERIFICATION = {
    "procedure": "verification",
    "announced_days": 5,
    "notice": "实地核查约需五个工作日",
}


async def verified(qingyang: Api, hangzhou: Api) -> str:
    """Answer an accepted case whose materials were verified."""
    case_id = await qingyang.push()
    await hangzhou.command(case_id, "AcceptCase")
    await hangzhou.command(case_id, "StartSpecialProcedure", VERIFICATION)
    await hangzhou.command(case_id, "EndSpecialProcedure", {"number": 1})
    return case_id


async def test_one_clerk_proposes_and_another_confirms_article_34(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    second = Api(client, HANGZHOU, world.token(HANGZHOU, subject="clerk-2"))
    case_id = await verified(qingyang, hangzhou)
    alone = await hangzhou.command(case_id, "DecideCase", {"result": "granted"}, status=409)
    assert alone["reason"] == "second_clerk_missing"
    await hangzhou.command(case_id, "ProposeDecision", {"grants": True, "opinion": OPINION})
    own = await hangzhou.command(case_id, "ConfirmProposal", {"number": 1}, status=409)
    assert own["reason"] == "own_proposal"
    await second.command(case_id, "SendBackProposal", {"number": 1, "reason": "缺核查记录"})
    await second.command(case_id, "ProposeDecision", {"grants": True, "opinion": OPINION})
    await hangzhou.command(case_id, "ConfirmProposal", {"number": 2})
    await hangzhou.command(case_id, "DecideCase", {"result": "granted"})


async def test_nobody_types_who_acts(qingyang: Api, hangzhou: Api) -> None:
    case_id = await verified(qingyang, hangzhou)
    typed = {"grants": True, "opinion": OPINION, "clerk": "clerk-2"}
    await hangzhou.command(case_id, "ProposeDecision", typed, status=422)


async def test_no_platform_is_one_of_two_clerks_article_34(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await verified(qingyang, hangzhou)
    platform = Api(client, HANGZHOU, world.token(HANGZHOU, role=Role.PLATFORM))
    body = {"grants": True, "opinion": OPINION}
    await platform.command(case_id, "ProposeDecision", body, status=403)
