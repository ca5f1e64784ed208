"""Documents of cases: upload within bounds and by content, download as an attachment."""

import asyncio
import hashlib
import io
import re
from dataclasses import dataclass

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from broker.domain.identifiers import CaseId, derive_case_id
from broker.web.answers import UploadAnswer, answer
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.posting import command_id_of
from broker.web.problems import Problem
from broker.web.reception import (
    BODY_SECONDS_MAX,
    CHUNK_BYTES,
    IDEMPOTENCY_KEY,
    read_bounded,
)
from broker.web.sight import see_case

MATERIAL_BYTES_MAX = 10 * 1024 * 1024
MULTIPART_EXTRA_BYTES = 16 * 1024
PART_NAME = "file"
DIGEST = re.compile(r"[0-9a-f]{64}")
MAGIC = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "application/ofd": b"PK\x03\x04",
}
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/ofd": "ofd",
}
OFD_ENTRY = b"OFD.xml"
"""The root document that every OFD archive (GB/T 33190) names in its directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What was sent: the bytes and what the sender says they are."""

    content: bytes
    media_type: str


async def post_material(visit: Visit) -> web.Response:
    """Keep a document of a case that exists."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    return await _keep(visit, view.case_id)


async def post_draft_material(visit: Visit) -> web.Response:
    """Keep a document of a case that this principal will hand in with this Idempotency-Key."""
    key = visit.request.match_info["key"]
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise Problem(Fault.NOT_FOUND)
    return await _keep(visit, derive_case_id(visit.region.code, command_id_of(visit, key)))


async def get_material(visit: Visit) -> web.Response:
    """Answer a document of a visible case, so that no browser runs or shows it in our name."""
    case_id = (await see_case(visit, visit.request.match_info["case_id"])).case_id
    digest = visit.request.match_info["digest"]
    if not DIGEST.fullmatch(digest):
        raise Problem(Fault.NOT_FOUND)
    materials = visit.region.materials
    stored = await materials.find(case_id, digest)
    content = None if stored is None else await materials.read(case_id, digest)
    if stored is None or content is None:
        raise Problem(Fault.NOT_FOUND)
    extension = EXTENSIONS.get(stored.media_type, "bin")
    return web.Response(
        body=io.BytesIO(content),  # Sent in pieces, so that others are not kept waiting.
        content_type=stored.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{digest[:16]}.{extension}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def is_what_it_says(upload: Upload) -> bool:
    """Compare the first bytes, and for OFD the directory, with the media type."""
    if not upload.content.startswith(MAGIC[upload.media_type]):
        return False
    return upload.media_type != "application/ofd" or OFD_ENTRY in upload.content


async def _keep(visit: Visit, case_id: CaseId) -> web.Response:
    upload = await _receive(visit.request)
    if upload.media_type not in MAGIC:
        raise Problem(Fault.WRONG_MEDIA_TYPE)
    if not is_what_it_says(upload):
        raise Problem(Fault.WRONG_CONTENT)
    digest = (await asyncio.to_thread(hashlib.sha256, upload.content)).hexdigest()
    stored = await visit.region.materials.store(case_id, upload.content, upload.media_type)
    assert stored.digest == digest
    location = f"/api/v1/regions/{visit.region.code}/cases/{case_id}/materials/{digest}"
    kept = UploadAnswer(
        case_id=case_id,
        digest=digest,
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
    )
    return answer(kept, status=201, headers={"Location": location})


async def _receive(request: web.Request) -> Upload:
    if request.content_type != "multipart/form-data":
        content = await read_bounded(request, MATERIAL_BYTES_MAX)
        return Upload(content=content, media_type=request.content_type)
    if (request.content_length or 0) > MATERIAL_BYTES_MAX + MULTIPART_EXTRA_BYTES:
        raise Problem(Fault.TOO_LARGE)
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            return await _receive_part(request)
    except TimeoutError:
        raise Problem(Fault.TOO_SLOW) from None
    except (ValueError, BadHttpMessage, web.RequestPayloadError):
        raise Problem(Fault.WRONG_CONTENT) from None


async def _receive_part(request: web.Request) -> Upload:
    """Read the one part named `file`; other parts before it are refused."""
    part = await (await request.multipart()).next()
    if not isinstance(part, BodyPartReader) or part.name != PART_NAME:
        raise Problem(Fault.WRONG_CONTENT)
    content = bytearray()
    while chunk := await part.read_chunk(CHUNK_BYTES):
        content += chunk
        if len(content) > MATERIAL_BYTES_MAX:
            raise Problem(Fault.TOO_LARGE)
    media_type = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Upload(content=bytes(content), media_type=media_type)
