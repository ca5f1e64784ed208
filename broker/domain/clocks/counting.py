"""Days after a start day: the arithmetic under every limit (K1, K3, K4, K10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from broker.domain.calendar import ONE_DAY, CalendarUnknown, Unpublished, WorkCalendar
from broker.domain.clocks.rules import Period, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysUnpublished:
    """Some working days lie in a year that is not published: no due date yet (K10)."""

    counted_until: date
    remaining: int

    @property
    def earliest(self) -> date:
        """Answer the first day that could be due, if every unknown day were worked."""
        return self.counted_until + timedelta(days=self.remaining)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUnpublished:
    """All calendar days are counted, but whether the last one is worked is unknown (K4, K10)."""

    not_before: date

    @property
    def earliest(self) -> date:
        """Answer the first day that could be due."""
        return self.not_before


Undetermined: TypeAlias = DaysUnpublished | RollUnpublished
Due: TypeAlias = date | Undetermined | CalendarUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days later than `after` and not later than `through` do not count (K5)."""

    after: date
    through: date


def count_out(
    period: Period, *, start_on: date, pauses: tuple[Pause, ...] = (), calendar: WorkCalendar
) -> Due:
    """Find the due date of a period; the start day is not counted [民法典 201] (K1)."""
    if period.n == 0 and not pauses:
        return start_on
    match period.unit:
        case Unit.WORKING_DAYS:
            return _count_working_days(period.n, start_on, pauses, calendar)
        case Unit.CALENDAR_DAYS:
            return _count_calendar_days(period.n, start_on, pauses, calendar)


def _count_working_days(
    n: int, start_on: date, pauses: tuple[Pause, ...], calendar: WorkCalendar
) -> Due:
    """Find the (n + excluded)-th working day, not before the last pause is over (K3, K5)."""
    excluded = count_excluded(Unit.WORKING_DAYS, start_on, pauses, calendar)
    found = calendar.nth_working_day(after=start_on, n=n + excluded)
    if isinstance(found, Unpublished):
        return DaysUnpublished(counted_until=found.known_through, remaining=found.missing)
    if isinstance(found, CalendarUnknown) or not pauses:
        return found
    resumed = calendar.working_day_on_or_after(pauses[-1].through)
    if isinstance(resumed, Unpublished):
        return DaysUnpublished(counted_until=pauses[-1].through, remaining=0)
    return resumed if isinstance(resumed, CalendarUnknown) else max(found, resumed)


def _count_calendar_days(
    n: int, start_on: date, pauses: tuple[Pause, ...], calendar: WorkCalendar
) -> Due:
    """Add the days; what ends on a rest day ends on the next working day [民法典 203] (K4)."""
    excluded = count_excluded(Unit.CALENDAR_DAYS, start_on, pauses, calendar)
    last = max([start_on + timedelta(days=n + excluded), *(pause.through for pause in pauses)])
    rolled = calendar.working_day_on_or_after(last)
    if isinstance(rolled, Unpublished):
        return RollUnpublished(not_before=max(last, calendar.last_day + ONE_DAY))
    return rolled


def count_days(unit: Unit, *, after: date, through: date, calendar: WorkCalendar) -> int:
    """Count the days of a unit later than one day and not later than another."""
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.count_working_days(after=after, through=through)
        case Unit.CALENDAR_DAYS:
            return max(0, (through - after).days)


def count_excluded(
    unit: Unit, start_on: date, pauses: tuple[Pause, ...], calendar: WorkCalendar
) -> int:
    """Count the days inside pauses; a day at or before the start would not count anyway (K5)."""
    return sum(
        count_days(unit, after=max(pause.after, start_on), through=pause.through, calendar=calendar)
        for pause in pauses
    )
