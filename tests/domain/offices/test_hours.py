"""Opening hours against the working calendar, and against somebody who looks every minute."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.calendar import NamedDay, Overlay, WorkCalendar, YearNotice
from broker.domain.clocks.beijing import DAY, MINUTE, midnight
from broker.domain.identifiers import Instant
from broker.domain.offices.hours import (
    CLOSED,
    DayOpening,
    Doubt,
    ExceptionalDay,
    Hours,
    MakeUpDay,
    NotKnown,
    Opening,
    Span,
    WeekdayHours,
    is_open,
    next_opening,
    opening_on,
)
from broker.domain.offices.words import WEEKDAYS, Weekday
from tests.domain.offices.support import AFTERNOON, CALENDAR, MORNING, WEEK

WEDNESDAY, SATURDAY = date(2026, 6, 10), date(2026, 6, 13)
SPRING_FESTIVAL = date(2026, 2, 17)
MAKE_UP = date(2026, 2, 14)
"""A Saturday on which the nation works."""
SHORT_FRIDAY = Hours(
    weekly=(
        WeekdayHours(days=frozenset(WEEKDAYS[:4]), spans=(MORNING, AFTERNOON)),
        WeekdayHours(days=frozenset({Weekday.FRIDAY}), spans=(MORNING,)),
    )
)
WHOLE = Opening(spans=(MORNING, AFTERNOON))
NIGHT = Hours(
    weekly=(WeekdayHours(days=frozenset(Weekday), spans=(Span(opens="00:00", closes="24:00"),)),),
    on_rest_days=True,
)


def at(day: date, hour: int, minute: int = 0, *, milliseconds: int = 0) -> Instant:
    return Instant(midnight(day) + (hour * 60 + minute) * MINUTE + milliseconds)


def on(hours: Hours, day: date, calendar: WorkCalendar = CALENDAR) -> DayOpening:
    return opening_on(hours, calendar, day)


def test_a_working_day_has_the_hours_of_its_weekday() -> None:
    assert on(WEEK, WEDNESDAY) == WHOLE
    assert on(WEEK, SATURDAY) == CLOSED


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(8, 59, False), (9, 0, True), (11, 59, True), (12, 0, False), (14, 29, False), (17, 59, True)],
)
def test_at_noon_there_is_a_pause(hour: int, minute: int, expected: bool) -> None:  # noqa: FBT001
    assert is_open(WEEK, CALENDAR, at(WEDNESDAY, hour, minute)) is expected


def test_the_last_millisecond_before_the_closing_is_open() -> None:
    assert is_open(WEEK, CALENDAR, at(WEDNESDAY, 12, milliseconds=-1)) is True
    assert is_open(NIGHT, CALENDAR, at(WEDNESDAY, 24, milliseconds=-1)) is True


def test_nobody_is_asked_to_come_on_a_holiday() -> None:
    """放假通知 of the year: a Tuesday of the Spring Festival is no Tuesday."""
    assert on(WEEK, SPRING_FESTIVAL) == CLOSED


def test_a_local_day_off_closes_and_a_local_working_day_opens() -> None:
    """K11: the overlay of the region."""
    overlay = Overlay(
        off=(NamedDay(on=WEDNESDAY, name="地方节日"),),
        work=(NamedDay(on=SATURDAY, name="地方节日"), NamedDay(on=SPRING_FESTIVAL, name="值班")),
    )
    local = CALENDAR.for_region(overlay)
    assert on(WEEK, WEDNESDAY, local) == CLOSED
    assert on(WEEK, SATURDAY, local) == WHOLE
    assert on(WEEK, SPRING_FESTIVAL, local) == WHOLE


def test_a_make_up_day_has_the_hours_of_the_weekday_that_it_replaces() -> None:
    friday = replace(SHORT_FRIDAY, make_up=(MakeUpDay(on=MAKE_UP, as_=Weekday.FRIDAY),))
    assert on(friday, MAKE_UP) == Opening(spans=(MORNING,))
    monday = replace(SHORT_FRIDAY, make_up=(MakeUpDay(on=MAKE_UP, as_=Weekday.MONDAY),))
    assert on(monday, MAKE_UP) == WHOLE


def test_which_weekday_is_replaced_is_not_guessed_where_it_matters() -> None:
    doubt = NotKnown(on=MAKE_UP, doubt=Doubt.MAKE_UP_UNSTATED)
    assert on(SHORT_FRIDAY, MAKE_UP) == doubt
    assert is_open(SHORT_FRIDAY, CALENDAR, at(MAKE_UP, 10)) == doubt
    assert on(WEEK, MAKE_UP) == WHOLE


def test_a_make_up_day_is_one_only_if_the_calendar_says_so() -> None:
    said = replace(WEEK, make_up=(MakeUpDay(on=SATURDAY, as_=Weekday.FRIDAY),))
    assert on(said, SATURDAY) == CLOSED


def test_an_office_may_serve_at_weekends() -> None:
    weekly = (*WEEK.weekly, WeekdayHours(days=frozenset({Weekday.SATURDAY}), spans=(MORNING,)))
    hours = replace(WEEK, weekly=weekly)
    assert on(hours, SATURDAY) == Opening(spans=(MORNING,))
    assert on(hours, date(2026, 2, 21)) == CLOSED, "a Saturday of the Spring Festival"


def test_what_was_decided_for_one_day_beats_week_and_calendar() -> None:
    hours = replace(
        WEEK,
        exceptions=(
            ExceptionalDay(on=WEDNESDAY, reason="停电检修"),
            ExceptionalDay(on=SPRING_FESTIVAL, reason="节日值班", spans=(MORNING,)),
            ExceptionalDay(on=date(2027, 6, 9), reason="已定", spans=(AFTERNOON,)),
        ),
    )
    assert on(hours, WEDNESDAY) == CLOSED
    assert on(hours, SPRING_FESTIVAL) == Opening(spans=(MORNING,))
    assert on(hours, date(2027, 6, 9)) == Opening(spans=(AFTERNOON,))


def test_a_day_of_an_unpublished_year_is_not_guessed() -> None:
    """K10."""
    doubt = NotKnown(on=date(2027, 1, 4), doubt=Doubt.YEAR_UNPUBLISHED)
    assert on(WEEK, date(2027, 1, 4)) == doubt
    assert next_opening(WEEK, CALENDAR, at(date(2026, 12, 31), 18)) == replace(
        doubt, on=date(2027, 1, 1)
    )


def test_a_machine_in_a_lobby_serves_on_every_day() -> None:
    assert is_open(NIGHT, CALENDAR, at(SPRING_FESTIVAL, 3)) is True
    assert is_open(NIGHT, CALENDAR, at(date(2030, 1, 1), 3)) is True


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (at(WEDNESDAY, 10, 7, milliseconds=3), at(WEDNESDAY, 10, 7, milliseconds=3)),
        (at(WEDNESDAY, 12), at(WEDNESDAY, 14, 30)),
        (at(WEDNESDAY, 18), at(date(2026, 6, 11), 9)),
        (at(date(2026, 2, 14), 18), at(date(2026, 2, 24), 9)),
    ],
)
def test_the_next_opening_is_found_over_noon_night_and_holidays(
    asked: Instant, found: Instant
) -> None:
    assert next_opening(WEEK, CALENDAR, asked) == found


def test_an_office_that_never_opens_has_no_next_opening() -> None:
    assert next_opening(Hours(weekly=()), CALENDAR, at(date(2026, 1, 5), 9)) is None


FIRST = date(2026, 3, 2)
LAST_DAYS = 12
minutes = st.integers(0, 24 * 60)
every_day = st.integers(0, LAST_DAYS - 1).map(lambda n: FIRST + timedelta(days=n))


def span_of(opens: int, closes: int) -> Span:
    return Span(
        opens=f"{opens // 60:02}:{opens % 60:02}", closes=f"{closes // 60:02}:{closes % 60:02}"
    )


def spans_between(edges: list[int]) -> tuple[Span, ...]:
    """Make spans that do not overlap out of different times of the day."""
    ordered = sorted(edges)
    return tuple(span_of(*pair) for pair in zip(ordered[::2], ordered[1::2], strict=False))


day_spans = st.lists(minutes, max_size=5, unique=True).map(spans_between)


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    groups = draw(st.permutations(WEEKDAYS))
    cut = draw(st.integers(0, 7))
    return Hours(
        weekly=(
            WeekdayHours(days=frozenset(groups[:cut]), spans=draw(day_spans)),
            WeekdayHours(days=frozenset(groups[cut:]), spans=draw(day_spans)),
        ),
        exceptions=tuple(
            ExceptionalDay(on=day, reason="因故", spans=draw(day_spans))
            for day in draw(st.lists(every_day, max_size=2, unique=True))
        ),
        make_up=tuple(
            MakeUpDay(on=day, as_=draw(st.sampled_from(WEEKDAYS[:5])))
            for day in draw(st.lists(every_day, max_size=3, unique=True))
        ),
        on_rest_days=draw(st.booleans()),
    )


@st.composite
def some_calendars(draw: st.DrawFn) -> WorkCalendar:
    days = draw(st.lists(every_day, max_size=6, unique=True))
    cut = draw(st.integers(0, len(days)))
    off = tuple(NamedDay(on=day, name="假日") for day in days[:cut])
    work = tuple(NamedDay(on=day, name="调休") for day in days[cut:])
    if draw(st.booleans()):
        return CALENDAR.for_region(Overlay(off=off, work=work))
    notice = YearNotice(year=2026, notice="通知", off=off, work=work)
    return WorkCalendar(base_version="test", notices=(notice,))


def porter(hours: Hours, calendar: WorkCalendar, day: date) -> list[bool] | None:
    """Somebody at the door who reads the notices anew each minute; None: does not know."""
    name = {one.on: one.works for one in map(calendar.describe, [day])}[day]
    answers = []
    for minute in range(24 * 60):
        spans: tuple[Span, ...] = ()
        posted = [one for one in hours.exceptions if one.on == day]
        week = {weekday: one.spans for one in hours.weekly for weekday in one.days}
        if posted:
            spans = posted[0].spans
        elif hours.on_rest_days or (name and day.weekday() < 5):
            spans = week.get(WEEKDAYS[day.weekday()], ())
        elif name:
            told = [one.as_ for one in hours.make_up if one.on == day]
            five = [week.get(weekday, ()) for weekday in WEEKDAYS[:5]]
            if not told and any(one != five[0] for one in five):
                return None
            spans = week.get(told[0], ()) if told else five[0]
        elif calendar.describe(day).kind == "weekend":
            spans = week.get(WEEKDAYS[day.weekday()], ())
        clock = f"{minute // 60:02}:{minute % 60:02}"
        answers.append(any(span.opens <= clock < span.closes for span in spans))
    return answers


def minutes_from(hours: Hours, calendar: WorkCalendar) -> Iterator[tuple[Instant, bool | None]]:
    """Walk through the days minute by minute."""
    for number in range(LAST_DAYS):
        day = FIRST + timedelta(days=number)
        seen = porter(hours, calendar, day)
        for minute in range(24 * 60):
            open_ = None if seen is None else seen[minute]
            yield Instant(midnight(day) + minute * MINUTE), open_


@settings(deadline=None, max_examples=40)
@given(hours=some_hours(), calendar=some_calendars(), day=every_day)
def test_hours_agree_with_somebody_who_looks_every_minute(
    hours: Hours, calendar: WorkCalendar, day: date
) -> None:
    seen = porter(hours, calendar, day)
    for minute in range(24 * 60):
        told = is_open(hours, calendar, Instant(midnight(day) + minute * MINUTE))
        assert (None if isinstance(told, NotKnown) else told) == (
            None if seen is None else seen[minute]
        )


@settings(deadline=None, max_examples=25)
@given(hours=some_hours(), calendar=some_calendars(), later=st.integers(0, 3 * DAY - 1))
def test_the_next_opening_agrees_with_somebody_who_waits(
    hours: Hours, calendar: WorkCalendar, later: int
) -> None:
    asked = Instant(midnight(FIRST) + later)
    found = next_opening(hours, calendar, asked)
    for start, open_ in minutes_from(hours, calendar):
        if start + MINUTE <= asked or open_ is False:
            continue
        if open_ is None:
            assert isinstance(found, NotKnown)
            assert found.on == FIRST + timedelta(days=(start - midnight(FIRST)) // DAY)
        else:
            assert found == max(start, asked)
        return
    end = midnight(FIRST + timedelta(days=LAST_DAYS))
    assert found is None or isinstance(found, NotKnown) or found >= end
