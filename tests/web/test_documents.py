"""The documents of a case over HTTP: list, page, PDF/A, and who is shown what."""

import io
import logging
import re
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from broker.domain.envelope import Role
from broker.web.documents import read_history
from broker.web.printing import print_page, print_pdf
from tests.views.histories import REJECT, play
from tests.views.papers import papers
from tests.web.driver import PDF, PERSON, Api, Client
from tests.web.places import HANGZHOU, QINGYANG, XIAN
from tests.web.test_pages import log_in
from tests.web.world import World

REASON = "经核查，申请人的参保关系不在本地。"
REJECTED = {"result": "rejected", "rights_notice_given": True, "reasons": REASON}
SECRETS = (PERSON["name"], PERSON["resident_id"], PERSON["phone"])
FULL = "?reveal=true"


async def a_rejected_case(qingyang: Api, hangzhou: Api) -> str:
    """Hand a case in, over, and have it rejected."""
    upload = await qingyang.upload("/drafts/k-1/materials", PDF, "application/pdf")
    digest = (await upload.json())["digest"]
    materials = [{"digest": digest, "title": "居民身份证"}]
    case_id = await qingyang.push(materials=materials)
    await hangzhou.command(case_id, "AcceptCase")
    await hangzhou.command(case_id, "DecideCase", REJECTED)
    return case_id


async def listed(api: Api, case_id: str) -> list[dict[str, Any]]:
    """Read the list of documents."""
    answer = await api.get(f"/cases/{case_id}/documents")
    assert answer.status == 200
    documents: list[dict[str, Any]] = (await answer.json())["documents"]
    return documents


async def fetched(api: Api, address: str) -> bytes:
    """Read a document."""
    headers = {"Authorization": f"Bearer {api.token}"}
    async with api.client.get(address, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()


def read_pdf(content: bytes) -> str:
    """Read a PDF back: its text without blanks, for lines break where they must."""
    reader = PdfReader(io.BytesIO(content))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


async def test_a_case_lists_its_documents_with_number_and_address(
    qingyang: Api, hangzhou: Api
) -> None:
    case_id = await a_rejected_case(qingyang, hangzhou)
    found = await listed(qingyang, case_id)
    assert [one["title"] for one in found] == [
        "收件凭证",
        "移交单",
        "受理通知书",
        "不予许可决定书",
    ]
    last = found[-1]
    mark = case_id.partition("-")[2][:16].upper()
    assert last == {
        "name": "rejection",
        "kind": "rejection",
        "title": "不予许可决定书",
        "number": f"通不准〔2026〕{HANGZHOU}-{mark}-3号",
        "side": "handling",
        "region": HANGZHOU,
        "date": "2026-05-29",
        "event_id": f"{case_id}.h3",
        "html": qingyang.path(f"/cases/{case_id}/documents/rejection.html"),
        "pdf": qingyang.path(f"/cases/{case_id}/documents/rejection.pdf"),
    }


@pytest.mark.parametrize("query", ["", FULL])
async def test_both_regions_give_the_same_bytes(qingyang: Api, hangzhou: Api, query: str) -> None:
    case_id = await a_rejected_case(qingyang, hangzhou)
    ours, theirs = await listed(qingyang, case_id), await listed(hangzhou, case_id)
    assert len(ours) == len(theirs) == 4
    for here, there in zip(ours, theirs, strict=True):
        for form in ("html", "pdf"):
            one = await fetched(qingyang, here[form] + query)
            assert one == await fetched(hangzhou, there[form] + query)
            assert one == await fetched(qingyang, here[form] + query)


async def test_a_case_of_one_region_has_documents_of_both_its_sides(qingyang: Api) -> None:
    case_id = await qingyang.push(handling_region=QINGYANG)
    await qingyang.command(case_id, "AcceptCase")
    await qingyang.command(case_id, "DecideCase", {"result": "granted"})
    found = await listed(qingyang, case_id)
    assert [(one["side"], one["kind"]) for one in found] == [
        ("receiving", "receipt"),
        ("receiving", "hand-over"),
        ("handling", "acceptance-notice"),
        ("handling", "grant"),
    ]
    assert len({one["number"] for one in found}) == len(found)
    for one in found:
        assert "甘肃省庆阳市" in read_pdf(await fetched(qingyang, one["pdf"]))


async def test_a_pdf_can_be_read_back_in_chinese(qingyang: Api, hangzhou: Api) -> None:
    case_id = await a_rejected_case(qingyang, hangzhou)
    text = ""
    for one in await listed(qingyang, case_id):
        content = await fetched(qingyang, one["pdf"] + FULL)
        text = read_pdf(content)
        assert one["title"] in text
        assert one["number"] in text
        assert PERSON["name"] in text
        assert b"pdfaid" in content
    assert REASON in text
    assert "行政复议" in text


async def test_what_comes_while_a_case_is_read_waits_for_the_next_reading(
    world: World, qingyang: Api
) -> None:
    case_id = await qingyang.submit()
    views = world.regions[QINGYANG].views
    before = views.case(case_id)
    assert before is not None
    await qingyang.command(case_id, "CheckForm", {"passed": True})
    assert [entry.kind for entry in await read_history(views, before)] == ["CaseSubmitted"]


async def test_a_pdf_carries_its_fonts(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    content = await fetched(qingyang, qingyang.path(f"/cases/{case_id}/documents/receipt.pdf"))
    resources = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"]
    assert isinstance(fonts, DictionaryObject)
    assert {embedded_in(font) for font in fonts.values()} == {True}


def embedded_in(font: PdfObject) -> bool:
    """Tell whether a font of a page comes with its outlines."""
    composite = font.get_object()
    assert isinstance(composite, DictionaryObject)
    descendants = composite["/DescendantFonts"]
    assert isinstance(descendants, ArrayObject)
    inner = descendants[0].get_object()
    assert isinstance(inner, DictionaryObject)
    described = inner["/FontDescriptor"]
    assert isinstance(described, DictionaryObject)
    return bool({"/FontFile2", "/FontFile3"} & set(described))


def test_a_character_without_a_glyph_is_named_and_never_lost() -> None:
    [*_, rejection] = papers(play("621000-case", (None, None, None, None, REJECT))).values()
    strange = replace(rejection, addressee="张\U00020bb7\u200b兰")
    assert "张〔U+20BB7〕〔U+200B〕兰：" in read_pdf(print_pdf(strange))
    assert "张\U00020bb7\u200b兰：" in print_page(strange)


def test_what_people_typed_is_never_an_instruction() -> None:
    evil = '<script>alert(1)</script> #panic("x") $x$ \\ *b* https://evil.example'
    [receipt] = papers(play("621000-case", ())).values()
    strange = replace(receipt, addressee=evil)
    assert re.sub(r"\s", "", evil) in read_pdf(print_pdf(strange))
    assert "<script" not in print_page(strange)


async def test_a_page_needs_and_runs_nothing_beside_itself(qingyang: Api) -> None:
    case_id = await qingyang.submit(remark="<b>x</b>")
    answer = await qingyang.get(f"/cases/{case_id}/documents/receipt.html")
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r"\b(?:src|href)=|url\(|@import|<script|\sstyle=", await answer.text())


async def test_a_document_is_masked_until_asked_and_asking_is_recorded(
    qingyang: Api, hangzhou: Api, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await a_rejected_case(qingyang, hangzhou)
    address = qingyang.path(f"/cases/{case_id}/documents/rejection.html")
    with caplog.at_level(logging.INFO, logger="broker.web.audit"):
        masked = (await fetched(qingyang, address)).decode()
        assert not caplog.records
        complete = (await fetched(qingyang, address + FULL)).decode()
    assert "张**" in masked
    assert "已遮盖个人信息" in masked
    assert not any(secret in masked for secret in (*SECRETS, REASON))
    assert PERSON["name"] in complete
    assert REASON in complete
    assert "已遮盖" not in complete
    [record] = caplog.records
    assert (record.__dict__["action"], record.__dict__["what"]) == (
        "case.revealed",
        "document rejection",
    )


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR, Role.PLATFORM])
async def test_who_may_not_read_sealed_fields_gets_the_document_without_them(
    world: World, qingyang: Api, hangzhou: Api, role: Role
) -> None:
    case_id = await a_rejected_case(qingyang, hangzhou)
    reader = Api(qingyang.client, QINGYANG, world.token(QINGYANG, role=role))
    for one in await listed(reader, case_id):
        for form in ("html", "pdf"):
            content = await fetched(reader, one[form])
            text = content.decode() if form == "html" else read_pdf(content)
            assert "不含加密内容" in text
            assert not any(secret in text for secret in (*SECRETS, REASON, "张**"))
            refused = await reader.get(f"/cases/{case_id}/documents/{one['name']}.{form}{FULL}")
            assert refused.status == 403


