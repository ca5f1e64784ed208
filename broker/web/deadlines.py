"""The due dates of a case, counted afresh for each reader."""

import asyncio
from datetime import date

from aiohttp import web

from broker.domain.cases.limits.terms import terms_of
from broker.domain.clocks.explain import Step
from broker.domain.clocks.passages import write_passage
from broker.domain.identifiers import Side
from broker.domain.items.times import Times
from broker.views.case import CaseView
from broker.views.deadlines.compute import deadlines_of
from broker.views.deadlines.deadline import BEARER_TEXTS, STATE_TEXTS, Bearer, Deadline, Deadlines
from broker.views.port import whole_timeline
from broker.web.answers import (
    DeadlineAnswer,
    DeadlinesAnswer,
    DutyAnswer,
    RegionAnswer,
    StepAnswer,
    answer,
)
from broker.web.entrance import Visit
from broker.web.offers import times_of
from broker.web.ports import Edge
from broker.web.queries import position_of
from broker.web.reception import POSITION_HEADER
from broker.web.sight import see_case


async def get_deadlines(visit: Visit) -> web.Response:
    """Answer the limits of a case and how they stand now."""
    view = await see_case(visit, visit.request.match_info["case_id"])
    found = await count_deadlines(visit, view)
    answered = DeadlinesAnswer(
        case_id=view.case_id,
        item_code=view.item_code,
        item_version=view.item_version,
        as_of=found.as_of.isoformat(),
        deadlines=[_show(each, view, visit.edge) for each in found.deadlines],
        notes=list(found.notes),
    )
    return answer(answered, headers={POSITION_HEADER: position_of(view)})


async def count_deadlines(visit: Visit, view: CaseView) -> Deadlines:
    """Count by the item version of the case and by what is known here of both sides."""
    # All of it: a limit may hang on the last event.
    entries = await asyncio.to_thread(tuple, whole_timeline(visit.region.views, view.case_id))
    reference = visit.edge.reference
    return deadlines_of(
        entries,
        times=await _times(visit, view),
        calendars=dict.fromkeys(Side, reference.calendar),
        # A peer's clock may be a little ahead of ours: what is in the log has happened.
        complaint_times=visit.edge.complaint_times,
        as_of=max([visit.edge.clock.now(), *(entry.at for entry in entries)]),
    )


async def _times(visit: Visit, view: CaseView) -> Times | None:
    """Answer the terms of a case; before the push none apply, so those expected are shown."""
    clock = view.state.limits.clock
    if clock.received_on is not None:
        return terms_of(clock.terms, view.item_code).times
    return await times_of(visit, view)


def _show(deadline: Deadline, view: CaseView, edge: Edge) -> DeadlineAnswer:
    heading, passage = deadline.heading, deadline.passage
    return DeadlineAnswer(
        name=heading.name,
        title=heading.title,
        duty=_show_duty(heading.bearer, view, edge),
        state=deadline.state,
        state_text=STATE_TEXTS[deadline.state],
        started_on=_write(deadline.started_on),
        due_on=_write(deadline.due_on),
        not_before=_write(deadline.not_before),
        remaining_days=deadline.remaining_days,
        settled_on=_write(deadline.settled_on),
        calendar_version=deadline.calendar_version,
        steps=[_show_step(step) for step in passage.steps],
        explanation=list(write_passage(passage)),
    )


def _show_duty(bearer: Bearer, view: CaseView, edge: Edge) -> DutyAnswer:
    region = None
    if bearer.side is not None:
        code = view.region_of(bearer.side)
        region = RegionAnswer(code=code, name=edge.known_regions.get(code, code))
    return DutyAnswer(bearer=bearer, text=BEARER_TEXTS[bearer], region=region)


def _show_step(step: Step) -> StepAnswer:
    return StepAnswer(
        on=step.on.isoformat(), why=step.why, number=step.number or None, name=step.name
    )


def _write(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
