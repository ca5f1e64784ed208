"""The door: who is asking, and may they. Every route passes here; what no rule allows is denied."""

import hmac
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from aiohttp import web

from broker.domain.principals import Principal
from broker.domain.rights import OperatorAct, Reading
from broker.web.faults import Fault
from broker.web.ports import Edge, RegionPorts
from broker.web.problems import Problem
from broker.web.reception import wanted_position

SAFE_METHODS = frozenset({"GET", "HEAD"})
SESSION_COOKIE = "tongban_session"
FORM_HEADER = "X-CSRF-Token"
CREDENTIAL_LENGTH_MAX = 256
POSITION_WAIT_SECONDS = 5.0
UPLOADERS = ("SubmitCase", "AddMaterials", "AnswerSupplement", "DecideCase", "CorrectDecision")
"""Commands that refer to documents: who may give one of them may upload."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """Open to whom role and scope allow this reading."""

    what: Reading


@dataclass(frozen=True, slots=True)
class ToCommand:
    """Open to whom role and scope allow this kind of command; None: the kind in the address."""

    kind: str | None


@dataclass(frozen=True, slots=True)
class ToUpload:
    """Open to whom role and scope allow a command that refers to documents."""


@dataclass(frozen=True, slots=True)
class ToOperate:
    """Open to whom role and scope allow this act of operations."""

    act: OperatorAct


Access = ToRead | ToCommand | ToUpload | ToOperate


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An allowed request: who, in which region, asking what."""

    edge: Edge
    region: RegionPorts
    principal: Principal
    request: web.Request
    session: str | None = None
    """The cookie's secret when a browser asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who proved to be whom; `session` is the cookie's secret when a browser asks."""

    principal: Principal
    session: str | None


VisitHandler = Callable[[Visit], Awaitable[web.StreamResponse]]


async def admit(request: web.Request, edge: Edge, access: Access) -> Visit:
    """Let a request of the API in, or raise the Problem that keeps it out."""
    caller = identify(request, edge)
    if caller is None:
        raise Problem(Fault.NOT_LOGGED_IN, headers={"WWW-Authenticate": 'Bearer realm="tongban"'})
    check_rate(edge, caller, request)
    if caller.session is not None and request.method not in SAFE_METHODS:
        check_form_token(caller.session, request.headers.get(FORM_HEADER, ""))
    principal = caller.principal
    if request.match_info["region"] != principal.actor.region:
        raise Problem(Fault.WRONG_REGION)
    if not is_allowed(principal, access, request):
        raise Problem(Fault.FORBIDDEN)
    region = edge.regions.get(principal.actor.region)
    if region is None:
        raise Problem(Fault.NOT_FOUND)
    await catch_up(request, region)
    return Visit(
        edge=edge, region=region, principal=principal, request=request, session=caller.session
    )


def identify(request: web.Request, edge: Edge) -> Caller | None:
    """Answer who asks; a wrong token is nobody, even beside a good cookie."""
    now = edge.clock.now()
    authorization = request.headers.get("Authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not _is_credential(token):
            return None
        bearer = edge.accounts.principal_of_token(token, now)
        return None if bearer is None else Caller(principal=bearer, session=None)
    secret = request.cookies.get(session_cookie(edge), "")
    if not _is_credential(secret):
        return None
    person = edge.accounts.principal_of_session(secret, now)
    return None if person is None else Caller(principal=person, session=secret)


def check_rate(edge: Edge, caller: Caller, request: web.Request) -> None:
    """Refuse who asks too often."""
    actor = caller.principal.actor
    wait_seconds = edge.rates.take(
        f"{actor.region} {actor.role} {actor.subject}",
        is_person=caller.session is not None,
        is_read=request.method in SAFE_METHODS,
    )
    if wait_seconds > 0:
        seconds = str(math.ceil(wait_seconds))
        raise Problem(Fault.TOO_MANY_REQUESTS, headers={"Retry-After": seconds})


def session_cookie(edge: Edge) -> str:
    """Name the cookie; over TLS a browser lets only this host set it."""
    return f"__Host-{SESSION_COOKIE}" if edge.is_https else SESSION_COOKIE


def is_allowed(principal: Principal, access: Access, request: web.Request) -> bool:
    """Answer what the rights table says."""
    match access:
        case ToRead():
            return principal.may_read(access.what)
        case ToCommand():
            return principal.may_command(access.kind or request.match_info["kind"])
        case ToUpload():
            return any(principal.may_command(kind) for kind in UPLOADERS)
        case ToOperate():
            return principal.may_operate(access.act)
        case _:
            assert_never(access)


def form_token(session: str) -> str:
    """Make the token that a form of this session must carry."""
    return hmac.digest(session.encode(), b"form", sha256).hex()


def check_form_token(session: str, token: str) -> None:
    """Refuse a form that did not come from our own page."""
    if not hmac.compare_digest(form_token(session).encode(), token.encode(errors="replace")):
        raise Problem(Fault.FORGED_FORM)


async def catch_up(request: web.Request, region: RegionPorts) -> None:
    """Wait until a read shows what the client has seen before (Tongban-Position)."""
    wanted = wanted_position(request)
    if wanted is None:
        return
    partition, offset = wanted
    if not await region.arrivals.wait_until(partition, offset, POSITION_WAIT_SECONDS):
        raise Problem(Fault.NOT_YET_READABLE, headers={"Retry-After": "1"})


def _is_credential(text: str) -> bool:
    return 0 < len(text) <= CREDENTIAL_LENGTH_MAX and text.isascii() and text.isprintable()
