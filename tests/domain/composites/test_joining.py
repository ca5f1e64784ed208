"""Order between children and the three join policies [DB34/T 1164-2010], one rule each."""

from dataclasses import replace

from broker.domain.cases.commands import DecisionResult
from broker.domain.composites.commands import (
    DecideComposite,
    RecordFact,
    ReportComposite,
    StartChild,
)
from broker.domain.composites.definition import StageFact
from broker.domain.composites.events import (
    ChildProgressed,
    ChildPromised,
    ChildStarted,
    CompositeDecided,
    CompositeDecisionReceived,
    CompositeFinished,
    CompositeReported,
    FactRecorded,
    LeadReleased,
    PromiseBroken,
    ReportReceived,
)
from broker.domain.composites.plan import Plan
from broker.domain.composites.state import Ended, UnderWay, Waiting
from broker.domain.composites.status import CompositeAct, CompositeStatus, owes, status
from broker.domain.composites.tell import tell_outcome
from broker.domain.composites.words import ChildStage, JoinPolicy
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.domain.composites.support import (
    ABOVE,
    APPROVE,
    DELIVER,
    FINISH,
    FRONT,
    NOTIFY,
    PAPER,
    SEALED,
    Steps,
    begin,
    child,
    given,
    grants,
    plan_of,
    promise,
    rejects,
    tells,
    withdraw,
)

IN_ORDER = plan_of(child("a"), child("b", "a"))
COMMON = plan_of(child("a"), child("b"), child("lead"), lead="lead")
ADVANCE = plan_of(child("a"), child("b"), child("lead"), join=JoinPolicy.ADVANCE, lead="lead")
REPORTED = plan_of(child("a"), child("b"), join=JoinPolicy.REPORTED)
REJECT = DecideComposite(
    result=DecisionResult.REJECTED, rights_notice_given=True, documents=(), sealed=SEALED
)


def phases(plan: Plan, *steps: Steps) -> dict[str, type]:
    """Name the phase of each child after these steps."""
    state = given(begin(plan), *steps).composite
    return {one.key: type(one.phase) for one in state.front.children}


# Order.


def test_a_child_without_others_before_it_starts_at_once() -> None:
    assert phases(IN_ORDER) == {"a": UnderWay, "b": Waiting}


def test_a_child_starts_by_itself_once_the_one_before_it_is_granted() -> None:
    *way, last = grants("a")
    given(begin(IN_ORDER), way).when(last).then(
        ChildProgressed(child="a", number=5, stage=ChildStage.GRANTED), ChildStarted(child="b")
    )


def test_a_decision_on_its_way_back_starts_nothing_yet() -> None:
    assert phases(IN_ORDER, grants("a")[:-1]) == {"a": UnderWay, "b": Waiting}


def test_a_child_cannot_be_started_before_its_turn() -> None:
    given(begin(IN_ORDER)).when(StartChild(child="b")).then_refused(Reason.CHILD_NOT_DUE)


def test_after_a_rejection_a_person_chooses_whether_the_next_child_goes_on() -> None:
    after = given(begin(IN_ORDER), rejects("a"))
    (owed,) = owes(after.composite)
    assert (owed.act, owed.region, owed.child) == (CompositeAct.START_OR_WITHDRAW, FRONT, "b")
    after.when(StartChild(child="b")).then(ChildStarted(child="b"))


def test_a_withdrawn_child_does_not_take_the_next_one_with_it() -> None:
    plan = plan_of(child("a"), child("b", "a"), child("c", "b"))
    assert phases(plan, withdraw("b"), grants("a")) == {"a": Ended, "b": Ended, "c": Waiting}


def test_a_child_with_two_triggers_starts_with_the_last_of_them() -> None:
    """养老保险关系转移: form and money (K13)."""
    second = replace(child("b"), waits_for=("FormReceived", "FundsReceived"))
    plan = replace(plan_of(child("a"), second), facts=("FundsReceived", "FormReceived"))
    half = given(begin(plan), RecordFact(fact="FundsReceived"))
    assert [one.about for one in owes(half.composite) if one.child == "b"] == ["FormReceived"]
    half.when(RecordFact(fact="FormReceived")).then(
        FactRecorded(fact="FormReceived"), ChildStarted(child="b")
    )


