"""A parent case in one word, and who owes which next act: pure readings of both sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from broker.domain.composites.children import (
    all_ended,
    has_result,
    join_met,
    may_start,
    missing_facts,
    needs_authority,
)
from broker.domain.composites.state import (
    Child,
    Closed,
    Composite,
    DecisionHeld,
    Joining,
    NotReported,
    ReportedUp,
    ReportHeld,
    UnderWay,
    Waiting,
)
from broker.domain.composites.words import ChildStage
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.words import Word


class CompositeStatus(Word):
    """In progress while any child is unfinished (domain section 2)."""

    IN_PROGRESS = "in_progress", "办理中"
    REPORTED = "reported", "已上报"
    CONCLUDED = "concluded", "已有结果，待一次告知和送达"
    FINISHED = "finished", "已办结"


class CompositeAct(Word):
    """What somebody owes next; the `receive_` acts need no person."""

    HANDLE_CHILD = "handle_child", "办理事项"
    RECORD_FACT = "record_fact", "登记待到达的凭证或款项"
    START_OR_WITHDRAW = "start_or_withdraw", "前序事项未办成，确认继续办理或撤回"
    WITHDRAW_CHILD = "withdraw_child", "所需凭证不会再有，撤回该事项"
    REPORT = "report", "上报上级机关"
    RECEIVE_REPORT = "receive_report", "等待上报材料到达"
    DECIDE = "decide", "上级机关作出决定"
    RECEIVE_DECISION = "receive_decision", "等待决定到达"
    DELIVER = "deliver", "一次送达全部结果"
    NOTIFY = "notify", "一次告知办理结果"
    FINISH = "finish", "办结"


AT_THE_FRONT = frozenset({ChildStage.COLLECTED, ChildStage.SUPPLEMENT_PENDING})
"""Stages of a child in which the front window owes the next act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeOwed:
    """An act that is owed: by which region, on which side, for which child."""

    region: RegionCode
    side: Side
    act: CompositeAct
    child: str = ""
    """Empty where the whole is meant."""
    about: str = ""
    """The fact that is missing, where one is."""


def status(state: Composite) -> CompositeStatus:
    """Say in one word how far the parent case is."""
    if isinstance(state.front.stage, Closed):
        return CompositeStatus.FINISHED
    if isinstance(state.front.stage, ReportedUp):
        return CompositeStatus.REPORTED
    return CompositeStatus.CONCLUDED if join_met(state) else CompositeStatus.IN_PROGRESS


def owes(state: Composite) -> tuple[CompositeOwed, ...]:
    """Name who owes what now; several at once, and none only when all is over (invariant 10)."""
    match state.front.stage:
        case Closed():
            return ()
        case ReportedUp():
            return (_owed_by_authority(state),)
        case DecisionHeld():
            return (_owed(state, _closing_act(state)),)
        case Joining():
            if all_ended(state):
                return (_owed(state, _closing_act(state)),)
            return tuple(_owed_for_children(state))
        case _:
            assert_never(state.front.stage)


def _owed(state: Composite, act: CompositeAct, child: str = "", about: str = "") -> CompositeOwed:
    return CompositeOwed(
        region=state.receiving_region, side=Side.RECEIVING, act=act, child=child, about=about
    )


def _closing_act(state: Composite) -> CompositeAct:
    if not join_met(state):
        return CompositeAct.REPORT
    if has_result(state) and not state.front.is_delivered:
        return CompositeAct.DELIVER
    return CompositeAct.FINISH if state.front.is_notified else CompositeAct.NOTIFY


def _owed_by_authority(state: Composite) -> CompositeOwed:
    assert needs_authority(state)
    match state.authority:
        case NotReported():
            act = CompositeAct.RECEIVE_REPORT
        case ReportHeld():
            act = CompositeAct.DECIDE
        case _:
            return _owed(state, CompositeAct.RECEIVE_DECISION)
    return CompositeOwed(region=state.handling_region, side=Side.HANDLING, act=act)


def _owed_for_children(state: Composite) -> Iterator[CompositeOwed]:
    """A child that runs names its own next act; one that waits for another owes nothing yet."""
    for child in state.front.children:
        match child.phase:
            case UnderWay():
                yield _owed_for_running(state, child, child.phase.stage)
            case Waiting():
                yield from _owed_for_waiting(state, child)
            case _:
                continue


def _owed_for_running(state: Composite, child: Child, stage: ChildStage) -> CompositeOwed:
    if stage in AT_THE_FRONT:
        return _owed(state, CompositeAct.HANDLE_CHILD, child.key)
    region, side = child.planned.handling_region, Side.HANDLING
    return CompositeOwed(region=region, side=side, act=CompositeAct.HANDLE_CHILD, child=child.key)


def _owed_for_waiting(state: Composite, child: Child) -> Iterator[CompositeOwed]:
    """A fact that nobody can tell any more leaves only the withdrawal."""
    if may_start(state, child):
        yield _owed(state, CompositeAct.START_OR_WITHDRAW, child.key)
    for fact in missing_facts(state, child):
        if fact in state.plan.facts:
            yield _owed(state, CompositeAct.RECORD_FACT, child.key, fact)
        elif not _can_be_told(state, fact):
            yield _owed(state, CompositeAct.WITHDRAW_CHILD, child.key, fact)


def _can_be_told(state: Composite, fact: str) -> bool:
    return any(
        not other.has_ended and any(one.fact == fact for one in other.planned.facts)
        for other in state.front.children
    )
