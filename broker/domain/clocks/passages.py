"""The explanation of a whole clock: for each limit in it a title, its days, and what follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.explain import Step, Why, explain_course, explain_period
from broker.domain.clocks.facts import Ignored
from broker.domain.clocks.intake import (
    Accepted,
    AwaitingCheck,
    DeemedAccepted,
    DeemedWithdrawn,
    IntakeState,
    NotAccepted,
    NoticeOverdue,
    Standing,
    SupplementPending,
)
from broker.domain.clocks.legs import LegState, NotStarted
from broker.domain.clocks.limit import (
    Late,
    LimitState,
    LimitStatus,
    Met,
    MetUndated,
    Overdue,
    Paused,
    Provisional,
    Running,
)
from broker.domain.clocks.renewal import RenewalState, RenewalStatus
from broker.domain.clocks.rules import Leg
from broker.domain.clocks.supervision import SupervisionState
from broker.domain.clocks.wording import (
    NO_EFFECT_TEXTS,
    SIGNAL_TEXTS,
    write_day,
    write_period,
    write_steps,
)
from broker.domain.identifiers import Side

SIDE_TEXTS = {Side.RECEIVING: "收件地", Side.HANDLING: "办理地"}
RENEWAL_TEXTS = {
    RenewalStatus.RUNNING: "尚在有效期内，待决定",
    RenewalStatus.MET: "有效期届满前已作出决定",
    RenewalStatus.DEEMED_RENEWED: "届满前未作决定，视为准予延续〔行政许可法第50条〕",
    RenewalStatus.EXPIRED: "未按时申请，许可已到期",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One limit: its title, the days on the way, and the sentences that follow from them."""

    title: str
    steps: tuple[Step, ...] = ()
    conclusions: tuple[str, ...] = ()


def write_passage(passage: Passage) -> tuple[str, ...]:
    """Write a passage in lines: the title, then each step and conclusion below it."""
    below = (*write_steps(passage.steps), *passage.conclusions)
    return (passage.title, *(f"  {line}" for line in below))


def explain_limit(state: LimitState, calendar: WorkCalendar, *, title: str) -> Passage:
    """Explain a limit and how it stands."""
    return Passage(
        title=f"{title}：{write_period(state.course.period)}（日历 {state.calendar_version}）",
        steps=explain_course(state.course, calendar),
        conclusions=(_conclude(state.status), *_without_effect(state.course.ignored)),
    )


def explain_unknown(unknown: CalendarUnknown) -> Passage:
    """Explain that nothing can be counted."""
    return Passage(title="不能计算", conclusions=(f"没有 {unknown.year} 年的工作日历，不作估算。",))


def explain_intake(state: IntakeState, calendar: WorkCalendar) -> tuple[Passage, ...]:
    """Explain each check, the supplement, and the decision limit that follows."""
    rule = state.rule
    checks = [
        Passage(
            title=f"第 {number} 次受理审查：{write_period(rule.notice)}",
            steps=explain_period(rule.notice, start_on=on, calendar=calendar),
        )
        for number, on in enumerate(state.received_on, start=1)
    ]
    answers = [
        Passage(
            title=f"申请人补正：{write_period(rule.supplement.period)}",
            steps=explain_period(rule.supplement.period, start_on=on, calendar=calendar),
        )
        for on in state.requested_on
        if rule.supplement is not None
    ]
    conclusions = (_conclude_intake(state.standing), *_without_effect(state.ignored))
    standing = Passage(title="受理情况", conclusions=conclusions)
    return (*checks[:1], *answers, *checks[1:], standing, *_decision(state, calendar))


def _decision(state: IntakeState, calendar: WorkCalendar) -> tuple[Passage, ...]:
    if state.accepted_on is None:
        return ()
    period = state.rule.decision
    steps = explain_period(period, start_on=state.accepted_on, calendar=calendar)
    return (Passage(title=f"作出决定：{write_period(period)}", steps=steps),)


def explain_legs(
    legs: Iterable[Leg],
    states: Mapping[str, LegState],
    calendars: Mapping[Side, WorkCalendar],
) -> tuple[Passage, ...]:
    """Explain each leg in the calendar of its side."""
    return tuple(_explain_leg(leg, states[leg.name], calendars[leg.side]) for leg in legs)


def _explain_leg(leg: Leg, state: LegState, calendar: WorkCalendar) -> Passage:
    title = f"{SIDE_TEXTS[leg.side]}环节 {leg.name}"
    if isinstance(state, NotStarted):
        return Passage(title=title, conclusions=("起算的事实尚未发生",))
    if isinstance(state.limit, CalendarUnknown):
        return explain_unknown(state.limit)
    return explain_limit(state.limit, calendar, title=title)


def explain_supervision(state: SupervisionState, calendar: WorkCalendar) -> tuple[Passage, ...]:
    """Explain each supervised limit, the counted day and every signal."""
    limits = [
        explain_limit(limit, calendar, title=f"监察期限 {name}")
        for name, limit in state.limits.items()
    ]
    signals = [
        f"{write_day(raised.on)}：{SIGNAL_TEXTS[raised.signal]}（依据期限 {raised.limit}）"
        for raised in state.raised
    ]
    return (*limits, Passage(title=f"已计 {state.day} 天", conclusions=tuple(signals)))


def explain_renewal(state: RenewalState) -> Passage:
    """Explain a renewal."""
    return Passage(
        title="延续许可",
        steps=(Step(on=state.rule.expires_on, why=Why.DUE),),
        conclusions=(RENEWAL_TEXTS[state.status], *_without_effect(state.ignored)),
    )


def _without_effect(ignored: Iterable[Ignored]) -> tuple[str, ...]:
    return tuple(
        f"第 {one.position + 1} 个事件不影响期限：{NO_EFFECT_TEXTS[one.reason]}" for one in ignored
    )


def _conclude(status: LimitStatus) -> str:
    match status:
        case Running():
            return "进行中"
        case Overdue():
            return "已逾期，尚未办结"
        case Paused():
            return f"暂停，剩余 {status.remaining} 天"
        case Provisional():
            return f"到期日待定，不早于 {status.due.earliest.isoformat()}"
        case Met() | MetUndated():
            return "按期完成"
        case Late():
            return "逾期完成"
        case _:
            assert_never(status)


def _conclude_intake(standing: Standing) -> str:  # noqa: PLR0911 - one sentence a standing
    match standing:
        case AwaitingCheck():
            return "等待受理审查"
        case NoticeOverdue():
            return "告知逾期；该事项未规定视为受理"
        case SupplementPending():
            return "等待申请人补正"
        case Accepted():
            return f"{write_day(standing.on)}受理"
        case DeemedAccepted():
            return f"逾期未告知，自收到之日 {write_day(standing.on)}起视为受理〔第32条〕"
        case NotAccepted():
            return "不予受理"
        case DeemedWithdrawn():
            return "逾期未补正，按该事项规定视为撤回"
        case _:
            assert_never(standing)
