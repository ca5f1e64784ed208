"""Working calendars: which days count, where, and how far that is known (domain 4.3, K10, K11)."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any

SATURDAY = 5
DECEMBER = 12
ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """Why a day counts as a working day, or why it does not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    LOCAL_REST = "local_rest"
    LOCAL_WORK = "local_work"
    UNKNOWN = "unknown"


WORKING_KINDS = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP, DayKind.LOCAL_WORK})


class CalendarInvalid(ValueError):
    """A calendar contradicts itself; the sentence says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day off or a make-up day, with the festival it belongs to."""

    on: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearNotice:
    """The yearly notice of the State Council General Office, as published."""

    year: int
    notice: str
    off: tuple[NamedDay, ...]
    work: tuple[NamedDay, ...]

    def __post_init__(self) -> None:
        """Refuse days of another year; the last December before the year may be changed too."""
        days = [day.on for day in (*self.off, *self.work)]
        if len(days) != len(set(days)):
            raise CalendarInvalid(f"{self.year}: a day is named twice")
        for day in days:
            if not date(self.year - 1, DECEMBER, 1) <= day <= date(self.year, DECEMBER, 31):
                raise CalendarInvalid(f"{self.year}: {day} belongs to another year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Local days that beat the national calendar, in one region only [放假办法 4] (K11)."""

    version: str = ""
    off: tuple[NamedDay, ...] = ()
    work: tuple[NamedDay, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a day that is both off and worked."""
        if {day.on for day in self.off} & {day.on for day in self.work}:
            raise CalendarInvalid("a local day is both off and worked")


NO_OVERLAY = Overlay()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day, and what the calendar says of it."""

    on: date
    kind: DayKind
    name: str = ""

    @property
    def works(self) -> bool:
        """Answer whether offices work on this day."""
        return self.kind in WORKING_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """The days go on into a year whose notice is not published yet: nothing is guessed (K10)."""

    known_through: date
    """The last day that is certain (the day asked about, when that is later)."""
    missing: int
    """How many working days could not be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarUnknown:
    """A day is needed from a year before the first calendar: the count is refused (K10)."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The days of consecutive published years, for the nation or with the overlay of a region."""

    base_version: str
    notices: tuple[YearNotice, ...]
    overlay: Overlay = NO_OVERLAY
    _named: Mapping[date, CalendarDay] = field(init=False, repr=False, compare=False)
    _working: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the working days out once, so that every question is a bisection."""
        if not self.notices:
            raise CalendarInvalid("a calendar needs at least one year")
        if any(later.year != earlier.year + 1 for earlier, later in pairwise(self.notices)):
            raise CalendarInvalid("the years of a calendar must follow each other")
        named = _name_days(self.notices, self.overlay)
        object.__setattr__(self, "_named", named)
        object.__setattr__(self, "_working", self._lay_out(named))

    def _lay_out(self, named: Mapping[date, CalendarDay]) -> tuple[int, ...]:
        """List the ordinals of all working days; ordinal 1 was a Monday."""
        exceptions = {day.toordinal(): told.works for day, told in named.items()}
        span = range(self.first_day.toordinal(), self.last_day.toordinal() + 1)
        return tuple(day for day in span if exceptions.get(day, (day - 1) % 7 < SATURDAY))

    @property
    def version(self) -> str:
        """Name exactly these days, so that a due date can say what it was counted with."""
        return "+".join(filter(None, (self.base_version, self.overlay.version)))

    @property
    def first_day(self) -> date:
        """Answer the first published day."""
        return date(self.notices[0].year, 1, 1)

    @property
    def last_day(self) -> date:
        """Answer the last published day."""
        return date(self.notices[-1].year, DECEMBER, 31)

    def describe(self, day: date) -> CalendarDay:
        """Say what a day is: in `work`, in `off`, or an ordinary day of the week."""
        if not self.first_day <= day <= self.last_day:
            return CalendarDay(on=day, kind=DayKind.UNKNOWN)
        named = self._named.get(day)
        if named is not None:
            return named
        weekend = day.weekday() >= SATURDAY
        return CalendarDay(on=day, kind=DayKind.WEEKEND if weekend else DayKind.WORKDAY)

    def nth_working_day(self, *, after: date, n: int) -> date | Unpublished | CalendarUnknown:
        """Find the n-th working day after a day, which itself is not counted; n = 0 is that day."""
        assert n >= 0
        if n == 0:
            return after
        if after + ONE_DAY < self.first_day:
            return CalendarUnknown(year=(after + ONE_DAY).year)
        place = bisect_right(self._working, after.toordinal()) + n - 1
        if place < len(self._working):
            return date.fromordinal(self._working[place])
        return Unpublished(
            known_through=max(self.last_day, after), missing=place - len(self._working) + 1
        )

    def working_day_on_or_after(self, day: date) -> date | Unpublished | CalendarUnknown:
        """Find the first working day that is not before a day."""
        return self.nth_working_day(after=day - ONE_DAY, n=1)

    def count_working_days(self, *, after: date, through: date) -> int:
        """Count the published working days later than one day and not later than another."""
        first = bisect_right(self._working, after.toordinal())
        return bisect_right(self._working, through.toordinal(), lo=first) - first

    def working_days_of(self, year: int) -> int:
        """Count the working days of a published year."""
        first, last = date(year, 1, 1).toordinal(), date(year, DECEMBER, 31).toordinal()
        return bisect_right(self._working, last) - bisect_left(self._working, first)

    def for_region(self, overlay: Overlay) -> "WorkCalendar":
        """Lay the local days of a region over the national ones (K11)."""
        return replace(self, overlay=overlay)

    def publish(self, notice: YearNotice, *, version: str) -> "WorkCalendar":
        """Take in the notice of the next year, or a changed notice of a year that is there."""
        kept = tuple(known for known in self.notices if known.year != notice.year)
        ordered = tuple(sorted((*kept, notice), key=lambda known: known.year))
        return replace(self, base_version=version, notices=ordered)


def _name_days(
    notices: tuple[YearNotice, ...], overlay: Overlay
) -> MappingProxyType[date, CalendarDay]:
    """Let a later notice beat an earlier one, and the local overlay beat them all."""
    named: dict[date, CalendarDay] = {}
    for notice in notices:
        named.update(_of_kind(DayKind.HOLIDAY, notice.off))
        named.update(_of_kind(DayKind.MAKE_UP, notice.work))
    named.update(_of_kind(DayKind.LOCAL_REST, overlay.off))
    named.update(_of_kind(DayKind.LOCAL_WORK, overlay.work))
    return MappingProxyType(named)


def _of_kind(kind: DayKind, days: tuple[NamedDay, ...]) -> dict[date, CalendarDay]:
    return {day.on: CalendarDay(on=day.on, kind=kind, name=day.name) for day in days}


def parse_calendar(document: Mapping[str, Any]) -> WorkCalendar:
    """Read a calendar from its document; what does not fit raises CalendarInvalid."""
    try:
        years = sorted(document["years"].items(), key=lambda entry: int(entry[0]))
        notices = tuple(parse_notice(int(year), row) for year, row in years if row["published"])
        return WorkCalendar(base_version=str(document["version"]), notices=notices)
    except (AttributeError, KeyError, TypeError) as error:
        raise CalendarInvalid(f"the calendar document is not complete: {error!r}") from error


def parse_notice(year: int, row: Mapping[str, Any]) -> YearNotice:
    """Read one year."""
    return YearNotice(
        year=year,
        notice=row["notice"],
        off=_parse_days(row["off"]),
        work=_parse_days(row["work"]),
    )


def _parse_days(days: Mapping[str, str]) -> tuple[NamedDay, ...]:
    try:
        return tuple(NamedDay(on=date.fromisoformat(on), name=name) for on, name in days.items())
    except ValueError as error:
        raise CalendarInvalid(str(error)) from error
