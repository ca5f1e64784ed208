"""The legs of a case, each in the calendar of the side that carries it (K3, K13)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from broker.domain.calendar import WorkCalendar
from broker.domain.clocks.legs import LegState, NotStarted, Started, evaluate_legs
from broker.domain.clocks.rules import Leg
from broker.domain.identifiers import Instant, Side
from broker.views.deadlines.deadline import Bearer, Deadline, DeadlineState, Heading
from broker.views.deadlines.history import History, describe_fact, is_recorded
from broker.views.deadlines.showing import Span, concluded, show_limit, show_waiting

LEG_TEXTS = {
    "push": "移交办理地",
    "request": "向转出地发出转移申请",
    "handle": "办理并回传结果",
    "first_opinion": "出具初审意见",
    "second_opinion": "复审并回传结果",
    "notify": "将结果告知申请人",
    "transfer_out": "转出并回传转移信息",
    "transfer_in": "转入并合并记录",
}
JUDGED = frozenset({DeadlineState.OVERDUE, DeadlineState.LATE})


def show_legs(
    legs: Sequence[Leg],
    *,
    handed_in: Instant,
    history: History,
    calendars: Mapping[Side, WorkCalendar],
) -> Iterator[Deadline]:
    """Show each leg in the order of the item rule."""
    states = evaluate_legs(
        legs,
        handed_in=handed_in,
        facts=history.named,
        as_of=history.until,
        calendars=calendars,
    )
    for leg in legs:
        yield _show_leg(leg, states[leg.name], history, calendars[leg.side])


def _show_leg(leg: Leg, state: LegState, history: History, calendar: WorkCalendar) -> Deadline:
    heading = Heading(
        name=leg.name, title=LEG_TEXTS.get(leg.name, leg.name), bearer=Bearer(leg.side.value)
    )
    match state:
        case NotStarted():
            missing = sorted(leg.starts_on - history.first.keys())
            sentence = f"等待{'和'.join(describe_fact(fact) for fact in missing)}"
            return show_waiting(heading, sentence, history=history)
        case Started():
            span = Span(start_on=state.started_on, ended_at=history.first.get(leg.ends_on))
            shown = show_limit(heading, span, state.limit, history=history, calendar=calendar)
            return _unless_outside(shown, leg.ends_on)
        case _:
            assert_never(state)


def _unless_outside(shown: Deadline, ends_on: str) -> Deadline:
    """Blame nobody for an act that this system cannot have heard of."""
    if is_recorded(ends_on) or shown.state not in JUDGED:
        return shown
    sentence = f"到期日已过；{describe_fact(ends_on)}，是否按期不作判断"
    return concluded(shown, DeadlineState.UNRECORDED, sentence)
