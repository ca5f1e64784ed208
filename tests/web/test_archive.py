"""The archive package over HTTP: who gets it, when, what stands in it, and twice the same."""

import json
import logging
import zipfile
from io import BytesIO
from typing import Any

import fastavro
import pytest

from broker.archive.checking.check import check_package
from broker.archive.package import schema_text
from broker.domain.envelope import Role
from broker.domain.identifiers import AggregateId
from tests.web.driver import PDF, PERSON, Api, Client
from tests.web.places import HANGZHOU, QINGYANG, XIAN
from tests.web.test_pages import log_in
from tests.web.world import World

REASON = "经核查，申请人的参保关系不在本地。"


async def an_ended_case(qingyang: Api, handling: Api, key: str = "k-1") -> str:
    """Hand a case in with a paper, have it granted, and bring it to its end."""
    upload = await qingyang.upload(f"/drafts/{key}/materials", PDF, "application/pdf")
    digest = (await upload.json())["digest"]
    case_id = await qingyang.push(
        key,
        materials=[{"digest": digest, "title": "居民身份证"}],
        handling_region=handling.region,
    )
    await handling.command(case_id, "AcceptCase")
    await qingyang.command(case_id, "PushCase", status=409)
    await handling.command(case_id, "DecideCase", {"result": "granted", "reasons": REASON})
    await handling.command(case_id, "ReturnResult")
    await qingyang.command(case_id, "DeliverResult", {"way": "online"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    await qingyang.command(case_id, "FinishCase")
    return case_id


async def package(api: Api, case_id: str) -> bytes:
    """Make the package of a case."""
    answer = await api.get(f"/cases/{case_id}/archive")
    assert answer.status == 200, await answer.text()
    assert answer.content_type == "application/zip"
    return await answer.read()


def members(data: bytes) -> dict[str, bytes]:
    """Unpack as any reader of ZIP does, without the top folder."""
    with zipfile.ZipFile(BytesIO(data)) as unpacked:
        assert unpacked.testzip() is None
        return {name.partition("/")[2]: unpacked.read(name) for name in unpacked.namelist()}


async def test_each_region_files_its_side_and_both_packages_hold(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    for api, side in ((qingyang, "收件地"), (hangzhou, "办理地")):
        data = await package(api, case_id)
        report = check_package(data)
        assert report.flaws == []
        assert report.passed > 100
        metadata = members(data)["元数据.xml"].decode()
        assert f"<归档方>{side}</归档方>" in metadata
        assert f"<全宗号>X{api.region}</全宗号>" in metadata
        assert "<保管期限>30年</保管期限>" in metadata
        assert PERSON["name"] in metadata
        assert REASON in metadata


async def test_both_makings_of_a_region_are_the_same_bytes(qingyang: Api, hangzhou: Api) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    for api in (qingyang, hangzhou):
        assert await package(api, case_id) == await package(api, case_id)


async def test_a_package_holds_documents_materials_events_and_decisions(
    qingyang: Api, hangzhou: Api
) -> None:
    files = members(await package(qingyang, await an_ended_case(qingyang, hangzhou)))
    assert files["模式/tongban-archive-1.xsd"] == schema_text()
    assert files["材料/01-居民身份证.pdf"] == PDF
    assert [name for name in files if name.startswith("文书/")] == [
        "文书/01-收件凭证.pdf",
        "文书/02-移交单.pdf",
        "文书/03-送达回证.pdf",
        "文书/04-受理通知书.pdf",
        "文书/05-准予许可决定书.pdf",
    ]
    assert "过程/事件/handling-0001.avro" in files
    assert any(name.startswith("过程/决定/") for name in files)
    assert "说明文件.txt" in files


async def test_the_events_stay_readable_with_the_schemas_of_the_package(
    qingyang: Api, hangzhou: Api
) -> None:
    files = members(await package(qingyang, await an_ended_case(qingyang, hangzhou)))
    kinds = []
    for name, data in files.items():
        if name.startswith("过程/事件/receiving-"):
            schema = json.loads(files[f"模式/avro/event-{data[2:10].hex()}.avsc"])
            read: Any = fastavro.schemaless_reader(
                BytesIO(data[10:]), fastavro.parse_schema(schema)
            )
            assert read["meta"]["region"] == QINGYANG
            kinds.append(schema["name"])
    assert kinds[0] == "CaseSubmitted"
    assert kinds[-1] == "CaseFinished"


async def test_the_page_of_an_ended_case_leads_to_its_package(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    world.account("qy01", QINGYANG)
    world.account("qy02", QINGYANG, role=Role.SUPERVISOR)
    ended = await an_ended_case(qingyang, hangzhou)
    is_open = await qingyang.submit("k-2")
    link = f'href="/api/v1/regions/621000/cases/{ended}/archive"'
    for account, count in (("qy02", 0), ("qy01", 1)):
        await log_in(client, account)
        assert (await (await client.get(f"/cases/{ended}")).text()).count(link) == count
    assert "归档信息包" not in await (await client.get(f"/cases/{is_open}")).text()


async def test_a_case_of_one_region_is_filed_once_for_both_sides(qingyang: Api) -> None:
    case_id = await an_ended_case(qingyang, qingyang)
    data = await package(qingyang, case_id)
    assert check_package(data).flaws == []
    assert "<归档方>收件地、办理地</归档方>" in members(data)["元数据.xml"].decode()


async def test_a_decision_about_other_cases_is_told_and_not_handed_on(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    other = AggregateId("621000-bbbbbbbbbbbbbbbbbbbbbbbbbb")
    world.regions[HANGZHOU].journal.also = other
    case_id = await an_ended_case(qingyang, hangzhou)
    data = await package(hangzhou, case_id)
    report = check_package(data)
    assert report.flaws == []
    assert report.withheld > 0
    assert other.encode() not in data


async def test_an_unfinished_case_is_refused_with_what_it_waits_for(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.push()
    answer = await qingyang.get(f"/cases/{case_id}/archive")
    told = await answer.json()
    assert (answer.status, told["reason"]) == (409, "case_not_ended")
    assert told["detail"] == "办件尚未办完，不能归档：办理地还须“审查是否受理”。"


async def test_a_withdrawn_case_is_filed_too(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    await qingyang.command(case_id, "WithdrawCase", {"reason": "不再需要"})
    await qingyang.command(case_id, "NotifyApplicant", {"channel": "sms"})
    assert check_package(await package(qingyang, case_id)).flaws == []


async def test_a_later_act_gives_a_package_of_another_version(qingyang: Api, hangzhou: Api) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    before = members(await package(hangzhou, case_id))["元数据.xml"].decode()
    body = {"reason": "笔误", "documents": []}
    await hangzhou.command(case_id, "CorrectDecision", body)
    data = await package(hangzhou, case_id)
    assert check_package(data).flaws == []
    assert members(data)["元数据.xml"].decode() != before


async def test_a_case_with_a_paper_that_is_gone_is_not_filed(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    world.regions[QINGYANG].materials.kept.clear()
    answer = await qingyang.get(f"/cases/{case_id}/archive")
    told = await answer.json()
    assert (answer.status, told["reason"]) == (409, "material_missing")
    assert "居民身份证" in told["detail"]


async def test_a_case_with_more_papers_than_a_package_holds_is_refused(
    qingyang: Api, hangzhou: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    monkeypatch.setattr("broker.web.archive.MATERIAL_BYTES_MAX", len(PDF) - 1)
    answer = await qingyang.get(f"/cases/{case_id}/archive")
    assert (answer.status, (await answer.json())["reason"]) == (413, "too_large")


async def test_what_a_region_has_no_key_for_stays_closed(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    world.regions[HANGZHOU].sealer.keys.clear()
    data = await package(hangzhou, case_id)
    assert check_package(data).flaws == []
    metadata = members(data)["元数据.xml"].decode()
    assert '已打开="否"' in metadata
    assert '已打开="是"' not in metadata
    assert PERSON["name"] not in metadata


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
async def test_persons_stand_in_a_package_so_it_is_for_clerks_only(
    world: World, qingyang: Api, hangzhou: Api, role: Role
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    reader = Api(qingyang.client, QINGYANG, world.token(QINGYANG, role=role))
    assert (await reader.get(f"/cases/{case_id}/archive")).status == 403


async def test_an_archivist_is_a_token_for_nothing_else(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    token = world.token(QINGYANG, scope=frozenset({"archive"}))
    archivist = Api(qingyang.client, QINGYANG, token)
    assert check_package(await package(archivist, case_id)).flaws == []
    assert (await archivist.get(f"/cases/{case_id}")).status == 403
    stranger = Api(qingyang.client, XIAN, world.token(XIAN))
    assert (await stranger.get(f"/cases/{case_id}/archive")).status == 404


async def test_who_took_a_package_is_recorded(
    qingyang: Api, hangzhou: Api, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    with caplog.at_level(logging.INFO, logger="broker.web.audit"):
        await package(qingyang, case_id)
    [record] = caplog.records
    assert record.__dict__["action"] == "case.archived"
    assert record.__dict__["region"] == QINGYANG
