"""A small client of our own HTTP API, for the demo, the command line, faults and benches."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp

from broker.errors import BrokerError, Unavailable
from broker.ports import Clock

REQUEST_SECONDS_MAX = 40.0
WAIT_SECONDS_DEFAULT = 10
CONNECTIONS_MAX = 512
RETRY_SECONDS = 0.1
CONFLICT = 409
SERVER_FAULT_MIN = 500
CLIENT_FAULT_MIN = 400
FILE_NAME = re.compile(r'filename="([0-9A-Za-z_-]+\.zip)"')
"""Of a package; nothing that could be a path."""

Result = TypeVar("Result")


class Denied(BrokerError):
    """The API does not take the request; the sentence is the one it gives."""

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the API said of a command; `outcome` is `pending` when it is not decided yet."""

    key: str
    outcome: str
    case_id: str
    command_id: str
    reason: str
    detail: str
    position: str
    event_ids: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Tell whether the command has its events in the journal."""
        return self.outcome == "events"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the API, read."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def document(self) -> dict[str, Any]:
        """Read the answer as JSON."""
        document: dict[str, Any] = json.loads(self.content)
        return document


class ApiClient:
    """One principal's way into the API of its region.

    Raises Denied for a request that is not taken, and Unavailable when nobody can tell what became
    of it: repeat it with the same key (see `insist`).
    """

    def __init__(
        self, session: aiohttp.ClientSession, *, url: str, region: str, token: str
    ) -> None:
        self._session = session
        self._prefix = f"{url}/api/v1/regions/{region}"
        self._headers = {"Authorization": f"Bearer {token}"}
        self.region = region

    async def submit(
        self, body: Mapping[str, object], *, key: str, wait_seconds: int = WAIT_SECONDS_DEFAULT
    ) -> Told:
        """Hand a case in."""
        return await self._give("/cases", body, key=key, wait_seconds=wait_seconds)

    async def command(
        self,
        case_id: str,
        kind: str,
        body: Mapping[str, object] | None = None,
        *,
        key: str,
        wait_seconds: int = WAIT_SECONDS_DEFAULT,
    ) -> Told:
        """Give any other command."""
        path = f"/cases/{case_id}/commands/{kind}"
        return await self._give(path, body or {}, key=key, wait_seconds=wait_seconds)

    async def outcome(self, key: str, *, case_id: str = "") -> Told:
        """Ask what became of a command to a case; without one, of the hand-in under this key.

        Denied with 404 when that is not known (yet).
        """
        params = {"case_id": case_id} if case_id else {}
        return told_of(key, await self._ask("GET", f"/commands/{key}", params=params))

    async def case(self, case_id: str, *, position: str = "") -> dict[str, Any]:
        """Read a case, at least as it was at this position."""
        headers = {"Tongban-Position": position} if position else {}
        return (await self._ask("GET", f"/cases/{case_id}", headers=headers)).document()

    async def timeline(self, case_id: str) -> Sequence[Mapping[str, Any]]:
        """Read the events of a case."""
        entries: list[Mapping[str, Any]] = []
        after: int | None = 0
        while after is not None:
            path = f"/cases/{case_id}/timeline?after={after}"
            page = (await self._ask("GET", path)).document()
            entries += page["entries"]
            after = page["next"]
        return entries

    async def deadlines(self, case_id: str) -> dict[str, Any]:
        """Read the limits of a case, each with its explanation."""
        return (await self._ask("GET", f"/cases/{case_id}/deadlines")).document()

    async def cases(self, **filters: str) -> dict[str, Any]:
        """List cases: one page."""
        return (await self._ask("GET", "/cases", params=filters)).document()

    async def items(self, region: str) -> dict[str, Any]:
        """Read the whole catalogue of the own region or of a linked one."""
        found: dict[str, Any] = {}
        items: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            params = {"region": region, "cursor": cursor}
            found = (await self._ask("GET", "/items", params=params)).document()
            items += found["items"]
            cursor = found["cursor"]
        return {**found, "items": items}

    async def item(self, region: str, code: str) -> dict[str, Any]:
        """Read an item with all of its versions."""
        return (await self._ask("GET", f"/items/{region}/{quote(code, safe='')}")).document()

    async def item_differences(self, code: str, left: str, right: str) -> dict[str, Any]:
        """Compare an item between two regions."""
        path = f"/items/{left}/{quote(code, safe='')}/differences"
        return (await self._ask("GET", path, params={"with": right})).document()

    async def publish_item(self, code: str, written: Mapping[str, object], *, key: str) -> Told:
        """Publish the next version of an item of the own region."""
        path = f"/items/{quote(code, safe='')}"
        return await self._give(
            path, {"item": written}, key=key, wait_seconds=WAIT_SECONDS_DEFAULT, method="PUT"
        )

    async def retire_item(self, code: str, last_on: str, *, key: str) -> Told:
        """Give an item of the own region up."""
        path = f"/items/{quote(code, safe='')}/retire"
        body = {"last_on": last_on}
        return await self._give(path, body, key=key, wait_seconds=WAIT_SECONDS_DEFAULT)

    async def upload_draft(self, key: str, content: bytes, media_type: str) -> str:
        """Upload a document of the case that this key will hand in; answer its digest."""
        return await self._upload(f"/drafts/{key}/materials", content, media_type)

    async def upload(self, case_id: str, content: bytes, media_type: str) -> str:
        """Upload a document of a case; answer its digest."""
        return await self._upload(f"/cases/{case_id}/materials", content, media_type)

    async def download(self, case_id: str, digest: str) -> bytes:
        """Read a document of a case."""
        return (await self._ask("GET", f"/cases/{case_id}/materials/{digest}")).content

    async def archive(self, case_id: str) -> tuple[str, bytes]:
        """Read the archive package of a case, and the name it is filed under.

        Denied with 409 while the case has not ended.
        """
        reply = await self._ask("GET", f"/cases/{case_id}/archive")
        if is_refusal(reply):
            told = reply.document()
            raise Denied(reply.status, str(told["reason"]), str(told["detail"]))
        named = FILE_NAME.search(reply.headers.get("Content-Disposition", ""))
        if named is None:
            raise Unavailable("接口没有给出信息包的文件名。 The API named no file.")
        return named[1], reply.content

    async def _upload(self, path: str, content: bytes, media_type: str) -> str:
        headers = {"Content-Type": media_type}
        reply = await self._ask("POST", path, content=content, headers=headers)
        digest: str = reply.document()["digest"]
        return digest

    async def _give(
        self,
        path: str,
        body: Mapping[str, object],
        *,
        key: str,
        wait_seconds: int,
        method: str = "POST",
    ) -> Told:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Prefer": f"wait={wait_seconds}",
        }
        content = json.dumps(body, ensure_ascii=False).encode()
        return told_of(key, await self._ask(method, path, content=content, headers=headers))

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        try:
            async with self._session.request(
                method,
                self._prefix + path,
                data=content,
                headers=self._headers | dict(headers or {}),
                params=params,
                allow_redirects=False,
            ) as response:
                reply = Reply(response.status, dict(response.headers), await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable(
                f"{self._prefix} 没有应答，请确认节点正在运行。"
                f" The API does not answer: is the node running? ({type(error).__name__})"
            ) from error
        return checked(reply)


def checked(reply: Reply) -> Reply:
    """Answer what was taken; a refusal by the log (409) is an outcome like any other."""
    if reply.status < CLIENT_FAULT_MIN or is_refusal(reply):
        return reply
    try:
        problem = reply.document()
    except ValueError:
        problem = {}
    if reply.status >= SERVER_FAULT_MIN:
        raise Unavailable(str(problem.get("detail", f"HTTP {reply.status}")))
    raise Denied(
        reply.status, str(problem.get("reason", "")), str(problem.get("detail", reply.status))
    )


def is_refusal(reply: Reply) -> bool:
    """Tell whether the log answered the command with a no."""
    return reply.status == CONFLICT


def told_of(key: str, reply: Reply) -> Told:
    """Read what the API said of a command."""
    document = reply.document()
    outcome = "refusal" if is_refusal(reply) else document["outcome"]
    return Told(
        key=key,
        outcome=outcome,
        case_id=document.get("case_id") or "",
        command_id=document.get("command_id") or "",
        reason=document.get("reason") or "",
        detail=document.get("detail") or "",
        position=reply.headers.get("Tongban-Position", ""),
        event_ids=tuple(document.get("event_ids", ())),
    )


@asynccontextmanager
async def open_session() -> AsyncIterator[aiohttp.ClientSession]:
    """Open connections that several clients may share."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS_MAX),
        timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS_MAX),
        trust_env=False,
    )
    async with session:
        yield session


async def insist(
    attempt: Callable[[], Awaitable[Result]],
    *,
    is_enough: Callable[[Result], bool],
    clock: Clock,
    seconds_max: float,
) -> Result:
    """Repeat what is harmless to repeat until its answer is enough; Unavailable after the time."""
    deadline = clock.elapsed() + seconds_max
    while True:
        try:
            result = await attempt()
            if is_enough(result):
                return result
            refusal = Unavailable(f"no sufficient answer within {seconds_max:.0f} seconds")
        except Unavailable as error:
            refusal = error
        if clock.elapsed() >= deadline:
            raise refusal
        await clock.sleep(RETRY_SECONDS)
