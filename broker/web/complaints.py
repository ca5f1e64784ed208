"""Complaints at the edge: words that go with a transfer, and the ratios for supervision."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

from aiohttp import web

from broker.domain.clocks.beijing import legal_day, midnight
from broker.domain.identifiers import CaseId, Instant, RegionCode
from broker.views.case import TimelineEntry
from broker.views.complaints import ComplaintView
from broker.views.port import ViewStore, whole_timeline
from broker.views.ratios import (
    SATISFIED_PERCENT_WANTED,
    SOLVED_PERCENT_WANTED,
    Ratio,
    complaint_ratios,
    rating_ratios,
)
from broker.views.reading import PAGE_CASES_MAX, CaseFilter
from broker.web.answers import (
    ComplaintRatiosAnswer,
    ComplaintsOfBodyAnswer,
    RatingRatiosAnswer,
    RatingsOfBodyAnswer,
    RatioAnswer,
    RegionAnswer,
    answer,
)
from broker.web.bodies_complaints import TransferComplaintBody
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.fields import Body
from broker.web.problems import FieldProblem, Problem, invalid_parameter

PERIOD_DAYS_MAX = 366
YEAR_MIN, YEAR_MAX = 2000, 2999


async def words_passed_on(visit: Visit, case_id: CaseId, body: Body) -> dict[str, str]:
    """Answer what the complainant said, for the body that a complaint is transferred to.

    The side that took the complaint has the words; they were sealed for the body addressed alone.
    """
    is_ours_to_give = isinstance(body, TransferComplaintBody) and body.registrar is body.side
    if not isinstance(body, TransferComplaintBody) or body.reason is None or not is_ours_to_give:
        return {}
    entry = await asyncio.to_thread(_registration, visit.region.views, case_id, body)
    if entry is None or entry.sealed is None:
        raise _unknown_complaint()
    plain = await visit.region.sealer.unseal(case_id, entry.sealed)
    return {} if plain is None else {"text": plain["text"]}


def _registration(
    views: ViewStore, case_id: CaseId, body: TransferComplaintBody
) -> TimelineEntry | None:
    return next(
        (
            entry
            for entry in whole_timeline(views, case_id)
            if entry.kind == "ComplaintRegistered"
            and entry.side is body.registrar
            and entry.summary["complaint"] == str(body.complaint)
        ),
        None,
    )


def _unknown_complaint() -> Problem:
    error = FieldProblem(
        pointer="/complaint",
        reason="complaint_unknown",
        detail="本地尚无这个编号的投诉。",
        detail_en="complaint is not known here (yet).",
    )
    return Problem(Fault.INVALID_BODY, reason="complaint_unknown", errors=[error])


async def get_complaint_ratios(visit: Visit) -> web.Response:
    """Answer how the bodies answer complaints that were taken in a period."""
    first, last = _period(visit)
    edge = visit.edge
    found = await asyncio.to_thread(
        lambda: complaint_ratios(
            _complaints(visit.region.views, midnight(first), _end_of(last)),
            times=edge.complaint_times,
            calendar=edge.reference.calendar,
            as_of=edge.clock.now(),
        )
    )
    bodies = [
        ComplaintsOfBodyAnswer(
            region=_region(one.region, visit),
            taken=one.taken,
            closed=one.closed,
            on_time=_show(one.on_time),
            satisfied=_show(one.satisfied, wanted=SATISFIED_PERCENT_WANTED),
            solved=_show(one.solved, wanted=SOLVED_PERCENT_WANTED),
        )
        for one in found
    ]
    return answer(
        ComplaintRatiosAnswer(first=first.isoformat(), last=last.isoformat(), bodies=bodies)
    )


async def get_rating_ratios(visit: Visit) -> web.Response:
    """Answer how the bodies were rated in a period."""
    first, last = _period(visit)
    counts = await asyncio.to_thread(
        visit.region.views.rating_counts, midnight(first), _end_of(last)
    )
    bodies = [
        RatingsOfBodyAnswer(
            region=_region(one.region, visit), counts=dict(one.counts), content=_show(one.content)
        )
        for one in rating_ratios(counts)
    ]
    return answer(RatingRatiosAnswer(first=first.isoformat(), last=last.isoformat(), bodies=bodies))


def _complaints(
    views: ViewStore, since: Instant, until: Instant
) -> Iterator[tuple[RegionCode, ComplaintView]]:
    """Read the complaints of a period page by page, each with the region of its body."""
    cursor = None
    wanted = CaseFilter(complained_from=since)
    while True:
        page = views.cases(wanted, cursor=cursor, limit=PAGE_CASES_MAX)
        for view in page.cases:
            for complaint in view.complaints:
                if since <= complaint.registered_at < until:
                    yield view.region_of(complaint.body), complaint
        cursor = page.cursor
        if cursor is None:
            return


def _period(visit: Visit) -> tuple[date, date]:
    """Read the first and the last day; without them, the year up to today."""
    today = legal_day(visit.edge.clock.now())
    last = _day(visit, "last", today)
    first = _day(visit, "first", last - timedelta(days=PERIOD_DAYS_MAX - 1))
    if not 0 <= (last - first).days < PERIOD_DAYS_MAX:
        raise invalid_parameter("first", "期间应为 1 至 366 天。", "A period has 1 to 366 days.")
    return first, last


def _day(visit: Visit, name: str, default: date) -> date:
    text = visit.request.query.get(name)
    if text is None:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise invalid_parameter(name, "应为年-月-日。", "It is a date, YYYY-MM-DD.")
    return day


def _end_of(day: date) -> Instant:
    return midnight(day + timedelta(days=1))


def _region(code: RegionCode, visit: Visit) -> RegionAnswer:
    return RegionAnswer(code=code, name=visit.edge.known_regions.get(code, code))


def _show(ratio: Ratio, *, wanted: int | None = None) -> RatioAnswer:
    return RatioAnswer(
        part=ratio.part, whole=ratio.whole, percent=ratio.percent, percent_wanted=wanted
    )
