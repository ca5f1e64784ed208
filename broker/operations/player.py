"""Plays scenes through the HTTP API as their clerks would, and checks how they ended."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar, assert_never
from unicodedata import east_asian_width

from broker.errors import BrokerError
from broker.operations.client import ApiClient, Denied, Told, insist
from broker.operations.papers import write_pdf
from broker.operations.scenario import Act, Compare, Desk, Paper, Scene
from broker.ports import Clock
from broker.views.labels import COMMAND_TEXTS, STATUS_TEXTS
from broker.views.value_labels import RESULT_TEXTS

STEP_SECONDS_MAX = 60.0
END_SECONDS_MAX = 30.0
NOT_FOUND = 404
PDF = "application/pdf"
ACT_TEXTS = {kind.__name__: text for kind, text in COMMAND_TEXTS.items()}
RESULTS = {result.value: text for result, text in RESULT_TEXTS.items()}
DESK_COLUMNS = 16
ACT_COLUMNS = 12

Found = TypeVar("Found")
Say = Callable[[str], None]


class UnexpectedEnd(BrokerError):
    """A scripted case did not go as the script says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one region shows of a case; `events` are digests by side and sequence."""

    status: str
    result: str | None
    is_over: bool
    events: frozenset[tuple[str, int, str]]


class Player:
    """Repeats itself harmlessly: the day and the scene give every command its key (E7)."""

    def __init__(
        self, clients: Mapping[str, ApiClient], *, day: str, clock: Clock, say: Say
    ) -> None:
        self._clients = clients
        self._day = day
        self._clock = clock
        self._say = say

    async def play(self, scene: Scene) -> str:
        """Play one case and answer its id."""
        key = f"demo-{self._day}-{scene.name}"
        case_id = ""
        for number, step in enumerate(scene.steps):
            match step:
                case Act():
                    told = await self._act(step, case_id, key=f"{key}-{number}" if number else key)
                    case_id = case_id or told.case_id
                case Compare():
                    await self._compare(step, case_id)
                case _:
                    assert_never(step)
        await self._check(scene, case_id)
        return case_id

    async def _act(self, act: Act, case_id: str, *, key: str) -> Told:
        client = self._client(act.desk)
        if act.after:
            await self._await_event(client, case_id, act.after)
        body = dict(act.body)
        if act.papers:
            field = "documents" if act.kind == "DecideCase" else "materials"
            body[field] = [
                {"digest": await self._upload(client, case_id, key, paper), "title": paper.title}
                for paper in act.papers
            ]

        async def give() -> Told:
            if not case_id:
                return await client.submit(body, key=key)
            return await client.command(case_id, act.kind, body, key=key)

        told = await insist(
            give,
            is_enough=lambda told: told.outcome != "pending",
            clock=self._clock,
            seconds_max=STEP_SECONDS_MAX,
        )
        text = ACT_TEXTS[act.kind]
        if not told.is_done:
            raise UnexpectedEnd(f"{act.desk.title}：{text}未成：{told.detail}（{told.reason}）")
        self._tell(act.desk, text, told.case_id if act.kind == "SubmitCase" else "")
        return told

    async def _upload(self, client: ApiClient, case_id: str, key: str, paper: Paper) -> str:
        content = write_pdf(paper.lines)
        if not case_id:
            return await client.upload_draft(key, content, PDF)
        return await client.upload(case_id, content, PDF)

    async def _compare(self, step: Compare, case_id: str) -> None:
        client, wanted = self._client(step.desk), write_pdf(step.paper.lines)
        await self._await_event(client, case_id, step.after)
        digest = sha256(wanted).hexdigest()

        async def fetch() -> bytes:
            found = await unless_missing(client.download(case_id, digest))
            return b"" if found is None else found

        content = await insist(
            fetch, is_enough=bool, clock=self._clock, seconds_max=STEP_SECONDS_MAX
        )
        if content != wanted:
            raise UnexpectedEnd(f"{step.desk.title}：《{step.paper.title}》与对方上传的不一致。")
        note = f"《{step.paper.title}》{len(content)} 字节，与对方原件一致"
        self._tell(step.desk, "取阅材料", note)

    async def _await_event(self, client: ApiClient, case_id: str, kind: str) -> None:
        async def kinds() -> set[str]:
            entries = await unless_missing(client.timeline(case_id))
            return {str(entry["kind"]) for entry in entries or ()}

        await insist(
            kinds,
            is_enough=lambda found: kind in found,
            clock=self._clock,
            seconds_max=STEP_SECONDS_MAX,
        )

    async def _check(self, scene: Scene, case_id: str) -> None:
        """Make sure that both regions show the scripted end and the very same events."""
        clients = [self._client(desk) for desk in (scene.receiving, scene.handling)]

        async def look() -> list[Seen]:
            return [await see(client, case_id) for client in clients]

        def is_enough(found: Sequence[Seen]) -> bool:
            return all(is_end(scene, seen) for seen in found) and found[0] == found[1]

        await insist(look, is_enough=is_enough, clock=self._clock, seconds_max=END_SECONDS_MAX)
        result = f"（{RESULTS[scene.end.result]}）" if scene.end.result else ""
        self._say(f"      ✔ 两地一致：{STATUS_TEXTS[scene.end.status]}{result}")

    def _client(self, desk: Desk) -> ApiClient:
        return self._clients[desk.account]

    def _tell(self, desk: Desk, act: str, note: str) -> None:
        line = f"      {pad(desk.title, DESK_COLUMNS)}{pad(act, ACT_COLUMNS)}{note}"
        self._say(line.rstrip())


async def see(client: ApiClient, case_id: str) -> Seen:
    """Read a case in one region."""
    view: dict[str, Any] = await client.case(case_id)
    entries = await client.timeline(case_id)
    return Seen(
        status=view["status"],
        result=view["result"],
        is_over=view["owed"] is None,
        events=frozenset((each["side"], each["sequence"], each["digest"]) for each in entries),
    )


async def unless_missing(reading: Awaitable[Found]) -> Found | None:
    """Answer what was read, None for what the region does not know (yet)."""
    try:
        return await reading
    except Denied as denied:
        if denied.status == NOT_FOUND:
            return None
        raise


def is_end(scene: Scene, seen: Seen) -> bool:
    """Tell whether a region shows the scripted end."""
    end = scene.end
    return (seen.status, seen.result, seen.is_over) == (end.status, end.result, end.is_over)


def pad(text: str, columns: int) -> str:
    """Fill up to a width at the terminal, where a Chinese character takes two columns."""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, columns - width)
