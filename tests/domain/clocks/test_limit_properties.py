"""What holds of every limit, on random calendars with random histories (K1-K6)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.clocks.beijing import midnight
from broker.domain.clocks.counting import count_out
from broker.domain.clocks.facts import ExtensionGranted, LimitFact
from broker.domain.clocks.limit import Late, LimitState, Overdue, evaluate_limit
from broker.domain.clocks.rules import Extension, LimitRule, Period, Unit
from broker.domain.clocks.tell import LIMIT_WORDS
from broker.domain.identifiers import Instant
from tests.domain.clocks.oracle import Clerk, ask
from tests.domain.clocks.support import (
    Drawn,
    calendars,
    early_days,
    ended,
    histories,
    started,
)

periods = st.builds(Period, n=st.integers(0, 40), unit=st.sampled_from(Unit))
extensions = st.none() | st.builds(Extension, n=st.integers(1, 15), times=st.integers(1, 2))
rules = st.builds(LimitRule, period=periods, extension=extensions)


def evaluate(
    drawn: Drawn, rule: LimitRule, start: date, facts: tuple[LimitFact, ...], as_of: Instant
) -> LimitState:
    state = evaluate_limit(rule, start_on=start, facts=facts, as_of=as_of, calendar=drawn.calendar)
    assert isinstance(state, LimitState)
    return state


asked_after = st.integers(0, 120).map(lambda day: day * 86_400_000 + 43_200_000)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days, after=asked_after)
def test_a_limit_stands_as_a_clerk_would_count_it(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date, after: int
) -> None:
    """K1-K6 against the oracle that goes day by day."""
    facts = data.draw(histories(start))
    as_of = Instant(midnight(start) + after)
    state = evaluate(drawn, rule, start, facts, as_of)
    clerk = Clerk(rule=rule, start_on=start, works=drawn.works)
    assert (LIMIT_WORDS[type(state.status)], state.due_on) == ask(clerk, facts, as_of)
    assert state.excluded_days == sum(clerk.counts(day) for day in clerk.excluded)


@given(drawn=calendars(), period=periods, start=early_days)
def test_a_due_date_is_never_a_rest_day(drawn: Drawn, period: Period, start: date) -> None:
    """K3, K4; on the spot (n = 0) is the start day, whatever day it is."""
    due = count_out(period, start_on=start, calendar=drawn.calendar)
    assert isinstance(due, date)
    assert drawn.works(due) or (period.n == 0 and due == start)


@given(drawn=calendars(), period=periods, start=early_days, later=st.integers(0, 30))
def test_a_later_start_is_never_due_earlier(
    drawn: Drawn, period: Period, start: date, later: int
) -> None:
    first = count_out(period, start_on=start, calendar=drawn.calendar)
    second = count_out(period, start_on=start + timedelta(days=later), calendar=drawn.calendar)
    assert isinstance(first, date)
    assert isinstance(second, date)
    assert period.n == 0 or first <= second


@given(drawn=calendars(), start=early_days, n=st.integers(1, 40), unit=st.sampled_from(Unit))
def test_more_days_are_never_due_earlier(drawn: Drawn, start: date, n: int, unit: Unit) -> None:
    shorter = count_out(Period(n=n, unit=unit), start_on=start, calendar=drawn.calendar)
    longer = count_out(Period(n=n + 1, unit=unit), start_on=start, calendar=drawn.calendar)
    assert isinstance(shorter, date)
    assert isinstance(longer, date)
    assert start < shorter <= longer


@settings(deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days)
def test_nothing_revives_an_expired_limit(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date
) -> None:
    """K5, K6: once overdue, whatever happens, the due date stays and the act is late."""
    facts = data.draw(histories(start))
    as_of = Instant(midnight(start) + 30 * 86_400_000)
    before = evaluate(drawn, rule, start, facts, as_of)
    if not isinstance(before.status, Overdue):
        return
    more = tuple(
        fact for fact in data.draw(histories(start + timedelta(days=30))) if fact.at > as_of
    )
    known = tuple(fact for fact in facts if fact.at <= as_of)
    after = evaluate(drawn, rule, start, known + more, Instant(as_of + 200 * 86_400_000))
    assert isinstance(after.status, Overdue | Late)
    assert after.due_on == before.due_on


@settings(deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days)
def test_a_limit_is_never_extended_more_often_than_allowed(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date
) -> None:
    """K6."""
    facts = data.draw(histories(start))
    granted = sum(isinstance(fact, ExtensionGranted) for fact in facts)
    state = evaluate(drawn, rule, start, facts, Instant(midnight(start) + 90 * 86_400_000))
    allowed = 0 if rule.extension is None else rule.extension.times
    assert len(state.course.extended_on) <= min(allowed, granted)


@settings(deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days, after=asked_after)
def test_what_has_not_happened_yet_changes_nothing(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date, after: int
) -> None:
    facts = data.draw(histories(start))
    as_of = Instant(midnight(start) + after)
    known = tuple(fact for fact in facts if fact.at <= as_of)
    assert evaluate(drawn, rule, start, facts, as_of) == evaluate(drawn, rule, start, known, as_of)


@settings(deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days)
def test_the_order_in_which_facts_are_told_does_not_matter(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date
) -> None:
    """Facts of different instants may arrive in any order: time decides."""
    facts = {fact.at: fact for fact in data.draw(histories(start))}
    ordered = tuple(facts[moment] for moment in sorted(facts))
    shuffled = tuple(data.draw(st.permutations(ordered)))
    as_of = Instant(midnight(start) + 70 * 86_400_000)
    one = evaluate(drawn, rule, start, ordered, as_of)
    other = evaluate(drawn, rule, start, shuffled, as_of)
    assert (one.status, one.excluded_days) == (other.status, other.excluded_days)


@settings(deadline=None)
@given(drawn=calendars(), rule=rules, start=early_days, shift=st.integers(0, 20))
def test_procedures_that_start_and_end_together_may_be_told_in_any_order(
    drawn: Drawn, rule: LimitRule, start: date, shift: int
) -> None:
    """K5: overlaps count once, whichever of two simultaneous procedures is told first."""
    first, last = midnight(start + timedelta(days=shift)), midnight(start + timedelta(days=30))
    facts = [
        (started_at(first, "a"), started_at(first, "b"), ended_at(last, "a"), ended_at(last, "b")),
        (started_at(first, "b"), started_at(first, "a"), ended_at(last, "a"), ended_at(last, "b")),
        (started_at(first, "a"), ended_at(last, "a")),
    ]
    states = [evaluate(drawn, rule, start, told, Instant(last + 1)) for told in facts]
    assert states[0].status == states[1].status == states[2].status


def started_at(moment: Instant, procedure: str) -> LimitFact:
    return replace(started("2026-01-01", procedure), at=moment)


def ended_at(moment: Instant, procedure: str) -> LimitFact:
    return replace(ended("2026-01-01", procedure), at=moment)
