"""The web application: the only way in is a route of a table, so what no table names is denied."""

import json
from functools import cache
from importlib.resources import files

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_exceptions import HTTPClientError, HTTPRequestEntityTooLarge

from broker.domain.rights import Reading
from broker.errors import AppendUnknown, Unavailable
from broker.web import item_pages, letters, pages
from broker.web.entrance import admit
from broker.web.faults import Fault
from broker.web.feed import STREAMS, end_streams
from broker.web.login import Login
from broker.web.openapi import openapi_document
from broker.web.page import PageHandler, guard_page, home_page, problem_page, show_problems
from broker.web.ports import Edge
from broker.web.problems import Problem
from broker.web.registry import REGISTRY_ROUTES
from broker.web.route import Route
from broker.web.routes import ROUTES

STATIC_TYPES = {
    "app.css": "text/css",
    "app.js": "text/javascript",
    "favicon.svg": "image/svg+xml",
}
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FAULTS_BY_STATUS = {
    404: Fault.NOT_FOUND,
    405: Fault.METHOD_NOT_ALLOWED,
    413: Fault.TOO_LARGE,
    415: Fault.WRONG_MEDIA_TYPE,
}


def make_app(edge: Edge) -> web.Application:
    """Build the API, the pages and the registry facade."""
    app = web.Application(middlewares=[answer_problems])
    app[STREAMS] = set()
    app.on_shutdown.append(end_streams)
    app.on_response_prepare.append(add_safe_headers)
    for route in ROUTES:
        app.router.add_route(route.method, route.path, _guard(route, edge))
    for path, handle in REGISTRY_ROUTES:
        app.router.add_get(path, _with_edge(handle, edge))
    app.router.add_get("/openapi.json", _fixed(written_openapi(), "application/json"))
    for name, content_type in STATIC_TYPES.items():
        content = files("broker.web").joinpath("static", name).read_bytes()
        app.router.add_get(f"/static/{name}", _fixed(content, content_type))
    for method, path, page in page_routes(edge):
        app.router.add_route(method, path, _with_edge(page, edge))
    return app


@cache
def written_openapi() -> bytes:
    """Write the description of the API, once a process."""
    return json.dumps(openapi_document(), ensure_ascii=False).encode()


def page_routes(edge: Edge) -> tuple[tuple[str, str, PageHandler], ...]:
    """Every page, with the right it asks for; only the login page is open."""
    login = Login(edge)
    return (
        ("GET", "/", home_page),
        ("GET", "/login", show_problems(login.show)),
        ("POST", "/login", show_problems(login.enter)),
        ("POST", "/logout", show_problems(login.leave)),
        ("GET", "/cases", guard_page(Reading.CASE_LIST, pages.cases_page)),
        ("GET", "/items", guard_page(Reading.ITEMS, item_pages.items_page)),
        ("GET", "/items/{owner}/{code}", guard_page(Reading.ITEMS, item_pages.item_page)),
        ("GET", "/dead-letters", guard_page(Reading.OPERATIONS, letters.letters_page)),
        ("GET", "/cases/{case_id}", guard_page(Reading.CASE, pages.case_page)),
    )


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what was raised into an answer; anything unexpected stays a fault of the server."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except AppendUnknown:
        return Problem(Fault.UNKNOWN_OUTCOME, headers={"Retry-After": "1"}).response()
    except Unavailable:
        return Problem(Fault.UNAVAILABLE, headers={"Retry-After": "2"}).response()
    except HTTPClientError as error:
        return _answer_client_error(request, error)


async def add_safe_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Tell browsers to guess nothing, frame nothing and keep nothing."""
    for name, text in SAFE_HEADERS.items():
        response.headers.setdefault(name, text)


def _answer_client_error(request: web.Request, error: HTTPClientError) -> web.StreamResponse:
    fault = FAULTS_BY_STATUS.get(error.status, Fault.INVALID_PARAMETER)
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    if isinstance(error, HTTPRequestEntityTooLarge):
        headers["Connection"] = "close"
    problem = Problem(fault, headers=headers)
    if "text/html" in request.headers.get("Accept", "") and not request.path.startswith("/api/"):
        return problem_page(problem)
    return problem.response()


def _guard(route: Route, edge: Edge) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        return await route.handle(await admit(request, edge, route.access))

    return guarded


def _with_edge(handle: PageHandler, edge: Edge) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        return await handle(request, edge)

    return handler


def _fixed(content: bytes, content_type: str) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(body=content, content_type=content_type, charset="utf-8")

    return handler
