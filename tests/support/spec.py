"""given(history).when(command).then(events): tests of the case that read as rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, SubmitCase, side_of
from broker.domain.cases.events import Event
from broker.domain.cases.state import CaseState
from broker.domain.identifiers import RegionCode, Side
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import NOON, QINGYANG

History = tuple[Written[Event], ...]


def fold(history: Iterable[Written[Event]]) -> CaseState:
    """Answer the state after a history."""
    return reduce(CASES.evolve, history, CASES.initial)


def receiving(*events: Event) -> History:
    """Say that the receiving side wrote these."""
    return tuple(Written(Side.RECEIVING, event) for event in events)


def handling(*events: Event) -> History:
    """Say that the handling side wrote these."""
    return tuple(Written(Side.HANDLING, event) for event in events)


def region_for(state: CaseState, command: Command) -> RegionCode:
    """Name the region whose window may give this command; Qingyang before the case begins."""
    return CASES.region_of(state, side_of(command)) or QINGYANG


def react_in(region: RegionCode, written: Written[Event], state: CaseState) -> History:
    """Answer what a region writes on an event just folded, as the engine asks for it."""
    if CASES.region_of(state, written.side.other) != region:
        return ()
    return CASES.react(written, state, NOON)


@dataclass(frozen=True, slots=True)
class When:
    """A command or a peer's event meets a history in one region."""

    answer: History | Refusal

    def then(self, *expected: History) -> None:
        """Require exactly these events, reactions included."""
        assert self.answer == sum(expected, ())

    def then_refused(self, reason: Reason) -> None:
        """Require a refusal."""
        assert self.answer == Refusal(reason)

    def then_nothing(self) -> None:
        """Require that the region has nothing to add."""
        assert self.answer == ()


@dataclass(frozen=True, slots=True)
class Given:
    """A history, as known in the region that is asked next."""

    history: History

    def when(self, command: Command, *, at: RegionCode | None = None) -> When:
        """Give a command at a region, by default the one that owns the command's side."""
        state = fold(self.history)
        region = at or region_for(state, command)
        answer = CASES.decide(command, region, state, NOON)
        if isinstance(answer, Refusal):
            return When(answer)
        (written,) = answer
        return When((written, *react_in(region, written, CASES.evolve(state, written))))

    def when_arrives(self, events: History, *, at: RegionCode) -> When:
        """Let events of the other region arrive; the answer is what this region writes."""
        state = fold(self.history)
        written_here: list[Written[Event]] = []
        for event in events:
            state = CASES.evolve(state, event)
            for reaction in react_in(at, event, state):
                state = CASES.evolve(state, reaction)
                written_here.append(reaction)
        return When(tuple(written_here))


def given(*history: History) -> Given:
    """Begin a rule with what has happened."""
    return Given(sum(history, ()))


def played(*commands: Command) -> History:
    """Answer the history of commands that must all succeed, with every reaction arrived."""
    state: CaseState = CASES.initial
    history: list[Written[Event]] = []
    for command in commands:
        answer = CASES.decide(command, region_for(state, command), state, NOON)
        assert not isinstance(answer, Refusal), (command, answer)
        for written in answer:
            state = CASES.evolve(state, written)
            reactions = CASES.react(written, state, NOON)
            state = reduce(CASES.evolve, reactions, state)
            history.extend((written, *reactions))
    assert isinstance(commands[0], SubmitCase)
    return tuple(history)
