"""Explanations: the walk from day to day arrives where the arithmetic does, and says why."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.calendar import CalendarUnknown, NamedDay, Overlay
from broker.domain.clocks.beijing import midnight
from broker.domain.clocks.course import Halted
from broker.domain.clocks.explain import Step, Why, explain_course, explain_period
from broker.domain.clocks.facts import NoEffect
from broker.domain.clocks.limit import LimitState, evaluate_limit
from broker.domain.clocks.passages import (
    explain_limit,
    explain_unknown,
    write_passage,
)
from broker.domain.clocks.rules import Extension, LimitRule, Unit, calendar_days, working_days
from broker.domain.clocks.vectors import judge_clocks
from broker.domain.clocks.wording import NO_EFFECT_TEXTS, REASON_TEXTS, write_steps
from broker.domain.identifiers import Instant
from tests.domain.clocks.support import (
    NATIONAL,
    Drawn,
    calendars,
    early_days,
    ended,
    extended,
    histories,
    load,
    on,
    stand,
    started,
)
from tests.domain.clocks.test_limit import TWENTY
from tests.domain.clocks.test_limit_properties import rules

NUMBERED = {Why.WORKDAY, Why.MAKE_UP, Why.LOCAL_WORK, Why.CALENDAR_DAY}


@settings(max_examples=200, deadline=None)
@given(data=st.data(), drawn=calendars(), rule=rules, start=early_days)
def test_the_walk_arrives_where_the_arithmetic_does(
    data: st.DataObject, drawn: Drawn, rule: LimitRule, start: date
) -> None:
    facts = data.draw(histories(start))
    as_of = Instant(midnight(start) + 90 * 86_400_000)
    state = evaluate_limit(rule, start_on=start, facts=facts, as_of=as_of, calendar=drawn.calendar)
    assert isinstance(state, LimitState)
    steps = explain_course(state.course, drawn.calendar)
    numbers = [step.number for step in steps if step.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(bool(step.number) is (step.why in NUMBERED) for step in steps)
    assert steps[0] == Step(on=start, why=Why.START)
    if state.due_on is not None:
        assert steps[-1] == Step(on=state.due_on, why=Why.DUE)
        assert len(numbers) == state.course.period.n
        excluded = sum(step.why is Why.PROCEDURE for step in steps)
        assert excluded == state.excluded_days


@settings(max_examples=50, deadline=None)
@given(drawn=calendars(), start=early_days, n=st.integers(0, 40), unit=st.sampled_from(Unit))
def test_every_day_from_start_to_due_is_told_once(
    drawn: Drawn, start: date, n: int, unit: Unit
) -> None:
    period = working_days(n) if unit is Unit.WORKING_DAYS else calendar_days(n)
    steps = explain_period(period, start_on=start, calendar=drawn.calendar)
    days = [step.on for step in steps[:-1]]
    assert days == [start + timedelta(days=shift) for shift in range(len(days))]
    assert steps[-1].on == days[-1]


def test_a_limit_is_told_in_sentences_with_runs_of_rest_days_together() -> None:
    calendar = NATIONAL.for_region(
        Overlay(
            off=(
                NamedDay(on=on("2026-02-25"), name="社火"),
                NamedDay(on=on("2026-02-26"), name=""),
            ),
            work=(NamedDay(on=on("2026-03-01"), name=""),),
        )
    )
    rule = LimitRule(period=working_days(5), extension=Extension(n=2))
    facts = (
        started("2026-02-27T09:00"),
        ended("2026-03-02T09:00"),
        extended("2026-03-03T09:00"),
        extended("2026-03-03T10:00"),
    )
    state = stand(rule, *facts, start="2026-02-13", as_of="2026-03-03T11:00", calendar=calendar)
    assert write_passage(explain_limit(state, calendar, title="审查")) == (
        "审查：7 个工作日（日历 CN-2026.1）",
        "  2026-02-13（周五）：起算日，不计入〔民法典第201条〕",
        "  2026-02-14（周六）：春节调休上班，第 1 天",
        "  2026-02-15（周日）至 2026-02-23（周一）：春节放假，不计入",
        "  2026-02-24（周二）：工作日，第 2 天",
        "  2026-02-25（周三）：本地放假（社火），不计入",
        "  2026-02-26（周四）：本地放假，不计入",
        "  2026-02-27（周五）：工作日，第 3 天",
        "  2026-02-28（周六）至 2026-03-02（周一）：特别程序期间，不计入〔行政许可法第45条〕",
        "  2026-03-03（周二）：工作日，第 4 天",
        "  2026-03-03（周二）：批准延长 2 天",
        "  2026-03-04（周三）：工作日，第 5 天",
        "  2026-03-05（周四）：工作日，第 6 天",
        "  2026-03-06（周五）：工作日，第 7 天",
        "  2026-03-06（周五）：到期日，当日 24 时截止〔民法典第203条〕",
        "  进行中",
        "  第 4 个事件不影响期限：期限已经延长过，不能再次延长",
    )


@pytest.mark.parametrize("n", [0, 2])
def test_a_pause_from_the_last_calendar_day_on_takes_its_rest_days_too(n: int) -> None:
    """K5 [行政许可法 45]: of a limit in calendar days a pause excludes every day."""
    last = on("2026-03-06")
    start = last - timedelta(days=n)
    facts = (started("2026-03-06T09:00"), ended("2026-03-08T09:00"))
    state = stand(
        LimitRule(period=calendar_days(n)),
        *facts,
        start=start.isoformat(),
        as_of="2026-03-08T10:00",
    )
    steps = explain_course(state.course, NATIONAL)
    assert [step.on for step in steps if step.why is Why.PROCEDURE] == [
        on("2026-03-07"),
        on("2026-03-08"),
    ]
    assert state.excluded_days == 2
    assert steps[-1] == Step(on=on("2026-03-09"), why=Why.DUE)


def test_a_rolled_calendar_limit_says_where_it_rolled() -> None:
    steps = explain_period(calendar_days(3), start_on=on("2026-04-30"), calendar=NATIONAL)
    assert write_steps(steps) == (
        "2026-04-30（周四）：起算日，不计入〔民法典第201条〕",
        "2026-05-01（周五）至 2026-05-03（周日）：第 1 至 3 天（按自然日计算）",
        "2026-05-04（周一）至 2026-05-05（周二）：劳动节放假，不计入",
        "2026-05-06（周三）：顺延到此工作日〔民法典第203条〕",
        "2026-05-06（周三）：到期日，当日 24 时截止〔民法典第203条〕",
    )


def test_an_open_procedure_has_a_remainder_and_no_due_date() -> None:
    state = stand(TWENTY, started("2026-06-02T09:00"), start="2026-06-01", as_of="2026-09-01")
    assert isinstance(state.course.phase, Halted)
    assert write_passage(explain_limit(state, NATIONAL, title="决定"))[2:] == (
        "  2026-06-02（周二）：工作日，第 1 天",
        "  2026-06-02（周二）：特别程序开始，程序结束前没有到期日〔行政许可法第45条〕",
        "  暂停，剩余 19 天",
    )


def test_an_unpublished_year_is_told_and_not_guessed() -> None:
    steps = explain_period(working_days(3), start_on=on("2026-12-30"), calendar=NATIONAL)
    assert write_steps(steps)[-1] == (
        "2027-01-01（周五）：该年放假安排尚未公布，到期日待定，不作推测"
    )
    days = explain_period(calendar_days(3), start_on=on("2026-12-30"), calendar=NATIONAL)
    assert write_steps(days)[-2:] == (
        "2026-12-31（周四）至 2027-01-02（周六）：第 1 至 3 天（按自然日计算）",
        "2027-01-02（周六）：该年放假安排尚未公布，到期日待定，不作推测",
    )
    refused = explain_period(working_days(3), start_on=on("2023-12-20"), calendar=NATIONAL)
    assert write_steps(refused)[-1].endswith("没有 2023 年的工作日历，不能计算")
    assert write_passage(explain_unknown(CalendarUnknown(year=2023)))[1:] == (
        "  没有 2023 年的工作日历，不作估算。",
    )


def test_every_reason_has_a_sentence() -> None:
    assert set(REASON_TEXTS) == set(Why)
    assert set(NO_EFFECT_TEXTS) == set(NoEffect)


def test_every_kind_of_clock_explains_itself() -> None:
    told = {
        verdict.id: "\n".join(verdict.explanation)
        for verdict in judge_clocks(load("clock-vectors.json"), NATIONAL)
    }
    assert "逾期未告知，自收到之日 2026-02-13（周五）起视为受理〔第32条〕" in told["clk-002"]
    assert "第 2 次受理审查：5 个工作日" in told["clk-005"]
    assert "作出决定：20 个工作日" in told["clk-005"]
    assert "第 1 次受理审查：当场" in told["clk-010"]
    assert "逾期未补正，按该事项规定视为撤回" in told["clk-012"]
    assert "不予受理" in told["clk-013"]
    assert "起算的事实尚未发生" in told["clk-037"]
    assert "办理地环节 township：15 个工作日" in told["clk-038"]
    assert "逾期完成" in told["clk-038"]
    assert "到期日待定，不早于 2027-01-30" in told["clk-044"]
    assert "2026-03-24（周二）：红牌（依据期限 statutory）" in told["clk-048"]
    assert "届满前未作决定，视为准予延续〔行政许可法第50条〕" in told["clk-051"]
