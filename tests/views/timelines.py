"""Hand-made timelines: what happened on which day, as entries of the read model."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from broker.domain.calendar import NamedDay, Overlay
from broker.domain.cases import events
from broker.domain.cases.events import EVENT_SIDES
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import CaseId, EventId, RegionCode, Side
from broker.domain.items.importing import Imported
from broker.domain.items.item import Term
from broker.domain.items.starting import import_starting
from broker.domain.items.times import Times
from broker.views.case import TimelineEntry
from broker.views.changes import Origin
from broker.views.deadlines.compute import deadlines_of
from broker.views.deadlines.deadline import Deadline, Deadlines
from broker.views.position import Place
from tests.domain.clocks.support import NATIONAL, at

REGIONS = {Side.RECEIVING: RegionCode("621000"), Side.HANDLING: RegionCode("330100")}


@cache
def times_of(code: str) -> Times:
    """Answer the limits of an item of the starting catalogue."""
    text = files("broker").joinpath("data", "items.json").read_text(encoding="utf-8")
    imported = import_starting(
        text, region=REGIONS[Side.HANDLING], effective=Term(from_on=date.min)
    )
    assert isinstance(imported, Imported)
    return next(item.times for item in imported.items if item.code == code)


Happened: TypeAlias = tuple[str, str] | tuple[str, str, Mapping[str, str]]
"""Kind, instant (Beijing time), and what the summary says."""


def timeline(*happened: Happened) -> tuple[TimelineEntry, ...]:
    """Write entries in the order of their arrival."""
    sequence = {side: count(1) for side in Side}
    return tuple(_entry(what, arrival, sequence) for arrival, what in enumerate(happened, start=1))


def _entry(what: Happened, arrival: int, sequence: dict[Side, "count[int]"]) -> TimelineEntry:
    kind, when, *said = what
    assert isinstance(kind, str)
    assert isinstance(when, str)
    side = min(EVENT_SIDES[getattr(events, kind)])
    region, instant = REGIONS[side], at(when)
    return TimelineEntry(
        event_id=EventId(f"e{arrival}"),
        case_id=CaseId("621000-case"),
        side=side,
        sequence=next(sequence[side]),
        kind=kind,
        at=instant,
        region=region,
        actor=Actor(subject="s1", role=Role.CLERK, region=region, office="o1", window="w1"),
        causation_id="c1",
        summary=dict(*said),
        sealed=None,
        digest=b"",
        arrival=arrival,
        origin=Origin.OWN,
        recorded=Place(partition=0, offset=arrival, now=instant),
    )


def count_case(
    times: Times | None,
    *happened: Happened,
    as_of: str,
    rest: Mapping[Side, str] = MappingProxyType({}),
) -> Deadlines:
    """Count the limits of a timeline; `rest` gives a side a local day off."""
    local = {
        side: NATIONAL.for_region(Overlay(off=(NamedDay(on=date.fromisoformat(day), name="节日"),)))
        for side, day in rest.items()
    }
    calendars = {**dict.fromkeys(Side, NATIONAL), **local}
    return deadlines_of(timeline(*happened), times=times, calendars=calendars, as_of=at(as_of))


def found(told: Deadlines) -> dict[str, Deadline]:
    """Answer the limits by name."""
    named = {deadline.heading.name: deadline for deadline in told.deadlines}
    assert len(named) == len(told.deadlines)
    return named


def brief(told: Deadlines) -> dict[str, tuple[str, str]]:
    """Answer state and due date of each limit."""
    return {
        name: (deadline.state.value, str(deadline.due_on or ""))
        for name, deadline in found(told).items()
    }
