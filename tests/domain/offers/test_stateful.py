"""Whatever anyone does in whatever order: only the person's own submission makes a case."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from broker.domain.identifiers import Instant
from broker.domain.offers.aggregate import OFFERS
from broker.domain.offers.commands import ChangeField, FieldOrigin, OfferCommand
from broker.domain.offers.events import OfferEvent
from broker.domain.offers.state import Offer, OfferState, Submitted, is_over
from broker.domain.offers.submission import submitted_case, traces
from broker.domain.refusal import Refusal
from tests.domain.offers.support import (
    DECLINE,
    DRAFT,
    EVENING,
    HOUR,
    MORNING,
    OPEN,
    PERSON,
    STRANGER,
    SUBMIT,
    ask,
    sealed,
)

who = st.sampled_from([PERSON, STRANGER])
names = st.sampled_from(["姓名", "住址", "银行账户", "年龄"])


class OneOffer(RuleBasedStateMachine):
    """An offer, its person, a stranger, and time."""

    def __init__(self) -> None:
        """Begin in the morning."""
        super().__init__()
        self.now = MORNING
        self.state: OfferState = OFFERS.initial
        self.submitted_by: list[str] = []
        self.own: set[str] = set()

    def give(self, command: OfferCommand) -> tuple[OfferEvent, ...]:
        """Give a command now; an end stays the end."""
        ended = is_over(self.state)
        self.state, answer = ask(self.state, command, now=self.now)
        assert not ended or isinstance(answer, Refusal)
        return () if isinstance(answer, Refusal) else answer

    @initialize()
    def offers(self) -> None:
        assert self.give(DRAFT)

    @rule(person=who)
    def opens(self, person: str) -> None:
        assert not self.give(replace(OPEN, applicant_hash=person)) or person == PERSON

    @rule(person=who, name=names, is_kept_back=st.booleans())
    def changes(self, person: str, name: str, is_kept_back: bool) -> None:  # noqa: FBT001
        value = None if is_kept_back else sealed(name)
        if self.give(ChangeField(applicant_hash=person, name=name, sealed=value)):
            assert person == PERSON
            self.own.add(name)

    @rule(person=who)
    def submits(self, person: str) -> None:
        if self.give(replace(SUBMIT, applicant_hash=person)):
            self.submitted_by.append(person)
            assert self.now < EVENING

    @rule(person=who)
    def declines(self, person: str) -> None:
        assert not self.give(replace(DECLINE, applicant_hash=person)) or person == PERSON

    @rule(hours=st.integers(0, 3))
    def waits(self, hours: int) -> None:
        self.now = Instant(self.now + hours * HOUR)
        for written in OFFERS.settle(self.state, self.now):
            self.state = OFFERS.evolve(self.state, written)

    @invariant()
    def a_case_comes_from_the_persons_own_submission_only(self) -> None:
        if isinstance(self.state, Offer):
            has_case = submitted_case(self.state) is not None
            assert has_case == isinstance(self.state.stage, Submitted)
            assert self.submitted_by == ([PERSON] if has_case else [])

    @invariant()
    def a_value_is_the_platforms_exactly_as_long_as_nobody_touched_it(self) -> None:
        if isinstance(self.state, Offer):
            for trace in traces(self.state):
                assert (trace.origin is FieldOrigin.PERSON) == (trace.name in self.own)

    @invariant()
    def nothing_is_open_after_its_term(self) -> None:
        if isinstance(self.state, Offer) and self.now >= EVENING:
            assert OFFERS.settle(self.state, self.now) or is_over(self.state)


TestOneOffer = OneOffer.TestCase
TestOneOffer.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
