"""Answer a command with events or a refusal; what follows for other children stands beside it."""

from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.composites.children import (
    all_ended,
    came_to_nothing,
    is_startable,
    lead_proceeds,
    others_ended,
)
from broker.domain.composites.commands import (
    COMPOSITE_COMMAND_SIDES,
    AddChild,
    BeginComposite,
    CompositeCommand,
    DecideComposite,
    DeliverComposite,
    ExtendComposite,
    FinishComposite,
    NoteChildProgress,
    NotifyComposite,
    RecordFact,
    RecordPromise,
    ReportComposite,
    StartChild,
    SupplementSharedMaterial,
    WithdrawChild,
)
from broker.domain.composites.decide_children import (
    add_child,
    note_child_progress,
    record_fact,
    record_promise,
    start_child,
    supplement_shared_material,
    withdraw_child,
)
from broker.domain.composites.decide_whole import (
    begin_composite,
    decide_composite,
    deliver_composite,
    extend_composite,
    finish_composite,
    notify_composite,
    report_composite,
)
from broker.domain.composites.events import (
    ChildStarted,
    CompositeEvent,
    LeadReleased,
    PromiseBroken,
    side_of,
)
from broker.domain.composites.evolve import evolve
from broker.domain.composites.state import (
    Closed,
    Composite,
    CompositeState,
    NotBegun,
    region_of,
)
from broker.domain.composites.words import JoinPolicy
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.refusal import Reason, Refusal

CommandOnChild = (
    AddChild
    | StartChild
    | RecordPromise
    | RecordFact
    | NoteChildProgress
    | SupplementSharedMaterial
    | WithdrawChild
)
CommandOnWhole = (
    ExtendComposite
    | ReportComposite
    | DecideComposite
    | NotifyComposite
    | DeliverComposite
    | FinishComposite
)
CommandOnComposite = CommandOnChild | CommandOnWhole
"""Every command but the one that begins a parent case."""


def decide(
    command: CompositeCommand, region: RegionCode, state: CompositeState, now: Instant
) -> tuple[Written[CompositeEvent], ...] | Refusal:
    """Answer a command given in `region`, with everything that follows for the children.

    No event at all is the answer to progress that is known already.
    """
    answer = _gate(command, region, state)
    if isinstance(answer, Refusal):
        return answer
    if answer is None:
        return ()
    first = Written(side_of(answer), answer)
    after = evolve(state, first)
    assert isinstance(after, Composite)
    followed = (*_consequences(after), *_broken_promises(state, after))
    return (first, *(Written(side_of(event), event) for event in followed))


def _gate(
    command: CompositeCommand, region: RegionCode, state: CompositeState
) -> CompositeEvent | Refusal | None:
    if isinstance(state, NotBegun):
        if isinstance(command, BeginComposite):
            return begin_composite(command, region)
        return Refusal(Reason.CASE_UNKNOWN)
    if isinstance(command, BeginComposite):
        return Refusal(Reason.CASE_EXISTS)
    if region_of(state, COMPOSITE_COMMAND_SIDES[type(command)]) != region:
        return Refusal(Reason.WRONG_SIDE)
    if isinstance(state.front.stage, Closed):
        return Refusal(Reason.CASE_ENDED)
    return _answer(command, state)


def _answer(command: CommandOnComposite, state: Composite) -> CompositeEvent | Refusal | None:
    if isinstance(command, CommandOnWhole):
        return _answer_whole(command, state)
    return _answer_child(command, state)


def _answer_child(  # noqa: PLR0911 - one branch a command
    command: CommandOnChild, state: Composite
) -> CompositeEvent | Refusal | None:
    match command:
        case AddChild():
            return add_child(command, state)
        case StartChild():
            return start_child(command, state)
        case RecordPromise():
            return record_promise(command, state)
        case RecordFact():
            return record_fact(command, state)
        case NoteChildProgress():
            return note_child_progress(command, state)
        case SupplementSharedMaterial():
            return supplement_shared_material(command, state)
        case WithdrawChild():
            return withdraw_child(command, state)
        case _:
            assert_never(command)


def _answer_whole(command: CommandOnWhole, state: Composite) -> CompositeEvent | Refusal:
    match command:
        case ExtendComposite():
            return extend_composite(command, state)
        case ReportComposite():
            return report_composite(state)
        case DecideComposite():
            return decide_composite(command, state)
        case NotifyComposite():
            return notify_composite(command, state)
        case DeliverComposite():
            return deliver_composite(command, state)
        case FinishComposite():
            return finish_composite(state)
        case _:
            assert_never(command)


def _consequences(state: Composite) -> tuple[CompositeEvent, ...]:
    """Answer what the front owes its children now; nothing here waits for a person."""
    released = [LeadReleased()] if _is_lead_to_release(state) else []
    children = state.front.children
    started = [ChildStarted(child=one.key) for one in children if is_startable(state, one)]
    return (*released, *started)


def _broken_promises(state: CompositeState, after: Composite) -> tuple[PromiseBroken, ...]:
    """Name the child that came to nothing just now, after the lead had relied on its promise."""
    if isinstance(state, NotBegun) or not lead_proceeds(state):
        return ()
    return tuple(
        PromiseBroken(child=one.key)
        for before, one in zip(state.front.children, after.front.children, strict=False)
        if one.is_promised and not before.has_ended and came_to_nothing(one)
    )


def _is_lead_to_release(state: Composite) -> bool:
    """In 一般联办 the lead finishes only after all others [DB34/T 1164-2010]."""
    is_held = state.plan.join is JoinPolicy.COMMON and bool(state.plan.lead)
    return (
        is_held
        and not state.front.is_lead_released
        and others_ended(state)
        and not all_ended(state)
    )