def test_a_child_whose_trigger_cannot_come_any_more_is_to_be_withdrawn() -> None:
    telling = replace(child("a"), facts=(StageFact(stage=ChildStage.GRANTED, fact="Form"),))
    plan = plan_of(telling, replace(child("b"), waits_for=("Form",)))
    after = given(begin(plan), rejects("a"))
    assert [one.act for one in owes(after.composite)] == [CompositeAct.WITHDRAW_CHILD]
    after.when(StartChild(child="b")).then_refused(Reason.CHILD_NOT_DUE)
    given(begin(plan), rejects("a"), withdraw("b"), DELIVER, NOTIFY, FINISH)


# 一般联办: the lead finishes only after all others.


def test_the_lead_is_released_when_the_last_other_child_has_ended() -> None:
    *way, last = grants("b")
    given(begin(COMMON), grants("a"), way).when(last).then(
        ChildProgressed(child="b", number=5, stage=ChildStage.GRANTED), LeadReleased()
    )


def test_the_lead_may_run_beside_the_others_in_common_handling() -> None:
    assert phases(COMMON) == {"a": UnderWay, "b": UnderWay, "lead": UnderWay}


def test_a_lead_that_ends_first_does_not_end_the_whole() -> None:
    early = given(begin(COMMON), grants("lead", "a"))
    assert status(early.composite) is CompositeStatus.IN_PROGRESS
    early.when(FINISH).then_refused(Reason.CHILDREN_UNFINISHED)


# 前置联办: the lead may proceed on the promise of the others.


def test_the_lead_waits_for_all_others_where_nothing_is_promised() -> None:
    assert phases(ADVANCE, grants("a")) == {"a": Ended, "b": UnderWay, "lead": Waiting}
    assert phases(ADVANCE, grants("a", "b"))["lead"] is UnderWay


def test_the_lead_proceeds_on_the_promise_of_the_others() -> None:
    given(begin(ADVANCE), promise("a")).when(promise("b")).then(
        ChildPromised(child="b", letter=PAPER), ChildStarted(child="lead")
    )
    assert phases(ADVANCE, grants("a"), promise("b"))["lead"] is UnderWay


def test_a_promise_lets_only_the_lead_proceed() -> None:
    plan = replace(ADVANCE, children=(child("a"), child("b", "a"), child("lead")))
    assert phases(plan, promise("a"))["b"] is Waiting


def test_the_whole_is_in_progress_while_a_promised_child_is_unfinished() -> None:
    early = given(begin(ADVANCE), promise("a"), promise("b"), grants("lead", "a"))
    assert status(early.composite) is CompositeStatus.IN_PROGRESS
    early.when(NOTIFY).then_refused(Reason.CHILDREN_UNFINISHED)
    early.when(FINISH).then_refused(Reason.CHILDREN_UNFINISHED)


def test_a_broken_promise_is_recorded_and_told() -> None:
    """告知承诺: a promise that proves false has consequences for what was decided on it."""
    *way, last = rejects("b")
    steps: list[Steps] = [begin(ADVANCE), promise("a"), promise("b"), grants("lead", "a"), way]
    given(*steps).when(last).then(
        ChildProgressed(child="b", number=5, stage=ChildStage.REJECTED), PromiseBroken(child="b")
    )
    notice = tell_outcome(given(*steps, last).composite)
    assert notice is not None
    assert notice.lines[1] == "事项b：不予许可（未履行告知承诺）"


def test_a_promise_on_which_nobody_relied_is_not_broken() -> None:
    *way, last = rejects("a")
    given(begin(ADVANCE), promise("a"), way).when(last).then(
        ChildProgressed(child="a", number=5, stage=ChildStage.REJECTED)
    )


def test_a_lead_that_a_person_started_knowing_the_outcome_relied_on_no_promise() -> None:
    known: list[Steps] = [begin(ADVANCE), promise("a"), rejects("a"), grants("b")]
    given(*known, StartChild(child="lead")).when(*tells("lead", ChildStage.PUSHED)).then(
        ChildProgressed(child="lead", number=1, stage=ChildStage.PUSHED)
    )


