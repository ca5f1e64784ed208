"""Logging in and out: forms with tokens, few attempts, an opaque session in a cookie."""

import hmac
import logging
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from broker.identity import new_token
from broker.web.entrance import check_form_token, identify, session_cookie
from broker.web.faults import Fault
from broker.web.limits import Limiter
from broker.web.page import html
from broker.web.ports import Edge
from broker.web.problems import Problem
from broker.web.reception import read_bounded
from broker.web.rendering import Screen, render

AUDIT = logging.getLogger("broker.web.audit")
LOGIN_COOKIE = "tongban_login"
FORM_BYTES_MAX = 4_096
FORM_FIELDS_MAX = 10
TEXT_LENGTH_MAX = 200
OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")
NAME_BURST, NAME_SECONDS_EACH = 5, 60.0
ADDRESS_BURST, ADDRESS_SECONDS_EACH = 30, 5.0


class Login:
    """The login page; it remembers how often somebody tried."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._names = Limiter(edge.clock, burst=NAME_BURST, seconds_each=NAME_SECONDS_EACH)
        self._addresses = Limiter(
            edge.clock, burst=ADDRESS_BURST, seconds_each=ADDRESS_SECONDS_EACH
        )

    async def show(self, request: web.Request, _edge: Edge) -> web.StreamResponse:
        """Show the form."""
        return self._form(request, next_path=own_path(request.query.get("next", "")))

    async def enter(self, request: web.Request, edge: Edge) -> web.StreamResponse:
        """Check name and password and begin a session."""
        form = await read_form(request)
        if not _is_own_form(request, form):
            raise Problem(Fault.FORGED_FORM)
        name, next_path = form.get("name", ""), own_path(form.get("next", ""))
        if self._addresses.take(request.remote or "") > 0 or self._names.take(name) > 0:
            raise Problem(Fault.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
        secret = await edge.accounts.log_in(name, form.get("password", ""), edge.clock.now())
        if secret is None:
            AUDIT.warning("A login was denied.", extra={"action": "session.denied"})
            return self._form(request, next_path=next_path, is_wrong=True)
        AUDIT.info("A session began.", extra={"action": "session.opened"})
        response = web.HTTPSeeOther(next_path)
        response.set_cookie(
            session_cookie(edge), secret, httponly=True, samesite="Lax", secure=edge.is_https
        )
        response.del_cookie(LOGIN_COOKIE)
        raise response

    async def leave(self, request: web.Request, edge: Edge) -> web.StreamResponse:
        """End the session."""
        form = await read_form(request)
        caller = identify(request, edge)
        response = web.HTTPSeeOther("/login")
        if caller is not None and caller.session is not None:
            check_form_token(caller.session, form.get("form_token", ""))
            edge.accounts.log_out(caller.session)
            response.del_cookie(session_cookie(edge), httponly=True, secure=edge.is_https)
        raise response

    def _form(
        self, request: web.Request, *, next_path: str, is_wrong: bool = False
    ) -> web.Response:
        token = request.cookies.get(LOGIN_COOKIE) or new_token()
        values = {"form_token": token, "next": next_path, "is_wrong": is_wrong}
        response = html(render(Screen.LOGIN, values), status=403 if is_wrong else 200)
        response.set_cookie(
            LOGIN_COOKIE, token, httponly=True, samesite="Strict", secure=self._edge.is_https
        )
        return response


async def read_form(request: web.Request) -> Mapping[str, str]:
    """Read a small form."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Problem(Fault.WRONG_MEDIA_TYPE)
    data = await read_bounded(request, FORM_BYTES_MAX)
    try:
        pairs = parse_qsl(
            data.decode("ascii"), keep_blank_values=True, max_num_fields=FORM_FIELDS_MAX
        )
    except ValueError:
        raise Problem(Fault.INVALID_PARAMETER) from None
    return {name: text[:TEXT_LENGTH_MAX] for name, text in pairs}


def own_path(path: str) -> str:
    """Answer where to go after the login: an address of ours, whatever was asked for."""
    return path if OWN_PATH.fullmatch(path) else "/"


def _is_own_form(request: web.Request, form: Mapping[str, str]) -> bool:
    expected = request.cookies.get(LOGIN_COOKIE, "")
    given = form.get("form_token", "")
    return bool(expected) and hmac.compare_digest(
        expected.encode(errors="replace"), given.encode(errors="replace")
    )
