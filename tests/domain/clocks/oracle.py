"""A second, naive reading of K1-K6: a clerk with a finger on the calendar, one day at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from broker.domain.clocks.facts import (
    Completed,
    ExtensionGranted,
    LimitFact,
    ProcedureEnded,
    ProcedureStarted,
)
from broker.domain.clocks.rules import LimitRule
from broker.domain.identifiers import Instant

ONE = timedelta(days=1)


@dataclass(kw_only=True)
class Clerk:
    """Keeps the file of one limit and counts everything again for each question."""

    rule: LimitRule
    start_on: date
    works: Callable[[date], bool]
    excluded: set[date] = field(default_factory=set)
    ends: list[date] = field(default_factory=list)
    open: dict[str, date] = field(default_factory=dict)
    paused_from: date = date.max
    extensions: int = 0
    completed_on: date | None = None

    def counts(self, day: date) -> bool:
        """Whether a day is of the unit of the limit."""
        return self.rule.period.unit == "d" or self.works(day)

    def due(self) -> date:
        """Count out n plus what is excluded, then go on to a working day not before an end."""
        added = 0 if self.rule.extension is None else self.rule.extension.n
        left = self.rule.period.n + added * self.extensions
        left += sum(self.counts(day) for day in self.excluded)
        if left == 0 and not self.ends:
            return self.start_on
        day = self.start_on
        while left > 0:
            day += ONE
            left -= self.counts(day)
        floor = max(self.ends, default=day)
        while day < floor or ((self.rule.period.unit == "d" or self.ends) and not self.works(day)):
            day += ONE
        return day

    def is_over(self, today: date) -> bool:
        """Whether the limit ran out before today."""
        return not self.open and today > self.due()

    def hear(self, fact: LimitFact) -> None:
        """Write a fact into the file."""
        today = day_of(fact.at)
        if self.completed_on is not None:
            return
        match fact:
            case ProcedureStarted():
                if not self.is_over(today) and fact.procedure not in self.open:
                    if not self.open:
                        self.paused_from = today
                    self.open[fact.procedure] = today
            case ProcedureEnded():
                self._end(fact.procedure, today)
            case ExtensionGranted():
                extension = self.rule.extension
                spent = extension is None or self.extensions >= extension.times
                self.extensions += 0 if spent or self.is_over(today) else 1
            case Completed():
                self.completed_on = today

    def _end(self, procedure: str, today: date) -> None:
        if self.open.pop(procedure, None) is None or self.open:
            return
        day = self.paused_from
        while day < today:
            day += ONE
            if day > self.start_on:
                self.excluded.add(day)
        self.ends.append(today)


def day_of(moment: Instant) -> date:
    """The date on a wall clock in Beijing."""
    beijing = timezone(timedelta(hours=8))
    return (
        (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment))
        .astimezone(beijing)
        .date()
    )


def ask(clerk: Clerk, facts: Sequence[LimitFact], as_of: Instant) -> tuple[str, date | None]:
    """Tell status and due date, as the vectors name them."""
    for fact in facts:
        if fact.at <= as_of:
            clerk.hear(fact)
    if clerk.open:
        return ("paused" if clerk.completed_on is None else "met"), None
    due = clerk.due()
    if clerk.completed_on is not None:
        return ("met" if clerk.completed_on <= due else "late"), due
    return ("running" if day_of(as_of) <= due else "overdue"), due