def test_a_promise_is_given_once_for_a_child_that_can_be_promised() -> None:
    begun = given(begin(ADVANCE), promise("a"))
    begun.when(promise("a")).then_refused(Reason.ALREADY_PROMISED)
    begun.when(promise("lead")).then_refused(Reason.PROMISE_NOT_FORESEEN)
    begun.when(promise("x")).then_refused(Reason.CHILD_UNKNOWN)
    given(begin(COMMON)).when(promise("a")).then_refused(Reason.PROMISE_NOT_FORESEEN)
    ended = given(begin(ADVANCE), grants("a"))
    ended.when(promise("a")).then_refused(Reason.CHILD_ENDED)


# 上报: a higher authority decides.


def test_all_opinions_go_up_together() -> None:
    """行政许可法 art. 35: the lower organ passes its opinion and all materials up."""
    given(begin(REPORTED), grants("a")).when(ReportComposite()).then_refused(
        Reason.CHILDREN_UNFINISHED
    )
    given(begin(REPORTED), grants("a"), rejects("b")).when(ReportComposite()).then(
        CompositeReported(), ReportReceived()
    )


def test_only_the_higher_authority_decides_what_is_reported() -> None:
    """Invariant 1: only the handling side decides."""
    up = given(begin(REPORTED), grants("a", "b"), ReportComposite())
    up.when(APPROVE, at=FRONT).then_refused(Reason.WRONG_SIDE)
    up.when(APPROVE).then(
        CompositeDecided(
            result=DecisionResult.GRANTED, rights_notice_given=False, documents=(), sealed=None
        ),
        CompositeDecisionReceived(),
    )


def test_the_authority_decides_once_and_not_before_the_report() -> None:
    given(begin(REPORTED), grants("a", "b")).when(APPROVE).then_refused(Reason.NOT_REPORTED)
    decided = given(begin(REPORTED), grants("a", "b"), ReportComposite(), APPROVE)
    decided.when(APPROVE).then_refused(Reason.ALREADY_DECIDED)
    decided.when(ReportComposite()).then_refused(Reason.ALREADY_REPORTED)


def test_a_rejection_from_above_needs_reasons_and_the_notice_of_rights() -> None:
    """行政许可法 art. 38."""
    up = given(begin(REPORTED), grants("a", "b"), ReportComposite())
    up.when(replace(REJECT, sealed=None)).then_refused(Reason.REASON_MISSING)
    up.when(replace(REJECT, rights_notice_given=False)).then_refused(Reason.RIGHTS_NOTICE_MISSING)
    notice = tell_outcome(
        given(begin(REPORTED), grants("a", "b"), ReportComposite(), REJECT).composite
    )
    assert notice is not None
    assert notice.tells_rights
    assert notice.lines[-1] == "上级机关决定：不予许可"


def test_a_reported_whole_is_not_finished_before_the_authority_has_decided() -> None:
    ended: list[Steps] = [begin(REPORTED), grants("a", "b")]
    given(*ended).when(FINISH).then_refused(Reason.DECISION_AWAITED)
    up = given(*ended, ReportComposite())
    up.when(NOTIFY).then_refused(Reason.DECISION_AWAITED)
    assert status(up.composite) is CompositeStatus.REPORTED
    (owed,) = owes(up.composite)
    assert (owed.region, owed.side, owed.act) == (ABOVE, Side.HANDLING, CompositeAct.DECIDE)
    given(*ended, ReportComposite(), APPROVE, DELIVER, NOTIFY).when(FINISH).then(
        CompositeFinished()
    )


def test_without_any_opinion_there_is_nothing_to_report() -> None:
    none: list[Steps] = [
        begin(REPORTED),
        tells("a", ChildStage.WITHDRAWN),
        tells("b", ChildStage.NOT_ACCEPTED),
    ]
    given(*none).when(ReportComposite()).then_refused(Reason.NOTHING_TO_REPORT)
    given(*none, NOTIFY).when(FINISH).then(CompositeFinished())


def test_only_a_reported_composite_is_reported() -> None:
    given(begin(COMMON)).when(ReportComposite()).then_refused(Reason.REPORT_NOT_FORESEEN)
