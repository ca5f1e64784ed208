"""The course of one limit: what pauses it, what lengthens it, what comes too late (K5, K6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never

from broker.domain.calendar import WorkCalendar
from broker.domain.clocks.beijing import deadline, legal_day
from broker.domain.clocks.counting import Due, Pause, count_days, count_excluded, count_out
from broker.domain.clocks.facts import (
    Completed,
    ExtensionGranted,
    Ignored,
    LimitFact,
    NoEffect,
    ProcedureEnded,
    ProcedureStarted,
    known_at,
)
from broker.domain.clocks.rules import LimitRule, Period
from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The days count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """Special procedures run, one or several; overlaps pause once."""

    since: date
    procedures: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The act was done, while counting or while halted."""

    at: Instant
    before: Counting | Halted


Phase: TypeAlias = Counting | Halted | Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A limit, and everything that has had an effect on it."""

    rule: LimitRule
    start_on: date
    phase: Phase = Counting()
    pauses: tuple[Pause, ...] = ()
    extended_on: tuple[date, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def period(self) -> Period:
        """Answer the days of the limit: an extension is added to n, not to a rolled date (K6)."""
        extension = self.rule.extension
        added = 0 if extension is None else extension.n * len(self.extended_on)
        return replace(self.rule.period, n=self.rule.period.n + added)


def follow(
    rule: LimitRule,
    *,
    start_on: date,
    facts: Sequence[LimitFact],
    as_of: Instant,
    calendar: WorkCalendar,
) -> Course:
    """Fold the facts known by an instant, in order of time; the others are not known yet."""
    course = Course(rule=rule, start_on=start_on)
    for position, fact in known_at(facts, as_of):
        followed = take(course, fact, calendar)
        if isinstance(followed, NoEffect):
            ignored = Ignored(position=position, reason=followed)
            followed = replace(course, ignored=(*course.ignored, ignored))
        course = followed
    return course


def take(course: Course, fact: LimitFact, calendar: WorkCalendar) -> Course | NoEffect:
    """Let one fact have its effect, or say why it has none."""
    if isinstance(course.phase, Finished):
        return NoEffect.ALREADY_COMPLETED
    match fact:
        case ProcedureStarted():
            return _start_procedure(course, fact, course.phase, calendar)
        case ProcedureEnded():
            return _end_procedure(course, fact, course.phase)
        case ExtensionGranted():
            return _extend(course, fact, calendar)
        case Completed():
            return replace(course, phase=Finished(at=fact.at, before=course.phase))
        case _:
            assert_never(fact)


def _start_procedure(
    course: Course, fact: ProcedureStarted, phase: Counting | Halted, calendar: WorkCalendar
) -> Course | NoEffect:
    """Pause from the day of the start, unless the limit has run out by then (K5)."""
    if isinstance(phase, Counting):
        if has_run_out(course, fact.at, calendar):
            return NoEffect.AFTER_DUE
        since = legal_day(fact.at)
        return replace(course, phase=Halted(since=since, procedures=frozenset({fact.procedure})))
    if fact.procedure in phase.procedures:
        return NoEffect.ALREADY_OPEN
    return replace(course, phase=replace(phase, procedures=phase.procedures | {fact.procedure}))


def _end_procedure(
    course: Course, fact: ProcedureEnded, phase: Counting | Halted
) -> Course | NoEffect:
    """Count on after the day on which the last open procedure ends (K5)."""
    if isinstance(phase, Counting) or fact.procedure not in phase.procedures:
        return NoEffect.NOT_OPEN
    running = phase.procedures - {fact.procedure}
    if running:
        return replace(course, phase=replace(phase, procedures=running))
    pause = Pause(after=phase.since, through=legal_day(fact.at))
    return replace(course, phase=Counting(), pauses=(*course.pauses, pause))


def _extend(course: Course, fact: ExtensionGranted, calendar: WorkCalendar) -> Course | NoEffect:
    """Extend as often as the rule says, on or before due_on or while paused (K6)."""
    extension = course.rule.extension
    if extension is None:
        return NoEffect.NOT_ALLOWED
    if len(course.extended_on) >= extension.times:
        return NoEffect.ALREADY_EXTENDED
    if has_run_out(course, fact.at, calendar):
        return NoEffect.AFTER_DUE
    return replace(course, extended_on=(*course.extended_on, legal_day(fact.at)))


def has_run_out(course: Course, at: Instant, calendar: WorkCalendar) -> bool:
    """Answer whether the limit had ended by an instant; a paused limit never does."""
    if isinstance(course.phase, Halted):
        return False
    due = due_of(course, calendar)
    return isinstance(due, date) and is_late(course, at, due)


def is_late(course: Course, at: Instant, due_on: date) -> bool:
    """Answer whether an act at this instant misses the due date: 24:00 is too late (K2)."""
    return at >= deadline(due_on, closing_minute=course.rule.closing_minute)


def due_of(course: Course, calendar: WorkCalendar) -> Due:
    """Find the due date from what has had an effect so far; an open pause is left out."""
    return count_out(
        course.period, start_on=course.start_on, pauses=course.pauses, calendar=calendar
    )


def counted_days(course: Course, through: date, calendar: WorkCalendar) -> int:
    """Count the days used up to and including a day, without rest days and procedures (K12)."""
    unit = course.period.unit
    halted = halt_of(course)
    last = through if halted is None else min(through, max(halted.since, course.start_on))
    passed = count_days(unit, after=course.start_on, through=last, calendar=calendar)
    return passed - count_excluded(unit, course.start_on, course.pauses, calendar)


def remaining_days(course: Course, halted: Halted, calendar: WorkCalendar) -> int:
    """Count what is left once the procedure is over; while it is open there is only this (K5)."""
    return max(0, course.period.n - counted_days(course, halted.since, calendar))


def halt_of(course: Course) -> Halted | None:
    """Answer the pause that is still open, also one that was left open at the finish."""
    phase = course.phase.before if isinstance(course.phase, Finished) else course.phase
    return phase if isinstance(phase, Halted) else None
