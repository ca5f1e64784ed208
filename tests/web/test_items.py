"""The catalogue over HTTP: published by its region, seen by all linked ones, checked at hand-in."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from broker.domain.envelope import Role
from broker.domain.items.conditions import Easing
from broker.domain.items.item import Item, Term
from broker.domain.items.words import DeliveryWay, Scope, Served
from broker.web.item_checks import is_open_between
from tests.web.catalogue import an_item, keeper, publish, put
from tests.web.driver import NATURAL_ITEM, Api, Client, hand_in
from tests.web.places import HANGZHOU, QINGYANG, XIAN
from tests.web.world import World

LATER = date(2027, 1, 1)


async def told(api: Api, path: str, status: int = 200) -> dict[str, Any]:
    """Read and expect a status."""
    answer = await api.get(path)
    document: dict[str, Any] = await answer.json()
    assert answer.status == status, document
    return document


async def test_until_a_region_has_published_the_starting_data_is_its_catalogue(
    world: World, qingyang: Api
) -> None:
    before = await told(qingyang, f"/items?region={HANGZHOU}")
    assert (before["source"], len(before["items"])) == ("starting", 122)
    await publish(world, qingyang.client, an_item())
    after = await told(qingyang, f"/items?region={HANGZHOU}")
    assert after["source"] == "published"
    assert [item["code"] for item in after["items"]] == [NATURAL_ITEM]
    own = await told(qingyang, "/items")
    assert (own["region"], own["source"]) == (QINGYANG, "starting")


async def test_an_item_has_all_of_its_versions(world: World, qingyang: Api) -> None:
    first = an_item()
    await publish(world, qingyang.client, first)
    await publish(
        world, qingyang.client, replace(first, effective=replace(first.effective, from_on=LATER))
    )
    item = await told(qingyang, f"/items/{HANGZHOU}/{NATURAL_ITEM}")
    assert [(one["number"], one["state"], one["last_on"]) for one in item["versions"]] == [
        (1, "in_force", "2026-12-31"),
        (2, "not_yet", None),
    ]
    assert item["version"] == 1
    assert item["versions"][0]["item"]["materials"][0]["grade"] == "A"


async def test_a_list_is_filtered_and_continued(qingyang: Api) -> None:
    page = await told(qingyang, "/items?limit=100")
    rest = await told(qingyang, f"/items?limit=100&cursor={page['cursor']}")
    assert (len(page["items"]), len(rest["items"]), rest["cursor"]) == (100, 22, None)
    found = await told(qingyang, "/items?text=户口迁移")
    assert found["items"]
    assert all("户口迁移" in item["name"] for item in found["items"])
    assert (await told(qingyang, "/items?state=ended"))["items"] == []


@pytest.mark.parametrize("query", ["region=330200", "state=open", "limit=0"])
async def test_a_filter_that_is_none_is_a_client_error(qingyang: Api, query: str) -> None:
    await told(qingyang, f"/items?{query}", status=400)


async def test_two_regions_are_compared_element_by_element(world: World, qingyang: Api) -> None:
    theirs = an_item()
    ours = replace(theirs, region=XIAN, contacts=replace(theirs.contacts, hours="全天"))
    for item in (theirs, replace(ours, fees=replace(ours.fees, basis=("另一文件",)))):
        await publish(world, qingyang.client, item)
    path = f"/items/{HANGZHOU}/{NATURAL_ITEM}/differences?with={XIAN}"
    found = await told(qingyang, path)
    assert [(one["name"], one["is_local"]) for one in found["differences"]] == [
        ("收费依据", False),
        ("办理时间", True),
    ]
    assert found["differences"][1]["parts"][0]["right"] == "全天"


async def test_to_publish_the_same_again_is_refused_and_changes_nothing(
    world: World, client: Client
) -> None:
    api, item = keeper(world, client), an_item()
    assert (await put(api, item, key="k-1")).status == 200
    assert (await put(api, item, key="k-1")).status == 200, "the same command again"
    again = await put(api, item, key="k-2")
    assert (again.status, (await again.json())["reason"]) == (409, "item_unchanged")


async def test_every_fault_of_an_entry_is_named(world: World, client: Client) -> None:
    item = an_item()
    answer = await put(keeper(world, client), item, materials=[{"name": "甲", "copies": "x"}, 7])
    document = await answer.json()
    assert answer.status == 422
    assert {"/item/materials/0/copies", "/item/materials/1"} <= {
        one["pointer"] for one in document["errors"]
    }
    wrong = replace(item, service=replace(item.service, modes=()))
    answer = await put(keeper(world, client), wrong)
    assert (answer.status, (await answer.json())["reason"]) == (422, "mode_missing")


async def test_nobody_publishes_for_another_region(world: World, client: Client) -> None:
    answer = await put(keeper(world, client), an_item(region=XIAN))
    assert (answer.status, (await answer.json())["reason"]) == (409, "item_of_other_region")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
async def test_only_who_runs_the_region_keeps_its_catalogue(
    world: World, client: Client, role: Role
) -> None:
    api = Api(client, HANGZHOU, world.token(HANGZHOU, role=role))
    assert (await put(api, an_item())).status == 403
    retired = await api.post(f"/items/{NATURAL_ITEM}/retire", {"last_on": "2026-12-31"}, key="k")
    assert retired.status == 403
    assert world.appended() == 0


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (an_item(code="KT020022"), "item_not_published"),
        (an_item(from_on=LATER), "item_not_yet_in_force"),
        (an_item(served=frozenset({Served.LEGAL})), "item_not_for_applicant"),
        (an_item(scopes=frozenset({Scope.WITHIN_PROVINCE})), "item_not_cross_region"),
        (an_item(ways=frozenset({DeliveryWay.POST})), "delivery_way_not_offered"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_a_hand_in_follows_the_rules_of_the_place_that_decides(
    world: World, qingyang: Api, item: Item, reason: str
) -> None:
    await publish(world, qingyang.client, item)
    before = world.appended()
    answer = await qingyang.post("/cases", hand_in(), key="k-1")
    document = await answer.json()
    assert (answer.status, document["reason"]) == (422, reason)
    assert document["errors"][0]["detail"]
    assert document["errors"][0]["detail_en"]
    assert world.appended() == before


@pytest.mark.parametrize(
    ("receiving", "scopes", "is_open"),
    [
        ("621000", {Scope.CROSS_PROVINCE}, True),
        ("621000", {Scope.WITHIN_PROVINCE}, False),
        ("330200", {Scope.WITHIN_PROVINCE}, True),
        ("330200", {Scope.CROSS_PROVINCE}, True),
        (HANGZHOU, {Scope.WITHIN_PROVINCE}, True),
    ],
    ids=["another province", "inside only", "same province", "wider", "same region"],
)
def test_a_mode_is_open_across_provinces_or_inside_one(
    receiving: str, scopes: set[Scope], *, is_open: bool
) -> None:
    item = an_item(scopes=frozenset(scopes))
    assert is_open_between(item, receiving, HANGZHOU) is is_open


async def test_the_outcome_of_publishing_can_be_asked_for(world: World, client: Client) -> None:
    api = keeper(world, client)
    world.regions[HANGZHOU].is_silent = True
    pending = await put(api, an_item(), key="k-1")
    assert pending.status == 202
    world.regions[HANGZHOU].is_silent = False
    headers = {"Authorization": f"Bearer {api.token}"}
    outcome = await client.get(pending.headers["Location"], headers=headers)
    document = await outcome.json()
    assert (outcome.status, document["outcome"], document["kind"]) == (200, "events", "PublishItem")


async def test_a_case_is_named_as_its_version_says(world: World, qingyang: Api) -> None:
    item = an_item()
    renamed = replace(item, identity=replace(item.identity, name="另一名称"))
    await publish(world, qingyang.client, renamed)
    case_id = await qingyang.submit("k-1")
    assert (await told(qingyang, f"/cases/{case_id}"))["item_name"] == "另一名称"
    [listed] = (await told(qingyang, "/cases"))["cases"]
    assert listed["item_name"] == "另一名称"


async def test_an_item_given_up_is_not_handed_in_any_more(world: World, qingyang: Api) -> None:
    await publish(world, qingyang.client, an_item())
    body = {"last_on": "2026-06-30"}
    retired = await keeper(world, qingyang.client).post(
        f"/items/{NATURAL_ITEM}/retire", body, key="k-1"
    )
    assert retired.status == 200
    await qingyang.submit("k-1")
    world.clock.milliseconds += 60 * 86_400_000
    answer = await qingyang.post("/cases", hand_in(), key="k-2")
    assert (answer.status, (await answer.json())["reason"]) == (422, "item_ended")


async def test_a_case_keeps_the_version_and_the_materials_it_began_with(
    world: World, qingyang: Api
) -> None:
    first = an_item()
    await publish(world, qingyang.client, first)
    case_id = await qingyang.submit("k-1")
    later = replace(first, effective=Term(from_on=date(2026, 6, 15)))
    await publish(world, qingyang.client, replace(later, materials=(), easing=Easing()))
    world.clock.milliseconds += 60 * 86_400_000
    assert (await told(qingyang, f"/cases/{case_id}"))["item_version"] == 1
    newer = await qingyang.submit("k-2", item_code=NATURAL_ITEM)
    assert (await told(qingyang, f"/cases/{newer}"))["item_version"] == 2
    title = first.materials[1].name if first.materials else ""
    for name, status in ((case_id, 200), (newer, 422)):
        body = {"originals": [title]}
        await qingyang.command(name, "TakeOriginals", {**body, "side": "receiving"}, status=status)
