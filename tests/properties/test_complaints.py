"""Complaints in any order, at any moment, with any delay between the two regions."""

from collections.abc import Sequence

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import initialize, invariant, rule

from broker.domain.cases.commands import Command
from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
)
from broker.domain.cases.duties import duties
from broker.domain.cases.events import Event
from broker.domain.cases.state import Case
from broker.domain.cases.status import Act
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.properties.tracks import ROADS, AtHome, Track
from tests.support.builders import submit
from tests.support.complaints import COMPLAINT_COMMANDS
from tests.support.given_commands import GOOD_COMMANDS
from tests.support.replicas import Pair
from tests.support.spec import History

ABOUT_COMPLAINTS = {Act.ANSWER_COMPLAINT, Act.FOLLOW_UP_COMPLAINT, Act.CLOSE_COMPLAINT}


class ComplainedCase(Track):
    """A case somewhere on its road, and everything that may be said about complaints."""

    @initialize(road=st.sampled_from(sorted(ROADS)), steps=st.integers(0, 10))
    def begin(self, road: str, steps: int) -> None:
        self.take_road(road, steps)

    @rule(command=st.sampled_from(COMPLAINT_COMMANDS))
    def complain(self, command: Command) -> None:
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
        for side, log in self.logs.items():
            owed_by_log = judge(log)
            state = self.pair.at(side).state
            if isinstance(state, Case):
                owed = {(d.of, d.number): d for d in duties(state) if d.act in ABOUT_COMPLAINTS}
                assert owed.keys() == owed_by_log


TestComplainedCase = ComplainedCase.TestCase


Key = tuple[Side, int]


def judge(log: History) -> set[Key]:
    """Judge one log, without the fold; answer the complaints that are open in it."""
    holder: dict[Key, Side] = {}
    said: dict[Key, list[type[Event]]] = {}
    for written in log:
        event = written.event
        if isinstance(event, ComplaintRegistered):
            assert (written.side, event.complaint) not in holder
            holder[written.side, event.complaint] = event.against
            said[written.side, event.complaint] = []
        elif isinstance(event, ComplaintTransferred | ComplaintAnswered):
            key = (event.registrar, event.complaint)
            assert holder[key] is written.side
            judge_body(event, said[key])
            if isinstance(event, ComplaintTransferred):
                holder[key] = written.side.other
        elif isinstance(event, ComplaintFollowedUp | ComplaintReopened | ComplaintClosed):
            key = (written.side, event.complaint)
            assert isinstance(event, ComplaintClosed) or holder[key] is event.body
            judge_registrar(event, said[key])
    return {key for key, kinds in said.items() if ComplaintClosed not in kinds}


def judge_body(event: ComplaintTransferred | ComplaintAnswered, said: list[type[Event]]) -> None:
    """A body passes on before it answers, and answers once each time it is asked."""
    if isinstance(event, ComplaintTransferred):
        assert not {ComplaintTransferred, ComplaintAnswered} & set(said)
    else:
        assert said.count(ComplaintAnswered) == event.round - 1
        assert said.count(ComplaintReopened) >= event.round - 1
    said.append(type(event))


def judge_registrar(
    event: ComplaintFollowedUp | ComplaintReopened | ComplaintClosed, said: list[type[Event]]
) -> None:
    """Each answer is followed up once, one is disputed, and the end is the end."""
    assert ComplaintClosed not in said
    said.append(type(event))
    asked = said.count(ComplaintFollowedUp)
    assert asked <= said.count(ComplaintAnswered)
    assert said.count(ComplaintReopened) <= min(1, asked)


@given(
    road=st.sampled_from(sorted(ROADS)),
    commands=st.lists(st.sampled_from(COMPLAINT_COMMANDS), max_size=30),
)
def test_in_one_region_complaints_go_as_in_two(road: str, commands: Sequence[Command]) -> None:
    apart, together = Pair(), AtHome()
    for command in (submit(), *ROADS[road], *commands):
        answer = apart.order(command)
        apart = apart if isinstance(answer, Reason) else answer[0].settle()
        assert together.give(command) == (answer if isinstance(answer, Reason) else None)
    assert isinstance(together.state, Case)
    assert isinstance(apart.receiving.state, Case)
    assert together.state.complaints == apart.receiving.state.complaints
