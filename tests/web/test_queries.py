"""Reads: lists, one case, its history, personal data masked until asked for."""

import logging

import pytest

from broker.domain.envelope import Role
from tests.web.driver import PERSON, Api
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World


async def test_a_person_is_masked_until_asked_for(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    masked = (await (await qingyang.get(f"/cases/{case_id}")).json())["applicant"]
    assert masked == {"name": "张**", "number": "621002********9711", "phone": "138****5678"}
    shown = (await (await qingyang.get(f"/cases/{case_id}?reveal=true")).json())["applicant"]
    assert shown["number"] == PERSON["resident_id"]


async def test_a_reveal_is_written_down_without_the_person(
    qingyang: Api, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await qingyang.submit()
    with caplog.at_level(logging.INFO, logger="broker.web.audit"):
        await qingyang.get(f"/cases/{case_id}?reveal=true")
    [line] = [record for record in caplog.records if record.name == "broker.web.audit"]
    assert vars(line)["action"] == "case.revealed"
    assert vars(line)["case_id"] == case_id
    assert not any(text in str(vars(line)) for text in PERSON.values() if text != "natural")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.PLATFORM])
async def test_other_roles_see_no_person(world: World, qingyang: Api, role: Role) -> None:
    case_id = await qingyang.submit()
    api = Api(qingyang.client, QINGYANG, world.token(QINGYANG, role=role))
    told = await (await api.get(f"/cases/{case_id}")).json()
    assert told["applicant"] is None
    assert (await api.get(f"/cases/{case_id}?reveal=true")).status == 403


async def test_without_the_key_there_is_no_person(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    world.regions[HANGZHOU].sealer.keys.clear()
    told = await (await hangzhou.get(f"/cases/{case_id}?reveal=true")).json()
    assert told["applicant"] is None


async def test_both_regions_show_the_same_case(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.push()
    ours = await (await qingyang.get(f"/cases/{case_id}")).json()
    theirs = await (await hangzhou.get(f"/cases/{case_id}")).json()
    local = ("position", "updated_at")
    assert {name: ours[name] for name in ours if name not in local} == {
        name: theirs[name] for name in theirs if name not in local
    }
    expected = {"side": "handling", "office": None, "act": "examine", "text": "审查是否受理"}
    assert ours["owed"] == expected


async def test_a_timeline_tells_who_where_and_when(qingyang: Api) -> None:
    case_id = await qingyang.push()
    told = await (await qingyang.get(f"/cases/{case_id}/timeline")).json()
    assert [entry["kind"] for entry in told["entries"]] == [
        "CaseSubmitted",
        "FormChecked",
        "IdentityChecked",
        "CasePushed",
        "PushReceived",
    ]
    first = told["entries"][0]
    assert first["actor"]["window"] == "W03"
    assert first["at"].endswith("+08:00")
    assert first["texts"]["name"] == "张**"
    later = await (await qingyang.get(f"/cases/{case_id}/timeline?after=4")).json()
    assert [entry["number"] for entry in later["entries"]] == [5]


async def test_lists_filter_by_side_status_item_and_debt(qingyang: Api, hangzhou: Api) -> None:
    pushed = await qingyang.push("k-1")
    collected = await qingyang.submit("k-2", item_code="KT020022")

    async def listed(api: Api, query: str) -> list[str]:
        told = await (await api.get(f"/cases?{query}")).json()
        return sorted(case["case_id"] for case in told["cases"])

    assert await listed(qingyang, "") == sorted([pushed, collected])
    assert await listed(qingyang, "side=receiving&owed=handling") == [pushed]
    assert await listed(qingyang, "status=collected") == [collected]
    assert await listed(qingyang, "status=collected&status=received") == sorted([pushed, collected])
    assert await listed(qingyang, "item=KT020022") == [collected]
    assert await listed(qingyang, "side=handling") == []
    assert await listed(hangzhou, "side=handling") == [pushed]


async def test_a_cursor_continues_a_list(world: World, qingyang: Api) -> None:
    for number in range(5):
        await qingyang.submit(f"k-{number}")
        await world.clock.sleep(1)
    first = await (await qingyang.get("/cases?limit=3")).json()
    rest = await (await qingyang.get(f"/cases?limit=3&cursor={first['cursor']}")).json()
    ids = [case["case_id"] for case in [*first["cases"], *rest["cases"]]]
    assert len(set(ids)) == 5
    assert rest["cursor"] is None


@pytest.mark.parametrize(
    "query",
    ["side=both", "owed=me", "status=open", "limit=0", "limit=x", "limit=201", "cursor=x", "item="],
)
async def test_a_filter_that_is_none_is_a_client_error(qingyang: Api, query: str) -> None:
    answer = await qingyang.get(f"/cases?{query}")
    assert answer.status == 400
    assert (await answer.json())["errors"][0]["pointer"] in query


async def test_a_read_waits_for_the_position_it_was_given(world: World, qingyang: Api) -> None:
    case_id = await qingyang.submit()
    fine = await qingyang.get(f"/cases/{case_id}", **{"Tongban-Position": "0:0"})
    assert fine.status == 200
    world.regions[QINGYANG].is_behind = True
    late = await qingyang.get(f"/cases/{case_id}", **{"Tongban-Position": "0:0"})
    assert (late.status, (await late.json())["reason"]) == (412, "not_yet_readable")
    broken = await qingyang.get(f"/cases/{case_id}", **{"Tongban-Position": "latest"})
    assert broken.status == 400


async def test_the_catalogue_is_readable(qingyang: Api) -> None:
    told = await (await qingyang.get("/items")).json()
    assert len(told["items"]) == 122
    item = await (await qingyang.get("/items/KT020160")).json()
    assert item["applicant_kinds"] == ["natural"]
    assert (await qingyang.get("/items/KT999999")).status == 404
