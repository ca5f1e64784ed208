"""Commands about one child: none of them can change another child's case."""

from dataclasses import replace

from broker.domain.composites.children import (
    OUT_OF_REACH,
    is_lead,
    join_met,
    lead_proceeds,
    may_start,
    takers,
    withdrawal_pending,
)
from broker.domain.composites.commands import (
    AddChild,
    NoteChildProgress,
    RecordFact,
    RecordPromise,
    StartChild,
    SupplementSharedMaterial,
    WithdrawChild,
)
from broker.domain.composites.events import (
    ChildAdded,
    ChildProgressed,
    ChildPromised,
    ChildStarted,
    ChildWithdrawalRequested,
    ChildWithdrawn,
    FactRecorded,
    SharedMaterialSupplemented,
)
from broker.domain.composites.plan import is_sound
from broker.domain.composites.state import Child, Composite, Joining, UnderWay, Waiting
from broker.domain.composites.words import JoinPolicy
from broker.domain.refusal import Reason, Refusal


def add_child(command: AddChild, state: Composite) -> ChildAdded | Refusal:
    """Add a child, as long as nobody relies on the children that there are."""
    if state.front.find(command.child.key) is not None:
        return Refusal(Reason.CHILD_EXISTS)
    told = state.front.is_notified or state.front.is_delivered
    if told or lead_proceeds(state) or not isinstance(state.front.stage, Joining):
        return Refusal(Reason.CHILDREN_SETTLED)
    children = (*(child.planned for child in state.front.children), command.child)
    if not is_sound(replace(state.plan, children=children)):
        return Refusal(Reason.PLAN_INVALID)
    return ChildAdded(child=command.child)


def start_child(command: StartChild, state: Composite) -> ChildStarted | Refusal:
    """Start a child whose order leaves the choice to a person: an earlier one came to nothing."""
    child = state.front.find(command.child)
    if child is None:
        return Refusal(Reason.CHILD_UNKNOWN)
    if not isinstance(child.phase, Waiting):
        return Refusal(Reason.CHILD_STARTED)
    if not may_start(state, child):
        return Refusal(Reason.CHILD_NOT_DUE)
    return ChildStarted(child=child.key)


def record_promise(command: RecordPromise, state: Composite) -> ChildPromised | Refusal:
    """Record a promise: only in 前置联办, and never for the lead itself."""
    child = state.front.find(command.child)
    if child is None:
        return Refusal(Reason.CHILD_UNKNOWN)
    if state.plan.join is not JoinPolicy.ADVANCE or is_lead(state, child):
        return Refusal(Reason.PROMISE_NOT_FORESEEN)
    if child.has_ended:
        return Refusal(Reason.CHILD_ENDED)
    if child.is_promised:
        return Refusal(Reason.ALREADY_PROMISED)
    return ChildPromised(child=child.key, letter=command.letter)


def record_fact(command: RecordFact, state: Composite) -> FactRecorded | Refusal:
    """Record a named fact once, while a child may still wait for it."""
    if command.fact not in state.plan.facts:
        return Refusal(Reason.FACT_UNKNOWN)
    if command.fact in state.front.facts:
        return Refusal(Reason.FACT_RECORDED)
    if join_met(state) or not isinstance(state.front.stage, Joining):
        return Refusal(Reason.CHILDREN_SETTLED)
    return FactRecorded(fact=command.fact)


def note_child_progress(
    command: NoteChildProgress, state: Composite
) -> ChildProgressed | Refusal | None:
    """Take note of what a child tells, once and in its order; the parent judges no child."""
    child = state.front.find(command.child)
    if child is None:
        return Refusal(Reason.CHILD_UNKNOWN)
    if isinstance(child.phase, Waiting):
        return Refusal(Reason.CHILD_NOT_STARTED)
    if command.number <= child.phase.number:
        return None
    if not isinstance(child.phase, UnderWay):
        return Refusal(Reason.CHILD_ENDED)
    return ChildProgressed(child=child.key, number=command.number, stage=command.stage)


def supplement_shared_material(
    command: SupplementSharedMaterial, state: Composite
) -> SharedMaterialSupplemented | Refusal:
    """Pass a new copy on to every child that takes the material and is not decided yet."""
    if not command.materials:
        return Refusal(Reason.MATERIALS_MISSING)
    shared = {one.shared for child in state.front.children for one in child.planned.materials}
    if command.name not in shared:
        return Refusal(Reason.MATERIAL_NOT_SHARED)
    children = takers(state, command.name)
    if not children:
        return Refusal(Reason.ALREADY_DECIDED)
    return SharedMaterialSupplemented(
        name=command.name,
        materials=command.materials,
        children=tuple(child.key for child in children),
    )


def withdraw_child(
    command: WithdrawChild, state: Composite
) -> ChildWithdrawn | ChildWithdrawalRequested | Refusal:
    """Withdraw one child: at once before its case began, else its own log settles it."""
    child = state.front.find(command.child)
    if child is None:
        return Refusal(Reason.CHILD_UNKNOWN)
    if child.has_ended:
        return Refusal(Reason.CHILD_ENDED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    if isinstance(child.phase, Waiting):
        return ChildWithdrawn(child=child.key, sealed=command.sealed)
    refusal = _objection_to_request(child)
    return refusal or ChildWithdrawalRequested(child=child.key, sealed=command.sealed)


def _objection_to_request(child: Child) -> Refusal | None:
    if child.stage in OUT_OF_REACH:
        return Refusal(Reason.ALREADY_DECIDED)
    return Refusal(Reason.WITHDRAWAL_PENDING) if withdrawal_pending(child) else None
