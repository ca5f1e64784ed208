"""All that can happen to a case between two regions, every delay of every event included.

Repeated checks make histories endless, but not states: an event travels at most IN_FLIGHT_MAX
behind, and configurations that differ only in sealed bytes are one.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import get_args

import pytest

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, StageCommand, side_of
from broker.domain.cases.events import EVENT_SIDES, Event, StageEvent
from broker.domain.cases.state import Case, CaseState, is_over
from broker.domain.cases.status import owes, status
from broker.domain.composites.reason_texts import COMPOSITE_REASON_TEXTS
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.properties.test_tracks_replicas import REASONS_OF_TRACKS
from tests.support.given_commands import GOOD_COMMANDS, VARIANTS
from tests.support.replicas import Pair
from tests.support.spec import History

IN_FLIGHT_MAX = 4
FEE_REASONS = {
    Reason.AMOUNT_MISSING,
    Reason.TOO_MANY_FEES,
    Reason.FEE_UNKNOWN,
    Reason.FEE_SETTLED,
    Reason.FEE_UNPAID,
}
RATING_REASONS = {
    Reason.CASE_NOT_ENDED,
    Reason.ALREADY_RATED,
    Reason.NO_BAD_RATING,
    Reason.ALREADY_CONTACTED,
    Reason.NOT_CONTACTED,
    Reason.ALREADY_RECTIFIED,
}
COMPLAINT_REASONS = {
    Reason.TOO_MANY_COMPLAINTS,
    *(reason for reason in Reason if reason.startswith("complaint_")),
}
COMMANDS = tuple(each for each in (*GOOD_COMMANDS, *VARIANTS) if isinstance(each, StageCommand))
"""Tracks beside the stages have tests of their own."""

REASONS_ROUND_THE_DECISION = {
    Reason.GROUND_MISMATCH,
    Reason.DAYS_MISSING,
    Reason.PROCEDURE_OPEN,
    Reason.PROCEDURE_NOT_OPEN,
    Reason.ALREADY_EXTENDED,
    Reason.PROPOSAL_OPEN,
    Reason.NO_PROPOSAL,
    Reason.OWN_PROPOSAL,
    Reason.SECOND_CLERK_MISSING,
    Reason.PROPOSAL_DIFFERS,
    Reason.SIGNAL_UNKNOWN,
    Reason.SIGNAL_WITHDRAWN,
    Reason.NOT_FINISHED,
    Reason.NOT_GRANTED,
    Reason.ALREADY_REVOKED,
    Reason.ALREADY_CANCELLED,
    Reason.ALREADY_ROUTED,
    Reason.NOT_ROUTED,
    Reason.SAME_OFFICE,
}

LIFE_CYCLE = """
-                  CaseSubmitted       collected
collected          CaseAmended         collected
collected          CaseVoided          voided
collected          MaterialsAdded      collected
collected          FormChecked         collected
collected          IdentityChecked     collected
collected          CaseWithdrawn       withdrawn
collected          CasePushed          pushed
pushed             PushReceived        received
received           SupplementRequested supplement_pending
supplement_pending SupplementAnswered  supplement_pending
supplement_pending SupplementReceived  received
received           CaseNotAccepted     not_accepted
received           CaseAccepted        accepted
accepted           DecisionMade        granted
accepted           DecisionMade        rejected
granted            ResultReturned      returned
rejected           ResultReturned      returned
returned           ResultReceived      returned
returned           ResultDelivered     delivered
returned           ApplicantNotified   returned
delivered          ApplicantNotified   delivered
delivered          CaseFinished        finished
not_accepted       ApplicantNotified   not_accepted
withdrawn          ApplicantNotified   withdrawn
received           CaseTerminated      terminated
supplement_pending CaseTerminated      terminated
accepted           CaseTerminated      terminated
terminated         ApplicantNotified   terminated
terminated         WithdrawalDeclined  terminated
voided             ApplicantNotified   voided
pushed             WithdrawalRequested pushed
received           WithdrawalRequested received
supplement_pending WithdrawalRequested supplement_pending
accepted           WithdrawalRequested accepted
received           CaseWithdrawn       withdrawn
supplement_pending CaseWithdrawn       withdrawn
accepted           CaseWithdrawn       withdrawn
not_accepted       WithdrawalDeclined  not_accepted
granted            WithdrawalDeclined  granted
rejected           WithdrawalDeclined  rejected
returned           WithdrawalDeclined  returned
"""
"""Before, fact, after: as the region that writes the fact sees the case."""


@dataclass(slots=True)
class World:
    """What exploring has found."""

    steps: dict[Pair, set[Pair]] = field(default_factory=dict)
    refusals: set[tuple[type[Command], Reason]] = field(default_factory=set)
    transitions: set[tuple[str, str, str]] = field(default_factory=set)
    written: set[tuple[Side, type[Event]]] = field(default_factory=set)


def word(state: CaseState) -> str:
    """Say the status, or the word for nothing."""
    return status(state).value if isinstance(state, Case) else "-"


def explore() -> World:
    """Walk through every configuration of two regions and the channels between them."""
    world = World()
    waiting = deque([Pair()])
    world.steps[Pair()] = set()
    while waiting:
        pair = waiting.popleft()
        for successor in successors(pair, world):
            world.steps[pair].add(successor)
            if successor not in world.steps:
                world.steps[successor] = set()
                waiting.append(successor)
    return world


def successors(pair: Pair, world: World) -> list[Pair]:
    """Answer what one command, or one arrival, makes of a configuration."""
    found = []
    for command in COMMANDS:
        if len(pair.at(side_of(command)).outbox) >= IN_FLIGHT_MAX:
            continue
        answer = pair.order(command)
        if isinstance(answer, Reason):
            world.refusals.add((type(command), answer))
        else:
            after, written = answer
            note(world, pair, after, written)
            found.append(after)
    for side in Side:
        arrived = pair.deliver(side)
        if arrived is not None:
            after, reactions = arrived
            note(world, folded(pair, side), after, reactions)
            found.append(after)
    return found


def folded(pair: Pair, source: Side) -> Pair:
    """Answer the pair after an arrival, before the addressee answers it."""
    addressee = pair.at(source.other)
    state = CASES.evolve(addressee.state, pair.at(source).outbox[0])
    return pair.with_replica(source.other, replace(addressee, state=state))


def note(world: World, before: Pair, after: Pair, written: History) -> None:
    """Remember which facts led from which status to which, where they were written."""
    for fact in written:
        world.written.add((fact.side, type(fact.event)))
        world.transitions.add(
            (
                word(before.at(fact.side).state),
                type(fact.event).__name__,
                word(after.at(fact.side).state),
            )
        )


@pytest.fixture(scope="module", name="world")
def explored_world() -> World:
    """Explore once."""
    return explore()


def test_the_world_is_large_enough_to_matter(world: World) -> None:
    assert 2_000 < len(world.steps) < 100_000


def test_both_regions_agree_as_soon_as_everything_has_arrived(world: World) -> None:
    quiet = [pair for pair in world.steps if not pair.receiving.outbox + pair.handling.outbox]
    assert len(quiet) > 20
    for pair in quiet:
        assert pair.receiving.state == pair.handling.state


def test_whatever_is_on_its_way_arrives_at_agreement(world: World) -> None:
    for pair in world.steps:
        settled = pair.settle()
        assert settled.receiving.state == settled.handling.state


def test_every_case_can_still_come_to_its_end(world: World) -> None:
    before: dict[Pair, set[Pair]] = {pair: set() for pair in world.steps}
    for pair, following in world.steps.items():
        for successor in following:
            before[successor].add(pair)
    can_end = {pair for pair in world.steps if is_over(pair.receiving.state)}
    waiting = deque(can_end)
    while waiting:
        for predecessor in before[waiting.popleft()] - can_end:
            can_end.add(predecessor)
            waiting.append(predecessor)
    assert can_end == set(world.steps)


def test_somebody_owes_the_next_act_until_the_case_is_over(world: World) -> None:
    for pair in world.steps:
        for state in (pair.receiving.state, pair.handling.state):
            if isinstance(state, Case):
                assert (owes(state) is None) == is_over(state)


@pytest.mark.parametrize("side", Side)
def test_a_region_lets_go_of_a_case_only_when_nothing_can_arrive_any_more(
    world: World, side: Side
) -> None:
    over = [pair for pair in world.steps if is_over(pair.at(side).state)]
    assert over
    for pair in over:
        assert pair.at(side.other).outbox == ()
        for after in world.steps[pair]:
            assert after.at(side).state == pair.at(side).state
            assert after.at(side.other).outbox == ()


def test_every_event_is_written_by_its_own_side_and_every_one_occurs(world: World) -> None:
    expected = {(side, kind) for kind in get_args(StageEvent) for side in EVENT_SIDES[kind]}
    assert world.written == expected


def test_the_life_cycle_is_exactly_the_drawn_one(world: World) -> None:
    drawn = {tuple(line.split()) for line in LIFE_CYCLE.strip().splitlines()}
    assert world.transitions == drawn


def test_every_rule_is_met(world: World) -> None:
    elsewhere = {Reason.WRONG_SIDE, Reason.ROLE_NOT_ALLOWED}
    elsewhere |= {Reason.COMMAND_ID_REUSED, Reason.VERSION_MISMATCH}
    # A region that receives reacts in the same Decision, so only a fold of less shows this one.
    elsewhere |= {Reason.PUSH_NOT_RECEIVED}
    # Tracks have tests of their own.
    elsewhere |= FEE_REASONS | RATING_REASONS | COMPLAINT_REASONS | REASONS_OF_TRACKS
    elsewhere |= REASONS_ROUND_THE_DECISION
    elsewhere |= {reason for reason in Reason if reason.startswith("item_")}
    # Parent cases and offers are aggregates of their own.
    elsewhere |= set(COMPOSITE_REASON_TEXTS)
    assert {reason for _, reason in world.refusals} == set(Reason) - elsewhere
