"""What order, promises and ends of the children mean together: pure readings of a parent case."""

from broker.domain.composites.state import (
    Child,
    Closed,
    Composite,
    DecisionHeld,
    Ended,
    UnderWay,
    Waiting,
)
from broker.domain.composites.words import ChildStage, JoinPolicy

DECIDED_ENDS = frozenset({ChildStage.GRANTED, ChildStage.REJECTED})
"""Ends with a paper to hand over, or with an opinion to report."""
OUT_OF_REACH = frozenset({ChildStage.DECIDED}) | DECIDED_ENDS
"""A child that is decided takes no material any more and cannot be withdrawn."""


def is_lead(state: Composite, child: Child) -> bool:
    """Tell whether this child leads the others."""
    return child.key == state.plan.lead


def before(state: Composite, child: Child) -> tuple[Child, ...]:
    """Answer the children that this one waits for; in 前置联办 the lead waits for all others."""
    proceeds_last = state.plan.join is JoinPolicy.ADVANCE and is_lead(state, child)
    return tuple(
        other
        for other in state.front.children
        if other.key in child.planned.after or (proceeds_last and other.key != child.key)
    )


def missing_facts(state: Composite, child: Child) -> tuple[str, ...]:
    """Name the triggers that are not there yet."""
    return tuple(fact for fact in child.planned.waits_for if fact not in state.front.facts)


def is_startable(state: Composite, child: Child) -> bool:
    """Tell whether a waiting child starts by itself: all before it are granted or promised."""
    return (
        isinstance(child.phase, Waiting)
        and not missing_facts(state, child)
        and all(_is_good(state, other, child) for other in before(state, child))
    )


def may_start(state: Composite, child: Child) -> bool:
    """Tell whether a person may start it: an earlier one may have come to nothing."""
    return (
        isinstance(child.phase, Waiting)
        and not missing_facts(state, child)
        and all(other.has_ended or _is_good(state, other, child) for other in before(state, child))
    )


def _is_good(state: Composite, earlier: Child, later: Child) -> bool:
    """Only the lead of 前置联办 proceeds on a promise [DB34/T 1164-2010]."""
    if isinstance(earlier.phase, Ended):
        return earlier.phase.stage is ChildStage.GRANTED
    takes_promises = state.plan.join is JoinPolicy.ADVANCE and is_lead(state, later)
    return takes_promises and earlier.is_promised


def all_ended(state: Composite) -> bool:
    """Tell whether nothing more comes of any child."""
    return all(child.has_ended for child in state.front.children)


def others_ended(state: Composite) -> bool:
    """Tell whether all children but the lead have ended."""
    return all(child.has_ended for child in state.front.children if not is_lead(state, child))


def lead_proceeds(state: Composite) -> bool:
    """Tell whether the lead relies on what the others are, so that none can be added."""
    lead = state.front.find(state.plan.lead)
    has_begun = lead is not None and not isinstance(lead.phase, Waiting)
    return state.front.is_lead_released or (state.plan.join is JoinPolicy.ADVANCE and has_begun)


def came_to_nothing(child: Child) -> bool:
    """Tell whether a child ended in any way but granted."""
    return isinstance(child.phase, Ended) and child.phase.stage is not ChildStage.GRANTED


def needs_authority(state: Composite) -> bool:
    """Tell whether the higher authority has something to decide: an opinion on any child."""
    return state.plan.join is JoinPolicy.REPORTED and any(
        child.stage in DECIDED_ENDS for child in state.front.children
    )


def join_met(state: Composite) -> bool:
    """Tell whether the join policy is met (invariant 9): no child is unfinished, all is decided."""
    if not all_ended(state):
        return False
    return not needs_authority(state) or isinstance(state.front.stage, DecisionHeld | Closed)


def has_result(state: Composite) -> bool:
    """Tell whether there is a paper to hand over: what is granted, or rejected in writing."""
    return any(child.stage in DECIDED_ENDS for child in state.front.children)


def takers(state: Composite, shared: str) -> tuple[Child, ...]:
    """Answer the children that a new copy of a shared material still reaches."""
    return tuple(
        child
        for child in state.front.children
        if not child.has_ended
        and child.stage not in OUT_OF_REACH
        and any(material.shared == shared for material in child.planned.materials)
    )


def withdrawal_pending(child: Child) -> bool:
    """Tell whether the child's own case was asked to end and has not answered."""
    return isinstance(child.phase, UnderWay) and child.phase.withdrawal_requested
