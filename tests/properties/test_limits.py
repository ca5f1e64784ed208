"""Clocks and people in any order, at any time: nothing falls due early, twice, or by who asks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import given
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, side_of
from broker.domain.cases.events import Event, SupplementReceived
from broker.domain.cases.limits.commands import CheckDeadline, WithdrawCard
from broker.domain.cases.limits.events import (
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
    SignalRaised,
)
from broker.domain.cases.limits.terms import LEGAL_DEFAULT, national_calendar
from broker.domain.clocks.beijing import DAY, MINUTE, deadline, legal_day, midnight
from broker.domain.clocks.rules import ApplicantSilence, SupplementRule, working_days
from broker.domain.identifiers import Instant, Side
from broker.domain.items.item import Term
from broker.domain.items.times import Limit, Times
from broker.domain.items.words import Start
from broker.domain.reference import NOTHING_PUBLISHED, Reference
from broker.domain.refusal import Reason
from tests.domain.clocks.support import at
from tests.support.builders import (
    ACCEPT,
    ANSWER_SUPPLEMENT,
    DECLINE,
    END_PROCEDURE,
    EXTEND,
    GRANT,
    HANGZHOU,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REQUEST_SUPPLEMENT,
    SEALED,
    START_PROCEDURE,
    TERMINATE,
    WITHDRAW,
)
from tests.support.dated import UNKNOWN_CODE, Log, Published, a_submit
from tests.support.items import an_item

BEGIN = at("2026-03-02T09:00")
CHECK = CheckDeadline()
COMMANDS: tuple[Command, ...] = (
    ACCEPT,
    DECLINE,
    REQUEST_SUPPLEMENT,
    ANSWER_SUPPLEMENT,
    START_PROCEDURE,
    END_PROCEDURE,
    EXTEND,
    GRANT,
    TERMINATE,
    WITHDRAW,
    WithdrawCard(number=1, sealed=SEALED),
)
STRICT = Times(
    statutory=Limit(period=working_days(20), starts_on=Start.RECEIPT),
    promised=Limit(period=working_days(4), starts_on=Start.RECEIPT),
    notice=LEGAL_DEFAULT.notice,
    supplement=SupplementRule(period=working_days(5), silence=ApplicantSilence.DEEMED_WITHDRAWN),
    extension=LEGAL_DEFAULT.extension,
)


def reference_of(times: Times | None) -> Reference:
    """Publish the item, or nothing."""
    if times is None:
        return NOTHING_PUBLISHED
    item = replace(an_item(code=UNKNOWN_CODE), region=HANGZHOU, times=times)
    return Published(replace(item, effective=Term(from_on=date(2026, 1, 1))))


@dataclass
class Pair:
    """The logs of both regions, and what is on its way."""

    receiving: Log
    handling: Log
    sent: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))

    def at(self, side: Side) -> Log:
        """Answer the log of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def order(self, command: Command, now: Instant) -> Reason | None:
        """Give a command where its side is."""
        return self.at(side_of(command)).order(command, now)

    def deliver(self, source: Side, now: Instant) -> bool:
        """Let the next event of a side arrive."""
        history = self.at(source).history
        if self.sent[source] == len(history):
            return False
        self.at(source.other).take(history[self.sent[source]], now)
        self.sent[source] += 1
        return True

    def deliver_all(self, now: Instant) -> None:
        """Let everything arrive."""
        while self.deliver(Side.RECEIVING, now) or self.deliver(Side.HANDLING, now):
            pass


def a_pair(times: Times | None) -> Pair:
    """Begin with nothing."""
    reference = reference_of(times)
    here = Log(reference=reference, region=QINGYANG)
    return Pair(here, Log(reference=reference, region=HANGZHOU))


Step = Callable[[Pair], object]


