"""Ratings in any order, at any moment, with any delay between the two regions."""

from collections.abc import Sequence

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import initialize, invariant, rule

from broker.domain.cases.commands import Command
from broker.domain.cases.events import (
    CaseFinished,
    CaseNotAccepted,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
)
from broker.domain.cases.ratings.events import CaseRated, RatingContacted, RatingRectified
from broker.domain.cases.ratings.state import BAD
from broker.domain.cases.state import Case, is_over
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.properties.tracks import ROADS, AtHome, Track
from tests.support.builders import RATING_COMMANDS, submit
from tests.support.given_commands import GOOD_COMMANDS
from tests.support.replicas import Pair
from tests.support.spec import History

ENDS = (CaseFinished, CaseNotAccepted, CaseTerminated, CaseVoided, CaseWithdrawn)


class RatedCase(Track):
    """A case somewhere on its road, and everything that may be said about its ratings."""

    @initialize(road=st.sampled_from(sorted(ROADS)), steps=st.integers(1, 10))
    def begin(self, road: str, steps: int) -> None:
        self.take_road(road, steps)

    @rule(command=st.sampled_from(RATING_COMMANDS))
    def rate(self, command: Command) -> None:
        self.was_over = {side: is_over(self.pair.at(side).state) for side in Side}
        self.give(command)
        for side in Side:
            assert is_over(self.pair.at(side).state) is self.was_over[side]

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
            check_ratings(log)


TestRatedCase = RatedCase.TestCase


def check_ratings(log: History) -> None:
    """Judge one log, without the fold (invariants 6 and 12)."""
    levels, done, has_ended = {}, set(), False
    for written in log:
        event = written.event
        match event:
            case CaseRated():
                assert has_ended
                assert written.side is Side.RECEIVING
                assert event.rated not in levels
                levels[event.rated] = event.level
            case RatingContacted() | RatingRectified():
                assert levels[written.side] in BAD
                assert (written.side, type(event)) not in done
                assert isinstance(event, RatingContacted) or (written.side, RatingContacted) in done
                done.add((written.side, type(event)))
            case _:
                has_ended = has_ended or isinstance(event, ENDS)


@given(
    road=st.sampled_from(sorted(ROADS)),
    commands=st.lists(st.sampled_from(RATING_COMMANDS), max_size=20),
)
def test_in_one_region_a_case_is_rated_as_in_two(road: str, commands: Sequence[Command]) -> None:
    apart, together = Pair(), AtHome()
    for command in (submit(), *ROADS[road], *commands):
        answer = apart.order(command)
        apart = apart if isinstance(answer, Reason) else answer[0].settle()
        assert together.give(command) == (answer if isinstance(answer, Reason) else None)
    assert isinstance(together.state, Case)
    assert isinstance(apart.receiving.state, Case)
    assert together.state.ratings == apart.receiving.state.ratings
