"""One beginning, one notice, one result, one end: rules of the whole."""

from dataclasses import replace

import pytest

from broker.domain.composites.aggregate import COMPOSITES
from broker.domain.composites.causality import follows
from broker.domain.composites.commands import CompositeCommand, ExtendComposite, ReportComposite
from broker.domain.composites.events import (
    CompositeBegun,
    CompositeDelivered,
    CompositeExtended,
    CompositeFinished,
    CompositeNotified,
    side_of,
)
from broker.domain.composites.plan import Plan
from broker.domain.composites.state import CompositeState, is_over
from broker.domain.composites.status import CompositeAct, CompositeStatus, owes, status
from broker.domain.composites.tell import tell_outcome
from broker.domain.composites.words import ChildStage, JoinPolicy
from broker.domain.identifiers import RegionCode, Side
from broker.domain.refusal import Reason, Refusal
from tests.domain.composites.support import (
    ABOVE,
    APPROVE,
    DELIVER,
    ELSEWHERE,
    FINISH,
    FRONT,
    NOON,
    NOTIFY,
    PAPER,
    SEALED,
    Steps,
    ask,
    begin,
    child,
    given,
    grants,
    plan_of,
    rejects,
    tells,
)

PAIR = plan_of(child("a"), child("b"))
DONE: tuple[CompositeCommand, ...] = (begin(PAIR), *grants("a"), *rejects("b"))
EXTEND = ExtendComposite(sealed=SEALED)


def test_a_parent_begins_with_one_form_and_one_set_of_materials() -> None:
    answer = ask(COMPOSITES.initial, begin(PAIR))
    assert not isinstance(answer, Refusal)
    assert answer[0].event == CompositeBegun(
        receiving_region=FRONT, plan=PAIR, applicant_hash="h", materials=(PAPER,), sealed=SEALED
    )


@pytest.mark.parametrize(
    "plan",
    [
        plan_of(),
        plan_of(child("a"), child("a")),
        plan_of(child("")),
        plan_of(child("a", "b"), child("b", "a")),
        plan_of(child("a", "x")),
        plan_of(child("a"), child("b"), lead="x"),
        plan_of(child("a"), child("b", "a"), lead="a"),
        plan_of(child("a"), join=JoinPolicy.ADVANCE),
        plan_of(child("a"), join=JoinPolicy.REPORTED, lead="a"),
        replace(plan_of(child("a")), authority_region=ABOVE),
        plan_of(replace(child("a"), waits_for=("nobody tells this",))),
        plan_of(*(child(str(number)) for number in range(31))),
    ],
)
def test_a_plan_that_could_not_be_carried_out_never_begins(plan: Plan) -> None:
    assert ask(COMPOSITES.initial, begin(plan)) == Refusal(Reason.PLAN_INVALID)


def test_a_parent_begins_once_and_before_everything_else() -> None:
    given(begin(PAIR)).when(begin(PAIR)).then_refused(Reason.CASE_EXISTS)
    assert ask(COMPOSITES.initial, FINISH) == Refusal(Reason.CASE_UNKNOWN)


def test_only_the_front_region_acts_for_the_parent() -> None:
    given(*DONE).when(NOTIFY, at=ELSEWHERE).then_refused(Reason.WRONG_SIDE)


def test_without_an_authority_both_sides_are_the_front_region() -> None:
    state = given(begin(PAIR)).state
    assert COMPOSITES.region_of(state, Side.RECEIVING) == FRONT
    assert COMPOSITES.region_of(state, Side.HANDLING) == FRONT
    given(*DONE).when(APPROVE).then_refused(Reason.NOT_REPORTED)


def test_nothing_is_told_and_handed_over_before_the_last_child_has_ended() -> None:
    early = given(begin(PAIR), grants("a"), tells("b", ChildStage.DECIDED))
    commands: tuple[CompositeCommand, ...] = (NOTIFY, DELIVER, FINISH)
    for command in commands:
        early.when(command).then_refused(Reason.CHILDREN_UNFINISHED)
    assert tell_outcome(early.composite) is None


def test_there_is_one_notice_and_it_tells_every_outcome() -> None:
    given(*DONE).when(NOTIFY).then(CompositeNotified(channel=NOTIFY.channel))
    given(*DONE, NOTIFY).when(NOTIFY).then_refused(Reason.ALREADY_NOTIFIED)
    notice = tell_outcome(given(*DONE).composite)
    assert notice is not None
    assert notice.lines == ("事项a：准予，结果已到收件地", "事项b：不予许可")


def test_the_notice_tells_the_rights_where_a_child_was_rejected() -> None:
    """行政许可法 art. 38."""
    rejected = tell_outcome(given(*DONE).composite)
    granted = tell_outcome(given(begin(PAIR), grants("a", "b")).composite)
    assert (rejected and rejected.tells_rights, granted and granted.tells_rights) == (True, False)


