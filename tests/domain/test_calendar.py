"""Working calendars: the published days, the unknown years, and the oracle that counts by hand."""

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.calendar import (
    CalendarInvalid,
    CalendarUnknown,
    DayKind,
    NamedDay,
    Overlay,
    Unpublished,
    WorkCalendar,
    YearNotice,
    parse_calendar,
)
from tests.domain.clocks.support import FIRST, LAST, NATIONAL, Drawn, calendars, days, load, on

ONE = timedelta(days=1)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_working_days_of_its_notice(year: int, count: int) -> None:
    assert NATIONAL.working_days_of(year) == count


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-02-13", DayKind.WORKDAY, ""),
        ("2026-02-14", DayKind.MAKE_UP, "春节"),
        ("2026-02-16", DayKind.HOLIDAY, "春节"),
        ("2026-03-07", DayKind.WEEKEND, ""),
        ("2026-03-08", DayKind.WEEKEND, ""),
        ("2023-12-31", DayKind.UNKNOWN, ""),
        ("2027-01-01", DayKind.UNKNOWN, ""),
        ("2024-01-01", DayKind.HOLIDAY, "元旦"),
        ("2026-12-31", DayKind.WORKDAY, ""),
    ],
)
def test_a_day_is_what_the_notice_says(day: str, kind: DayKind, name: str) -> None:
    described = NATIONAL.describe(on(day))
    assert (described.kind, described.name) == (kind, name)
    assert described.works == (kind in {DayKind.WORKDAY, DayKind.MAKE_UP, DayKind.LOCAL_WORK})


def test_the_shipped_calendar_is_the_one_of_the_tests() -> None:
    shipped = files("broker").joinpath("data", "calendars.json").read_text(encoding="utf-8")
    assert parse_calendar(json.loads(shipped)) == NATIONAL


@given(drawn=calendars(), start=days, n=st.integers(0, 90))
def test_the_nth_working_day_is_the_one_counted_by_hand(drawn: Drawn, start: date, n: int) -> None:
    day, left = start, n
    while left > 0 and day < LAST:
        day += ONE
        left -= drawn.works(day)
    found = drawn.calendar.nth_working_day(after=start, n=n)
    if left:
        assert found == Unpublished(known_through=LAST, missing=left)
    else:
        assert found == day


@given(drawn=calendars(), one=days, other=days)
def test_working_days_between_are_those_counted_by_hand(
    drawn: Drawn, one: date, other: date
) -> None:
    span = range(one.toordinal() + 1, other.toordinal() + 1)
    by_hand = sum(drawn.works(date.fromordinal(day)) for day in span)
    assert drawn.calendar.count_working_days(after=one, through=other) == by_hand


@given(drawn=calendars(), day=days)
def test_a_description_agrees_with_the_count(drawn: Drawn, day: date) -> None:
    assert drawn.calendar.describe(day).works is drawn.works(day)
    counted = drawn.calendar.count_working_days(after=day - ONE, through=day)
    assert counted == drawn.works(day)


@given(drawn=calendars(), day=days)
def test_the_next_working_day_skips_only_rest_days(drawn: Drawn, day: date) -> None:
    found = drawn.calendar.working_day_on_or_after(day)
    rest = day
    while rest <= LAST and not drawn.works(rest):
        rest += ONE
    assert found == (rest if rest <= LAST else Unpublished(known_through=LAST, missing=1))


@given(drawn=calendars(), start=days, n=st.integers(1, 60), m=st.integers(1, 60))
def test_counting_on_is_counting_at_once(drawn: Drawn, start: date, n: int, m: int) -> None:
    first = drawn.calendar.nth_working_day(after=start, n=n)
    if isinstance(first, date):
        second = drawn.calendar.nth_working_day(after=first, n=m)
        assert second == drawn.calendar.nth_working_day(after=start, n=n + m)


def test_a_day_of_a_later_unpublished_year_is_not_guessed() -> None:
    """K10: later unknown years make a count provisional."""
    found = NATIONAL.nth_working_day(after=on("2026-12-30"), n=3)
    assert found == Unpublished(known_through=LAST, missing=2)
    late = NATIONAL.nth_working_day(after=on("2027-03-01"), n=3)
    assert late == Unpublished(known_through=on("2027-03-01"), missing=3)


