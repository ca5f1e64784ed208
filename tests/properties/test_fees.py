"""Fees in any order, at any moment, with any delay between the two regions."""

from collections.abc import Sequence

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import initialize, invariant, rule

from broker.domain.cases.commands import Command
from broker.domain.cases.events import CaseAccepted, CaseFinished, ResultReturned
from broker.domain.cases.fees.events import FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.state import Case
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.properties.tracks import ROADS, AtHome, Track
from tests.support.builders import FEE_COMMANDS, submit
from tests.support.given_commands import GOOD_COMMANDS
from tests.support.replicas import Pair
from tests.support.spec import History

UNTIL_GRANTED = 5
"""Steps on the road to the finish up to which a fee may be noticed."""


class ChargedCase(Track):
    """A case on its road, and everything that may be done about its fees."""

    @initialize(road=st.sampled_from(sorted(ROADS)), steps=st.integers(1, UNTIL_GRANTED))
    def begin(self, road: str, steps: int) -> None:
        self.take_road(road, steps)

    @rule(command=st.sampled_from(FEE_COMMANDS))
    def charge(self, command: Command) -> None:
        self.give(command)

    @rule(command=st.sampled_from(GOOD_COMMANDS))
    def go_on(self, command: Command) -> None:
        self.give(command)

    @rule(source=st.sampled_from(Side))
    def deliver(self, source: Side) -> None:
        self.arrive(source)

    @invariant()
    def each_log_keeps_the_rules(self) -> None:
        self.check_folds()
        for log in self.logs.values():
            check_fees(log)


TestChargedCase = ChargedCase.TestCase


def check_fees(log: History) -> None:
    """Judge one log, without the fold (invariant 5)."""
    noticed, settled, seen = set[int](), set[tuple[type, int]](), set[type]()
    for written in log:
        event = written.event
        match event:
            case FeeNoticed():
                assert CaseAccepted in seen
                assert ResultReturned not in seen
                assert event.fee == len(noticed) + 1
                noticed.add(event.fee)
            case FeePaid() | FeeWaived():
                assert event.fee in noticed
                assert (type(event), event.fee) not in settled
                settled.add((type(event), event.fee))
            case CaseFinished():
                assert noticed <= {fee for _, fee in settled}
            case _:
                pass
        seen.add(type(event))


@given(
    road=st.sampled_from(sorted(ROADS)),
    steps=st.integers(1, UNTIL_GRANTED),
    commands=st.lists(st.sampled_from((*FEE_COMMANDS, *GOOD_COMMANDS)), max_size=30),
)
def test_in_one_region_a_case_is_charged_as_in_two(
    road: str, steps: int, commands: Sequence[Command]
) -> None:
    apart, together = Pair(), AtHome()
    for command in (submit(), *ROADS[road][:steps], *commands):
        answer = apart.order(command)
        apart = apart if isinstance(answer, Reason) else answer[0].settle()
        assert together.give(command) == (answer if isinstance(answer, Reason) else None)
    assert isinstance(together.state, Case)
    assert isinstance(apart.receiving.state, Case)
    assert together.state.fees == apart.receiving.state.fees
