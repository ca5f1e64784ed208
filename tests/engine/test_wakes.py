"""Deadlines are never lost, never woken before their instant, and never too many at once."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from broker.domain.identifiers import AggregateId, Instant
from broker.engine.wakes import (
    ANSWER_SECONDS_MAX,
    IN_FLIGHT_MAX,
    RETRY_SECONDS_MAX,
    STALE_ENTRIES_MIN,
    Wakes,
)

NOON = Instant(1_767_240_000_000)
NAMES = [AggregateId(f"case-{number}") for number in range(40)]
ONE = NAMES[0]


def taken(wakes: Wakes, now: int, elapsed: float = 0.0) -> list[AggregateId]:
    """Take what is due."""
    return list(wakes.take(Instant(now), elapsed))


def test_a_deadline_is_woken_at_its_instant_and_not_before() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON - 1) == []
    assert taken(wakes, NOON) == [ONE]
    assert taken(wakes, NOON) == []


def test_a_deadline_that_moved_is_woken_at_its_new_instant_only() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    wakes.put(ONE, Instant(NOON + 10))
    assert taken(wakes, NOON) == []
    assert taken(wakes, NOON + 10) == [ONE]


def test_a_deadline_that_was_kept_is_not_woken() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    wakes.put(ONE, None)
    assert taken(wakes, NOON) == []
    assert not wakes.dues


def test_a_check_that_came_too_early_by_the_log_is_sent_again() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON, 0.0) == [ONE]
    wakes.answered(ONE, Instant(NOON - 5), NOON, 0.0)
    assert taken(wakes, NOON + 900, 0.9) == []
    assert taken(wakes, NOON + 1000, 1.0) == [ONE]
    wakes.answered(ONE, Instant(NOON - 5), NOON, 1.0)
    assert taken(wakes, NOON + 2900, 2.9) == []
    assert taken(wakes, NOON + 3000, 3.0) == [ONE]


def test_a_wall_clock_that_goes_back_does_not_hold_a_retry_back() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    a_day_ahead = Instant(NOON + 86_400_000)
    assert taken(wakes, a_day_ahead, 0.0) == [ONE]
    wakes.answered(ONE, Instant(NOON - 5), a_day_ahead, 0.0)
    assert taken(wakes, NOON, 1.0) == [ONE]


def test_a_retry_whose_instant_lies_ahead_again_waits_for_it() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON, 0.0) == [ONE]
    wakes.answered(ONE, Instant(NOON - 500), NOON, 0.0)
    assert taken(wakes, NOON - 100, 1.0) == []
    assert taken(wakes, NOON, 1.1) == [ONE]


def test_what_settling_did_not_change_is_parked_until_the_aggregate_changes() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON) == [ONE]
    wakes.put(ONE, NOON)
    wakes.answered(ONE, NOON, NOON, 0.0)
    assert taken(wakes, NOON + 1, 1e9) == []
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON + 1, 1e9) == [ONE]


def test_the_next_instant_after_a_settled_one_is_waited_for() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON) == [ONE]
    wakes.put(ONE, Instant(NOON + 60_000))
    wakes.answered(ONE, NOON, NOON, 0.0)
    assert taken(wakes, NOON + 59_999, 1e9) == []
    assert taken(wakes, NOON + 60_000, 1e9) == [ONE]


def test_no_more_are_in_flight_than_a_command_may_find_before_it() -> None:
    wakes = Wakes()
    for name in NAMES:
        wakes.put(name, NOON)
    first = taken(wakes, NOON)
    assert len(first) == IN_FLIGHT_MAX == wakes.in_flight
    assert taken(wakes, NOON) == []
    wakes.put(first[0], None)
    wakes.answered(first[0], NOON, NOON, 0.0)
    assert len(taken(wakes, NOON)) == 1


def test_a_check_that_nobody_answers_is_sent_again() -> None:
    wakes = Wakes()
    wakes.put(ONE, NOON)
    assert taken(wakes, NOON, 0.0) == [ONE]
    assert taken(wakes, NOON, ANSWER_SECONDS_MAX - 1) == []
    assert taken(wakes, NOON, ANSWER_SECONDS_MAX) == [ONE]


def test_deadlines_that_move_often_do_not_pile_up() -> None:
    wakes = Wakes()
    for step in range(100_000):
        wakes.put(NAMES[step % len(NAMES)], Instant(NOON + step))
    assert len(wakes._heap) <= 2 * len(NAMES) + STALE_ENTRIES_MIN + 1


class Waking(RuleBasedStateMachine):
    """Any mix of changes, early answers and a wall clock that jumps, against plain books."""

    def __init__(self) -> None:
        super().__init__()
        self.wakes = Wakes()
        self.dues: dict[AggregateId, int] = {}
        self.flight: set[AggregateId] = set()
        self.log = int(NOON)
        self.wall = int(NOON)
        self.elapsed = 0.0

    @initialize(count=st.integers(0, len(NAMES)))
    def open(self, count: int) -> None:
        for name in NAMES[:count]:
            self.move(name, 0)

    @rule(name=st.sampled_from(NAMES), after=st.integers(-50, 5_000))
    def move(self, name: AggregateId, after: int) -> None:
        self.dues[name] = self.log + after
        self.wakes.put(name, Instant(self.dues[name]))

    @rule(name=st.sampled_from(NAMES))
    def keep(self, name: AggregateId) -> None:
        self.dues.pop(name, None)
        self.wakes.put(name, None)

    @rule(seconds=st.floats(0, 5))
    def pass_time(self, seconds: float) -> None:
        self.elapsed += seconds
        self.log += int(seconds * 1000)
        self.wall += int(seconds * 1000)

    @rule(error=st.integers(-100_000, 100_000))
    def set_the_wall_clock(self, error: int) -> None:
        self.wall = self.log + error

    @rule()
    def wake(self) -> None:
        for name in self.wakes.take(Instant(self.wall), self.elapsed):
            assert self.dues[name] <= self.wall, "woken before its instant"
            assert name not in self.flight, "woken twice at once"
            self.flight.add(name)

    @rule(count=st.integers(1, IN_FLIGHT_MAX))
    def answer(self, count: int) -> None:
        """Decide as the recorder would: what is due by the log is settled, all else is not."""
        for name in sorted(self.flight)[:count]:
            self.flight.remove(name)
            if name in self.dues and self.dues[name] <= self.log:
                self.keep(name)
            self.wakes.answered(name, Instant(self.log), Instant(self.wall), self.elapsed)

    @invariant()
    def bounded(self) -> None:
        assert self.wakes.in_flight <= IN_FLIGHT_MAX

    @override
    def teardown(self) -> None:
        """Set the clocks right: everything that is due must then be woken."""
        self.elapsed += RETRY_SECONDS_MAX
        self.log = self.wall = max([self.log, *self.dues.values()])
        for _ in range(2 * len(NAMES)):
            self.answer(IN_FLIGHT_MAX)
            self.wake()
        self.answer(IN_FLIGHT_MAX)
        assert not self.dues, "a deadline was lost"


TestWaking = Waking.TestCase
TestWaking.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
