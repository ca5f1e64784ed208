"""From the time regime of an item to the rules that its clocks run on."""

from broker.domain.clocks.rules import (
    CASE_THRESHOLDS,
    IntakeRule,
    LimitRule,
    SupervisionRule,
    Unit,
)
from broker.domain.items.times import Limit, Times
from broker.domain.items.words import Start


def limit_rule(times: Times, limit: Limit) -> LimitRule:
    """Write one limit of the item as a clock's rule, with the extension it can have."""
    return LimitRule(
        period=limit.period,
        extension=None if times.extension is None else times.extension.extension,
        closing_minute=limit.closing_minute,
    )


def binding_limit(times: Times) -> Limit | None:
    """Answer the limit in law; where no law states one, the promise is all there is."""
    return times.promised if times.statutory is None else times.statutory


def intake_rule(times: Times) -> IntakeRule | None:
    """Write the way from receipt to acceptance; None without a notice or a limit behind it."""
    limit = binding_limit(times)
    if times.notice is None or limit is None or limit.starts_on is not Start.ACCEPTANCE:
        return None
    return IntakeRule(
        notice=times.notice.period,
        silence=times.notice.silence,
        decision=limit.period,
        supplement=times.supplement,
    )


def supervision_rule(times: Times) -> SupervisionRule | None:
    """Supervise promise and law together [优化营商环境条例 36]; only working days count (K12)."""
    statutory = binding_limit(times)
    if statutory is None:
        return None
    promised = times.promised or statutory
    limits = {"promised": limit_rule(times, promised), "statutory": limit_rule(times, statutory)}
    if any(rule.period.unit is not Unit.WORKING_DAYS for rule in limits.values()):
        return None
    return SupervisionRule(limits=limits, thresholds=CASE_THRESHOLDS)
