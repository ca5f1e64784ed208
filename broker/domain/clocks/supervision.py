"""Electronic supervision: counted days against limits, and the signals they raise (4.5, K12)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.course import Course, Finished, counted_days, halt_of
from broker.domain.clocks.facts import LimitFact
from broker.domain.clocks.limit import LimitState, evaluate_limit
from broker.domain.clocks.rules import Signal, SupervisionRule
from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A signal, the limit that raised it, and the working day from which it stands."""

    signal: Signal
    limit: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionState:
    """The counted day at an instant, and the signals raised so far, each once."""

    day: int
    raised: tuple[Raised, ...]
    limits: Mapping[str, LimitState]

    @property
    def signal(self) -> Signal:
        """Answer the strongest signal."""
        return max((raised.signal for raised in self.raised), default=Signal.NORMAL)


def evaluate_supervision(
    rule: SupervisionRule,
    *,
    start_on: date,
    facts: Sequence[LimitFact],
    as_of: Instant,
    calendar: WorkCalendar,
) -> SupervisionState | CalendarUnknown:
    """Count the days as the legal limit does, and compare (K12)."""
    limits: dict[str, LimitState] = {}
    for name, limit in rule.limits.items():
        state = evaluate_limit(
            limit, start_on=start_on, facts=facts, as_of=as_of, calendar=calendar
        )
        if isinstance(state, CalendarUnknown):
            return state
        limits[name] = state
    course = longest(limits)
    day = counted_days(course, _last_counted(course, as_of), calendar)
    return SupervisionState(
        day=day, raised=_raise(rule, limits, course, day, calendar), limits=limits
    )


def unannounced(state: SupervisionState, *, announced: Collection[Raised]) -> tuple[Raised, ...]:
    """Choose what is still to be announced: each card once, also one withdrawn on appeal."""
    known = {(raised.signal, raised.limit) for raised in announced}
    return tuple(raised for raised in state.raised if (raised.signal, raised.limit) not in known)


def longest(limits: Mapping[str, LimitState]) -> Course:
    """Choose the course that counts: a procedure has its effect until the last limit is over."""
    return max((state.course for state in limits.values()), key=lambda course: course.period.n)


def _last_counted(course: Course, as_of: Instant) -> date:
    """Stop counting at the finish: a finished case keeps its last signal."""
    return legal_day(course.phase.at if isinstance(course.phase, Finished) else as_of)


def _raise(
    rule: SupervisionRule,
    limits: Mapping[str, LimitState],
    course: Course,
    day: int,
    calendar: WorkCalendar,
) -> tuple[Raised, ...]:
    """Raise what the counted day has reached: day ≥ limit + from_day."""
    raised = []
    for threshold in rule.thresholds:
        reached_at = limits[threshold.limit].course.period.n + threshold.from_day
        if day >= reached_at:
            on = day_of_count(course, reached_at, calendar)
            raised.append(Raised(signal=threshold.signal, limit=threshold.limit, on=on))
    return tuple(raised)


def day_of_count(course: Course, n: int, calendar: WorkCalendar) -> date:
    """Find the day on which n days were counted, around the procedures."""
    found = reached_on(course, n, calendar)
    assert found is not None, "a day that was counted is published, and before an open procedure"
    return found


def reached_on(course: Course, n: int, calendar: WorkCalendar) -> date | None:
    """Find the day on which n days are counted; None in an open procedure or an unknown year."""
    counted_from, left = course.start_on, max(0, n)
    for pause in course.pauses:
        before = calendar.count_working_days(after=counted_from, through=pause.after)
        if left <= before:
            break
        counted_from, left = max(pause.through, counted_from), left - before
    found = calendar.nth_working_day(after=counted_from, n=left)
    if not isinstance(found, date):
        return None
    halted = halt_of(course)
    return found if halted is None or found <= max(halted.since, course.start_on) else None
