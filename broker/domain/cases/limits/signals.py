"""Signals of electronic supervision (预警、黄牌、红牌), each once (domain reference 4.5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from broker.domain.calendar import WorkCalendar
from broker.domain.cases.limits.count import rule_as_granted, start_of
from broker.domain.cases.limits.events import SignalKind, SignalRaised, SupervisedLimit
from broker.domain.cases.limits.state import Announced, Clock, Raised
from broker.domain.cases.limits.terms import Terms, national_calendar
from broker.domain.clocks.beijing import midnight
from broker.domain.clocks.counting import count_out
from broker.domain.clocks.course import Course, due_of, follow, halt_of
from broker.domain.clocks.rules import (
    CASE_THRESHOLDS,
    PROCEDURE_THRESHOLDS,
    LimitRule,
    Signal,
    Threshold,
    Unit,
    working_days,
)
from broker.domain.clocks.supervision import reached_on
from broker.domain.identifiers import Instant
from broker.domain.items.times import Limit
from broker.domain.items.timing import binding_limit

KINDS = {
    Signal.WARNING: SignalKind.WARNING,
    Signal.YELLOW: SignalKind.YELLOW,
    Signal.RED: SignalKind.RED,
}
EVER = Instant(midnight(date.max))


class Dated(NamedTuple):
    """A signal, and the day on which it is raised."""

    on: date
    event: SignalRaised


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """A limit under supervision: how far it has come, and what it is called."""

    course: Course
    """What counts the days."""
    days: int
    due_on: date | None
    limit: SupervisedLimit
    procedure: int | None = None


def next_signals(terms: Terms, clock: Clock, *, accepted_on: date | None) -> Iterator[Dated]:
    """Answer the signals still to be raised that have a day; a pause has none (K5, K12)."""
    calendar = national_calendar()
    supervised = [
        *_case_limits(terms, clock, accepted_on, calendar),
        *(_procedure(one, calendar) for one in clock.announced),
    ]
    for one in supervised:
        for threshold in _thresholds(one.limit):
            known = Raised(KINDS[threshold.signal], one.limit, one.procedure)
            if known in clock.raised:
                continue
            counted_day = max(0, one.days + threshold.from_day)
            on = _day(one.course, counted_day, calendar)
            if on is not None:
                event = _raise(known, one, terms, clock, counted_day, on)
                yield Dated(on, event)


def _raise(
    known: Raised, one: Supervised, terms: Terms, clock: Clock, counted_day: int, on: date
) -> SignalRaised:
    return SignalRaised(
        number=len(clock.raised) + 1,
        signal=known.signal,
        limit=one.limit,
        limit_days=one.days,
        procedure=one.procedure,
        counted_day=counted_day,
        raised_on=on.isoformat(),
        due_on=None if one.due_on is None else one.due_on.isoformat(),
        provisional=one.due_on is None,
        source=terms.source,
        calendar=national_calendar().version,
    )


def _day(course: Course, counted_day: int, calendar: WorkCalendar) -> date | None:
    """Find the day of a count; a limit so short that it warns at once waits for a working day."""
    if counted_day > 0:
        return reached_on(course, counted_day, calendar)
    first = calendar.working_day_on_or_after(course.start_on)
    return first if isinstance(first, date) else None


def _thresholds(limit: SupervisedLimit) -> tuple[Threshold, ...]:
    if limit is SupervisedLimit.PROCEDURE:
        return PROCEDURE_THRESHOLDS
    return tuple(one for one in CASE_THRESHOLDS if one.limit == limit.value)


def _case_limits(
    terms: Terms, clock: Clock, accepted_on: date | None, calendar: WorkCalendar
) -> Iterator[Supervised]:
    """Supervise promise and law together [优化营商环境条例 36]; only working days count (K12)."""
    statutory = binding_limit(terms.times)
    if statutory is None:
        return
    limits = {
        SupervisedLimit.PROMISED: terms.times.promised or statutory,
        SupervisedLimit.STATUTORY: statutory,
    }
    if any(limit.period.unit is not Unit.WORKING_DAYS for limit in limits.values()):
        return
    courses = dict(_courses(limits, terms, clock, accepted_on))
    for name, course in courses.items():
        due = None if halt_of(course) is not None else due_of(course, calendar)
        # A procedure counts until the last limit is over, so the longest course counts the days.
        longest = max(
            (one for one in courses.values() if one.start_on == course.start_on),
            key=lambda one: one.period.n,
        )
        yield Supervised(
            course=longest,
            days=course.period.n,
            due_on=due if isinstance(due, date) else None,
            limit=name,
        )


def _courses(
    limits: Mapping[SupervisedLimit, Limit], terms: Terms, clock: Clock, accepted_on: date | None
) -> Iterator[tuple[SupervisedLimit, Course]]:
    for name, limit in limits.items():
        start_on = start_of(limit, received_on=clock.received_on, accepted_on=accepted_on)
        if start_on is not None:
            yield (
                name,
                follow(
                    rule_as_granted(terms.times, limit, clock.extension_days),
                    start_on=start_on,
                    facts=clock.on_the_way,
                    as_of=EVER,
                    calendar=national_calendar(),
                ),
            )


def _procedure(announced: Announced, calendar: WorkCalendar) -> Supervised:
    """Supervise the time told for a procedure, from the day it began."""
    period = working_days(announced.days)
    due = count_out(period, start_on=announced.started_on, calendar=calendar)
    return Supervised(
        course=Course(rule=LimitRule(period=period), start_on=announced.started_on),
        days=announced.days,
        due_on=due if isinstance(due, date) else None,
        limit=SupervisedLimit.PROCEDURE,
        procedure=announced.number,
    )
