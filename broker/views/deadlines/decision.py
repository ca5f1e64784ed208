"""The limits of the decision, in law and as promised, and of the delivery after it (K9)."""

from collections.abc import Iterator
from datetime import date

from broker.domain.calendar import WorkCalendar
from broker.domain.cases.limits.count import rule_as_granted, start_of
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.rules import LimitRule, Unit
from broker.domain.clocks.wording import write_day
from broker.domain.identifiers import Instant
from broker.domain.items.times import Limit, Times
from broker.domain.items.words import Start
from broker.views.deadlines.checks import RECEIPT
from broker.views.deadlines.deadline import Bearer, Deadline, Heading
from broker.views.deadlines.history import History
from broker.views.deadlines.showing import Span, show_span, show_waiting

DELIVERY = Heading(name="delivery", title="送达结果", bearer=Bearer.RECEIVING)
"""A return leg, so the receiving side carries it (K3)."""
UNPROVEN = "practice"
"""How the starting data marks a limit that no article is known for."""
UNIT_CHOSEN = {Unit.WORKING_DAYS: "工作日", Unit.CALENDAR_DAYS: "自然日"}
WAITING = {
    Start.RECEIPT: "办理地尚未收到移交，期限自收到之日起算",
    Start.ACCEPTANCE: "尚未受理，期限自受理之日起算",
}


def show_decision(
    times: Times, accepted_on: date | None, history: History, calendar: WorkCalendar
) -> Iterator[Deadline]:
    """Show the statutory and the promised limit: both are kept [优化营商环境条例 36]."""
    kinds = (
        ("statutory", "作出决定（法定时限）", times.statutory),
        ("promised", "作出决定（承诺时限）", times.promised),
    )
    for name, title, limit in kinds:
        if limit is None:
            continue
        heading = Heading(
            name=name, title=title, bearer=Bearer.HANDLING, notes=_notes(limit, accepted_on)
        )
        start_on = _start(limit, accepted_on, history)
        if start_on is None:
            yield show_waiting(heading, WAITING[limit.starts_on], history=history)
            continue
        span = Span(start_on=start_on, ended_at=_decided_at(history), on_the_way=history.on_the_way)
        rule = rule_as_granted(times, limit, history.extension_days)
        yield show_span(heading, rule, span, history=history, calendar=calendar)


def _start(limit: Limit, accepted_on: date | None, history: History) -> date | None:
    received_at = history.first.get(RECEIPT)
    received_on = None if received_at is None else legal_day(received_at)
    return start_of(limit, received_on=received_on, accepted_on=accepted_on)


def _decided_at(history: History) -> Instant | None:
    return history.first.get("DecisionMade")


def _notes(limit: Limit, accepted_on: date | None) -> tuple[str, ...]:
    """Say where the limit comes from, and what is not sure about it."""
    notes = []
    if limit.starts_on is Start.ACCEPTANCE and accepted_on is not None:
        notes.append(f"自受理之日 {write_day(accepted_on)}起算")
    if limit.basis:
        is_proven = not limit.basis.startswith(UNPROVEN)
        notes.append(f"依据：{limit.basis if is_proven else '实际做法，条文未核实'}")
    if limit.on_the_spot:
        notes.append("材料齐全、符合法定形式的，应当场办理")
    if limit.unit_unclear:
        chosen = UNIT_CHOSEN[limit.period.unit]
        notes.append(f"规定只写“日”，未说明单位，此处按{chosen}计算，待确认")
    return tuple(notes)


def show_delivery(times: Times, history: History, calendar: WorkCalendar) -> Iterator[Deadline]:
    """Show the way from the decision to the applicant [行政许可法 44]."""
    if times.delivery is None:
        return
    decided_at = _decided_at(history)
    if decided_at is None:
        yield show_waiting(DELIVERY, "尚未作出决定", history=history)
        return
    span = Span(start_on=legal_day(decided_at), ended_at=history.first.get("ResultDelivered"))
    rule = LimitRule(period=times.delivery)
    yield show_span(DELIVERY, rule, span, history=history, calendar=calendar)
