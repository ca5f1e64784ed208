"""Opening hours: the week, the days that differ, and the working calendar above them.

The calendar of the region decides what a day is (K10, K11): on a day of rest nobody is asked to
come, whatever the week says; a make-up day has the hours of the weekday that it replaces, which
no notice tells, so each region writes it down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from broker.domain.calendar import DayKind, WorkCalendar
from broker.domain.clocks.beijing import MINUTE, legal_day, midnight
from broker.domain.identifiers import Instant
from broker.domain.offices.words import WEEKDAYS, WEEKEND, Weekday, weekday_of

CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", re.ASCII)
REST = frozenset({DayKind.HOLIDAY, DayKind.LOCAL_REST})
MADE_UP = frozenset({DayKind.MAKE_UP, DayKind.LOCAL_WORK})
SEARCH_DAYS_MAX = 60
"""Longer than any holiday: an office that stays closed so long has no next opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From one time of the day until another, which is no longer in it; 24:00 ends a day."""

    opens: str
    closes: str

    @property
    def minutes(self) -> range:
        """Answer the open minutes of the day; the times must have been checked."""
        return range(minute_of(self.opens), minute_of(self.closes))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayHours:
    """The hours of some days of the week; the pause at noon is the gap between two spans."""

    days: frozenset[Weekday]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalDay:
    """A day with hours of its own, or with none; it beats week and calendar."""

    on: date
    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUpDay:
    """A working day at the weekend, and the weekday whose hours it has."""

    on: date
    as_: Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When an office or a window serves."""

    weekly: tuple[WeekdayHours, ...]
    exceptions: tuple[ExceptionalDay, ...] = ()
    make_up: tuple[MakeUpDay, ...] = ()
    on_rest_days: bool = False
    """A machine in a lobby serves by the day of the week, holidays or not."""

    def of_weekday(self, weekday: Weekday) -> tuple[Span, ...]:
        """Answer the hours of an ordinary day of the week."""
        return next((one.spans for one in self.weekly if weekday in one.days), ())

    def exception_on(self, day: date) -> ExceptionalDay | None:
        """Find what was decided for one day."""
        return next((one for one in self.exceptions if one.on == day), None)

    def replaced_by(self, day: date) -> Weekday | None:
        """Find the weekday that a make-up day replaces."""
        return next((one.as_ for one in self.make_up if one.on == day), None)


class Doubt(StrEnum):
    """Why nobody can say whether a window is open."""

    YEAR_UNPUBLISHED = "year_unpublished"
    MAKE_UP_UNSTATED = "make_up_unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The hours of one day; none: closed."""

    spans: tuple[Span, ...]

    def holds(self, minute: int) -> bool:
        """Tell whether a minute of the day is among them."""
        return any(minute in span.minutes for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """It cannot be said for this day, and is not guessed."""

    on: date
    doubt: Doubt


DayOpening: TypeAlias = Opening | NotKnown
CLOSED = Opening(spans=())


def minute_of(time: str) -> int:
    """Read a time of the day that has been checked."""
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def opening_on(hours: Hours, calendar: WorkCalendar, day: date) -> DayOpening:
    """Answer the hours of a day: what was decided for it, then the calendar, then the week."""
    exception = hours.exception_on(day)
    if exception is not None:
        return Opening(spans=exception.spans)
    weekday = weekday_of(day)
    if hours.on_rest_days:
        return Opening(spans=hours.of_weekday(weekday))
    kind = calendar.describe(day).kind
    if kind is DayKind.UNKNOWN:
        return NotKnown(on=day, doubt=Doubt.YEAR_UNPUBLISHED)
    if kind in REST:
        return CLOSED
    if kind in MADE_UP and weekday in WEEKEND:
        return _made_up(hours, day)
    return Opening(spans=hours.of_weekday(weekday))


def is_open(hours: Hours, calendar: WorkCalendar, at: Instant) -> bool | NotKnown:
    """Tell whether somebody serves at an instant; the closing minute is closed."""
    day = legal_day(at)
    opening = opening_on(hours, calendar, day)
    if isinstance(opening, NotKnown):
        return opening
    return opening.holds((at - midnight(day)) // MINUTE)


def next_opening(hours: Hours, calendar: WorkCalendar, at: Instant) -> Instant | NotKnown | None:
    """Answer the first instant, this one included, at which somebody serves; None: not soon."""
    for number in range(SEARCH_DAYS_MAX):
        day = legal_day(at) + timedelta(days=number)
        opening = opening_on(hours, calendar, day)
        if isinstance(opening, NotKnown):
            return opening
        found = min(_from(opening, midnight(day), at), default=None)
        if found is not None:
            return found
    return None


def _made_up(hours: Hours, day: date) -> DayOpening:
    """Where Monday to Friday are all alike, it does not matter which one is replaced."""
    replaced = hours.replaced_by(day)
    if replaced is not None:
        return Opening(spans=hours.of_weekday(replaced))
    possible = {hours.of_weekday(one) for one in WEEKDAYS if one not in WEEKEND}
    if len(possible) > 1:
        return NotKnown(on=day, doubt=Doubt.MAKE_UP_UNSTATED)
    return Opening(spans=possible.pop())


def _from(opening: Opening, start: Instant, at: Instant) -> Iterator[Instant]:
    """List when each span can be entered from an instant on."""
    for span in opening.spans:
        opens = start + span.minutes.start * MINUTE
        closes = start + span.minutes.stop * MINUTE
        if at < closes:
            yield Instant(max(at, opens))
