"""Procedures, extensions and decisions in any order and any delay: the track beside the stages."""

from dataclasses import replace
from functools import reduce

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from typing_extensions import override

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.procedures.commands import EndSpecialProcedure
from broker.domain.cases.procedures.decide import EXTENSIONS_MAX
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.state import Case, Decided, Returned
from broker.domain.cases.status import CaseStatus, status
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.properties.invariants import check_history
from tests.support.builders import (
    ACCEPT,
    EXTEND,
    GRANT,
    HEAR_THIRD_PARTIES,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REJECT,
    RETURN_RESULT,
    START_PROCEDURE,
    TERMINATE,
    WITHDRAW,
    submit,
)
from tests.support.replicas import Pair
from tests.support.spec import History, fold, played, react_in

USUAL: tuple[Command, ...] = (START_PROCEDURE, HEAR_THIRD_PARTIES, EXTEND, GRANT, REJECT)
TO_THE_OFFICE: tuple[Command, ...] = (PASS_FORM, PASS_IDENTITY, PUSH)
RARE: tuple[Command, ...] = (RETURN_RESULT, WITHDRAW, TERMINATE)


class BetweenAcceptanceAndDecision(RuleBasedStateMachine):
    """Two regions from the acceptance on; each keeps its own account of the open procedures."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()
        self.log: History = ()
        self.open: set[int] = set()
        for command in (submit(), *TO_THE_OFFICE):
            self.order(command)
            self.arrive_all()
        self.order(ACCEPT)

    def order(self, command: Command) -> Reason | None:
        """Give a command at its side and keep what it wrote."""
        answer = self.pair.order(command)
        if isinstance(answer, Reason):
            return answer
        self.pair, written = answer
        self.log += written
        return None

    def arrive_all(self) -> None:
        """Let everything arrive."""
        while any(self.arrive(side) for side in Side):
            pass

    def arrive(self, source: Side) -> bool:
        """Let the next event of a side arrive."""
        arrived = self.pair.deliver(source)
        if arrived is None:
            return False
        self.pair, reactions = arrived
        self.log += reactions
        return True

    @rule(command=st.sampled_from(USUAL))
    def act(self, command: Command) -> None:
        """Start, extend or decide."""
        was_open = self.is_accepted and bool(self.open)
        refused = self.order(command)
        if command in (GRANT, REJECT) and was_open:
            assert refused is Reason.PROCEDURE_OPEN
        if refused is None and isinstance(self.log[-1].event, SpecialProcedureStarted):
            self.open.add(self.log[-1].event.number)

    @rule(number=st.integers(1, 4))
    def end(self, number: int) -> None:
        """End a procedure by its number, be it open or not."""
        refused = self.order(EndSpecialProcedure(number=number))
        if self.is_accepted:
            assert (refused is None) == (number in self.open)
        if refused is None:
            self.open.remove(number)

    @rule(command=st.sampled_from(RARE))
    def go_on(self, command: Command) -> None:
        """Return the result, or ask to withdraw."""
        self.order(command)

    @rule(source=st.sampled_from(Side))
    def deliver(self, source: Side) -> None:
        """Let something arrive, or nothing."""
        self.arrive(source)

    @property
    def is_accepted(self) -> bool:
        """Whether the handling side may still decide."""
        state = self.pair.handling.state
        return isinstance(state, Case) and status(state) in {
            CaseStatus.ACCEPTED,
            CaseStatus.SPECIAL_PROCEDURE,
        }

    @invariant()
    def the_state_agrees_with_the_account(self) -> None:
        """The writer's own state is what this test has counted."""
        state = self.pair.handling.state
        assert isinstance(state, Case)
        assert set(state.procedures.open_numbers) == self.open
        granted = [one for one in self.log if isinstance(one.event, ExtensionGranted)]
        assert state.procedures.extension_count == len(granted) <= EXTENSIONS_MAX
        started = [one for one in self.log if isinstance(one.event, SpecialProcedureStarted)]
        ended = [one for one in self.log if isinstance(one.event, SpecialProcedureEnded)]
        assert len(started) - len(ended) == len(self.open)
        if isinstance(state.handling, Decided | Returned):
            assert not self.open

    @override
    def teardown(self) -> None:
        """Let everything arrive: both regions agree."""
        self.arrive_all()
        assert self.pair.receiving.state == self.pair.handling.state
        assert fold(self.log) == self.pair.handling.state
        check_history(self.log, region_of_log=Side.HANDLING)


TestTwoRegions = BetweenAcceptanceAndDecision.TestCase


ENDS: tuple[Command, ...] = tuple(EndSpecialProcedure(number=number) for number in (1, 2, 3))


@given(commands=st.lists(st.sampled_from((*USUAL, *RARE, *ENDS)), max_size=20))
def test_one_region_does_what_two_do(commands: list[Command]) -> None:
    apart, together = Pair(), fold(played(submit(handling=QINGYANG), *TO_THE_OFFICE, ACCEPT))
    for command in (submit(), *TO_THE_OFFICE, ACCEPT):
        answer = apart.order(command)
        assert not isinstance(answer, Reason)
        apart = answer[0].settle()
    for command in commands:
        answer = apart.order(command)
        reply = CASES.decide(command, QINGYANG, together, NOON)
        if isinstance(answer, Reason):
            assert reply == Refusal(answer)
            continue
        apart = answer[0].settle()
        assert not isinstance(reply, Refusal)
        for written in reply:
            together = CASES.evolve(together, written)
            together = reduce(CASES.evolve, react_in(QINGYANG, written, together), together)
    assert isinstance(together, Case)
    assert isinstance(apart.receiving.state, Case)
    assert together == replace(apart.receiving.state, handling_region=QINGYANG)
