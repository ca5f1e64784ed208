"""The tracks beside the stages: two windows that also ask each other, and send originals around."""

from collections import Counter
from collections.abc import Sequence

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import invariant, rule
from typing_extensions import override

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.custody.state import Kept, kept_by, places
from broker.domain.cases.duties import duties
from broker.domain.cases.procedures.commands import EndSpecialProcedure
from broker.domain.cases.state import Case, CaseState, is_over
from broker.domain.cases.status import Act, Owed, owes
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.properties.test_cases_replicas import (
    TwoWindows,
    at_home,
    of_side,
    with_reactions,
    without_region,
)
from tests.support import builders as b
from tests.support.builders import NOON, QINGYANG, submit
from tests.support.given_commands import EITHER_SIDE_COMMANDS, GOOD_COMMANDS
from tests.support.replicas import Pair
from tests.support.spec import History, fold

BOOK, CERTIFICATE = "户口簿", "结婚证"
STEPS_TO_THE_END_MAX = 80
OWED: dict[Act, Command] = {
    Act.CHECK_FORM: b.PASS_FORM,
    Act.CHECK_IDENTITY: b.PASS_IDENTITY,
    Act.PUSH: b.PUSH,
    Act.EXAMINE: b.ACCEPT,
    Act.ANSWER_SUPPLEMENT: b.ANSWER_SUPPLEMENT,
    Act.DECIDE: b.GRANT,
    Act.RETURN_RESULT: b.RETURN_RESULT,
    Act.DELIVER_RESULT: b.DELIVER,
    Act.NOTIFY_APPLICANT: b.NOTIFY,
    Act.FINISH: b.FINISH,
}
TRACK_VARIANTS: tuple[Command, ...] = tuple(
    command
    for side in Side
    for command in (
        b.ask(side, sealed=None),
        b.answer(side, 2),
        b.answer(side, sealed=None),
        b.close(side, 2),
        b.take(side),
        b.take(side, BOOK, CERTIFICATE),
        b.take(side, *[BOOK] * 51),
        b.pack(side, CERTIFICATE),
        b.pack(side),
        b.ship(side, 2),
        b.confirm(side, 2),
        b.confirm_damaged(side),
        b.confirm_damaged(side, sealed=None),
        b.report_lost(side, 2),
        b.report_lost(side, sealed=None),
        b.recall(side, 2),
        b.hand_back(side, CERTIFICATE),
    )
)
BESIDE = (*EITHER_SIDE_COMMANDS, *TRACK_VARIANTS)
REASONS_OF_TRACKS = frozenset(
    {
        Reason.TEXT_MISSING,
        Reason.QUESTION_UNKNOWN,
        Reason.QUESTION_ANSWERED,
        Reason.QUESTION_CLOSED,
        Reason.TOO_MANY_QUESTIONS,
        Reason.ORIGINALS_MISSING,
        Reason.ORIGINALS_NOT_KEPT,
        Reason.ORIGINALS_OUT,
        Reason.TOO_MANY_ORIGINALS,
        Reason.TOO_MANY_PARCELS,
        Reason.PARCEL_UNKNOWN,
        Reason.PARCEL_NOT_SHIPPED,
        Reason.PARCEL_SHIPPED,
        Reason.PARCEL_CLOSED,
    }
)
"""Each has a rule of its own in tests/domain/test_dialogue_rules.py or test_custody_rules.py."""


def discharge(owed: Owed, state: Case) -> Command:
    """Answer the command that does what is owed next."""
    if owed.act in OWED:
        return OWED[owed.act]
    if owed.act is Act.END_PROCEDURE:
        return EndSpecialProcedure(number=min(state.procedures.open_numbers))
    out = next(places(state.custody))
    if isinstance(out, Kept):
        return b.hand_back(out.side, *out.originals)
    return act_on(owed.side, owed.act, out.parcel)


def act_on(side: Side, act: Act, number: int) -> Command:
    """Answer the command that does an act for a question or a parcel."""
    match act:
        case Act.ANSWER_QUESTION:
            return b.answer(side, number)
        case Act.SHIP_PARCEL:
            return b.ship(side, number)
        case Act.RECALL_PARCEL:
            return b.recall(side, number)
        case Act.CONFIRM_PARCEL:
            return b.confirm(side, number)
        case _:
            raise AssertionError(act)


