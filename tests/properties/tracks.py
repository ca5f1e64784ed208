"""Two regions and one case on any of its roads: what the stateful tests of the tracks share."""

from hypothesis.stateful import RuleBasedStateMachine
from typing_extensions import override

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, side_of
from broker.domain.cases.state import CaseState
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import (
    ACCEPT,
    DECLINE,
    DELIVER,
    FINISH,
    GRANT,
    NOON,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    RETURN_RESULT,
    VOID,
    WITHDRAW,
    submit,
)
from tests.support.replicas import Pair
from tests.support.spec import History, fold, react_in

THERE = (PASS_FORM, PASS_IDENTITY, PUSH)
ROADS: dict[str, tuple[Command, ...]] = {
    "finished": (*THERE, ACCEPT, GRANT, RETURN_RESULT, DELIVER, NOTIFY, FINISH),
    "declined": (*THERE, DECLINE, NOTIFY),
    "withdrawn": (*THERE, ACCEPT, WITHDRAW, NOTIFY),
    "withdrawn_early": (WITHDRAW, NOTIFY),
    "voided": (VOID, NOTIFY),
}


class Track(RuleBasedStateMachine):
    """Two regions, each with its own log; whatever is written may stay on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = Pair()
        self.logs: dict[Side, History] = {Side.RECEIVING: (), Side.HANDLING: ()}

    def take_road(self, road: str, steps: int) -> None:
        """Bring the case some way along a road, everything arriving at once."""
        for command in (submit(), *ROADS[road][:steps]):
            self.give(command)
            self.settle()

    def give(self, command: Command) -> Reason | None:
        """Give a command at the region of its side; answer why it was refused."""
        answer = self.pair.order(command)
        if isinstance(answer, Reason):
            return answer
        self.pair, written = answer
        self.logs[side_of(command)] += written
        return None

    def arrive(self, source: Side) -> bool:
        """Let the next event of a side arrive; answer whether there was one."""
        outbox = self.pair.at(source).outbox
        arrived = self.pair.deliver(source)
        if arrived is None:
            return False
        self.pair, reactions = arrived
        self.logs[source.other] += (outbox[0], *reactions)
        return True

    def settle(self) -> None:
        """Let everything arrive, answers included."""
        while self.arrive(Side.RECEIVING) or self.arrive(Side.HANDLING):
            pass

    def check_folds(self) -> None:
        """Require that each log leads to the state its region has."""
        for side in Side:
            assert fold(self.logs[side]) == self.pair.at(side).state

    @override
    def teardown(self) -> None:
        """Let everything arrive: both regions hold the same facts and the same state."""
        self.settle()
        assert self.pair.receiving.state == self.pair.handling.state
        for side in Side:
            assert of_side(self.logs[side], side) == of_side(self.logs[side.other], side)


class AtHome:
    """The same case with both sides in one region."""

    def __init__(self) -> None:
        self.state: CaseState = CASES.initial

    def give(self, command: Command) -> Reason | None:
        """Give a command; answer why it was refused."""
        here = submit(handling=QINGYANG) if command == submit() else command
        answer = CASES.decide(here, QINGYANG, self.state, NOON)
        if isinstance(answer, Refusal):
            return answer.reason
        for written in answer:
            self.state = CASES.evolve(self.state, written)
            for reaction in react_in(QINGYANG, written, self.state):
                self.state = CASES.evolve(self.state, reaction)
        return None


def of_side(history: History, side: Side) -> History:
    """Answer the events of one side, in order."""
    return tuple(written for written in history if written.side is side)