async def test_documents_are_for_those_who_may_see_the_case(
    world: World, qingyang: Api, hangzhou: Api
) -> None:
    case_id = await qingyang.submit()
    narrow = world.token(QINGYANG, role=Role.PLATFORM, scope=frozenset({"SubmitCase"}))
    readers = {
        404: (hangzhou, Api(qingyang.client, XIAN, world.token(XIAN))),
        403: (Api(qingyang.client, QINGYANG, narrow),),
    }
    for path in ("documents", "documents/receipt.html", "documents/receipt.pdf"):
        for status, apis in readers.items():
            for api in apis:
                assert (await api.get(f"/cases/{case_id}/{path}")).status == status


@pytest.mark.parametrize("name", ["grant.html", "grant.pdf", "receipt-2.pdf", "x.html", "receipt"])
async def test_what_the_case_does_not_have_is_not_found(qingyang: Api, name: str) -> None:
    case_id = await qingyang.submit()
    assert (await qingyang.get(f"/cases/{case_id}/documents/{name}")).status == 404


async def test_the_page_of_a_case_leads_to_its_documents(
    world: World, client: Client, qingyang: Api, hangzhou: Api
) -> None:
    world.account("qy01", QINGYANG)
    case_id = await a_rejected_case(qingyang, hangzhou)
    await log_in(client)
    for query in ("", FULL):
        text = await (await client.get(f"/cases/{case_id}{query}")).text()
        assert '<h2 id="papers-title">文书</h2>' in text
        links = re.findall(r'href="(/api/[^"]*/documents/[^"]+)"', text)
        assert len(links) == 8
        for link in links:
            assert link.endswith((query,) if query else (".html", ".pdf"))
            assert (await client.get(link)).status == 200
