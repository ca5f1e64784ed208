"""From an item's time regime to due dates: the clocks count with the item's own rules."""

from dataclasses import replace

from broker.domain.clocks.beijing import MIDNIGHT_MINUTE
from broker.domain.clocks.rules import (
    CASE_THRESHOLDS,
    Extension,
    IntakeRule,
    LimitRule,
    NoticeSilence,
    SupervisionRule,
    calendar_days,
    working_days,
)
from broker.domain.items.times import Times
from broker.domain.items.timing import binding_limit, intake_rule, limit_rule, supervision_rule
from broker.domain.items.words import ProcedureKind, Start
from tests.domain.items.support import TIMES, changed

TEN = LimitRule(period=working_days(10), extension=Extension(n=10), closing_minute=MIDNIGHT_MINUTE)
TWENTY = replace(TEN, period=working_days(20))


def test_a_limit_takes_the_extension_of_the_item() -> None:
    assert TIMES.promised is not None
    assert limit_rule(TIMES, TIMES.promised) == TEN


def test_a_limit_from_acceptance_waits_for_the_intake() -> None:
    """行政许可法 32, 42 (K7, K9)."""
    assert intake_rule(TIMES) == IntakeRule(
        notice=working_days(5),
        silence=NoticeSilence.DEEMED_ACCEPTED,
        decision=working_days(20),
        supplement=TIMES.supplement,
    )


def test_a_limit_from_receipt_waits_for_nothing() -> None:
    assert intake_rule(changed(TIMES, "statutory.starts_on", Start.RECEIPT)) is None
    assert intake_rule(changed(TIMES, "notice", None)) is None
    assert intake_rule(Times()) is None


def test_promise_and_law_are_supervised_together() -> None:
    """优化营商环境条例 36."""
    assert supervision_rule(TIMES) == SupervisionRule(
        limits={"promised": TEN, "statutory": TWENTY}, thresholds=CASE_THRESHOLDS
    )


def test_where_only_one_of_them_is_published_it_stands_for_both() -> None:
    for times, rule in (
        (changed(TIMES, "promised", None), TWENTY),
        (changed(TIMES, "statutory", None), TEN),
    ):
        supervised = supervision_rule(times)
        assert supervised is not None
        assert dict(supervised.limits) == {"promised": rule, "statutory": rule}
    assert binding_limit(Times()) is None


def test_only_working_days_are_supervised() -> None:
    """K12."""
    assert supervision_rule(changed(TIMES, "statutory.period", calendar_days(20))) is None
    assert supervision_rule(Times()) is None


def test_an_item_allows_its_own_special_procedures_only() -> None:
    assert TIMES.allows(ProcedureKind.HEARING)
    assert not TIMES.allows(ProcedureKind.AUCTION)
