"""Documents: what is taken, what is refused, how they are given out."""

import hashlib
import io
import zipfile

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from broker.domain.envelope import Role
from broker.web.link import make_link_app
from broker.web.materials import MATERIAL_BYTES_MAX
from tests.web.driver import PDF, Api
from tests.web.places import HANGZHOU, QINGYANG, XIAN
from tests.web.world import World

JPEG = b"\xff\xd8\xff\xe0" + b"j" * 30
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 30


def ofd() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("OFD.xml", "<ofd:OFD/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(PDF, "application/pdf", id="pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (PDF + b"x" * (MATERIAL_BYTES_MAX - len(PDF)), "application/pdf"),
        (ofd(), "application/ofd"),
    ],
)
async def test_a_document_comes_back_as_an_attachment(
    qingyang: Api, content: bytes, media_type: str
) -> None:
    case_id = await qingyang.submit()
    told = await (await qingyang.upload(f"/cases/{case_id}/materials", content, media_type)).json()
    assert told["digest"] == hashlib.sha256(content).hexdigest()
    answer = await qingyang.get(f"/cases/{case_id}/materials/{told['digest']}")
    assert await answer.read() == content
    assert answer.content_type == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_form_uploads_too(qingyang: Api) -> None:
    case_id = await qingyang.submit()
    form = FormData()
    form.add_field("file", PDF, filename="张小兰的身份证.pdf", content_type="application/pdf")
    headers = {"Authorization": f"Bearer {qingyang.token}"}
    path = qingyang.path(f"/cases/{case_id}/materials")
    answer = await qingyang.client.post(path, data=form, headers=headers)
    assert answer.status == 201
    assert "张小兰" not in await answer.text()


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (PDF, "image/png", 422),
        (PNG, "application/pdf", 422),
        (b"", "application/pdf", 422),
        (b"PK\x03\x04 any archive", "application/ofd", 422),
        (b"<script>", "text/html", 415),
        (PDF, "application/octet-stream", 415),
        (PDF + b"x" * MATERIAL_BYTES_MAX, "application/pdf", 413),
        (b"--x--", "multipart/form-data", 422),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x", 422),
        (b"nonsense", "multipart/form-data; boundary=x", 422),
    ],
)
async def test_what_is_no_document_is_refused(
    world: World, qingyang: Api, content: bytes, media_type: str, status: int
) -> None:
    case_id = await qingyang.submit()
    answer = await qingyang.upload(f"/cases/{case_id}/materials", content, media_type)
    assert answer.status == status
    assert not world.regions[QINGYANG].materials.kept


async def test_a_document_of_an_unknown_case_is_refused(qingyang: Api) -> None:
    path = "/cases/621000-aaaaaaaaaaaaaaaaaaaaaaaaaa/materials"
    assert (await qingyang.upload(path, PDF, "application/pdf")).status == 404


async def test_a_draft_belongs_to_who_uploaded_it(world: World, qingyang: Api) -> None:
    upload = await qingyang.upload("/drafts/k-1/materials", PDF, "application/pdf")
    told = await upload.json()
    named = [{"digest": told["digest"], "title": "居民身份证"}]
    other = Api(qingyang.client, QINGYANG, world.token(QINGYANG, subject="another"))
    refused = await other.post("/cases", {}, key="k-1")
    assert refused.status == 422
    assert await qingyang.submit("k-1", materials=named) == told["case_id"]


@pytest.mark.parametrize("digest", ["ab" * 32, "x", "../../etc/passwd"])
async def test_an_unknown_digest_is_not_found(qingyang: Api, digest: str) -> None:
    case_id = await qingyang.submit()
    assert (await qingyang.get(f"/cases/{case_id}/materials/{digest}")).status == 404


async def test_a_peer_fetches_only_from_cases_it_shares(world: World, qingyang: Api) -> None:
    case_id = await qingyang.push("k-1")
    hidden = await qingyang.submit("k-2")
    digests = {}
    for each in (case_id, hidden):
        upload = await qingyang.upload(f"/cases/{each}/materials", PDF, "application/pdf")
        digests[each] = (await upload.json())["digest"]
    app: web.Application = make_link_app(world.edge, QINGYANG)
    async with TestClient(TestServer(app)) as peer:

        async def fetch(token: str, each: str) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            path = f"/link/cases/{each}/materials/{digests[each]}"
            answer = await peer.get(path, headers=headers)
            content = await answer.read()
            assert PDF not in content, "the link carries ciphertext only"
            assert content.startswith(b"sealed:") == (answer.status == 200)
            return answer.status

        peer_token = world.token(HANGZHOU, role=Role.PEER)
        assert await fetch(peer_token, case_id) == 200
        assert await fetch(peer_token, hidden) == 404
        assert await fetch(world.token(XIAN, role=Role.PEER), case_id) == 404
        assert await fetch(world.token(HANGZHOU), case_id) == 403
        assert await fetch("", case_id) == 401
