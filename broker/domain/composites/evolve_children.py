"""Fold what has happened to one child; every other child stays the very same object."""

from dataclasses import replace

from broker.domain.cases.stages import was
from broker.domain.composites.definition import StageFact
from broker.domain.composites.events import (
    ChildProgressed,
    ChildPromised,
    ChildStarted,
    ChildWithdrawalRequested,
    ChildWithdrawn,
    PromiseBroken,
)
from broker.domain.composites.plan import PlannedChild
from broker.domain.composites.state import Child, ChildPhase, Ended, Front, UnderWay, Waiting
from broker.domain.composites.words import ENDS, ChildStage


def begin_child(planned: PlannedChild) -> Child:
    """Put a child in its place, waiting."""
    return Child(planned=planned, phase=Waiting(), is_promised=False, is_promise_broken=False)


def start_child(front: Front, event: ChildStarted) -> Front:
    """Its own case begins."""
    child = _child(front, event.child)
    was(child.phase, Waiting)
    phase = UnderWay(stage=ChildStage.COLLECTED, number=0, withdrawal_requested=False)
    return _reach(front, replace(child, phase=phase), ChildStage.COLLECTED)


def progress_child(front: Front, event: ChildProgressed) -> Front:
    """It told how far it has come; a decision answers a withdrawal that was asked for."""
    child = _child(front, event.child)
    before = was(child.phase, UnderWay)
    assert event.number > before.number
    return _reach(front, replace(child, phase=_next(before, event)), event.stage)


def _next(before: UnderWay, event: ChildProgressed) -> ChildPhase:
    if event.stage in ENDS:
        return Ended(stage=event.stage, number=event.number)
    still_asked = before.withdrawal_requested and event.stage is not ChildStage.DECIDED
    return UnderWay(stage=event.stage, number=event.number, withdrawal_requested=still_asked)


def promise_child(front: Front, event: ChildPromised) -> Front:
    """A promise stands for it."""
    child = _child(front, event.child)
    assert not child.has_ended
    return _put(front, replace(child, is_promised=True))


def break_promise(front: Front, event: PromiseBroken) -> Front:
    """Its promise was not kept."""
    child = _child(front, event.child)
    was(child.phase, Ended)
    return _put(front, replace(child, is_promise_broken=True))


def withdraw_child(front: Front, event: ChildWithdrawn) -> Front:
    """It ends before it began."""
    child = _child(front, event.child)
    was(child.phase, Waiting)
    return _put(front, replace(child, phase=Ended(stage=ChildStage.WITHDRAWN, number=0)))


def request_withdrawal(front: Front, event: ChildWithdrawalRequested) -> Front:
    """Its own case is asked to end."""
    child = _child(front, event.child)
    before = was(child.phase, UnderWay)
    return _put(front, replace(child, phase=replace(before, withdrawal_requested=True)))


def _child(front: Front, key: str) -> Child:
    child = front.find(key)
    assert child is not None
    return child


def _put(front: Front, changed: Child) -> Front:
    children = tuple(changed if child.key == changed.key else child for child in front.children)
    return replace(front, children=children)


def _reach(front: Front, child: Child, stage: ChildStage) -> Front:
    """Put the child back, with the named facts that this stage is."""
    facts = facts_of(child.planned.facts, stage)
    return replace(_put(front, child), facts=front.facts | facts)


def facts_of(facts: tuple[StageFact, ...], stage: ChildStage) -> frozenset[str]:
    """Answer the named facts that reaching a stage is."""
    return frozenset(one.fact for one in facts if one.stage is stage)
