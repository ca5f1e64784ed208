"""The joint limit of 45 + 15 working days [行政许可法 42(2)], and limits per leg (K13).

Both are counted by the clocks; what stands here is which fact of a parent case starts and ends
them. Which acceptance starts the joint limit, the law does not say: it is data (JointStart).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from broker.domain.calendar import WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.facts import Completed, ExtensionGranted, LimitFact
from broker.domain.clocks.legs import LegState, NotStarted, Started, evaluate_legs
from broker.domain.clocks.limit import evaluate_limit
from broker.domain.clocks.rules import Extension, Leg, LimitRule, working_days
from broker.domain.composites.aggregate import COMPOSITES
from broker.domain.composites.children import all_ended, needs_authority
from broker.domain.composites.definition import JointLimit
from broker.domain.composites.events import CompositeExtended
from broker.domain.composites.history import Recorded, named_facts
from broker.domain.composites.state import (
    AuthorityDecided,
    Child,
    Composite,
    CompositeState,
)
from broker.domain.composites.words import ENDS, ChildStage, JoinPolicy, JointStart
from broker.domain.identifiers import Instant, Side

JOINT_LICENCE_LIMIT = LimitRule(period=working_days(45), extension=Extension(n=15))
"""The most that the law allows for joint handling of licences [行政许可法 42(2), 82]."""
DECIDED = ENDS | {ChildStage.DECIDED}
ACCEPTED = frozenset(
    {ChildStage.ACCEPTED, ChildStage.DECIDED, ChildStage.GRANTED, ChildStage.REJECTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What the history has come to: since when each of these holds, if it does."""

    state: CompositeState = COMPOSITES.initial
    handed_in: Instant | None = None
    first_accepted: Instant | None = None
    all_accepted: Instant | None = None
    decided: Instant | None = None


def evaluate_joint(
    joint: JointLimit, history: Sequence[Recorded], *, as_of: Instant, calendar: WorkCalendar
) -> LegState:
    """Say how the joint limit stands at an instant, in the front region's calendar."""
    known = [one for one in history if one.at <= as_of]
    course = _follow(known)
    started_at = _start(joint.starts_on, course)
    if started_at is None:
        return NotStarted()
    facts: list[LimitFact] = [
        ExtensionGranted(at=one.at)
        for one in known
        if isinstance(one.written.event, CompositeExtended)
    ]
    if course.decided is not None:
        facts.append(Completed(at=course.decided))
    started_on = legal_day(started_at)
    limit = evaluate_limit(
        joint.limit, start_on=started_on, facts=facts, as_of=as_of, calendar=calendar
    )
    return Started(started_on=started_on, limit=limit)


def evaluate_composite_legs(
    legs: Sequence[Leg],
    history: Sequence[Recorded],
    *,
    as_of: Instant,
    calendars: Mapping[Side, WorkCalendar],
) -> dict[str, LegState]:
    """Say how each leg of a parent case stands; a leg may wait for several facts."""
    handed_in = _follow([one for one in history if one.at <= as_of]).handed_in
    if handed_in is None:
        return {leg.name: NotStarted() for leg in legs}
    return evaluate_legs(
        legs, handed_in=handed_in, facts=named_facts(history), as_of=as_of, calendars=calendars
    )


def _start(starts_on: JointStart, course: _Course) -> Instant | None:
    match starts_on:
        case JointStart.HAND_IN:
            return course.handed_in
        case JointStart.FIRST_ACCEPTANCE:
            return course.first_accepted
        case JointStart.LAST_ACCEPTANCE:
            return course.all_accepted


def _follow(history: Sequence[Recorded]) -> _Course:
    return reduce(_advance, history, _Course())


def _advance(course: _Course, one: Recorded) -> _Course:
    state = COMPOSITES.evolve(course.state, one.written)
    assert isinstance(state, Composite)
    children = state.front.children
    has_accepted = course.first_accepted is not None or any(map(_is_accepted, children))
    # A child that ended without acceptance keeps nobody waiting.
    all_accepted = has_accepted and all(one.has_ended or _is_accepted(one) for one in children)
    return _Course(
        state=state,
        handed_in=_since(course.handed_in, one.at, holds=True),
        first_accepted=_since(course.first_accepted, one.at, holds=has_accepted),
        all_accepted=_since(course.all_accepted, one.at, holds=all_accepted),
        decided=_since(course.decided, one.at, holds=_is_decided(state)),
    )


def _since(before: Instant | None, at: Instant, *, holds: bool) -> Instant | None:
    """Answer since when it has held without a break."""
    if not holds:
        return None
    return at if before is None else before


def _is_accepted(child: Child) -> bool:
    return child.stage in ACCEPTED


def _is_decided(state: Composite) -> bool:
    """The limit is for deciding: a decision on its way back is in time."""
    if state.plan.join is JoinPolicy.REPORTED and all_ended(state) and needs_authority(state):
        return isinstance(state.authority, AuthorityDecided)
    awaits_report = state.plan.join is JoinPolicy.REPORTED and not all_ended(state)
    return not awaits_report and all(child.stage in DECIDED for child in state.front.children)
