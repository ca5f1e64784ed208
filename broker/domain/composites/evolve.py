"""Fold a fact into a parent case; which side it belongs to decides what it can touch."""

from dataclasses import replace
from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.cases.stages import impossible, was
from broker.domain.composites.events import (
    ChildAdded,
    ChildProgressed,
    ChildPromised,
    ChildStarted,
    ChildWithdrawalRequested,
    ChildWithdrawn,
    CompositeBegun,
    CompositeDecided,
    CompositeDecisionReceived,
    CompositeDelivered,
    CompositeEvent,
    CompositeExtended,
    CompositeFinished,
    CompositeNotified,
    CompositeReported,
    FactRecorded,
    LeadReleased,
    PromiseBroken,
    ReportReceived,
    SharedMaterialSupplemented,
    side_of,
)
from broker.domain.composites.evolve_children import (
    begin_child,
    break_promise,
    progress_child,
    promise_child,
    request_withdrawal,
    start_child,
    withdraw_child,
)
from broker.domain.composites.state import (
    Authority,
    AuthorityDecided,
    Closed,
    Composite,
    CompositeState,
    DecisionHeld,
    Front,
    Joining,
    NotBegun,
    NotReported,
    ReportedUp,
    ReportHeld,
)

BeforeAuthority = (
    ChildAdded
    | ChildStarted
    | ChildPromised
    | PromiseBroken
    | FactRecorded
    | ChildProgressed
    | SharedMaterialSupplemented
    | ChildWithdrawn
    | ChildWithdrawalRequested
    | LeadReleased
)
"""What the front writes about its children."""


def evolve(state: CompositeState, written: Written[CompositeEvent]) -> CompositeState:
    """Fold one event; never judges, an impossible fact is a corrupt log."""
    event = written.event
    assert written.side is side_of(event)
    if isinstance(event, CompositeBegun):
        return _begin(state, event)
    assert isinstance(state, Composite)
    if isinstance(event, ReportReceived | CompositeDecided):
        return replace(state, authority=_evolve_authority(state.authority, event))
    if isinstance(event, BeforeAuthority):
        was(state.front.stage, Joining)
        return replace(state, front=_evolve_children(state.front, event))
    return replace(state, front=_evolve_front(state.front, event))


def _begin(state: CompositeState, event: CompositeBegun) -> Composite:
    assert isinstance(state, NotBegun)
    front = Front(
        stage=Joining(),
        children=tuple(begin_child(planned) for planned in event.plan.children),
        facts=frozenset(),
        is_lead_released=False,
        is_extended=False,
        is_notified=False,
        is_delivered=False,
    )
    return Composite(
        receiving_region=event.receiving_region,
        plan=event.plan,
        front=front,
        authority=NotReported(),
    )


def _evolve_children(front: Front, event: BeforeAuthority) -> Front:  # noqa: C901, PLR0911, PLR0912 - one branch an event
    match event:
        case ChildAdded():
            assert front.find(event.child.key) is None
            return replace(front, children=(*front.children, begin_child(event.child)))
        case ChildStarted():
            return start_child(front, event)
        case ChildPromised():
            return promise_child(front, event)
        case PromiseBroken():
            return break_promise(front, event)
        case FactRecorded():
            return replace(front, facts=front.facts | {event.fact})
        case ChildProgressed():
            return progress_child(front, event)
        case SharedMaterialSupplemented():
            return front
        case ChildWithdrawn():
            return withdraw_child(front, event)
        case ChildWithdrawalRequested():
            return request_withdrawal(front, event)
        case LeadReleased():
            return replace(front, is_lead_released=True)
        case _:
            assert_never(event)


def _evolve_front(
    front: Front,
    event: CompositeExtended
    | CompositeReported
    | CompositeDecisionReceived
    | CompositeNotified
    | CompositeDelivered
    | CompositeFinished,
) -> Front:
    if isinstance(front.stage, Closed):
        raise impossible(front.stage, event)
    match event:
        case CompositeExtended():
            return replace(front, is_extended=True)
        case CompositeReported():
            was(front.stage, Joining)
            return replace(front, stage=ReportedUp())
        case CompositeDecisionReceived():
            was(front.stage, ReportedUp)
            return replace(front, stage=DecisionHeld())
        case CompositeNotified():
            return replace(front, is_notified=True)
        case CompositeDelivered():
            return replace(front, is_delivered=True)
        case CompositeFinished():
            return replace(front, stage=Closed())
        case _:
            assert_never(event)


def _evolve_authority(authority: Authority, event: ReportReceived | CompositeDecided) -> Authority:
    match event:
        case ReportReceived():
            was(authority, NotReported)
            return ReportHeld()
        case CompositeDecided():
            was(authority, ReportHeld)
            return AuthorityDecided(result=event.result)
        case _:
            assert_never(event)
