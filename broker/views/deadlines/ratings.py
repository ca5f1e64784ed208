"""What a rated body owes after a bad rating, and until when: limits that run after the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.calendar import WorkCalendar
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.ratings.state import BAD
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.rules import LimitRule, Period, working_days
from broker.domain.identifiers import Instant, Side
from broker.views.case import TimelineEntry
from broker.views.deadlines.deadline import Bearer, Deadline, Heading
from broker.views.deadlines.history import History
from broker.views.deadlines.showing import Span, show_span


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingTimes:
    """How long a body has after a bad rating; other places prescribe other days."""

    contact: Period
    rectification: Period


PRACTICE = RatingTimes(contact=working_days(1), rectification=working_days(15))
"""Contact within one working day [上海市优化营商环境条例 30]; rectification: practice."""


def show_ratings(
    entries: Sequence[TimelineEntry],
    *,
    as_of: Instant,
    calendars: Mapping[Side, WorkCalendar],
    times: RatingTimes = PRACTICE,
) -> Iterator[Deadline]:
    """Show both limits of each bad rating, in the calendar of the rated body (K3)."""
    known = [entry for entry in entries if entry.at <= as_of]
    history = History(first={}, intake=(), until=as_of)
    for rated, rated_at in _bad_ratings(known):
        for name, title, period, fact in (
            ("contact", "差评回访", times.contact, "RatingContacted"),
            ("rectification", "差评整改", times.rectification, "RatingRectified"),
        ):
            heading = Heading(name=f"{name}_{rated}", title=title, bearer=Bearer(rated.value))
            span = Span(start_on=legal_day(rated_at), ended_at=_first(known, rated, fact))
            rule = LimitRule(period=period)
            yield show_span(heading, rule, span, history=history, calendar=calendars[rated])


def _bad_ratings(entries: Sequence[TimelineEntry]) -> Iterator[tuple[Side, Instant]]:
    for entry in entries:
        if entry.kind == "CaseRated" and RatingLevel(entry.summary["level"]) in BAD:
            yield Side(entry.summary["rated"]), entry.at


def _first(entries: Sequence[TimelineEntry], side: Side, kind: str) -> Instant | None:
    return next((one.at for one in entries if one.side is side and one.kind == kind), None)
