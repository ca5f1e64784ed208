"""Advice on a second open case of the same applicant for the same item (issue: never a refusal)."""

from tests.web.driver import NATURAL_ITEM, PERSON, Api, Client
from tests.web.places import QINGYANG
from tests.web.test_pages import log_in
from tests.web.world import World

OTHER_ITEM = "KT020071"
OTHER_PERSON = {**PERSON, "name": "李四", "resident_id": "11010519491231002X"}


async def named(api: Api, case_id: str) -> list[str]:
    told = await (await api.get(f"/cases/{case_id}")).json()
    return [other["case_id"] for other in told["open_duplicates"]]


async def test_the_same_person_and_item_twice_is_named_on_both_cases(qingyang: Api) -> None:
    first = await qingyang.submit("k-1")
    assert await named(qingyang, first) == []
    second = await qingyang.submit("k-2")
    assert await named(qingyang, first) == [second]
    assert await named(qingyang, second) == [first]


async def test_another_person_or_item_is_no_duplicate(qingyang: Api) -> None:
    first = await qingyang.submit("k-1", item_code=NATURAL_ITEM)
    await qingyang.submit("k-2", item_code=OTHER_ITEM)
    await qingyang.submit("k-3", applicant=OTHER_PERSON)
    assert await named(qingyang, first) == []


async def test_a_case_that_has_ended_is_no_duplicate(qingyang: Api) -> None:
    first = await qingyang.submit("k-1")
    second = await qingyang.submit("k-2")
    await qingyang.command(second, "WithdrawCase", {"reason": "重复申请"})
    assert await named(qingyang, first) == []
    assert await named(qingyang, second) == []


async def test_a_voided_case_is_no_duplicate(qingyang: Api) -> None:
    first = await qingyang.submit("k-1")
    second = await qingyang.submit("k-2")
    await qingyang.command(second, "VoidCase", {"reason": "误录"})
    assert await named(qingyang, first) == []


async def test_the_handling_side_is_told_only_of_what_was_handed_over(
    qingyang: Api, hangzhou: Api
) -> None:
    first = await qingyang.push("k-1")
    second = await qingyang.submit("k-2")
    assert await named(hangzhou, first) == []
    await qingyang.command(second, "CheckForm", {"passed": True})
    await qingyang.command(second, "CheckIdentity", {"method": "id_card", "passed": True})
    await qingyang.command(second, "PushCase")
    assert await named(hangzhou, first) == [second]


async def test_the_list_names_five_at_most(qingyang: Api) -> None:
    cases = [await qingyang.submit(f"k-{number}") for number in range(8)]
    others = await named(qingyang, cases[0])
    assert len(others) == 5
    assert set(others) < set(cases[1:])


async def test_the_page_asks_the_clerk_to_check(
    world: World, client: Client, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    first = await qingyang.submit("k-1")
    await log_in(client)
    assert "请核对是否重复申请" not in await (await client.get(f"/cases/{first}")).text()
    second = await qingyang.submit("k-2")
    text = await (await client.get(f"/cases/{first}")).text()
    assert "请核对是否重复申请" in text
    assert f'href="/cases/{second}"' in text
