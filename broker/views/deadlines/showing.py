"""A limit of the clocks as it is shown: its state, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.course import Finished
from broker.domain.clocks.facts import (
    Completed,
    ExtensionGranted,
    LimitFact,
    ProcedureEnded,
    ProcedureStarted,
)
from broker.domain.clocks.limit import (
    Late,
    LimitState,
    LimitStatus,
    Met,
    MetUndated,
    Overdue,
    Paused,
    Provisional,
    Running,
    evaluate_limit,
)
from broker.domain.clocks.passages import Passage, explain_limit, explain_unknown
from broker.domain.clocks.rules import LimitRule
from broker.domain.clocks.wording import NO_EFFECT_TEXTS, write_day
from broker.domain.identifiers import Instant
from broker.views.deadlines.deadline import Deadline, DeadlineState, Heading
from broker.views.deadlines.history import History
from broker.views.labels import KIND_TEXTS

ACT_TEXTS: dict[type[LimitFact], str] = {
    ProcedureStarted: KIND_TEXTS["SpecialProcedureStarted"],
    ExtensionGranted: KIND_TEXTS["ExtensionGranted"],
}
OPEN = frozenset({DeadlineState.RUNNING, DeadlineState.PAUSED, DeadlineState.PROVISIONAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the fact that starts a limit to the one that ends it."""

    start_on: date
    ended_at: Instant | None
    on_the_way: tuple[LimitFact, ...] = ()
    """What pauses or lengthens the limit in between."""


def show_span(
    heading: Heading, rule: LimitRule, span: Span, *, history: History, calendar: WorkCalendar
) -> Deadline:
    """Count a limit between its two facts, and show it."""
    ended = () if span.ended_at is None else (Completed(at=span.ended_at),)
    facts = (*span.on_the_way, *ended)
    limit = evaluate_limit(
        rule, start_on=span.start_on, facts=facts, as_of=history.until, calendar=calendar
    )
    return show_limit(heading, span, limit, history=history, calendar=calendar)


def show_limit(
    heading: Heading,
    span: Span,
    limit: LimitState | CalendarUnknown,
    *,
    history: History,
    calendar: WorkCalendar,
) -> Deadline:
    """Show a limit that has started; what is open at the end of a case ends with it."""
    if isinstance(limit, CalendarUnknown):
        return _show_unknown(heading, span, limit)
    status = limit.status
    passage = explain_limit(limit, calendar, title=heading.title)
    first, *_ = passage.conclusions
    shown = Deadline(
        heading=heading,
        state=_state(status),
        passage=replace(
            passage, conclusions=(first, *_without_effect(span, limit), *heading.notes)
        ),
        started_on=span.start_on,
        due_on=limit.due_on,
        not_before=status.due.earliest if isinstance(status, Provisional) else None,
        remaining_days=status.remaining if isinstance(status, Paused) else None,
        settled_on=None if span.ended_at is None else legal_day(span.ended_at),
        calendar_version=limit.calendar_version,
    )
    is_done = isinstance(limit.course.phase, Finished)
    return _end(shown, history.ended) if history.ended and not is_done else shown


def _without_effect(span: Span, limit: LimitState) -> Iterator[str]:
    """Name each act that came too late or too often (K5, K6); a pause is named by its start."""
    for ignored in limit.course.ignored:
        fact = span.on_the_way[ignored.position]
        if not isinstance(fact, ProcedureEnded):
            on, act = write_day(legal_day(fact.at)), ACT_TEXTS[type(fact)]
            yield f"{on}的“{act}”不影响期限：{NO_EFFECT_TEXTS[ignored.reason]}。"


def _end(shown: Deadline, ended: str) -> Deadline:
    """Let the end of the case end a limit; one that had run out by then was not kept."""
    if shown.state in OPEN:
        return concluded(shown, DeadlineState.ENDED, f"{ended}，期限随之终止")
    return concluded(shown, DeadlineState.LATE, f"{ended}，此前已经逾期")


def concluded(shown: Deadline, state: DeadlineState, sentence: str) -> Deadline:
    """Give a limit another end than the clock alone can tell."""
    conclusions = (sentence, *shown.passage.conclusions[1:])
    passage = replace(shown.passage, conclusions=conclusions)
    return replace(shown, state=state, passage=passage, not_before=None, remaining_days=None)


def show_waiting(heading: Heading, sentence: str, *, history: History) -> Deadline:
    """Show a limit whose first fact is missing; after the end of the case it never comes."""
    state = DeadlineState.ENDED if history.ended else DeadlineState.NOT_STARTED
    first = f"{history.ended}，期限未曾起算" if history.ended else sentence
    passage = Passage(title=heading.title, conclusions=(first, *heading.notes))
    return Deadline(heading=heading, state=state, passage=passage)


def _show_unknown(heading: Heading, span: Span, unknown: CalendarUnknown) -> Deadline:
    conclusions = (*explain_unknown(unknown).conclusions, *heading.notes)
    return Deadline(
        heading=heading,
        state=DeadlineState.UNCOUNTABLE,
        passage=Passage(title=heading.title, conclusions=conclusions),
        started_on=span.start_on,
        settled_on=None if span.ended_at is None else legal_day(span.ended_at),
    )


def _state(status: LimitStatus) -> DeadlineState:
    match status:
        case Running():
            return DeadlineState.RUNNING
        case Overdue():
            return DeadlineState.OVERDUE
        case Paused():
            return DeadlineState.PAUSED
        case Provisional():
            return DeadlineState.PROVISIONAL
        case Met() | MetUndated():
            return DeadlineState.MET
        case Late():
            return DeadlineState.LATE
        case _:
            assert_never(status)
