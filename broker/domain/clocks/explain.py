"""Every due date day by day: which days counted, which did not, and why.

The walk knows nothing of the arithmetic in `counting`: it goes from day to day with a finger on the
calendar, as a clerk would, and the tests hold the two against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from broker.domain.calendar import (
    ONE_DAY,
    CalendarDay,
    CalendarUnknown,
    DayKind,
    WorkCalendar,
)
from broker.domain.clocks.counting import DaysUnpublished, RollUnpublished, Undetermined
from broker.domain.clocks.course import Course, due_of, halt_of
from broker.domain.clocks.rules import LimitRule, Period, Unit

EXPLAINED_DAYS_MAX = 5_000


class Why(StrEnum):
    """What a step says of its day."""

    START = "start"
    WORKDAY = "workday"
    MAKE_UP = "make_up"
    LOCAL_WORK = "local_work"
    CALENDAR_DAY = "calendar_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LOCAL_REST = "local_rest"
    PROCEDURE = "procedure"
    EXTENDED = "extended"
    HALTED = "halted"
    UNPUBLISHED = "unpublished"
    UNKNOWN_YEAR = "unknown_year"
    ROLLED = "rolled"
    DUE = "due"


KIND_REASONS: dict[DayKind, Why] = {
    DayKind.WORKDAY: Why.WORKDAY,
    DayKind.MAKE_UP: Why.MAKE_UP,
    DayKind.LOCAL_WORK: Why.LOCAL_WORK,
    DayKind.WEEKEND: Why.WEEKEND,
    DayKind.HOLIDAY: Why.HOLIDAY,
    DayKind.LOCAL_REST: Why.LOCAL_REST,
    DayKind.UNKNOWN: Why.UNPUBLISHED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A day on the way to the due date."""

    on: date
    why: Why
    number: int = 0
    """The how-many-th day it is; 0 when it does not count."""
    added: int = 0
    """The days that an extension adds."""
    name: str = ""
    """The festival, where the calendar names one."""


def explain_course(course: Course, calendar: WorkCalendar) -> tuple[Step, ...]:
    """Explain the due date of a limit, or how far it can be counted (K1, K3-K6, K10)."""
    due = due_of(course, calendar)
    start = Step(on=course.start_on, why=Why.START)
    if isinstance(due, CalendarUnknown):
        return (start, Step(on=date(due.year, 1, 1), why=Why.UNKNOWN_YEAR))
    halted = halt_of(course)
    if halted is not None:
        last = max(halted.since, course.start_on)
        ending = Step(on=halted.since, why=Why.HALTED)
    elif isinstance(due, date):
        last, ending = due, Step(on=due, why=Why.DUE)
    else:
        last, ending = _as_far_as_published(due)
    return (start, *_walk(course, last, calendar), ending)


def _as_far_as_published(due: Undetermined) -> tuple[date, Step]:
    """Walk working days to the last that is known, calendar days to the one that may roll."""
    match due:
        case DaysUnpublished():
            unknown = due.counted_until + ONE_DAY
            return due.counted_until, Step(on=unknown, why=Why.UNPUBLISHED)
        case RollUnpublished():
            return due.not_before, Step(on=due.not_before, why=Why.UNPUBLISHED)
        case _:
            assert_never(due)


def explain_period(period: Period, *, start_on: date, calendar: WorkCalendar) -> tuple[Step, ...]:
    """Explain a plain period, which nothing can pause or lengthen."""
    return explain_course(Course(rule=LimitRule(period=period), start_on=start_on), calendar)


def _walk(course: Course, last: date, calendar: WorkCalendar) -> Iterator[Step]:
    """Go from the start to the last day, one day at a time."""
    number, day = 0, course.start_on
    yield from _extensions(course, day)
    while day < last and (day - course.start_on).days < EXPLAINED_DAYS_MAX:
        day += ONE_DAY
        step = _explain_day(course, day, number, calendar.describe(day))
        number = max(number, step.number)
        yield step
        yield from _extensions(course, day)


def _extensions(course: Course, day: date) -> Iterator[Step]:
    added = 0 if course.rule.extension is None else course.rule.extension.n
    for _ in range(course.extended_on.count(day)):
        yield Step(on=day, why=Why.EXTENDED, added=added)


def _explain_day(course: Course, day: date, number: int, known: CalendarDay) -> Step:
    """Say of one day whether it is the next one that counts."""
    by_calendar = course.period.unit is Unit.CALENDAR_DAYS
    full = number >= course.period.n
    is_paused = any(pause.after < day <= pause.through for pause in course.pauses)
    if is_paused and (by_calendar or known.works or known.kind is DayKind.UNKNOWN):
        return Step(on=day, why=Why.PROCEDURE)
    if not known.works and (full or not by_calendar):
        return Step(on=day, why=KIND_REASONS[known.kind], name=known.name)
    if full:
        return Step(on=day, why=Why.ROLLED)
    why = Why.CALENDAR_DAY if by_calendar else KIND_REASONS[known.kind]
    return Step(on=day, why=why, number=number + 1, name=known.name)
