"""Explanations in Chinese: a sentence for each step, with runs of uncounted days drawn together."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby

from broker.domain.clocks.explain import Step, Why
from broker.domain.clocks.facts import NoEffect
from broker.domain.clocks.rules import Period, Signal, Unit

WEEKDAYS = "一二三四五六日"
UNIT_TEXTS = {Unit.WORKING_DAYS: "个工作日", Unit.CALENDAR_DAYS: "日（自然日）"}
SIGNAL_TEXTS = {
    Signal.NORMAL: "正常",
    Signal.WARNING: "预警",
    Signal.YELLOW: "黄牌",
    Signal.RED: "红牌",
}

REASON_TEXTS: dict[Why, Callable[[Step], str]] = {
    Why.START: lambda _: "起算日，不计入〔民法典第201条〕",
    Why.WORKDAY: lambda step: f"工作日，第 {step.number} 天",
    Why.MAKE_UP: lambda step: f"{step.name}调休上班，第 {step.number} 天",
    Why.LOCAL_WORK: lambda step: f"本地规定上班{_named(step)}，第 {step.number} 天",
    Why.CALENDAR_DAY: lambda step: f"第 {step.number} 天（按自然日计算）",
    Why.WEEKEND: lambda _: "周末休息，不计入",
    Why.HOLIDAY: lambda step: f"{step.name}放假，不计入",
    Why.LOCAL_REST: lambda step: f"本地放假{_named(step)}，不计入",
    Why.PROCEDURE: lambda _: "特别程序期间，不计入〔行政许可法第45条〕",
    Why.EXTENDED: lambda step: f"批准延长 {step.added} 天",
    Why.HALTED: lambda _: "特别程序开始，程序结束前没有到期日〔行政许可法第45条〕",
    Why.UNPUBLISHED: lambda _: "该年放假安排尚未公布，到期日待定，不作推测",
    Why.UNKNOWN_YEAR: lambda step: f"没有 {step.on.year} 年的工作日历，不能计算",
    Why.ROLLED: lambda _: "顺延到此工作日〔民法典第203条〕",
    Why.DUE: lambda _: "到期日，当日 24 时截止〔民法典第203条〕",
}

NO_EFFECT_TEXTS: dict[NoEffect, str] = {
    NoEffect.AFTER_DUE: "发生在期限届满之后，不能使期限恢复",
    NoEffect.ALREADY_EXTENDED: "期限已经延长过，不能再次延长",
    NoEffect.NOT_ALLOWED: "该事项不允许延长",
    NoEffect.NOT_OPEN: "没有正在进行的这一特别程序",
    NoEffect.ALREADY_OPEN: "这一特别程序已经在进行",
    NoEffect.ALREADY_ACCEPTED: "此前已经受理（含视为受理）",
    NoEffect.SECOND_REQUEST: "补正只能一次性告知，再次要求无效",
    NoEffect.NOT_PENDING: "没有等待中的补正要求",
    NoEffect.ALREADY_RENEWED: "逾期未决定，已视为准予延续",
    NoEffect.ALREADY_COMPLETED: "该期限要求的事已经办完",
    NoEffect.ALREADY_ENDED: "申请已经终结",
}


def write_day(day: date) -> str:
    """Write a date with its day of the week."""
    return f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


def write_period(period: Period) -> str:
    """Write a period, or that it ends on the spot."""
    return f"{period.n} {UNIT_TEXTS[period.unit]}" if period.n else "当场"


def write_steps(steps: Iterable[Step]) -> tuple[str, ...]:
    """Write the steps as sentences, one for each run of days with the same reason."""
    return tuple(_write_run(list(run)) for _, run in groupby(steps, key=_run_of))


RUNNING_TOGETHER = frozenset(
    {
        Why.CALENDAR_DAY,
        Why.WEEKEND,
        Why.HOLIDAY,
        Why.LOCAL_REST,
        Why.PROCEDURE,
        Why.UNPUBLISHED,
    }
)


def _run_of(step: Step) -> tuple[object, ...]:
    """Working days and turning points stand alone, other days run together."""
    return (step.why, step.name, None if step.why in RUNNING_TOGETHER else step.on)


def _write_run(run: list[Step]) -> str:
    first, last = run[0], run[-1]
    days = write_day(first.on) if first.on == last.on else _write_span(first.on, last.on)
    if first.number < last.number:
        return f"{days}：第 {first.number} 至 {last.number} 天（按自然日计算）"
    return f"{days}：{REASON_TEXTS[first.why](first)}"


def _write_span(first: date, last: date) -> str:
    return f"{write_day(first)}至 {write_day(last)}"


def _named(step: Step) -> str:
    return f"（{step.name}）" if step.name else ""
