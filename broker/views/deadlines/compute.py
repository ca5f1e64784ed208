"""All limits of a case at an instant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.intake import DeemedAccepted, DeemedWithdrawn, IntakeState
from broker.domain.clocks.wording import NO_EFFECT_TEXTS, write_day
from broker.domain.identifiers import Instant, Side
from broker.domain.items.times import Limit, Times
from broker.domain.items.words import Start
from broker.views.case import TimelineEntry
from broker.views.deadlines.checks import evaluate_checks, show_checks
from broker.views.deadlines.complaints import CUSTOMARY, ComplaintTimes, show_complaints
from broker.views.deadlines.deadline import Deadline, Deadlines
from broker.views.deadlines.decision import show_decision, show_delivery
from broker.views.deadlines.history import ENDS, History, read_history
from broker.views.deadlines.legs import show_legs
from broker.views.deadlines.ratings import show_ratings
from broker.views.deadlines.recorded import as_recorded, recorded_notes
from broker.views.labels import KIND_TEXTS

Intake: TypeAlias = IntakeState | CalendarUnknown | None

NO_VERSION = "事项目录中没有办件所用的事项版本，期限不能计算。"
NO_LIMIT = "该事项没有公布办理时限，不作推测。"
NO_CHECK = "该事项没有公布受理审查的期限，不作推测。"
NO_PAUSE = "该事项没有公布补正规则，补正所用时间没有从期限中扣除。"


def deadlines_of(
    entries: Sequence[TimelineEntry],
    *,
    times: Times | None,
    calendars: Mapping[Side, WorkCalendar],
    as_of: Instant,
    complaint_times: ComplaintTimes = CUSTOMARY,
) -> Deadlines:
    """Compute what the item version of a case prescribes; what it leaves open stays open."""
    today = legal_day(as_of)
    after = (
        *show_ratings(entries, as_of=as_of, calendars=calendars),
        *show_complaints(entries, as_of=as_of, calendars=calendars, times=complaint_times),
    )
    if times is None:
        return Deadlines(as_of=today, deadlines=after, notes=(NO_VERSION,))
    handling = calendars[Side.HANDLING]
    known = [entry for entry in entries if entry.at <= as_of]
    history, intake = _read(known, times, as_of, handling)
    checks = tuple(show_checks(times, intake, history, handling))
    if isinstance(intake, IntakeState) and isinstance(intake.standing, DeemedWithdrawn):
        history = replace(history, ended=history.ended or "申请视为撤回")
    rest = tuple(_show_rest(times, intake, history, calendars))
    notes = (*_notes(times, history), *_without_effect(intake, history), *recorded_notes(known))
    return Deadlines(as_of=today, deadlines=(*checks, *rest, *after), notes=notes)


def _read(
    entries: Sequence[TimelineEntry], times: Times, as_of: Instant, calendar: WorkCalendar
) -> tuple[History, Intake]:
    """Read the history; declining what silence has accepted ends nothing (K7)."""
    history = read_history(entries, as_of=as_of, ends=ENDS)
    intake = as_recorded(evaluate_checks(times, history, calendar), entries)
    if not isinstance(intake, IntakeState) or not isinstance(intake.standing, DeemedAccepted):
        return history, intake
    history = read_history(entries, as_of=as_of, ends=ENDS.keys() - {"CaseNotAccepted"})
    return history, as_recorded(evaluate_checks(times, history, calendar), entries)


def _show_rest(
    times: Times, intake: Intake, history: History, calendars: Mapping[Side, WorkCalendar]
) -> Iterator[Deadline]:
    """Show the limits after the intake in the order of the way, each in its calendar (K3)."""
    accepted_on = intake.accepted_on if isinstance(intake, IntakeState) else _accepted_on(history)
    yield from show_decision(times, accepted_on, history, calendars[Side.HANDLING])
    yield from show_delivery(times, history, calendars[Side.RECEIVING])
    handed_in = history.first.get("CaseSubmitted")
    if handed_in is not None:
        yield from show_legs(times.legs, handed_in=handed_in, history=history, calendars=calendars)


def _accepted_on(history: History) -> date | None:
    """Answer the express acceptance: without a rule, silence has no meaning."""
    accepted_at = history.first.get("CaseAccepted")
    return None if accepted_at is None else legal_day(accepted_at)


def _notes(times: Times, history: History) -> Iterator[str]:
    limits = [limit for limit in (times.statutory, times.promised) if limit is not None]
    if not limits and not times.legs and times.notice is None:
        yield NO_LIMIT
    elif times.notice is None:
        if any(_starts_on_acceptance(limit) for limit in limits):
            yield NO_CHECK
        if "SupplementRequested" in history.first:
            yield NO_PAUSE


def _starts_on_acceptance(limit: Limit) -> bool:
    return limit.starts_on is Start.ACCEPTANCE


def _without_effect(intake: Intake, history: History) -> Iterator[str]:
    """Name each act that came too late or twice (K7, K8)."""
    if not isinstance(intake, IntakeState):
        return
    for ignored in intake.ignored:
        fact = history.intake[ignored.position]
        act, on = KIND_TEXTS[type(fact).__name__], write_day(legal_day(fact.at))
        yield f"{on}的“{act}”不影响期限：{NO_EFFECT_TEXTS[ignored.reason]}。"
