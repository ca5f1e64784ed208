"""What the tests of clocks share: the national calendar, instants, random calendars, an oracle.

The oracle goes day by day with a set of rest days; it shares no arithmetic with the product.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from broker.domain.calendar import (
    CalendarUnknown,
    NamedDay,
    Overlay,
    WorkCalendar,
    YearNotice,
    parse_calendar,
)
from broker.domain.clocks.beijing import BEIJING, instant_of, midnight
from broker.domain.clocks.facts import (
    Completed,
    ExtensionGranted,
    LimitFact,
    ProcedureEnded,
    ProcedureStarted,
)
from broker.domain.clocks.limit import LimitState, evaluate_limit
from broker.domain.clocks.rules import LimitRule
from broker.domain.identifiers import Instant

DATA = Path(__file__).parents[2] / "data"
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
OFF_NAME, WORK_NAME = "节日", "调休"


def load(name: str) -> Any:
    """Read a file of tests/data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


NATIONAL = parse_calendar(load("calendars.json"))


def at(text: str) -> Instant:
    """Write an instant in Beijing time, with or without its time of day."""
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=BEIJING))


def on(text: str) -> date:
    """Write a date."""
    return date.fromisoformat(text)


def stand(
    rule: LimitRule,
    *facts: LimitFact,
    start: str,
    as_of: str,
    calendar: WorkCalendar = NATIONAL,
) -> LimitState:
    """Evaluate a limit that can be counted."""
    state = evaluate_limit(
        rule, start_on=on(start), facts=facts, as_of=at(as_of), calendar=calendar
    )
    assert not isinstance(state, CalendarUnknown)
    return state


def started(text: str, procedure: str = "p1") -> ProcedureStarted:
    """Start a procedure."""
    return ProcedureStarted(at=at(text), procedure=procedure)


def ended(text: str, procedure: str = "p1") -> ProcedureEnded:
    """End a procedure."""
    return ProcedureEnded(at=at(text), procedure=procedure)


def extended(text: str) -> ExtensionGranted:
    """Grant an extension."""
    return ExtensionGranted(at=at(text))


def completed(text: str) -> Completed:
    """Do the act."""
    return Completed(at=at(text))


# Random calendars, and the same as a plain predicate.


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A random calendar, and a naive way to ask it."""

    calendar: WorkCalendar
    works: Callable[[date], bool]


days = st.dates(FIRST, LAST)
early_days = st.dates(date(2024, 1, 1), date(2025, 6, 30))


@st.composite
def calendars(draw: st.DrawFn) -> Drawn:
    """Draw a calendar of three years, with clusters of days off and of worked weekends."""
    off = _cluster(draw)
    work = _cluster(draw) - off
    local_off = _cluster(draw)
    local_work = _cluster(draw) - local_off
    calendar = WorkCalendar(
        base_version="random",
        notices=tuple(_notice(year, off, work) for year in (2024, 2025, 2026)),
        overlay=Overlay(version="local", off=_named(local_off), work=_named(local_work)),
    )

    def works(day: date) -> bool:
        if day in local_off | local_work:
            return day in local_work
        if day in off | work:
            return day in work
        return day.isoweekday() <= 5

    return Drawn(calendar=calendar, works=works)


def _cluster(draw: st.DrawFn) -> frozenset[date]:
    starts = draw(st.lists(early_days, max_size=4))
    lengths = draw(st.lists(st.integers(1, 12), min_size=len(starts), max_size=len(starts)))
    return frozenset(
        start + timedelta(days=shift)
        for start, length in zip(starts, lengths, strict=True)
        for shift in range(length)
    )


def _notice(year: int, off: frozenset[date], work: frozenset[date]) -> YearNotice:
    return YearNotice(
        year=year,
        notice="随机",
        off=_named(frozenset(day for day in off if day.year == year), OFF_NAME),
        work=_named(frozenset(day for day in work if day.year == year), WORK_NAME),
    )


def _named(chosen: frozenset[date], name: str = "地方") -> tuple[NamedDay, ...]:
    return tuple(NamedDay(on=day, name=name) for day in sorted(chosen))


@st.composite
def histories(draw: st.DrawFn, start: date, *, span: int = 60) -> tuple[LimitFact, ...]:
    """Draw facts after a start day, in order of time, sensible or not."""
    facts: list[LimitFact] = []
    for _ in range(draw(st.integers(0, 8))):
        day = start + timedelta(days=draw(st.integers(0, span)))
        minute = draw(st.sampled_from([0, 1, 9 * 60, 24 * 60 - 1]))
        moment = Instant(midnight(day) + minute * 60_000)
        procedure = draw(st.sampled_from(["a", "b"]))
        choices: list[LimitFact] = [
            ProcedureStarted(at=moment, procedure=procedure),
            ProcedureEnded(at=moment, procedure=procedure),
            ProcedureEnded(at=moment, procedure=procedure),
            ExtensionGranted(at=moment),
            Completed(at=moment),
        ]
        facts.append(draw(st.sampled_from(choices)))
    return tuple(sorted(facts, key=lambda fact: fact.at))
