"""Renewal by silence [行政许可法 50], and quick answers in minutes and hours."""

import pytest

from broker.domain.clocks.duration import DurationStatus, evaluate_duration, hours
from broker.domain.clocks.facts import NoEffect
from broker.domain.clocks.renewal import RenewalState, RenewalStatus, evaluate_renewal
from broker.domain.clocks.rules import DurationRule, RenewalRule
from tests.domain.clocks.support import at, completed, on

IN_TIME = RenewalRule(expires_on=on("2026-06-30"), applied_in_time=True)
TOO_LATE = RenewalRule(expires_on=on("2026-06-30"), applied_in_time=False)


def stand(rule: RenewalRule, *decided: str, as_of: str) -> RenewalState:
    facts = tuple(completed(text) for text in decided)
    return evaluate_renewal(rule, facts=facts, as_of=at(as_of))


@pytest.mark.parametrize(
    ("rule", "decided", "as_of", "status", "reasons"),
    [
        (IN_TIME, [], "2026-06-30T23:59:59.999", RenewalStatus.RUNNING, []),
        (IN_TIME, [], "2026-07-01", RenewalStatus.DEEMED_RENEWED, []),
        (IN_TIME, ["2026-06-30T23:59:59"], "2026-07-02", RenewalStatus.MET, []),
        (
            IN_TIME,
            ["2026-07-01"],
            "2026-07-02",
            RenewalStatus.DEEMED_RENEWED,
            [NoEffect.ALREADY_RENEWED],
        ),
        (IN_TIME, ["2026-07-01T09:00"], "2026-06-30T12:00", RenewalStatus.RUNNING, []),
        (
            IN_TIME,
            ["2026-06-01", "2026-06-02"],
            "2026-07-03",
            RenewalStatus.MET,
            [NoEffect.ALREADY_COMPLETED],
        ),
        (
            IN_TIME,
            ["2026-06-01", "2026-07-02"],
            "2026-07-03",
            RenewalStatus.MET,
            [NoEffect.ALREADY_COMPLETED],
        ),
        (TOO_LATE, [], "2026-06-30T12:00", RenewalStatus.RUNNING, []),
        (TOO_LATE, [], "2026-07-01", RenewalStatus.EXPIRED, []),
        (TOO_LATE, ["2026-07-01"], "2026-07-02", RenewalStatus.EXPIRED, [NoEffect.AFTER_DUE]),
    ],
)
def test_a_licence_is_renewed_by_silence_only_if_applied_for_in_time(
    rule: RenewalRule,
    decided: list[str],
    as_of: str,
    status: RenewalStatus,
    reasons: list[NoEffect],
) -> None:
    state = stand(rule, *decided, as_of=as_of)
    assert state.status is status
    assert [one.reason for one in state.ignored] == reasons
    assert state.rule.expires_on == on("2026-06-30")


@pytest.mark.parametrize(
    ("rule", "done", "as_of", "status"),
    [
        (DurationRule(minutes=30), None, "2026-10-01T09:29:59.999", DurationStatus.RUNNING),
        (DurationRule(minutes=30), None, "2026-10-01T09:30", DurationStatus.OVERDUE),
        (DurationRule(minutes=30), "2026-10-01T09:29:59", "2026-10-01T11:00", DurationStatus.MET),
        (DurationRule(minutes=30), "2026-10-01T09:30", "2026-10-01T11:00", DurationStatus.LATE),
        (DurationRule(minutes=30), "2026-10-01T09:20", "2026-10-01T09:10", DurationStatus.RUNNING),
        (hours(24), None, "2026-10-02T08:59", DurationStatus.RUNNING),
        (hours(24), None, "2026-10-02T09:00", DurationStatus.OVERDUE),
    ],
)
def test_a_quick_answer_is_owed_by_the_minute_rest_day_or_not(
    rule: DurationRule, done: str | None, as_of: str, status: DurationStatus
) -> None:
    facts = () if done is None else (completed(done),)
    start = at("2026-10-01T09:00")
    assert evaluate_duration(rule, start=start, facts=facts, as_of=at(as_of)).status is status
