"""The pages: cases of a window, and one case as a picture; nothing comes from elsewhere."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from aiohttp import web

from broker.archive.package import still_owed
from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.status import CaseStatus
from broker.domain.rights import Reading
from broker.views.case import CaseView, TimelineEntry
from broker.views.documents.issuing import issues_of
from broker.views.labels import STATUS_TEXTS, summary_lines
from broker.views.project import REACTIONS
from broker.views.reading import Box, InvalidCursor
from broker.web.deadlines import count_deadlines
from broker.web.documents import read_history
from broker.web.duplicates import open_duplicates
from broker.web.entrance import Visit
from broker.web.offers import names_of
from broker.web.page import frame, html
from broker.web.picture import draw
from broker.web.problems import invalid_parameter
from broker.web.queries import case_filter
from broker.web.reception import is_asked_for
from broker.web.rendering import SEALED_FIELD_TEXTS, Screen, render
from broker.web.sight import record_reveal, see_case, show_sealed

PAGE_CASES = 30
AUTOMATIC = frozenset(kind.__name__ for kind in REACTIONS)
TABS = (
    ("", "全部办件", Box.SHARED),
    ("receiving", "本地收件", Box.OUTBOX),
    ("handling", "本地办理", Box.INBOX),
)


async def cases_page(visit: Visit) -> web.Response:
    """List the cases of this region, by side, status and window."""
    wanted = case_filter(visit)
    views = visit.region.views
    cursor = visit.request.query.get("cursor")
    try:
        page = await asyncio.to_thread(views.cases, wanted, cursor=cursor, limit=PAGE_CASES)
    except InvalidCursor:
        raise invalid_parameter("cursor", "请从第一页开始。", "Begin without a cursor.") from None
    counts = await asyncio.to_thread(views.counts, replace(wanted, statuses=frozenset()))
    rows = await _rows(visit, page.cases)
    text = render(
        Screen.CASES,
        {
            **frame(visit),
            "rows": rows,
            "counts": [
                (status, STATUS_TEXTS[status], counts.get(status, 0)) for status in CaseStatus
            ],
            "total": sum(counts.values()),
            "chosen": sorted(wanted.statuses),
            "side": visit.request.query.get("side", ""),
            "owed_only": "owed" in visit.request.query,
            "tabs": TABS,
            "own_window_only": "window" in visit.request.query,
            "link": lambda **changes: _link(visit.request, changes),
            "next_cursor": page.cursor,
        },
    )
    return html(text)


async def case_page(visit: Visit) -> web.Response:
    """Show one case: its two sides, who owes the next act, its limits, its history."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    reveal = is_asked_for(visit.request, "reveal")
    if reveal:
        record_reveal(visit, view.case_id, what="page")
    entries = await asyncio.to_thread(visit.region.views.timeline, view.case_id)
    person = await show_sealed(visit, view.case_id, view.sealed, reveal=reveal)
    texts = {
        entry.event_id: await _texts(visit, entry, reveal=reveal)
        for entry in entries
        if entry.sealed is not None and entry.kind != "CaseSubmitted"
    }
    text = render(
        Screen.CASE,
        {
            **frame(visit),
            "case": view,
            "item_names": await names_of(visit, [view]),
            "rows": draw(view, entries),
            "entries": tuple(reversed(entries)),
            "texts": texts,
            "person": None if person is None else in_order(person),
            "may_reveal": visit.principal.may_read(Reading.SEALED),
            "may_archive": visit.principal.may_read(Reading.ARCHIVE) and still_owed(view) is None,
            "may_fetch": visit.principal.may_read(Reading.MATERIAL),
            "reveal": reveal,
            "summary_lines": telling_lines,
            "automatic": AUTOMATIC,
            "papers": issues_of(await read_history(visit.region.views, view)),
            "deadlines": await count_deadlines(visit, view),
            "duplicates": await open_duplicates(visit, view),
        },
    )
    return html(text)


def telling_lines(summary: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Put a summary into words; on remedies there is nothing to tell where nothing was denied."""
    is_granted = summary.get("result") == DecisionResult.GRANTED
    told = {
        name: text
        for name, text in summary.items()
        if not (is_granted and name == "rights_notice_given")
    }
    return summary_lines(told)


def in_order(person: Mapping[str, str]) -> Mapping[str, str]:
    """Name a person's fields in the order people expect."""
    order = list(SEALED_FIELD_TEXTS)
    return dict(sorted(person.items(), key=lambda field: order.index(field[0])))


async def _rows(visit: Visit, cases: Sequence[CaseView]) -> list[dict[str, object]]:
    """Give each case the names of its applicant and of its item."""
    items = await names_of(visit, cases)
    return [
        {"case": case, "name": await _masked_name(visit, case), "item": items[case.case_id]}
        for case in cases
    ]


async def _texts(visit: Visit, entry: TimelineEntry, *, reveal: bool) -> Mapping[str, str] | None:
    """Answer the sealed text of an event; without `reveal` only that there is some."""
    shown = await show_sealed(visit, entry.case_id, entry.sealed, reveal=reveal)
    return shown if reveal else None


async def _masked_name(visit: Visit, view: CaseView) -> str:
    shown = await show_sealed(visit, view.case_id, view.sealed, reveal=False)
    return "" if shown is None else shown.get("name", "")


def _link(request: web.Request, changes: Mapping[str, str]) -> str:
    """Write the address of this list with other filters; a new filter begins at the first page."""
    kept = {name: text for name, text in request.query.items() if name != "cursor"}
    wanted = {name: text for name, text in {**kept, **changes}.items() if text}
    return f"/cases?{urlencode(wanted)}" if wanted else "/cases"
