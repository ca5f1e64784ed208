"""Random mornings between two windows: commands, delays and repetitions in any order."""

from collections.abc import Sequence

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, side_of
from broker.domain.cases.events import Event
from broker.domain.cases.state import Case, CaseState, is_over
from broker.domain.cases.status import owes, status
from broker.domain.identifiers import RegionCode, Side
from broker.domain.refusal import Reason, Refusal
from tests.properties.invariants import check_history
from tests.support.builders import NOON, QINGYANG, submit
from tests.support.given_commands import GOOD_COMMANDS, VARIANTS
from tests.support.replicas import Pair
from tests.support.spec import History, fold, react_in

COMMANDS: tuple[Command, ...] = (*GOOD_COMMANDS, *VARIANTS)


class TwoWindows(RuleBasedStateMachine):
    """Two regions, each with its own log; the link delays, repeats and comes too early."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()
        self.logs: dict[Side, History] = {Side.RECEIVING: (), Side.HANDLING: ()}

    @initialize()
    def hand_in(self) -> None:
        """Begin with a case, since all else is refused."""
        self.order(submit())

    @rule(command=st.sampled_from(COMMANDS))
    def order(self, command: Command) -> None:
        """Give any command at any moment."""
        answer = self.pair.order(command)
        if not isinstance(answer, Reason):
            self.pair, written = answer
            self.logs[side_of(command)] += written

    @rule(source=st.sampled_from(Side))
    def deliver_next(self, source: Side) -> None:
        """Let the next event of a side arrive."""
        self.deliver(source, number=len(of_side(self.logs[source.other], source)))

    @rule(source=st.sampled_from(Side), number=st.integers(0, 12))
    def deliver(self, source: Side, number: int) -> None:
        """Offer an event of a side by its number: an old one, the next one, or one too early."""
        sent = of_side(self.logs[source], source)
        known = of_side(self.logs[source.other], source)
        if number != len(known) or number >= len(sent):
            assert known == sent[: len(known)]
            return
        arrived = self.pair.deliver(source)
        assert arrived is not None
        self.pair, reactions = arrived
        self.logs[source.other] += (sent[number], *reactions)

    @invariant()
    def each_log_keeps_the_rules(self) -> None:
        """Judge the logs by the invariants, and the states by the logs."""
        for side in Side:
            check_history(self.logs[side], region_of_log=side)
            assert fold(self.logs[side]) == self.pair.at(side).state

    @invariant()
    def somebody_is_responsible(self) -> None:
        """Every step has a responsible side at any moment (invariant 10)."""
        for side in Side:
            state = self.pair.at(side).state
            if isinstance(state, Case):
                assert (owes(state) is None) == is_over(state)

    @override
    def teardown(self) -> None:
        """Let everything arrive: both regions hold the same facts and the same view."""
        while self.pair.receiving.outbox or self.pair.handling.outbox:
            for source in Side:
                self.deliver_next(source)
        assert self.pair.receiving.state == self.pair.handling.state
        for side in Side:
            assert of_side(self.logs[side], side) == of_side(self.logs[side.other], side)


TestTwoWindows = TwoWindows.TestCase


def of_side(history: History, side: Side) -> History:
    """Answer the events of one side, in order."""
    return tuple(written for written in history if written.side is side)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw what a whole case may leave in the log: any commands, everything arriving at once."""
    pair = Pair()
    history: History = ()
    for command in (submit(), *draw(st.lists(st.sampled_from(COMMANDS), max_size=40))):
        answer = pair.order(command)
        if isinstance(answer, Reason):
            continue
        pair, written = answer
        history += written
        for side in Side:
            arrived = pair.deliver(side)
            if arrived is not None:
                pair, reactions = arrived
                history += reactions
        pair = pair.settle()
    return history


@settings(max_examples=50)
@given(history=histories(), data=st.data())
def test_any_interleaving_and_repetition_of_the_two_sides_gives_the_same_view(
    history: History, data: st.DataObject
) -> None:
    sides = {side: of_side(history, side) for side in Side}
    # Each side's order is kept; a copy already folded is offered again now and then.
    state = CASES.evolve(CASES.initial, history[0])
    folded = {Side.RECEIVING: 1, Side.HANDLING: 0}
    while any(folded[side] < len(sides[side]) for side in Side):
        side = data.draw(st.sampled_from([s for s in Side if folded[s] < len(sides[s])]))
        # The simplest draw goes on, so that every example comes to its end.
        number = max(0, folded[side] - data.draw(st.integers(0, 2)))
        if number == folded[side]:
            state = CASES.evolve(state, sides[side][number])
            folded[side] += 1
    assert state == fold(history)


@given(commands=st.lists(st.sampled_from(COMMANDS), max_size=40))
def test_one_region_is_two_regions_without_a_distance(commands: Sequence[Command]) -> None:
    apart = Pair()
    together: CaseState = CASES.initial
    for command in (submit(), *commands):
        answer = apart.order(command)
        apart = apart if isinstance(answer, Reason) else answer[0].settle()
        here = at_home(command)
        reply = CASES.decide(here, QINGYANG, together, NOON)
        assert isinstance(reply, Refusal) == isinstance(answer, Reason), command
        for written in () if isinstance(reply, Refusal) else reply:
            together = with_reactions(together, written, QINGYANG)
        assert without_region(together) == without_region(apart.receiving.state)


def at_home(command: Command) -> Command:
    """Answer the command with both sides of the case in Qingyang."""
    return submit(handling=QINGYANG) if command == submit() else command


def with_reactions(state: CaseState, written: Written[Event], region: RegionCode) -> CaseState:
    """Fold an event and the region's own answers to it."""
    after = CASES.evolve(state, written)
    for reaction in react_in(region, written, after):
        after = CASES.evolve(after, reaction)
    return after


def without_region(state: CaseState) -> object:
    """Answer all that a state says, except where."""
    if isinstance(state, Case):
        tracks = state.dialogue, state.custody, state.procedures, state.later
        return state.receiving, state.handling, tracks, status(state)
    return state