class TwoBusyWindows(TwoWindows):
    """The windows also talk to each other and ship originals, at any moment."""

    @rule(command=st.sampled_from(BESIDE))
    def beside(self, command: Command) -> None:
        """Give a command of a track."""
        self.order(command)

    @rule(data=st.data())
    def beside_with_effect(self, data: st.DataObject) -> None:
        """Give one that is not refused where the case stands."""
        possible = [one for one in BESIDE if not isinstance(self.pair.order(one), Reason)]
        if possible:
            self.order(data.draw(st.sampled_from(possible)))

    @rule()
    def do_what_is_owed(self) -> None:
        """Let the case get somewhere."""
        state = self.pair.receiving.state
        owed = owes(state) if isinstance(state, Case) else None
        if owed is not None and (owed.act in OWED or owed.act is Act.END_PROCEDURE):
            assert isinstance(state, Case)
            self.order(discharge(owed, state))

    @invariant()
    def every_original_is_somewhere(self) -> None:
        """Each original is kept or packed by a side, on the way, or back (invariant 8)."""
        for side in Side:
            state = self.pair.at(side).state
            if not isinstance(state, Case):
                continue
            parts = [state.custody.of(each) for each in Side]
            found = Counter(title for part in parts for title in part.handed_back)
            for place in places(state.custody):
                found.update(place.originals)
            assert found == Counter(title for part in parts for title in part.taken)

    @invariant()
    def a_duty_can_be_done(self) -> None:
        """What a side owes, by what its region knows, its region does not refuse."""
        for side in Side:
            replica = self.pair.at(side)
            if not isinstance(replica.state, Case):
                continue
            for duty in duties(replica.state):
                if duty.side is side:
                    command = act_on(side, duty.act, duty.number)
                    answer = CASES.decide(command, replica.region, replica.state, NOON)
                    assert not isinstance(answer, Refusal), (duty, answer)

    @invariant()
    def what_is_over_keeps_nothing(self) -> None:
        """A case leaves memory only when the applicant has everything back."""
        for side in Side:
            state = self.pair.at(side).state
            if isinstance(state, Case) and is_over(state):
                assert not any(kept_by(state.custody, each) for each in Side)

    @override
    def teardown(self) -> None:
        """From wherever it stands, a case comes to its end by doing what is owed."""
        super().teardown()
        pair = self.pair.settle()
        for _ in range(STEPS_TO_THE_END_MAX):
            state = pair.receiving.state
            owed = owes(state) if isinstance(state, Case) else None
            if owed is None:
                break
            assert isinstance(state, Case)
            answer = pair.order(discharge(owed, state))
            assert not isinstance(answer, Reason), (owed, answer)
            pair = answer[0].settle()
        assert pair.receiving.state == pair.handling.state
        assert is_over(pair.receiving.state) or not isinstance(pair.receiving.state, Case)


TestTwoBusyWindows = TwoBusyWindows.TestCase
TestTwoBusyWindows.settings = settings(max_examples=150, stateful_step_count=60)


@st.composite
def commands(draw: st.DrawFn) -> Sequence[Command]:
    """Draw what is asked of a case, mostly with effect: of the stages or beside them."""
    pair, asked = at_once(Pair(), submit())[0], []
    for _ in range(draw(st.integers(0, 40))):
        among = draw(st.sampled_from((tuple(OWED.values()), BESIDE, BESIDE)))
        possible = [one for one in among if not isinstance(pair.order(one), Reason)]
        asked.append(draw(st.sampled_from(possible or (*GOOD_COMMANDS[1:], *BESIDE))))
        pair = at_once(pair, asked[-1])[0]
    return asked


@settings(max_examples=60)
@given(given_out=commands(), data=st.data())
def test_any_interleaving_of_the_two_sides_gives_the_same_view(
    given_out: Sequence[Command], data: st.DataObject
) -> None:
    pair, history = at_once(Pair(), submit())
    for command in given_out:
        pair, written = at_once(pair, command)
        history += written
    rest = {side: list(of_side(history[1:], side)) for side in Side}
    state = CASES.evolve(CASES.initial, history[0])
    while any(rest.values()):
        side = data.draw(st.sampled_from([side for side in Side if rest[side]]))
        state = CASES.evolve(state, rest[side].pop(0))
    assert state == fold(history)


def at_once(pair: Pair, command: Command) -> tuple[Pair, History]:
    """Give a command, let all of it arrive, and tell what was written; a refusal writes nothing."""
    answer = pair.order(command)
    if isinstance(answer, Reason):
        return pair, ()
    pair, history = answer
    arriving = True
    while arriving:
        arriving = False
        for side in Side:
            arrived = pair.deliver(side)
            if arrived is not None:
                pair, reactions = arrived
                history += reactions
                arriving = True
    return pair, history


@settings(max_examples=60)
@given(given_out=commands())
def test_one_region_is_two_regions_without_a_distance(given_out: Sequence[Command]) -> None:
    apart = Pair()
    together: CaseState = CASES.initial
    for command in (submit(), *given_out):
        answer = apart.order(command)
        apart = apart if isinstance(answer, Reason) else answer[0].settle()
        reply = CASES.decide(at_home(command), QINGYANG, together, NOON)
        assert isinstance(reply, Refusal) == isinstance(answer, Reason), command
        for written in () if isinstance(reply, Refusal) else reply:
            together = with_reactions(together, written, QINGYANG)
        assert without_region(together) == without_region(apart.receiving.state)


def test_every_kind_of_command_takes_part() -> None:
    kinds = {type(command) for command in BESIDE}
    assert kinds == {type(command) for command in EITHER_SIDE_COMMANDS}
    assert not kinds & {type(command) for command in GOOD_COMMANDS}
