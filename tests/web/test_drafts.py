"""Drafts over HTTP: kept sealed beside the log, gone on with by owner or office, handed in."""

from collections.abc import Mapping
from typing import Any

import pytest

from broker.domain.envelope import Role
from broker.domain.identifiers import CaseId
from broker.wiring.drafts import DraftSweep
from tests.web.driver import PDF, PERSON, Api, hand_in
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

DAY_SECONDS = 24 * 3_600
PARTLY = {"applicant": {"kind": "natural", "name": "张小兰"}, "remark": "明天补照片"}


async def save(
    api: Api, form: Mapping[str, object], *, key: str = "k-1", status: int = 201
) -> dict[str, Any]:
    """Keep a draft."""
    headers = {"Authorization": f"Bearer {api.token}"}
    answer = await api.client.put(api.path(f"/drafts/{key}"), json=form, headers=headers)
    told: dict[str, Any] = await answer.json()
    assert answer.status == status, told
    return told


async def delete(api: Api, key: str) -> int:
    """Give a draft up."""
    headers = {"Authorization": f"Bearer {api.token}"}
    return (await api.client.delete(api.path(f"/drafts/{key}"), headers=headers)).status


async def listed(api: Api) -> list[str]:
    """List drafts by key."""
    told = await (await api.get("/drafts")).json()
    return [draft["key"] for draft in told["drafts"]]


async def submitted(api: Api, key: str, *, status: int = 201) -> dict[str, Any]:
    """Hand a draft in."""
    answer = await api.post(f"/drafts/{key}/submit", key=None)
    told: dict[str, Any] = await answer.json()
    assert answer.status == status, told
    return told


async def test_a_draft_is_no_case_and_in_no_log(world: World, qingyang: Api) -> None:
    before = world.appended()
    kept = await save(qingyang, PARTLY)
    assert world.appended() == before
    assert (await qingyang.get(f"/cases/{kept['case_id']}")).status == 404
    stored = world.regions[QINGYANG].drafts.find(kept["case_id"], world.clock.now())
    assert stored is not None
    assert "张小兰" not in repr(stored)
    told = await (await qingyang.get("/drafts/k-1")).json()
    assert told["form"] == PARTLY
    assert told["is_own"]


async def test_a_draft_is_saved_again_with_more(world: World, qingyang: Api) -> None:
    kept = await save(qingyang, PARTLY)
    await save(qingyang, {**PARTLY, "item_code": "KT020160"}, status=200)
    told = await (await qingyang.get("/drafts/k-1")).json()
    assert told["form"]["item_code"] == "KT020160"
    assert await listed(qingyang) == ["k-1"]
    assert world.regions[QINGYANG].materials.renewed == [CaseId(kept["case_id"])] * 2


async def test_a_draft_is_handed_in_with_its_uploads(qingyang: Api) -> None:
    upload = await qingyang.upload("/drafts/k-1/materials", PDF, "application/pdf")
    digest = (await upload.json())["digest"]
    whole = hand_in(materials=[{"digest": digest, "title": "居民身份证"}])
    kept = await save(qingyang, whole)
    told = await submitted(qingyang, "k-1")
    assert told["case_id"] == kept["case_id"]
    case = await (await qingyang.get(f"/cases/{kept['case_id']}?reveal=true")).json()
    assert case["receiving"]["materials"][0]["digest"] == digest
    assert case["applicant"]["name"] == PERSON["name"]
    assert await listed(qingyang) == []
    assert (await qingyang.get("/drafts/k-1")).status == 404


async def test_a_draft_that_lacks_something_is_not_handed_in(world: World, qingyang: Api) -> None:
    await save(qingyang, PARTLY)
    told = await submitted(qingyang, "k-1", status=422)
    assert "/item_code" in {error["pointer"] for error in told["errors"]}
    assert world.appended() == 0
    assert await listed(qingyang) == ["k-1"]


