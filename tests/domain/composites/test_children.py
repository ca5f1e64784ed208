"""What happens to one child, and that it happens to that one only."""

from dataclasses import replace

from hypothesis import given as drawn
from hypothesis import strategies as st

from broker.domain.composites.children import withdrawal_pending
from broker.domain.composites.commands import (
    AddChild,
    NoteChildProgress,
    RecordFact,
    StartChild,
    SupplementSharedMaterial,
)
from broker.domain.composites.events import (
    ChildAdded,
    ChildProgressed,
    ChildStarted,
    ChildWithdrawalRequested,
    ChildWithdrawn,
    FactRecorded,
    SharedMaterialSupplemented,
)
from broker.domain.composites.state import Composite
from broker.domain.composites.status import CompositeStatus, status
from broker.domain.composites.words import ENDS, ChildStage, JoinPolicy
from broker.domain.identifiers import RegionCode
from broker.domain.refusal import Reason
from tests.domain.composites.support import (
    ELSEWHERE,
    NOTIFY,
    PAPER,
    SEALED,
    begin,
    child,
    given,
    grants,
    plan_of,
    promise,
    tells,
    withdraw,
)

CARD = "居民身份证"
SHARED = plan_of(
    child("a", materials=(CARD, "照片")), child("b", materials=(CARD,)), child("c"), child("d", "c")
)
SUPPLEMENT = SupplementSharedMaterial(name=CARD, materials=(PAPER,))


def others(state: Composite, key: str) -> tuple[object, ...]:
    """Answer every child but one, as it stands."""
    return tuple(one for one in state.front.children if one.key != key)


# Progress.


def test_a_child_tells_how_far_it_has_come() -> None:
    given(begin(SHARED)).when(*tells("a", ChildStage.PUSHED)).then(
        ChildProgressed(child="a", number=1, stage=ChildStage.PUSHED)
    )


def test_progress_that_is_known_changes_nothing() -> None:
    told = given(begin(SHARED), grants("a"))
    for step in grants("a"):
        told.when(step).then()


def test_late_news_never_undoes_newer_news() -> None:
    told = given(begin(SHARED), tells("a", ChildStage.ACCEPTED, number=5))
    told.when(*tells("a", ChildStage.PUSHED, number=4)).then()


def test_a_child_that_ended_tells_nothing_more() -> None:
    ended = given(begin(SHARED), grants("a"))
    ended.when(*tells("a", ChildStage.ACCEPTED, number=9)).then_refused(Reason.CHILD_ENDED)


def test_only_a_child_that_has_started_tells_anything() -> None:
    begun = given(begin(SHARED))
    begun.when(*tells("d", ChildStage.PUSHED)).then_refused(Reason.CHILD_NOT_STARTED)
    begun.when(*tells("x", ChildStage.PUSHED)).then_refused(Reason.CHILD_UNKNOWN)


@drawn(key=st.sampled_from("abc"), stage=st.sampled_from(ChildStage))
def test_progress_of_one_child_touches_no_other_child(key: str, stage: ChildStage) -> None:
    """A child that waits for this one may start by it; nothing else moves."""
    before = given(begin(SHARED)).composite
    after = given(begin(SHARED), NoteChildProgress(child=key, number=1, stage=stage)).composite
    starts = {"d"} if (key, stage) == ("c", ChildStage.GRANTED) else set()
    moved = {
        was.key
        for was, now in zip(before.front.children, after.front.children, strict=True)
        if was != now
    }
    assert moved == {key} | starts


# Shared materials.


def test_a_supplement_of_a_shared_material_reaches_every_child_that_takes_it() -> None:
    given(begin(SHARED)).when(SUPPLEMENT).then(
        SharedMaterialSupplemented(name=CARD, materials=(PAPER,), children=("a", "b"))
    )


def test_a_supplement_reaches_children_that_wait_but_not_those_that_are_decided() -> None:
    plan = plan_of(child("a", materials=(CARD,)), child("b", "a", materials=(CARD,)), child("c"))
    decided = tells("a", ChildStage.ACCEPTED, ChildStage.DECIDED)
    given(begin(plan), decided).when(SUPPLEMENT).then(
        SharedMaterialSupplemented(name=CARD, materials=(PAPER,), children=("b",))
    )
    all_decided = given(begin(SHARED), grants("a", "b"))
    all_decided.when(SUPPLEMENT).then_refused(Reason.ALREADY_DECIDED)


def test_a_supplement_names_a_material_of_the_set_and_brings_documents() -> None:
    begun = given(begin(SHARED))
    begun.when(replace(SUPPLEMENT, name="户口簿")).then_refused(Reason.MATERIAL_NOT_SHARED)
    begun.when(replace(SUPPLEMENT, materials=())).then_refused(Reason.MATERIALS_MISSING)


# Withdrawal.


def test_a_child_that_waits_is_withdrawn_at_once() -> None:
    given(begin(SHARED)).when(withdraw("d")).then(ChildWithdrawn(child="d", sealed=SEALED))


