"""One limit: start day, due date, pauses, extensions, unknown years (K1-K6, K10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.calendar import CalendarUnknown, NamedDay
from broker.domain.clocks.beijing import deadline, instant_of, legal_day, midnight
from broker.domain.clocks.counting import DaysUnpublished, RollUnpublished, count_out
from broker.domain.clocks.facts import Ignored, NoEffect
from broker.domain.clocks.limit import (
    Late,
    Met,
    MetUndated,
    Overdue,
    Paused,
    Provisional,
    Running,
    evaluate_limit,
)
from broker.domain.clocks.rules import (
    Extension,
    LimitRule,
    Period,
    calendar_days,
    working_days,
)
from broker.domain.identifiers import Instant
from tests.domain.clocks.support import (
    NATIONAL,
    at,
    completed,
    ended,
    extended,
    on,
    stand,
    started,
)

TWENTY = LimitRule(period=working_days(20), extension=Extension(n=10))
THREE = LimitRule(period=working_days(3))
SIXTY_DAYS = LimitRule(period=calendar_days(60), extension=Extension(n=30))


def ignored(*reasons: tuple[int, NoEffect]) -> tuple[Ignored, ...]:
    return tuple(Ignored(position=position, reason=reason) for position, reason in reasons)


# K1, K2: days and instants.


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 2, 27, 15, 59, 59, 999_000, tzinfo=UTC), "2026-02-27"),
        (datetime(2026, 2, 27, 16, 0, tzinfo=UTC), "2026-02-28"),
        (datetime(1969, 12, 31, 15, 59, tzinfo=UTC), "1969-12-31"),
    ],
)
def test_a_day_is_the_one_in_beijing(moment: datetime, day: str) -> None:
    """K1: the +08:00 date of the instant [民法典 201]."""
    assert legal_day(instant_of(moment)) == on(day)


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_a_day_begins_at_its_midnight_and_ends_before_the_next(day: date) -> None:
    assert legal_day(midnight(day)) == day
    assert legal_day(Instant(midnight(day) - 1)) == day - timedelta(days=1)
    assert deadline(day) == midnight(day + timedelta(days=1))


def test_a_limit_ends_at_midnight() -> None:
    """K2 [民法典 203]."""
    state = stand(THREE, start="2026-03-02", as_of="2026-03-05T23:59:59.999")
    assert state.status == Running(due_on=on("2026-03-05"))
    assert state.runs_out_at == at("2026-03-06")
    assert stand(THREE, start="2026-03-02", as_of="2026-03-06").status == Overdue(
        due_on=on("2026-03-05")
    )
    done = completed("2026-03-05T23:59:59.999")
    assert stand(THREE, done, start="2026-03-02", as_of="2026-03-09").status == Met(
        due_on=on("2026-03-05")
    )
    late = stand(THREE, completed("2026-03-06"), start="2026-03-02", as_of="2026-03-09")
    assert late.status == Late(due_on=on("2026-03-05"))
    assert late.runs_out_at is None


def test_a_fact_is_known_from_its_own_instant_on() -> None:
    done = completed("2026-03-04T09:00")
    known = stand(THREE, done, start="2026-03-02", as_of="2026-03-04T09:00")
    assert isinstance(known.status, Met)
    not_yet = stand(THREE, done, start="2026-03-02", as_of="2026-03-04T08:59:59.999")
    assert isinstance(not_yet.status, Running)


def test_an_item_rule_may_name_a_closing_time() -> None:
    """K2: closed at 17:30, an act at 17:30 is late."""
    rule = replace(THREE, closing_minute=17 * 60 + 30)
    open_still = stand(rule, start="2026-03-02", as_of="2026-03-05T17:29:59")
    assert isinstance(open_still.status, Running)
    assert open_still.runs_out_at == at("2026-03-05T17:30")
    assert isinstance(stand(rule, start="2026-03-02", as_of="2026-03-05T17:30").status, Overdue)
    done = completed("2026-03-05T17:30")
    assert isinstance(stand(rule, done, start="2026-03-02", as_of="2026-03-06").status, Late)


def test_on_the_spot_ends_with_the_start_day_even_on_a_rest_day() -> None:
    for period in (working_days(0), calendar_days(0)):
        assert count_out(period, start_on=on("2026-03-07"), calendar=NATIONAL) == on("2026-03-07")
        assert count_out(period, start_on=on("2029-03-07"), calendar=NATIONAL) == on("2029-03-07")


# K5: special procedures.


def test_a_procedure_moves_even_what_is_due_on_the_spot() -> None:
    rule = LimitRule(period=working_days(0))
    facts = (started("2026-07-06T09:00"), ended("2026-07-08T09:00"))
    state = stand(rule, *facts, start="2026-07-06", as_of="2026-07-08T10:00")
    assert state.status == Running(due_on=on("2026-07-08"))


def test_an_extension_may_be_granted_while_paused() -> None:
    """K6."""
    state = stand(
        TWENTY,
        started("2026-06-30T09:00"),
        extended("2026-07-15T09:00"),
        start="2026-06-01",
        as_of="2026-07-20",
    )
    assert state.status == Paused(remaining=10)
    assert state.due_on is None
    assert state.course.ignored == ()


def test_a_pause_on_a_rolled_day_leaves_nothing_and_ends_with_the_procedure() -> None:
    """K4, K5: three calendar days end on 05-03, roll to 05-06."""
    rule = LimitRule(period=calendar_days(3))
    facts = (started("2026-05-06T09:00"), ended("2026-05-15T09:00"))
    paused = stand(rule, *facts, start="2026-04-30", as_of="2026-05-14")
    assert paused.status == Paused(remaining=0)
    over = stand(rule, *facts, start="2026-04-30", as_of="2026-05-15T10:00")
    assert over.status == Running(due_on=on("2026-05-15"))
    assert over.excluded_days == 9


def test_the_end_of_the_last_procedure_bears_the_limit() -> None:
    """K5: never before the first working day on or after the last end."""
    facts = (
        started("2026-06-30T16:00"),
        ended("2026-07-05T12:00"),
        started("2026-07-06T09:00"),
        ended("2026-07-11T09:00"),
    )
    state = stand(TWENTY, *facts, start="2026-06-01", as_of="2026-07-11T10:00")
    assert state.status == Running(due_on=on("2026-07-13"))
    assert state.excluded_days == 7


def test_a_procedure_inside_another_does_not_end_the_pause() -> None:
    """K5: the first to start is the last to end."""
    facts = (
        started("2026-07-08T09:00", "outer"),
        started("2026-07-10T09:00", "inner"),
        ended("2026-07-13T09:00", "inner"),
        ended("2026-07-21T09:00", "outer"),
    )
    between = stand(TWENTY, *facts, start="2026-07-06", as_of="2026-07-15")
    assert between.status == Paused(remaining=18)
    over = stand(TWENTY, *facts, start="2026-07-06", as_of="2026-07-22")
    assert over.excluded_days == 9
    assert over.course.ignored == ()


def test_starting_an_open_procedure_again_changes_nothing() -> None:
    facts = (started("2026-07-08T09:00"), started("2026-07-13T09:00"), ended("2026-07-15T09:00"))
    state = stand(TWENTY, *facts, start="2026-07-06", as_of="2026-07-20")
    assert state.course.ignored == ignored((1, NoEffect.ALREADY_OPEN))
    assert state.excluded_days == 5


def test_a_procedure_older_than_the_limit_takes_only_days_of_the_limit() -> None:
    facts = (started("2026-07-01T09:00"), ended("2026-07-08T09:00"))
    state = stand(THREE, *facts, start="2026-07-06", as_of="2026-07-09")
    assert state.excluded_days == 2
    assert state.due_on == on("2026-07-13")
    open_still = stand(THREE, facts[0], start="2026-07-06", as_of="2026-07-09")
    assert open_still.status == Paused(remaining=3)


def test_a_procedure_may_start_in_the_last_second_but_not_after() -> None:
    just = stand(TWENTY, started("2026-06-30T23:59:59"), start="2026-06-01", as_of="2026-07-20")
    assert just.status == Paused(remaining=0)
    missed = stand(TWENTY, started("2026-07-01"), start="2026-06-01", as_of="2026-07-20")
    assert missed.course.ignored == ignored((0, NoEffect.AFTER_DUE))


def test_completed_while_paused_is_in_time() -> None:
    facts = (started("2026-06-10T09:00"), completed("2026-09-01T09:00"))
    state = stand(TWENTY, *facts, start="2026-06-01", as_of="2026-09-02")
    assert state.status == MetUndated()


# K6: extensions.


def test_a_rule_without_extension_knows_none() -> None:
    state = stand(THREE, extended("2026-03-03"), start="2026-03-02", as_of="2026-03-04")
    assert state.course.ignored == ignored((0, NoEffect.NOT_ALLOWED))
    assert state.due_on == on("2026-03-05")


def test_a_rule_may_allow_two_extensions_but_not_three() -> None:
    rule = LimitRule(period=working_days(3), extension=Extension(n=3, times=2))
    facts = [extended("2026-03-03T09:00")] * 3
    state = stand(rule, *facts, start="2026-03-02", as_of="2026-03-04")
    assert state.due_on == on("2026-03-13")
    assert state.course.ignored == ignored((2, NoEffect.ALREADY_EXTENDED))


def test_an_extension_adds_to_n_and_not_to_a_rolled_date() -> None:
    """K6: day 3 is Sunday 03-08, rolled to 03-09; six days end on Wednesday 03-11."""
    rule = LimitRule(period=calendar_days(3), extension=Extension(n=3))
    state = stand(rule, extended("2026-03-09T09:00"), start="2026-03-05", as_of="2026-03-10")
    assert state.due_on == on("2026-03-11")


def test_what_comes_after_the_finish_has_no_effect() -> None:
    facts = (completed("2026-03-04T09:00"), extended("2026-03-04T10:00"), completed("2026-03-09"))
    state = stand(TWENTY, *facts, start="2026-03-02", as_of="2026-03-10")
    assert state.status == Met(due_on=on("2026-03-30"))
    assert state.course.ignored == ignored(
        (1, NoEffect.ALREADY_COMPLETED), (2, NoEffect.ALREADY_COMPLETED)
    )


# K10: unknown years.


@pytest.mark.parametrize(
    ("done", "status"),
    [
        ("2026-12-31T10:00", MetUndated()),
        ("2027-01-05T10:00", MetUndated()),
        (
            "2027-01-06T10:00",
            Provisional(due=DaysUnpublished(counted_until=on("2026-12-31"), remaining=5)),
        ),
    ],
)
def test_an_act_is_judged_only_as_far_as_every_calendar_agrees(
    done: str, status: MetUndated | Provisional
) -> None:
    """K10: the five missing days end on 2027-01-05 at the earliest."""
    state = stand(TWENTY, completed(done), start="2026-12-10", as_of="2027-02-01")
    assert state.status == status


def test_an_unknown_year_stays_provisional_however_late() -> None:
    state = stand(TWENTY, start="2026-12-10", as_of="2028-01-01")
    assert isinstance(state.status, Provisional)
    assert state.runs_out_at is None


def test_a_calendar_limit_that_rolls_over_the_published_end_is_provisional() -> None:
    closed = NATIONAL.publish(
        replace(NATIONAL.notices[-1], off=(*NATIONAL.notices[-1].off, *_named("2026-12-31"))),
        version="x",
    )
    found = count_out(calendar_days(10), start_on=on("2026-12-21"), calendar=closed)
    assert found == RollUnpublished(not_before=on("2027-01-01"))
    far = count_out(calendar_days(20), start_on=on("2026-12-21"), calendar=closed)
    assert far == RollUnpublished(not_before=on("2027-01-10"))
    met = stand(
        LimitRule(period=calendar_days(20)),
        completed("2027-01-10T23:00"),
        start="2026-12-21",
        as_of="2027-02-01",
    )
    assert met.status == MetUndated()


def _named(day: str) -> tuple[NamedDay, ...]:
    return (replace(NATIONAL.notices[-1].off[0], on=on(day)),)


def test_a_procedure_that_ends_in_an_unknown_year_leaves_the_limit_provisional() -> None:
    facts = (started("2026-12-31T09:00"), ended("2027-01-08T09:00"))
    last_day = stand(THREE, *facts, start="2026-12-28", as_of="2027-01-09")
    assert last_day.status == Provisional(
        due=DaysUnpublished(counted_until=on("2027-01-08"), remaining=0)
    )
    calendar = stand(SIXTY_DAYS, *facts, start="2026-12-01", as_of="2027-01-09")
    assert calendar.status == Provisional(due=RollUnpublished(not_before=on("2027-02-07")))


@pytest.mark.parametrize(("period", "year"), [(working_days(20), 2023), (calendar_days(5), 2022)])
def test_an_earlier_unknown_year_is_refused(period: Period, year: int) -> None:
    start = on("2023-12-20") if year == 2023 else on("2022-12-20")
    answer = evaluate_limit(
        LimitRule(period=period),
        start_on=start,
        facts=(),
        as_of=at("2024-01-05"),
        calendar=NATIONAL,
    )
    assert answer == CalendarUnknown(year=year)


def test_a_calendar_limit_needs_only_its_last_day() -> None:
    """K4: it starts in an unknown year, but only the day that may roll must be known."""
    state = stand(LimitRule(period=calendar_days(20)), start="2023-12-20", as_of="2024-01-01")
    assert state.due_on == on("2024-01-09")
