"""Counted days and signals (4.5, K12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.calendar import CalendarUnknown
from broker.domain.clocks.beijing import deadline
from broker.domain.clocks.facts import LimitFact
from broker.domain.clocks.rules import (
    CASE_THRESHOLDS,
    CERTIFICATE_THRESHOLDS,
    COMPLAINT_THRESHOLDS,
    ONLINE_CHECK_THRESHOLDS,
    PROCEDURE_THRESHOLDS,
    Extension,
    LimitRule,
    Signal,
    SupervisionRule,
    Threshold,
    working_days,
)
from broker.domain.clocks.supervision import (
    Raised,
    SupervisionState,
    evaluate_supervision,
    unannounced,
)
from tests.domain.clocks.support import (
    NATIONAL,
    Drawn,
    at,
    calendars,
    completed,
    early_days,
    ended,
    extended,
    histories,
    on,
    started,
)


def days(**limits: int) -> dict[str, LimitRule]:
    return {name: LimitRule(period=working_days(n)) for name, n in limits.items()}


CASE = SupervisionRule(limits=days(promised=7, statutory=10), thresholds=CASE_THRESHOLDS)


def stand(
    rule: SupervisionRule, *facts: LimitFact, as_of: str, start: str = "2026-03-09"
) -> SupervisionState:
    state = evaluate_supervision(
        rule, start_on=on(start), facts=facts, as_of=at(as_of), calendar=NATIONAL
    )
    assert isinstance(state, SupervisionState)
    return state


@pytest.mark.parametrize(
    ("as_of", "day", "signal"),
    [
        ("2026-03-09T23:59", 0, Signal.NORMAL),
        ("2026-03-13T23:59", 4, Signal.NORMAL),
        ("2026-03-14T12:00", 4, Signal.NORMAL),
        ("2026-03-16", 5, Signal.WARNING),
        ("2026-03-18T23:59", 7, Signal.WARNING),
        ("2026-03-19", 8, Signal.YELLOW),
        ("2026-03-23T23:59", 10, Signal.YELLOW),
        ("2026-03-24", 11, Signal.RED),
        ("2026-04-30T12:00", 37, Signal.RED),
    ],
)
def test_a_case_is_warned_then_yellow_then_red(as_of: str, day: int, signal: Signal) -> None:
    state = stand(CASE, as_of=as_of)
    assert (state.day, state.signal) == (day, signal)


def test_each_signal_is_raised_once_and_names_its_limit_and_day() -> None:
    state = stand(CASE, as_of="2026-04-30")
    assert state.raised == (
        Raised(signal=Signal.WARNING, limit="promised", on=on("2026-03-16")),
        Raised(signal=Signal.YELLOW, limit="promised", on=on("2026-03-19")),
        Raised(signal=Signal.RED, limit="statutory", on=on("2026-03-24")),
    )


def test_a_card_is_announced_once_even_if_it_was_withdrawn_or_its_day_moved() -> None:
    warned = stand(CASE, as_of="2026-03-16")
    assert unannounced(warned, announced=()) == warned.raised
    assert unannounced(warned, announced=warned.raised) == ()
    yellow = stand(CASE, as_of="2026-03-19")
    moved = tuple(replace(raised, on=on("2026-03-17")) for raised in warned.raised)
    assert unannounced(yellow, announced=moved) == yellow.raised[1:]


def test_a_finished_case_keeps_its_last_signal() -> None:
    state = stand(CASE, completed("2026-03-19T09:00"), as_of="2026-12-01")
    assert (state.day, state.signal) == (8, Signal.YELLOW)
    left_open = stand(
        CASE, started("2026-03-12T09:00"), completed("2026-03-20T09:00"), as_of="2026-12-01"
    )
    assert (left_open.day, left_open.signal) == (3, Signal.NORMAL)


def test_procedures_are_left_out_of_the_handled_time() -> None:
    facts = (started("2026-03-12T09:00"), ended("2026-03-20T09:00"))
    state = stand(CASE, *facts, as_of="2026-03-26T09:00")
    assert state.day == 3 + 4
    assert state.raised == (Raised(signal=Signal.WARNING, limit="promised", on=on("2026-03-24")),)


def test_a_signal_of_the_day_on_which_a_procedure_starts_keeps_that_day() -> None:
    """K5: the first day of a procedure still counts."""
    facts = (started("2026-03-16T09:00"), ended("2026-03-20T09:00"))
    state = stand(CASE, *facts, as_of="2026-03-23T09:00")
    assert state.raised == (Raised(signal=Signal.WARNING, limit="promised", on=on("2026-03-16")),)


def test_a_procedure_that_was_over_before_the_start_takes_no_day() -> None:
    facts = (started("2026-03-02T09:00"), ended("2026-03-05T09:00"))
    state = stand(CASE, *facts, as_of="2026-03-16T09:00")
    assert state.day == 5
    assert state.raised == (Raised(signal=Signal.WARNING, limit="promised", on=on("2026-03-16")),)


def test_a_procedure_after_the_promised_end_still_holds_the_statutory_limit() -> None:
    """K5 for each limit: promised stays expired, statutory is paused."""
    state = stand(CASE, started("2026-03-20T09:00"), as_of="2026-04-20")
    assert (state.day, state.signal) == (9, Signal.YELLOW)
    assert state.limits["promised"].due_on == on("2026-03-18")
    assert state.limits["statutory"].due_on is None


def test_a_procedure_after_the_last_end_stops_nothing() -> None:
    """K5: an expired limit is not revived."""
    state = stand(CASE, started("2026-03-24T09:00"), as_of="2026-03-26")
    assert (state.day, state.signal) == (13, Signal.RED)


def test_an_extension_moves_the_signals_of_its_limit() -> None:
    """行政许可法 42 (K6, K12)."""
    limits = days(promised=7) | {
        "statutory": LimitRule(period=working_days(10), extension=Extension(n=10))
    }
    rule = SupervisionRule(limits=limits, thresholds=CASE_THRESHOLDS)
    state = stand(rule, extended("2026-03-20T09:00"), as_of="2026-04-02")
    assert (state.day, state.signal) == (18, Signal.YELLOW)
    assert stand(rule, extended("2026-03-20T09:00"), as_of="2026-04-09").signal is Signal.RED


def test_a_warning_may_stand_from_the_first_day() -> None:
    rule = SupervisionRule(limits=days(promised=1, statutory=3), thresholds=CASE_THRESHOLDS)
    state = stand(rule, as_of="2026-03-09T10:00")
    assert state.raised == (Raised(signal=Signal.WARNING, limit="promised", on=on("2026-03-09")),)


def test_an_unknown_year_raises_nothing_by_guess() -> None:
    """K10: only published days are counted."""
    state = stand(CASE, start="2026-12-28", as_of="2027-06-01")
    assert (state.day, state.signal) == (3, Signal.NORMAL)
    refused = evaluate_supervision(
        CASE, start_on=on("2023-05-05"), facts=(), as_of=at("2024-05-05"), calendar=NATIONAL
    )
    assert refused == CalendarUnknown(year=2023)


@pytest.mark.parametrize(
    ("rule", "by_day"),
    [
        (
            SupervisionRule(limits=days(announced=10), thresholds=PROCEDURE_THRESHOLDS),
            {
                7: Signal.NORMAL,
                8: Signal.WARNING,
                10: Signal.WARNING,
                11: Signal.YELLOW,
                12: Signal.RED,
            },
        ),
        (
            SupervisionRule(limits=days(check=2), thresholds=ONLINE_CHECK_THRESHOLDS),
            {
                2: Signal.NORMAL,
                3: Signal.WARNING,
                5: Signal.WARNING,
                6: Signal.YELLOW,
                8: Signal.RED,
            },
        ),
        (
            SupervisionRule(limits=days(certificate=3), thresholds=CERTIFICATE_THRESHOLDS),
            {3: Signal.NORMAL, 4: Signal.YELLOW, 40: Signal.YELLOW},
        ),
        (
            SupervisionRule(limits=days(answer=5), thresholds=COMPLAINT_THRESHOLDS),
            {2: Signal.NORMAL, 3: Signal.WARNING, 6: Signal.YELLOW, 7: Signal.RED},
        ),
    ],
)
def test_each_object_has_its_own_thresholds(
    rule: SupervisionRule, by_day: dict[int, Signal]
) -> None:
    for day, signal in by_day.items():
        asked_on = NATIONAL.nth_working_day(after=on("2026-03-09"), n=day)
        assert isinstance(asked_on, date)
        state = stand(rule, as_of=asked_on.isoformat())
        assert (state.day, state.signal) == (day, signal)


def test_what_cannot_be_counted_with_one_number_is_refused() -> None:
    threshold = Threshold(signal=Signal.RED, limit="other", from_day=1)
    with pytest.raises(AssertionError):
        SupervisionRule(limits=days(promised=7), thresholds=(threshold,))
    with pytest.raises(AssertionError):
        SupervisionRule(limits={}, thresholds=())


@settings(deadline=None)
@given(data=st.data(), drawn=calendars(), start=early_days)
def test_signals_only_grow_stand_on_working_days_and_keep_their_day(
    data: st.DataObject, drawn: Drawn, start: date
) -> None:
    """No notices on rest days; once raised, a signal and its day do not change."""
    facts = data.draw(histories(start, span=25))
    before: tuple[Raised, ...] = ()
    day_before = 0
    for shift in range(40):
        today = start + timedelta(days=shift)
        state = evaluate_supervision(
            CASE, start_on=start, facts=facts, as_of=deadline(today), calendar=drawn.calendar
        )
        assert isinstance(state, SupervisionState)
        assert state.raised[: len(before)] == before
        assert all(drawn.works(raised.on) for raised in state.raised)
        assert day_before <= state.day <= day_before + 1 + (shift == 0)
        before, day_before = state.raised, state.day