def test_there_is_one_result_and_it_is_handed_over_once() -> None:
    given(*DONE).when(DELIVER).then(CompositeDelivered(way=DELIVER.way))
    given(*DONE, DELIVER).when(DELIVER).then_refused(Reason.ALREADY_DELIVERED)


def test_where_everything_was_withdrawn_there_is_nothing_to_hand_over() -> None:
    gone: list[Steps] = [
        begin(PAIR),
        tells("a", ChildStage.WITHDRAWN),
        tells("b", ChildStage.NOT_ACCEPTED),
    ]
    given(*gone).when(DELIVER).then_refused(Reason.NOTHING_TO_DELIVER)
    given(*gone, NOTIFY).when(FINISH).then(CompositeFinished())


def test_the_parent_is_finished_only_when_all_is_told_and_handed_over() -> None:
    """Invariant 9, and the order of domain section 3."""
    given(*DONE).when(FINISH).then_refused(Reason.NOT_DELIVERED)
    given(*DONE, DELIVER).when(FINISH).then_refused(Reason.NOT_NOTIFIED)
    given(*DONE, DELIVER, NOTIFY).when(FINISH).then(CompositeFinished())


def test_a_finished_parent_is_over_for_everyone() -> None:
    over = given(*DONE, DELIVER, NOTIFY, FINISH)
    assert is_over(over.state)
    assert owes(over.composite) == ()
    assert status(over.composite) is CompositeStatus.FINISHED
    over.when(FINISH).then_refused(Reason.CASE_ENDED)
    assert COMPOSITES.settle(over.state, NOON) == ()


def test_the_next_act_is_named_until_the_end() -> None:
    """Invariant 10."""
    steps: list[tuple[CompositeCommand, ...]] = [(), (DELIVER,), (DELIVER, NOTIFY)]
    acts = [owes(given(*DONE, done).composite)[0].act for done in steps]
    assert acts == [CompositeAct.DELIVER, CompositeAct.NOTIFY, CompositeAct.FINISH]


def test_a_running_child_is_owed_by_the_side_that_has_it() -> None:
    at = {
        stage: owes(given(begin(plan_of(child("a"))), tells("a", stage)).composite)[0].region
        for stage in (ChildStage.RECEIVED, ChildStage.SUPPLEMENT_PENDING)
    }
    assert at == {ChildStage.RECEIVED: ELSEWHERE, ChildStage.SUPPLEMENT_PENDING: FRONT}


def test_the_joint_limit_is_extended_once_with_a_reason() -> None:
    """行政许可法 art. 42(2)."""
    given(begin(PAIR)).when(EXTEND).then(CompositeExtended(sealed=SEALED))
    given(begin(PAIR)).when(replace(EXTEND, sealed=None)).then_refused(Reason.REASON_MISSING)
    given(begin(PAIR), EXTEND).when(EXTEND).then_refused(Reason.ALREADY_EXTENDED)
    given(*DONE).when(EXTEND).then_refused(Reason.ALREADY_DECIDED)
    none = replace(PAIR, may_extend=False)
    given(begin(none)).when(EXTEND).then_refused(Reason.EXTENSION_NOT_FORESEEN)


def test_the_front_and_the_authority_may_be_one_region() -> None:
    plan = replace(
        plan_of(child("a"), join=JoinPolicy.REPORTED), authority_region=RegionCode(FRONT)
    )
    given(begin(plan), grants("a"), ReportComposite(), APPROVE, DELIVER, NOTIFY, FINISH)


def test_a_peer_writes_nothing_that_does_not_follow() -> None:
    reported = plan_of(child("a"), join=JoinPolicy.REPORTED)
    steps: list[CompositeCommand] = [begin(reported), *grants("a"), ReportComposite(), APPROVE]
    state: CompositeState = COMPOSITES.initial
    for step in steps:
        answer = ask(state, step)
        assert not isinstance(answer, Refusal)
        for written in answer:
            assert follows(written, state)
            assert side_of(written.event) is written.side
            assert not follows(written._replace(side=written.side.other), state)
            state = COMPOSITES.evolve(state, written)
    first = ask(COMPOSITES.initial, begin(PAIR))
    assert not isinstance(first, Refusal)
    assert not follows(first[0], COMPOSITES.initial), "nobody else has a part in it"
    received = ask(given(*steps[:-1]).state, APPROVE)
    assert not isinstance(received, Refusal)
    assert not follows(received[0], given(*steps[:-2]).state), "nothing was reported"
    assert not follows(received[1], given(*steps[:-1]).state), "nothing was decided"
