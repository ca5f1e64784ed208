"""Reads: cases, one case, its timeline."""

import asyncio
import re
from typing import TypeVar

from aiohttp import web

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Side
from broker.views.case import CaseView
from broker.views.reading import Box, CaseFilter, InvalidCursor
from broker.web.answers import CasesAnswer, TimelineAnswer, answer
from broker.web.duplicates import open_duplicates
from broker.web.entrance import Visit
from broker.web.offers import names_of
from broker.web.problems import invalid_parameter
from broker.web.reception import POSITION_HEADER, is_asked_for, small_number
from broker.web.showing import show_case, show_entry, show_one_case
from broker.web.sight import record_reveal, see_case, show_sealed

CASES_LIMIT = 50
CASES_LIMIT_MAX = 200
TIMELINE_LIMIT = 500
PLACE = re.compile(r"[^\x00-\x1f\x7f]{1,64}")
Chosen = TypeVar("Chosen")
BOXES = {"receiving": Box.OUTBOX, "handling": Box.INBOX}


async def get_cases(visit: Visit) -> web.Response:
    """List cases that the region may see, the last handed in first."""
    wanted = case_filter(visit)
    limit = small_number(
        visit.request, "limit", default=CASES_LIMIT, lowest=1, highest=CASES_LIMIT_MAX
    )
    cursor = visit.request.query.get("cursor")
    try:
        page = await asyncio.to_thread(visit.region.views.cases, wanted, cursor=cursor, limit=limit)
    except InvalidCursor:
        raise invalid_parameter("cursor", "请从第一页开始。", "Begin without a cursor.") from None
    names = await names_of(visit, page.cases)
    cases = [show_case(view, visit.edge, None, names[view.case_id]) for view in page.cases]
    return answer(CasesAnswer(cases=cases, cursor=page.cursor))


async def get_case(visit: Visit) -> web.Response:
    """Answer one case; the ETag is its version."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    reveal = is_asked_for(visit.request, "reveal")
    if reveal:
        record_reveal(visit, view.case_id, what="applicant")
    person = await show_sealed(visit, view.case_id, view.sealed, reveal=reveal)
    headers = {"ETag": f'"{view.version}"', POSITION_HEADER: position_of(view)}
    duplicates = await open_duplicates(visit, view)
    names = await names_of(visit, [view])
    shown = show_one_case(view, visit.edge, person, duplicates, names[view.case_id])
    return answer(shown, headers=headers)


async def get_timeline(visit: Visit) -> web.Response:
    """Answer the events of a case."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    after = small_number(visit.request, "after", default=0, lowest=0, highest=10**9 - 1)
    reveal = is_asked_for(visit.request, "reveal")
    if reveal:
        record_reveal(visit, view.case_id, what="timeline")
    entries = await asyncio.to_thread(
        visit.region.views.timeline, view.case_id, after=after, limit=TIMELINE_LIMIT
    )
    shown = [
        show_entry(each, await show_sealed(visit, view.case_id, each.sealed, reveal=reveal))
        for each in entries
    ]
    is_more = len(entries) == TIMELINE_LIMIT
    answered = TimelineAnswer(
        case_id=view.case_id, entries=shown, next=entries[-1].arrival if is_more else None
    )
    return answer(answered, headers={POSITION_HEADER: position_of(view)})


def case_filter(visit: Visit) -> CaseFilter:
    """Read the filters of a list from the address."""
    query = visit.request.query
    return CaseFilter(
        box=_choice(visit, "side", BOXES) or Box.SHARED,
        statuses=frozenset(_statuses(visit)),
        item_code=_place(visit, "item"),
        office=_place(visit, "office"),
        window=_place(visit, "window"),
        or_untaken="window" in query,
        owed_by=_choice(visit, "owed", {side.value: side for side in Side}),
    )


def _statuses(visit: Visit) -> list[CaseStatus]:
    named = visit.request.query.getall("status", [])
    if any(name not in set(CaseStatus) for name in named):
        raise invalid_parameter("status", "没有这种状态。", "There is no such status.")
    return [CaseStatus(name) for name in named]


def _choice(visit: Visit, name: str, choices: dict[str, Chosen]) -> Chosen | None:
    text = visit.request.query.get(name)
    if text is None:
        return None
    if text not in choices:
        allowed = "、".join(choices)
        raise invalid_parameter(name, f"只能是 {allowed}。", f"One of {', '.join(choices)}.")
    return choices[text]


def _place(visit: Visit, name: str) -> str | None:
    text = visit.request.query.get(name)
    if text is not None and not PLACE.fullmatch(text):
        raise invalid_parameter(name, "应为 1 至 64 个字符。", "It has 1 to 64 characters.")
    return text


def position_of(view: CaseView) -> str:
    """Write the journal position at which the case changed last."""
    return f"{view.changed.partition}:{view.changed.offset}"