class ClocksAndPeople(RuleBasedStateMachine):
    """Two regions under one moving time; timers come when they like, or never."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.pair = a_pair(None)
        self.steps: list[tuple[Instant, Step]] = []
        self.times: Times | None = None

    def do(self, step: Step) -> None:
        """Do a step and keep it for the twin."""
        self.steps.append((self.now, step))
        step(self.pair)

    @initialize(times=st.sampled_from((None, LEGAL_DEFAULT, STRICT)))
    def begin(self, times: Times | None) -> None:
        """Hand a case in and over."""
        self.times, self.pair = times, a_pair(times)
        now = self.now
        for command in (a_submit(UNKNOWN_CODE), PASS_FORM, PASS_IDENTITY, PUSH):
            self.do(lambda pair, command=command: pair.order(command, now))  # type: ignore[misc]
        for _ in range(4):
            self.do(lambda pair: pair.deliver(Side.RECEIVING, now))

    @rule(days=st.integers(0, 12), minutes=st.integers(0, 24 * 60))
    def wait(self, days: int, minutes: int) -> None:
        """Let time pass."""
        self.now = Instant(self.now + days * DAY + minutes * MINUTE)

    @rule(command=st.sampled_from(COMMANDS))
    def act(self, command: Command) -> None:
        """Let somebody try something."""
        now = self.now
        self.do(lambda pair: pair.order(command, now))

    @rule(source=st.sampled_from(Side))
    def arrive(self, source: Side) -> None:
        """Let something arrive."""
        now = self.now
        self.do(lambda pair: deliver_next(pair, source, now))

    @rule(side=st.sampled_from(Side))
    def look(self, side: Side) -> None:
        """Let a timer come, early, late or again: the log of the other side has nothing to add."""
        log = self.pair.at(side)
        before = len(log.history)
        assert log.order(CHECK, self.now) is None
        after = len(log.history)
        assert side is Side.HANDLING or before == after
        assert log.order(CHECK, self.now) is None
        assert len(log.history) == after

    @invariant()
    def nothing_is_early_and_nothing_is_twice(self) -> None:
        """Each effect is written at or after its instant, and once."""
        history = self.pair.handling.history
        for written in history:
            assert written.at is not None
            if isinstance(written.event, LimitEvent):
                assert written.at >= instant_of(written.event, written.at)
        effects = [name for one in history if (name := name_of(one.event)) is not None]
        assert len(effects) == len(set(effects))

    @invariant()
    def acceptance_by_silence_is_counted_as_a_clerk_would(self) -> None:
        """Walk day by day, from the receipt or from the answer."""
        history = self.pair.handling.history
        for number, written in enumerate(history):
            if isinstance(written.event, CaseDeemedAccepted):
                received = [
                    one for one in history[:number] if isinstance(one.event, SupplementReceived)
                ]
                since = received[-1] if received else history[0]
                assert since.at is not None
                start = legal_day(since.at)
                assert written.event.accepted_on == start.isoformat()
                assert written.event.due_on == walk(start, 5).isoformat()

    @override
    def teardown(self) -> None:
        """Both regions agree, and a twin with an exact timer has written the same."""
        self.pair.deliver_all(self.now)
        assert self.pair.receiving.state == self.pair.handling.state
        self.pair.handling.settle(self.now)
        twin = a_pair(self.times)
        for now, step in self.steps:
            settle_exactly(twin.handling, now)
            step(twin)
        settle_exactly(twin.handling, self.now)
        twin.deliver_all(self.now)
        assert events_of(twin.handling) == events_of(self.pair.handling)
        assert twin.handling.state == self.pair.handling.state


def deliver_next(pair: Pair, source: Side, now: Instant) -> None:
    """Deliver up to the next event that is no clock's, so that both twins hear the same."""
    pair.handling.settle(now)
    while True:
        sent = pair.sent[source]
        if not pair.deliver(source, now):
            return
        if not isinstance(pair.at(source).history[sent].event, LimitEvent):
            return


def settle_exactly(log: Log, until: Instant) -> None:
    """Let a timer come at every instant at which something is due."""
    while (due := CASES.next_due(log.state, Side.HANDLING)) is not None and due <= until:
        assert log.settle(due)


def events_of(log: Log) -> list[Event]:
    """Answer what was written, without when."""
    return [written.event for written in log.history]


def instant_of(event: LimitEvent, written_at: Instant) -> Instant:
    """Answer the instant from which on an effect is true; acts of people are true at once."""
    match event:
        case CaseDeemedAccepted() | CaseDeemedWithdrawn():
            return deadline(date.fromisoformat(event.due_on))
        case SignalRaised():
            return midnight(date.fromisoformat(event.raised_on))
        case _:
            return written_at


def name_of(event: Event) -> object:
    """Name an effect that may happen once."""
    match event:
        case CaseDeemedAccepted() | CaseDeemedWithdrawn():
            return type(event)
        case SignalRaised():
            return (event.signal, event.limit, event.procedure)
        case _:
            return None


def walk(start: date, n: int) -> date:
    """Count working days with a finger on the calendar."""
    day = start
    while n:
        day += timedelta(days=1)
        n -= national_calendar().describe(day).works
    return day


TestClocksAndPeople = ClocksAndPeople.TestCase


@given(
    days=st.lists(st.integers(0, 20), max_size=8),
    commands=st.lists(st.sampled_from(COMMANDS), max_size=8),
    times=st.sampled_from((None, STRICT)),
)
def test_one_region_is_bound_like_two(
    days: list[int], commands: list[Command], times: Times | None
) -> None:
    apart, together, now = a_pair(times), Log(reference=reference_of(times)), BEGIN
    both: tuple[Command, ...] = (a_submit(UNKNOWN_CODE), PASS_FORM, PASS_IDENTITY, PUSH)
    steps = [(0, command) for command in both] + list(zip(days, commands, strict=False))
    for wait, command in steps:
        now = Instant(now + wait * DAY)
        for log in (apart.handling, together):
            log.settle(now)
        apart.deliver_all(now)
        refused = together.order(command, now)
        assert apart.order(command, now) == refused, command
        apart.deliver_all(now)
    written = [one.event for one in together.history if one.side is Side.HANDLING]
    assert written == events_of(apart.handling)
