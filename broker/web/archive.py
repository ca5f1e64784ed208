"""The archive package of an ended case (归档信息包), as the region that asks files it."""

import asyncio
import io
import logging
from collections.abc import Mapping, Sequence
from hashlib import sha256

from aiohttp import web

from broker.archive.container import PACKAGE_BYTES_MAX
from broker.archive.contents import Contents, FiledMaterial, Names, PrintedDocument
from broker.archive.package import make_package, still_owed
from broker.archive.trail import TrailDecision, TrailEvent, materials_of, read_trail
from broker.domain.cases.status import Owed
from broker.domain.identifiers import EventId, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.documents.compose import compose
from broker.views.documents.issuing import issues_of
from broker.views.documents.source import Sight, Source
from broker.views.labels import ACT_TEXTS, SIDE_TEXTS
from broker.web.documents import read_history, source_of
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.printing import print_pdf
from broker.web.problems import Problem
from broker.web.queries import position_of
from broker.web.reception import POSITION_HEADER
from broker.web.rendering import SEALED_FIELD_TEXTS
from broker.web.sight import see_case

MATERIAL_BYTES_MAX = PACKAGE_BYTES_MAX // 2
"""Of all papers together; documents and events have the other half, far more than they need."""
AUDIT = logging.getLogger("broker.web.audit")


async def get_archive(visit: Visit) -> web.Response:
    """Make the package of a case that has ended; who takes it is recorded."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    owed = still_owed(view)
    if owed is not None:
        raise _not_ended(owed)
    async with visit.edge.packages:
        contents = await _gather(visit, view)
        package = await asyncio.to_thread(make_package, contents)
    digest = sha256(package).hexdigest()
    _record(visit, contents, digest)
    return web.Response(
        body=io.BytesIO(package),  # Sent in pieces, so that others are not kept waiting.
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{contents.name}.zip"',
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{digest}"',
            POSITION_HEADER: position_of(view),
        },
    )


async def _gather(visit: Visit, view: CaseView) -> Contents:
    """Read and open everything that this region has of a case."""
    entries = await read_history(visit.region.views, view)
    last = max((entry.recorded for entry in entries), key=lambda place: place.offset)
    trail = read_trail(view.case_id, await visit.region.evidence.decisions(view.case_id, last))
    opened = await _open(visit, entries)
    source = await source_of(visit, view, entries, texts=opened, sight=Sight.FULL)
    return Contents(
        region=visit.region.code,
        filing=visit.region.filing,
        names=Names(
            item=source.item_name,
            region=source.region_name,
            field=lambda code: SEALED_FIELD_TEXTS.get(code, code),
        ),
        view=view,
        entries=entries,
        applicant=await visit.region.sealer.unseal(view.case_id, view.sealed),
        opened=opened,
        documents=await asyncio.to_thread(_print, source),
        materials=await _read_materials(visit, view, trail),
        trail=trail,
    )


async def _open(
    visit: Visit, entries: Sequence[TimelineEntry]
) -> Mapping[EventId, Mapping[str, str]]:
    """Open what this region has keys for; the right to the package is the right to persons."""
    texts = {}
    for entry in entries:
        if entry.sealed is not None:
            plain = await visit.region.sealer.unseal(entry.case_id, entry.sealed)
            if plain is not None:
                texts[entry.event_id] = plain
    return texts


def _print(source: Source) -> tuple[PrintedDocument, ...]:
    return tuple(
        PrintedDocument(issue=issue, content=print_pdf(compose(issue, source)))
        for issue in issues_of(source.entries)
    )


async def _read_materials(
    visit: Visit, view: CaseView, trail: Sequence[TrailDecision]
) -> tuple[FiledMaterial, ...]:
    """Read every paper that an event names, by event; a package without one is not made."""
    found: list[FiledMaterial] = []
    size = 0
    for event in _events_in_order(trail):
        for material in materials_of(event.event):
            content = await visit.region.materials.read(view.case_id, material.digest)
            if content is None:
                raise _missing(material.title)
            size += len(content)
            if size > MATERIAL_BYTES_MAX:
                raise Problem(Fault.TOO_LARGE)
            found.append(
                FiledMaterial(
                    material=material,
                    event_id=EventId(event.meta.id),
                    side=event.meta.side,
                    content=content,
                )
            )
    return tuple(found)


def _events_in_order(trail: Sequence[TrailDecision]) -> list[TrailEvent]:
    """Put what the receiving side brought first: an order that both regions share."""
    events = [event for decision in trail for event in decision.events]
    return sorted(events, key=lambda one: (one.meta.side is Side.HANDLING, one.meta.sequence))


def _not_ended(owed: Owed) -> Problem:
    who = SIDE_TEXTS[owed.side]
    return Problem(
        Fault.REFUSED,
        reason="case_not_ended",
        detail=(
            f"办件尚未办完，不能归档：{who}还须“{ACT_TEXTS[owed.act]}”。",
            f"Only an ended case is filed: the {owed.side} side still owes {owed.act}.",
        ),
    )


def _missing(title: str) -> Problem:
    return Problem(
        Fault.REFUSED,
        reason="material_missing",
        detail=(
            f"材料“{title}”无法读取（未上传，或密钥已销毁），信息包不完整，不能归档。",
            "A material of this case cannot be read, so its package would not be complete.",
        ),
    )


def _record(visit: Visit, contents: Contents, digest: str) -> None:
    """Write down who took which bytes: persons stand in them in full."""
    actor = visit.principal.actor
    AUDIT.info(
        "The archive package of a case was made.",
        extra={
            "action": "case.archived",
            "case_id": contents.view.case_id,
            "what": contents.name,
            "sha256": digest,
            "subject": actor.subject,
            "role": actor.role.value,
            "region": actor.region,
            "office": actor.office,
            "window": actor.window,
        },
    )
