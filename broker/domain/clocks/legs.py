"""Limits per leg: each side's part of the way, started by its own facts (K13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.facts import Completed, NamedFact, known_at
from broker.domain.clocks.limit import LimitState, evaluate_limit
from broker.domain.clocks.rules import Leg
from broker.domain.identifiers import Instant, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """A fact that starts this leg is still missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The leg runs or has run, in the calendar of the side that carries it (K3)."""

    started_on: date
    limit: LimitState | CalendarUnknown


LegState: TypeAlias = NotStarted | Started


def evaluate_legs(
    legs: Iterable[Leg],
    *,
    handed_in: Instant,
    facts: Sequence[NamedFact],
    as_of: Instant,
    calendars: Mapping[Side, WorkCalendar],
) -> dict[str, LegState]:
    """Say how each leg stands at an instant; a late leg takes nothing from the next one."""
    first = _first_of_each(facts, as_of)
    return {
        leg.name: _evaluate_leg(leg, handed_in, first, as_of, calendars[leg.side]) for leg in legs
    }


def _first_of_each(facts: Sequence[NamedFact], as_of: Instant) -> dict[str, Instant]:
    """A fact happens once; its repetition changes nothing."""
    first: dict[str, Instant] = {}
    for _, fact in known_at(facts, as_of):
        first.setdefault(fact.name, fact.at)
    return first


def _evaluate_leg(
    leg: Leg,
    handed_in: Instant,
    first: Mapping[str, Instant],
    as_of: Instant,
    calendar: WorkCalendar,
) -> LegState:
    started_at = start_of(leg, handed_in, first)
    if started_at is None or started_at > as_of:
        return NotStarted()
    ended = (Completed(at=first[leg.ends_on]),) if leg.ends_on in first else ()
    started_on = legal_day(started_at)
    limit = evaluate_limit(
        leg.limit, start_on=started_on, facts=ended, as_of=as_of, calendar=calendar
    )
    return Started(started_on=started_on, limit=limit)


def start_of(leg: Leg, handed_in: Instant, first: Mapping[str, Instant]) -> Instant | None:
    """Find the latest of the facts that must all be there; None while one is missing."""
    if not leg.starts_on:
        return handed_in
    if not leg.starts_on <= first.keys():
        return None
    return max(first[name] for name in leg.starts_on)
