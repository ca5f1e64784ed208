"""The pages: cases of a window, and one case as a picture; nothing comes from elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from aiohttp import web

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Side
from broker.domain.rights import Reading
from broker.errors import AppendUnknown, Unavailable
from broker.views.case import CaseView, TimelineEntry
from broker.views.labels import SIDE_TEXTS, STATUS_TEXTS, summary_lines
from broker.views.project import REACTIONS
from broker.views.reading import Box, InvalidCursor
from broker.web.entrance import (
    ToRead,
    Visit,
    VisitHandler,
    catch_up,
    check_rate,
    form_token,
    identify,
    is_allowed,
)
from broker.web.faults import Fault
from broker.web.picture import draw
from broker.web.ports import Edge
from broker.web.problems import Problem, invalid_parameter
from broker.web.queries import case_filter
from broker.web.reception import is_asked_for
from broker.web.rendering import CSP, Screen, render
from broker.web.sight import record_reveal, see_case, show_sealed

PAGE_CASES = 30
AUTOMATIC = frozenset(kind.__name__ for kind in REACTIONS)
PageHandler = Callable[[web.Request, Edge], Awaitable[web.StreamResponse]]
TABS = (
    ("", "全部办件", Box.SHARED),
    ("receiving", "本地收件", Box.OUTBOX),
    ("handling", "本地办理", Box.INBOX),
)


def guard_page(what: Reading, handle: VisitHandler) -> PageHandler:
    """Let a logged-in person with this right in; others go to the login page or get a page."""

    async def guarded(request: web.Request, edge: Edge) -> web.StreamResponse:
        caller = identify(request, edge)
        if caller is None:
            raise web.HTTPSeeOther(f"/login?next={quote(request.path_qs, safe='')}")
        check_rate(edge, caller, request)
        region = edge.regions.get(caller.principal.actor.region)
        if region is None or not is_allowed(caller.principal, ToRead(what), request):
            raise Problem(Fault.FORBIDDEN)
        await catch_up(request, region)
        visit = Visit(
            edge=edge,
            region=region,
            principal=caller.principal,
            request=request,
            session=caller.session,
        )
        return await handle(visit)

    return show_problems(guarded)


def show_problems(handle: PageHandler) -> PageHandler:
    """Show a problem as a page."""

    async def shown(request: web.Request, edge: Edge) -> web.StreamResponse:
        try:
            return await handle(request, edge)
        except Problem as problem:
            return problem_page(problem)
        except (Unavailable, AppendUnknown):
            return problem_page(Problem(Fault.UNAVAILABLE))

    return shown


def problem_page(problem: Problem) -> web.Response:
    """Say no to a person."""
    text = render(Screen.PROBLEM, {"problem": problem.answer})
    return html(text, status=problem.answer.status, headers=problem.headers)


def html(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Write a page that may load nothing from elsewhere and is never kept."""
    return web.Response(
        status=status,
        text=text,
        content_type="text/html",
        headers={"Content-Security-Policy": CSP, **(headers or {})},
    )


async def home_page(_request: web.Request, _edge: Edge) -> web.StreamResponse:
    """Go to the cases."""
    raise web.HTTPSeeOther("/cases")


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
    rows = [{"case": case, "name": await _masked_name(visit, case)} for case in page.cases]
    text = render(
        Screen.CASES,
        {
            **_frame(visit),
            "rows": rows,
            "counts": [
                (status, STATUS_TEXTS[status], counts.get(status, 0)) for status in CaseStatus
            ],
            "total": sum(counts.values()),
            "chosen": sorted(wanted.statuses),
            "side": visit.request.query.get("side", ""),
            "tabs": TABS,
            "own_window_only": "window" in visit.request.query,
            "link": lambda **changes: _link(visit.request, changes),
            "next_cursor": page.cursor,
        },
    )
    return html(text)


async def case_page(visit: Visit) -> web.Response:
    """Show one case: its two sides, who owes the next act, its history."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    reveal = is_asked_for(visit.request, "reveal")
    if reveal:
        record_reveal(visit, view.case_id, what="page")
    entries = await asyncio.to_thread(visit.region.views.timeline, view.case_id)
    texts = {
        entry.event_id: await _texts(visit, entry, reveal=reveal)
        for entry in entries
        if entry.sealed is not None and entry.kind != "CaseSubmitted"
    }
    text = render(
        Screen.CASE,
        {
            **_frame(visit),
            "case": view,
            "rows": draw(view, entries),
            "entries": tuple(reversed(entries)),
            "texts": texts,
            "person": await show_sealed(visit, view.case_id, view.sealed, reveal=reveal),
            "may_reveal": visit.principal.may_read(Reading.SEALED),
            "may_fetch": visit.principal.may_read(Reading.MATERIAL),
            "reveal": reveal,
            "summary_lines": summary_lines,
            "automatic": AUTOMATIC,
        },
    )
    return html(text)


async def _texts(visit: Visit, entry: TimelineEntry, *, reveal: bool) -> Mapping[str, str] | None:
    """Answer the sealed text of an event; without `reveal` only that there is some."""
    shown = await show_sealed(visit, entry.case_id, entry.sealed, reveal=reveal)
    return shown if reveal else None


async def _masked_name(visit: Visit, view: CaseView) -> str:
    shown = await show_sealed(visit, view.case_id, view.sealed, reveal=False)
    return "" if shown is None else shown.get("name", "")


def _frame(visit: Visit) -> dict[str, object]:
    """Answer what every page of a logged-in person shows."""
    secret = visit.session or ""
    return {
        "region": visit.region,
        "principal": visit.principal,
        "form_token": form_token(secret),
        "items": visit.edge.reference.items,
        "region_names": visit.edge.known_regions,
        "status_texts": STATUS_TEXTS,
        "side_texts": SIDE_TEXTS,
        "side_region": _side_region,
    }


def _side_region(view: CaseView, side: Side) -> str:
    return view.receiving_region if side is Side.RECEIVING else view.handling_region


def _link(request: web.Request, changes: Mapping[str, str]) -> str:
    """Write the address of this list with other filters; a new filter begins at the first page."""
    kept = {name: text for name, text in request.query.items() if name != "cursor"}
    wanted = {name: text for name, text in {**kept, **changes}.items() if text}
    return f"/cases?{urlencode(wanted)}" if wanted else "/cases"