def test_the_case_of_a_child_settles_its_own_withdrawal() -> None:
    """A withdrawal that meets a decision: the child's own log says which came first."""
    asked = given(begin(SHARED), withdraw("a"))
    asked.when(withdraw("a")).then_refused(Reason.WITHDRAWAL_PENDING)
    asked.when(*tells("a", ChildStage.WITHDRAWN)).then(
        ChildProgressed(child="a", number=1, stage=ChildStage.WITHDRAWN)
    )
    asked.when(*tells("a", ChildStage.DECIDED)).then(
        ChildProgressed(child="a", number=1, stage=ChildStage.DECIDED)
    )
    given(begin(SHARED)).when(withdraw("b")).then(
        ChildWithdrawalRequested(child="b", sealed=SEALED)
    )


def test_a_decision_that_came_first_answers_the_withdrawal() -> None:
    for stage, pending in ((ChildStage.ACCEPTED, True), (ChildStage.DECIDED, False)):
        told = given(begin(SHARED), withdraw("a"), tells("a", stage)).composite
        assert withdrawal_pending(told.front.children[0]) is pending


def test_withdrawing_one_child_does_not_touch_the_others() -> None:
    before = given(begin(SHARED), grants("b")).composite
    told = tells("a", ChildStage.WITHDRAWN)
    for answer in ((), told):
        after = given(begin(SHARED), grants("b"), withdraw("a"), answer).composite
        assert others(after, "a") == others(before, "a")
        assert status(after) is CompositeStatus.IN_PROGRESS


def test_a_withdrawal_needs_a_reason_and_a_child_that_is_not_decided() -> None:
    """Invariant 2."""
    given(begin(SHARED)).when(replace(withdraw("a"), sealed=None)).then_refused(
        Reason.REASON_MISSING
    )
    decided = given(begin(SHARED), tells("a", ChildStage.DECIDED))
    decided.when(withdraw("a")).then_refused(Reason.ALREADY_DECIDED)
    decided.when(withdraw("x")).then_refused(Reason.CHILD_UNKNOWN)
    given(begin(SHARED), grants("a")).when(withdraw("a")).then_refused(Reason.CHILD_ENDED)


# Further children, facts, starts.


def test_a_child_can_be_added_while_nobody_relies_on_the_others() -> None:
    given(begin(SHARED)).when(AddChild(child=child("e"))).then(
        ChildAdded(child=child("e")), ChildStarted(child="e")
    )
    given(begin(SHARED)).when(AddChild(child=child("e", "a"))).then(
        ChildAdded(child=child("e", "a"))
    )


def test_a_child_is_added_once_and_in_an_order_that_can_be_kept() -> None:
    begun = given(begin(SHARED))
    begun.when(AddChild(child=child("a"))).then_refused(Reason.CHILD_EXISTS)
    begun.when(AddChild(child=child("e", "x"))).then_refused(Reason.PLAN_INVALID)
    begun.when(AddChild(child=child("e", "e"))).then_refused(Reason.PLAN_INVALID)


def test_no_child_is_added_after_the_lead_relied_on_the_others_or_all_was_told() -> None:
    pair = (child("a"), child("lead"))
    common = plan_of(*pair, lead="lead")
    ahead = plan_of(*pair, join=JoinPolicy.ADVANCE, lead="lead")
    more = AddChild(child=child("e"))
    for settled in (
        given(begin(common), grants("a")),
        given(begin(ahead), promise("a")),
        given(begin(plan_of(child("a"))), grants("a"), NOTIFY),
    ):
        settled.when(more).then_refused(Reason.CHILDREN_SETTLED)


def test_a_fact_of_the_plan_is_recorded_once_while_something_is_open() -> None:
    begun = given(begin(SHARED))
    begun.when(RecordFact(fact="FundsReceived")).then(FactRecorded(fact="FundsReceived"))
    begun.when(RecordFact(fact="other")).then_refused(Reason.FACT_UNKNOWN)
    twice = given(begin(SHARED), RecordFact(fact="FundsReceived"))
    twice.when(RecordFact(fact="FundsReceived")).then_refused(Reason.FACT_RECORDED)
    over = given(begin(plan_of(child("a"))), grants("a"))
    over.when(RecordFact(fact="FundsReceived")).then_refused(Reason.CHILDREN_SETTLED)


def test_a_child_that_has_started_is_not_started_again() -> None:
    begun = given(begin(SHARED))
    begun.when(StartChild(child="a")).then_refused(Reason.CHILD_STARTED)
    begun.when(StartChild(child="x")).then_refused(Reason.CHILD_UNKNOWN)


def test_the_children_stand_in_any_number_of_regions() -> None:
    plan = plan_of(child("a"), replace(child("b"), handling_region=RegionCode("110105")))
    regions = {one.planned.handling_region for one in given(begin(plan)).composite.front.children}
    assert regions == {ELSEWHERE, "110105"}


def test_every_end_of_a_child_ends_it_for_the_parent() -> None:
    for stage in ENDS:
        ended = given(begin(plan_of(child("a"))), tells("a", stage)).composite
        assert status(ended) is CompositeStatus.CONCLUDED
