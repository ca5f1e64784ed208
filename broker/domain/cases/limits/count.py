"""From the terms of a case to what is counted: one count for what is shown and due."""

from collections.abc import Sequence
from datetime import date

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.facts import IntakeFact
from broker.domain.clocks.intake import IntakeState, evaluate_intake
from broker.domain.clocks.rules import IntakeRule, LimitRule
from broker.domain.identifiers import Instant
from broker.domain.items.times import Limit, Times
from broker.domain.items.timing import limit_rule
from broker.domain.items.words import Start
from broker.domain.replacing import replace


def count_intake(
    times: Times,
    *,
    received_on: date | None,
    facts: Sequence[IntakeFact],
    as_of: Instant,
    calendar: WorkCalendar,
) -> IntakeState | CalendarUnknown | None:
    """Say how the check of the papers stands; None without a rule, or before the receipt (K13)."""
    if times.notice is None or received_on is None:
        return None
    rule = IntakeRule(
        notice=times.notice.period,
        silence=times.notice.silence,
        decision=times.notice.period,  # not asked: the decision has a limit of its own
        supplement=times.supplement,
    )
    return evaluate_intake(
        rule, received_on=received_on, facts=facts, as_of=as_of, calendar=calendar
    )


def start_of(limit: Limit, *, received_on: date | None, accepted_on: date | None) -> date | None:
    """Answer the day that a limit counts from; None as long as it has not begun (K9)."""
    match limit.starts_on:
        case Start.RECEIPT:
            return received_on
        case Start.ACCEPTANCE:
            return accepted_on


def rule_as_granted(times: Times, limit: Limit, extension_days: int | None) -> LimitRule:
    """Write a limit as a rule, with as many days more as were granted and the item allows.

    The days are the approver's choice up to what the law allows [行政许可法 42].
    """
    rule = limit_rule(times, limit)
    if rule.extension is None or extension_days is None:
        return rule
    n = min(rule.extension.n, extension_days)
    return replace(rule, extension=replace(rule.extension, n=n))
