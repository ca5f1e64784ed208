"""One limit at an instant: running, paused, overdue, met, late or provisional (K2, K10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import deadline, legal_day
from broker.domain.clocks.counting import Undetermined, count_excluded
from broker.domain.clocks.course import (
    Counting,
    Course,
    Finished,
    Halted,
    due_of,
    follow,
    is_late,
    remaining_days,
)
from broker.domain.clocks.facts import LimitFact
from broker.domain.clocks.rules import LimitRule
from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Open, and the due date is not over."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Open after the due date."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """A special procedure runs: no due date, only a remainder [行政许可法 45] (K5)."""

    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisional:
    """The due date needs a calendar that is not published (K10)."""

    due: Undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Completed on or before the due date."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MetUndated:
    """Completed in time although the due date is open: while paused, or whatever comes (K10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Completed after the due date."""

    due_on: date


LimitStatus: TypeAlias = Running | Overdue | Paused | Provisional | Met | MetUndated | Late


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitState:
    """A limit at an instant, the way to it, and the calendar it was counted with."""

    status: LimitStatus
    course: Course
    excluded_days: int
    calendar_version: str

    @property
    def due_on(self) -> date | None:
        """Answer the due date where there is one."""
        match self.status:
            case Running() | Overdue() | Met() | Late():
                return self.status.due_on
            case Paused() | Provisional() | MetUndated():
                return None

    @property
    def runs_out_at(self) -> Instant | None:
        """Answer the first instant at which a running limit is overdue, to be woken then."""
        if not isinstance(self.status, Running):
            return None
        return deadline(self.status.due_on, closing_minute=self.course.rule.closing_minute)


def evaluate_limit(
    rule: LimitRule,
    *,
    start_on: date,
    facts: Sequence[LimitFact],
    as_of: Instant,
    calendar: WorkCalendar,
) -> LimitState | CalendarUnknown:
    """Say how a limit stands at an instant, given the facts known by then."""
    course = follow(rule, start_on=start_on, facts=facts, as_of=as_of, calendar=calendar)
    status = _status(course, as_of, calendar)
    if isinstance(status, CalendarUnknown):
        return status
    return LimitState(
        status=status,
        course=course,
        excluded_days=count_excluded(rule.period.unit, start_on, course.pauses, calendar),
        calendar_version=calendar.version,
    )


def _status(
    course: Course, as_of: Instant, calendar: WorkCalendar
) -> LimitStatus | CalendarUnknown:
    due = due_of(course, calendar)
    if isinstance(due, CalendarUnknown):
        return due
    match course.phase:
        case Finished(before=Halted()):
            return MetUndated()
        case Finished():
            return _status_when_completed(course, course.phase.at, due)
        case Halted():
            return Paused(remaining=remaining_days(course, course.phase, calendar))
        case Counting():
            return _status_when_open(course, as_of, due)
        case _:
            assert_never(course.phase)


def _status_when_completed(
    course: Course, completed_at: Instant, due: date | Undetermined
) -> LimitStatus:
    """Judge the act; in an unpublished year only what every calendar would say (K10)."""
    if isinstance(due, date):
        return Late(due_on=due) if is_late(course, completed_at, due) else Met(due_on=due)
    if legal_day(completed_at) <= due.earliest:
        return MetUndated()
    return Provisional(due=due)


def _status_when_open(course: Course, as_of: Instant, due: date | Undetermined) -> LimitStatus:
    if not isinstance(due, date):
        return Provisional(due=due)
    return Overdue(due_on=due) if is_late(course, as_of, due) else Running(due_on=due)