async def test_the_ordinary_hand_in_under_the_same_key_ends_the_draft(
    world: World, qingyang: Api
) -> None:
    kept = await save(qingyang, PARTLY)
    assert await qingyang.submit("k-1") == kept["case_id"]
    assert world.regions[QINGYANG].drafts.find(kept["case_id"], world.clock.now()) is None
    told = await save(qingyang, PARTLY, status=422)
    assert told["reason"] == "draft_handed_in"


async def test_colleagues_of_the_office_go_on_with_a_draft_and_nobody_else(
    world: World, qingyang: Api
) -> None:
    kept = await save(qingyang, hand_in())
    case_id = kept["case_id"]
    colleague = Api(qingyang.client, QINGYANG, world.token(QINGYANG, subject="colleague"))
    assert await listed(colleague) == ["k-1"]
    told = await (await colleague.get(f"/drafts/{case_id}")).json()
    assert not told["is_own"]
    changed = {**hand_in(), "remark": "已电话核对"}
    assert (await save(colleague, changed, key=case_id, status=200))["key"] == "k-1"
    assert (await submitted(colleague, case_id))["case_id"] == case_id


@pytest.mark.parametrize("role", [Role.PLATFORM, Role.SUPERVISOR, Role.APPLICANT])
async def test_a_draft_is_not_for_others(world: World, qingyang: Api, role: Role) -> None:
    kept = await save(qingyang, PARTLY)
    token = world.token(QINGYANG, role=role, subject="other")
    other = Api(qingyang.client, QINGYANG, token)
    for name in ("k-1", kept["case_id"]):
        assert (await other.get(f"/drafts/{name}")).status in {403, 404}
        assert await delete(other, name) in {403, 404}
    abroad = Api(qingyang.client, HANGZHOU, world.token(HANGZHOU))
    assert (await abroad.get(f"/drafts/{kept['case_id']}")).status == 404
    assert await listed(abroad) == []
    assert await listed(qingyang) == ["k-1"]


async def test_a_platform_keeps_the_drafts_of_its_residents(world: World, qingyang: Api) -> None:
    scope = frozenset({"SubmitCase"})
    token = world.token(QINGYANG, role=Role.PLATFORM, scope=scope, subject="app")
    platform = Api(qingyang.client, QINGYANG, token)
    await save(platform, hand_in(), key="resident-1")
    assert await listed(qingyang) == []
    await submitted(platform, "resident-1")


async def test_a_draft_is_given_up(qingyang: Api) -> None:
    await save(qingyang, PARTLY)
    assert await delete(qingyang, "k-1") == 200
    assert await delete(qingyang, "k-1") == 404
    assert await listed(qingyang) == []


async def test_a_draft_expires_after_some_days_and_is_swept(world: World, qingyang: Api) -> None:
    kept = await save(qingyang, PARTLY)
    await world.clock.sleep(world.edge.draft_days * DAY_SECONDS - 1)
    assert await listed(qingyang) == ["k-1"]
    await save(qingyang, PARTLY, status=200)
    await world.clock.sleep(world.edge.draft_days * DAY_SECONDS)
    assert await listed(qingyang) == []
    assert (await qingyang.get(f"/drafts/{kept['case_id']}")).status == 404
    sweep = DraftSweep(drafts=world.regions[QINGYANG].drafts, clock=world.clock)
    assert await sweep.once() == 1
    assert await sweep.once() == 0


@pytest.mark.parametrize(
    "form", [{"unknown": 1}, {"item_code": 5}, {"applicant": "x"}, {"remark": ""}]
)
async def test_a_draft_holds_a_form_and_nothing_else(
    qingyang: Api, form: dict[str, object]
) -> None:
    await save(qingyang, form, status=422)


async def test_drafts_are_bounded(qingyang: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broker.web.drafts.DRAFTS_MAX", 2)
    for key in ("a", "b"):
        await save(qingyang, PARTLY, key=key)
    assert (await save(qingyang, PARTLY, key="c", status=422))["reason"] == "too_many_drafts"
    await save(qingyang, PARTLY, key="a", status=200)
