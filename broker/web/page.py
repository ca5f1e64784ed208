"""What every page has in common: who may see it, its frame, and how it says no."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from aiohttp import web

from broker.domain.rights import Reading
from broker.errors import AppendUnknown, Unavailable
from broker.views.case import CaseView
from broker.views.labels import SIDE_TEXTS, STATUS_TEXTS
from broker.web.entrance import (
    Caller,
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
from broker.web.ports import Edge
from broker.web.problems import Problem
from broker.web.rendering import CSP, Screen, render

PageHandler = Callable[[web.Request, Edge], Awaitable[web.StreamResponse]]


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
            return problem_page(problem, identify(request, edge))
        except (Unavailable, AppendUnknown):
            return problem_page(Problem(Fault.UNAVAILABLE), identify(request, edge))

    return shown


def problem_page(problem: Problem, caller: Caller | None = None) -> web.Response:
    """Say no to a person, who may always leave."""
    values: dict[str, object] = {
        "problem": problem.answer,
        "principal": None,
        "form_token": "",
    }
    if caller is not None and caller.session is not None:
        values |= {"principal": caller.principal, "form_token": form_token(caller.session)}
    text = render(Screen.PROBLEM, values)
    return html(text, status=problem.answer.status, headers=problem.headers)


def html(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Write a page that may load nothing from elsewhere and is never kept."""
    return web.Response(
        status=status,
        text=text,
        content_type="text/html",
        headers={"Content-Security-Policy": CSP, **(headers or {})},
    )


async def home_page(request: web.Request, edge: Edge) -> web.StreamResponse:
    """Go to the cases; an operator, who sees none, to the dead letters."""
    caller = identify(request, edge)
    if caller is None:
        raise web.HTTPSeeOther("/login")
    is_operator = caller.principal.may_read(Reading.OPERATIONS)
    raise web.HTTPSeeOther("/dead-letters" if is_operator else "/cases")


def frame(visit: Visit) -> dict[str, object]:
    """Answer what every page of a logged-in person shows."""
    secret = visit.session or ""
    return {
        "region": visit.region,
        "principal": visit.principal,
        "form_token": form_token(secret),
        "region_names": visit.edge.known_regions,
        "status_texts": STATUS_TEXTS,
        "side_texts": SIDE_TEXTS,
        "side_region": CaseView.region_of,
    }
