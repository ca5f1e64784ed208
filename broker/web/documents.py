"""The documents of a case (文书): the list, and each as a page or as PDF."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import web

from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import EventId
from broker.domain.rights import Reading
from broker.views.case import CaseView, TimelineEntry
from broker.views.documents.compose import compose
from broker.views.documents.document import Document
from broker.views.documents.issuing import Issue, issues_of
from broker.views.documents.parts import limit_rows
from broker.views.documents.source import Sight, Source
from broker.views.port import ViewStore, whole_timeline
from broker.web.answers import DocumentAnswer, DocumentsAnswer, answer
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.offers import names_of, times_of
from broker.web.page import html
from broker.web.printing import page_policy, print_page, print_pdf
from broker.web.problems import Problem
from broker.web.queries import position_of
from broker.web.reception import POSITION_HEADER, is_asked_for
from broker.web.sight import record_reveal, see_case, show_sealed


async def get_documents(visit: Visit) -> web.Response:
    """List the documents that the case has by now."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    issues = issues_of(await read_history(visit.region.views, view))
    answered = DocumentsAnswer(
        case_id=view.case_id, documents=[_show(each, visit, view) for each in issues]
    )
    return answer(answered, headers={POSITION_HEADER: position_of(view)})


async def get_document_page(visit: Visit) -> web.Response:
    """Answer a document as a page."""
    found = await _find_document(visit)
    return html(
        print_page(found.document),
        headers={"Content-Security-Policy": page_policy(), POSITION_HEADER: found.position},
    )


async def get_document_pdf(visit: Visit) -> web.Response:
    """Answer a document as PDF."""
    found = await _find_document(visit)
    content = await asyncio.to_thread(print_pdf, found.document)
    name = f"{visit.request.match_info['document']}-{found.document.case_id}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', POSITION_HEADER: found.position}
    return web.Response(body=content, content_type="application/pdf", headers=headers)


async def read_history(views: ViewStore, view: CaseView) -> tuple[TimelineEntry, ...]:
    """Answer the events that a view was folded from, and none that came while it was read."""
    entries = await asyncio.to_thread(tuple, whole_timeline(views, view.case_id))
    return entries[: view.version]


class Found(NamedTuple):
    """A document, and the journal position it was read at."""

    document: Document
    position: str


async def _find_document(visit: Visit) -> Found:
    """Write the document that the address names, as far as this reader may see it."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    entries = await read_history(visit.region.views, view)
    name = visit.request.match_info["document"]
    issue = next((each for each in issues_of(entries) if each.name == name), None)
    if issue is None:
        raise Problem(Fault.NOT_FOUND)
    reveal = is_asked_for(visit.request, "reveal")
    if reveal:
        record_reveal(visit, view.case_id, what=f"document {issue.name}")
    source = await _read_source(visit, view, entries, reveal=reveal)
    return Found(compose(issue, source), position_of(view))


async def _read_source(
    visit: Visit, view: CaseView, entries: tuple[TimelineEntry, ...], *, reveal: bool
) -> Source:
    sight = Sight.MASKED if visit.principal.may_read(Reading.SEALED) else Sight.HIDDEN
    texts = await _unseal(visit, entries, reveal=reveal)
    return await source_of(visit, view, entries, texts=texts, sight=Sight.FULL if reveal else sight)


async def source_of(
    visit: Visit,
    view: CaseView,
    entries: tuple[TimelineEntry, ...],
    *,
    texts: Mapping[EventId, Mapping[str, str]],
    sight: Sight,
) -> Source:
    """Gather what the documents of a case are written from, for a reader with this sight."""
    reference = visit.edge.reference
    names = await names_of(visit, [view])
    return Source(
        view=view,
        entries=entries,
        item_name=names[view.case_id],
        limits=limit_rows(await times_of(visit, view)),
        region_name=lambda code: reference.directory.full_name(code) or code,
        texts=texts,
        sight=sight,
    )


async def _unseal(
    visit: Visit, entries: tuple[TimelineEntry, ...], *, reveal: bool
) -> Mapping[EventId, Mapping[str, str]]:
    texts = {}
    for entry in entries:
        shown = await show_sealed(visit, entry.case_id, entry.sealed, reveal=reveal)
        if shown is not None:
            texts[entry.event_id] = shown
    return texts


def _show(issue: Issue, visit: Visit, view: CaseView) -> DocumentAnswer:
    base = f"/api/v1/regions/{visit.region.code}/cases/{view.case_id}/documents/{issue.name}"
    return DocumentAnswer(
        name=issue.name,
        kind=issue.kind,
        title=issue.form.title,
        number=issue.number,
        side=issue.entry.side,
        region=issue.entry.region,
        date=legal_day(issue.entry.at).isoformat(),
        event_id=issue.entry.event_id,
        html=f"{base}.html",
        pdf=f"{base}.pdf",
    )
