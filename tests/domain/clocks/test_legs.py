"""Limits per leg, each on its own fact (K13)."""

from broker.domain.calendar import CalendarUnknown, NamedDay, Overlay
from broker.domain.clocks.facts import NamedFact
from broker.domain.clocks.legs import LegState, NotStarted, Started, evaluate_legs
from broker.domain.clocks.limit import Late, LimitState, Met, Running
from broker.domain.clocks.rules import Leg, LimitRule, working_days
from broker.domain.identifiers import Side
from tests.domain.clocks.support import NATIONAL, at, on


def leg(name: str, days: int, *starts_on: str, side: Side = Side.HANDLING) -> Leg:
    return Leg(
        name=name,
        side=side,
        limit=LimitRule(period=working_days(days)),
        starts_on=frozenset(starts_on),
        ends_on=f"{name} done",
    )


def fact(name: str, text: str) -> NamedFact:
    return NamedFact(at=at(text), name=name)


def stand(*legs: Leg, facts: tuple[NamedFact, ...], as_of: str) -> dict[str, LegState]:
    return evaluate_legs(
        legs,
        handed_in=at("2026-03-02T09:00"),
        facts=facts,
        as_of=at(as_of),
        calendars={
            Side.RECEIVING: NATIONAL,
            Side.HANDLING: NATIONAL.for_region(
                Overlay(off=(NamedDay(on=on("2026-03-03"), name=""),))
            ),
        },
    )


def limit_of(state: LegState) -> LimitState:
    assert isinstance(state, Started)
    assert isinstance(state.limit, LimitState)
    return state.limit


def test_a_leg_without_its_fact_has_not_started() -> None:
    states = stand(leg("handle", 10, "PushReceived"), facts=(), as_of="2026-12-01")
    assert states == {"handle": NotStarted()}


def test_a_leg_waits_for_the_last_of_its_facts_in_whatever_order_they_come() -> None:
    """养老保险关系转移: form and money."""
    join = leg("join", 15, "FormReceived", "FundsReceived", side=Side.RECEIVING)
    form, funds = (
        fact("FormReceived", "2026-03-20T09:00"),
        fact("FundsReceived", "2026-03-10T09:00"),
    )
    assert stand(join, facts=(form,), as_of="2026-12-01")["join"] == NotStarted()
    for facts in ((form, funds), (funds, form)):
        state = stand(join, facts=facts, as_of="2026-03-21")["join"]
        assert isinstance(state, Started)
        assert state.started_on == on("2026-03-20")
    assert stand(join, facts=(form, funds), as_of="2026-03-15")["join"] == NotStarted()


def test_a_leg_counts_in_the_calendar_of_its_side() -> None:
    """K3, K11: 03-03 is a rest day of the handling side only."""
    legs = (leg("push", 1, side=Side.RECEIVING), leg("check", 1, side=Side.HANDLING))
    states = stand(*legs, facts=(), as_of="2026-03-02T10:00")
    assert limit_of(states["push"]).due_on == on("2026-03-03")
    assert limit_of(states["check"]).due_on == on("2026-03-04")


def test_a_late_leg_takes_nothing_from_the_next() -> None:
    legs = (leg("push", 3, side=Side.RECEIVING), leg("handle", 10, "push done"))
    states = stand(*legs, facts=(fact("push done", "2026-03-10T09:00"),), as_of="2026-03-11")
    assert limit_of(states["push"]).status == Late(due_on=on("2026-03-05"))
    assert limit_of(states["handle"]).status == Running(due_on=on("2026-03-24"))


def test_a_fact_told_twice_happened_the_first_time() -> None:
    facts = (fact("push done", "2026-03-09T09:00"), fact("push done", "2026-03-04T09:00"))
    states = stand(leg("push", 3, side=Side.RECEIVING), facts=facts, as_of="2026-03-10")
    assert limit_of(states["push"]).status == Met(due_on=on("2026-03-05"))


def test_a_leg_starts_with_the_hand_in_and_not_before() -> None:
    states = stand(leg("push", 3, side=Side.RECEIVING), facts=(), as_of="2026-03-02T08:59")
    assert states["push"] == NotStarted()


def test_a_leg_in_an_earlier_unknown_year_is_refused() -> None:
    states = evaluate_legs(
        (leg("push", 3),),
        handed_in=at("2020-03-02"),
        facts=(),
        as_of=at("2020-03-03"),
        calendars=dict.fromkeys(Side, NATIONAL),
    )
    assert states["push"] == Started(started_on=on("2020-03-02"), limit=CalendarUnknown(year=2020))