@pytest.mark.parametrize(("start", "year"), [("2023-12-20", 2023), ("2019-05-05", 2019)])
def test_a_day_of_an_earlier_unknown_year_is_refused(start: str, year: int) -> None:
    """K10: earlier unknown years are an error."""
    assert NATIONAL.nth_working_day(after=on(start), n=1) == CalendarUnknown(year=year)


def test_the_last_day_of_an_unknown_year_may_be_a_start_day() -> None:
    """K1: the start day is not counted, so its year need not be known."""
    assert NATIONAL.nth_working_day(after=on("2023-12-31"), n=1) == on("2024-01-02")


def test_a_local_day_beats_the_nation_in_its_region_only() -> None:
    """K11."""
    overlay = Overlay(
        version="CN-62-2026",
        off=(NamedDay(on=on("2026-06-10"), name="香包节"),),
        work=(NamedDay(on=on("2026-06-13"), name="香包节"),),
    )
    local = NATIONAL.for_region(overlay)
    assert local.describe(on("2026-06-10")).kind is DayKind.LOCAL_REST
    assert local.describe(on("2026-06-13")).kind is DayKind.LOCAL_WORK
    assert NATIONAL.describe(on("2026-06-10")).works
    assert (NATIONAL.version, local.version) == ("CN-2026.1", "CN-2026.1+CN-62-2026")
    beaten = NATIONAL.for_region(Overlay(work=(NamedDay(on=on("2026-10-01"), name=""),)))
    assert beaten.describe(on("2026-10-01")).kind is DayKind.LOCAL_WORK


def test_a_new_notice_extends_the_calendar_and_may_change_the_last_december() -> None:
    """A notice changed 29-31 December of the running year in 2018."""
    notice = YearNotice(
        year=2027,
        notice="通知",
        off=(
            NamedDay(on=on("2026-12-31"), name="元旦"),
            NamedDay(on=on("2027-01-01"), name="元旦"),
        ),
        work=(),
    )
    published = NATIONAL.publish(notice, version="CN-2027.1")
    assert published.version == "CN-2027.1"
    assert published.describe(on("2026-12-31")).kind is DayKind.HOLIDAY
    assert published.nth_working_day(after=on("2026-12-30"), n=1) == on("2027-01-04")
    again = published.publish(YearNotice(year=2027, notice="", off=(), work=()), version="x")
    assert again.describe(on("2026-12-31")).works


def test_the_days_are_laid_out_whole() -> None:
    assert (NATIONAL.first_day, NATIONAL.last_day) == (FIRST, LAST)
    assert NATIONAL.working_day_on_or_after(on("2026-10-01")) == on("2026-10-08")
    assert NATIONAL.count_working_days(after=LAST, through=FIRST) == 0


@settings(max_examples=30)
@given(drawn=calendars())
def test_equal_days_make_equal_calendars(drawn: Drawn) -> None:
    assert drawn.calendar == drawn.calendar.for_region(drawn.calendar.overlay)


def notice(year: int, *, off: str) -> YearNotice:
    return YearNotice(year=year, notice="", off=(NamedDay(on=on(off), name=""),), work=())


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    holiday = NamedDay(on=on("2026-01-01"), name="元旦")
    with pytest.raises(CalendarInvalid, match="named twice"):
        YearNotice(year=2026, notice="", off=(holiday,), work=(holiday,))
    with pytest.raises(CalendarInvalid, match="another year"):
        notice(2026, off="2025-11-30")
    with pytest.raises(CalendarInvalid, match="another year"):
        notice(2026, off="2027-01-01")
    with pytest.raises(CalendarInvalid, match="both off and worked"):
        Overlay(off=(holiday,), work=(holiday,))
    with pytest.raises(CalendarInvalid, match="at least one year"):
        WorkCalendar(base_version="x", notices=())
    with pytest.raises(CalendarInvalid, match="follow each other"):
        WorkCalendar(
            base_version="x",
            notices=(notice(2024, off="2024-01-01"), notice(2026, off="2026-01-01")),
        )


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"version": "x", "years": []},
        {"version": "x", "years": {"2026": {"published": True}}},
        {
            "version": "x",
            "years": {"2026": {"published": True, "notice": "", "off": {"kein": ""}, "work": {}}},
        },
        {"version": "x", "years": {}},
    ],
)
def test_a_document_that_is_no_calendar_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(CalendarInvalid):
        parse_calendar(document)


def test_a_year_that_is_not_published_stays_unknown() -> None:
    document = load("calendars.json")
    document["years"]["2026"]["published"] = False
    assert parse_calendar(document).last_day == on("2025-12-31")
