"""Later acts in any order and any delay, and only after the finish: the track beside the stages."""

from dataclasses import replace
from functools import reduce

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, DecideCase
from broker.domain.cases.later.events import LaterEvent
from broker.domain.cases.state import Case, is_over
from broker.domain.cases.status import owes
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.properties.invariants import check_history
from tests.support.builders import (
    ACCEPT,
    CANCEL,
    CORRECT,
    DELIVER,
    FINISH,
    GRANT,
    NOON,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REJECT,
    RETURN_RESULT,
    REVOKE,
    WITHDRAW,
    submit,
)
from tests.support.replicas import Pair
from tests.support.spec import History, fold, played, react_in

LATER: tuple[Command, ...] = (REVOKE, CANCEL, CORRECT)
TO_THE_DECISION: tuple[Command, ...] = (PASS_FORM, PASS_IDENTITY, PUSH, ACCEPT)
TO_THE_END: tuple[Command, ...] = (RETURN_RESULT, DELIVER, NOTIFY, FINISH)


class AfterTheFinish(RuleBasedStateMachine):
    """Two regions around the end of a case; the finish reaches the handling side when it does."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()
        self.log: History = ()
        for command in (submit(), *TO_THE_DECISION):
            self.order(command)
            self.arrive_all()

    @initialize(decision=st.sampled_from((GRANT, REJECT)))
    def decide(self, decision: DecideCase) -> None:
        """Grant or reject."""
        self.order(decision)
        for command in TO_THE_END[:-1]:
            self.order(command)
            self.arrive_all()

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

    @rule(command=st.sampled_from((FINISH, WITHDRAW)))
    def close(self, command: Command) -> None:
        """Finish; a withdrawal comes too late by now."""
        self.order(command)

    @rule(command=st.sampled_from(LATER))
    def act(self, command: Command) -> None:
        """Revoke, cancel or correct, as far as the handling side has heard of the finish."""
        state = self.pair.handling.state
        assert isinstance(state, Case)
        knows_of_finish = is_over(state)
        refused = self.order(command)
        assert (refused is Reason.NOT_FINISHED) == (not knows_of_finish)

    @rule(source=st.sampled_from(Side))
    def deliver(self, source: Side) -> None:
        """Let something arrive, or nothing."""
        self.arrive(source)

    @invariant()
    def what_is_over_stays_over(self) -> None:
        """A later act asks nothing of anybody, so memory may let go of the case again."""
        for side in Side:
            state = self.pair.at(side).state
            assert isinstance(state, Case)
            assert (owes(state) is None) == is_over(state)
            if any(isinstance(one.event, LaterEvent) for one in self.log):
                assert is_over(self.pair.handling.state)

    @override
    def teardown(self) -> None:
        """Let everything arrive: both regions agree."""
        self.arrive_all()
        assert self.pair.receiving.state == self.pair.handling.state
        assert fold(self.log) == self.pair.handling.state
        check_history(self.log, region_of_log=Side.HANDLING)


TestTwoRegions = AfterTheFinish.TestCase


@given(
    decision=st.sampled_from((GRANT, REJECT)),
    commands=st.lists(st.sampled_from((*LATER, WITHDRAW, FINISH)), max_size=10),
)
def test_one_region_does_what_two_do(decision: DecideCase, commands: list[Command]) -> None:
    whole = (*TO_THE_DECISION, decision, *TO_THE_END)
    together = fold(played(submit(handling=QINGYANG), *whole))
    apart = Pair()
    for command in (submit(), *whole):
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
    assert isinstance(apart.receiving.state, Case)
    assert together == replace(apart.receiving.state, handling_region=QINGYANG)
