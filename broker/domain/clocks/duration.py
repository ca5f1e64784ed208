"""Quick answers: a limit of minutes or hours of elapsed time, rest days or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.clocks.beijing import MINUTE
from broker.domain.clocks.facts import Completed, known_at
from broker.domain.clocks.rules import DurationRule
from broker.domain.identifiers import Instant


class DurationStatus(StrEnum):
    """How a quick answer stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationState:
    """A quick answer at an instant; an act exactly at `due_at` is late, like 24:00 (K2)."""

    status: DurationStatus
    due_at: Instant


def hours(n: int) -> DurationRule:
    """Write n hours."""
    return DurationRule(minutes=60 * n)


def evaluate_duration(
    rule: DurationRule, *, start: Instant, facts: Sequence[Completed], as_of: Instant
) -> DurationState:
    """Say how a quick answer stands at an instant."""
    due_at = Instant(start + rule.minutes * MINUTE)
    done = [fact.at for _, fact in known_at(facts, as_of)]
    if done:
        status = DurationStatus.MET if done[0] < due_at else DurationStatus.LATE
    else:
        status = DurationStatus.RUNNING if as_of < due_at else DurationStatus.OVERDUE
    return DurationState(status=status, due_at=due_at)
