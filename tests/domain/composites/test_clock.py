"""The joint limit of 45 + 15 days and the two triggers, on the clocks that all cases have."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from broker.domain.aggregate import Written
from broker.domain.clocks.legs import LegState, NotStarted, Started
from broker.domain.clocks.limit import Late, Met, Overdue, Running
from broker.domain.composites.aggregate import COMPOSITES
from broker.domain.composites.clock import (
    JOINT_LICENCE_LIMIT,
    evaluate_composite_legs,
    evaluate_joint,
)
from broker.domain.composites.commands import (
    AddChild,
    CompositeCommand,
    ExtendComposite,
    NoteChildProgress,
    RecordFact,
    ReportComposite,
)
from broker.domain.composites.definition import JointLimit
from broker.domain.composites.history import Recorded, named_facts
from broker.domain.composites.state import CompositeState
from broker.domain.composites.words import ChildStage, JoinPolicy, JointStart
from broker.domain.identifiers import Side
from broker.domain.refusal import Refusal
from tests.domain.clocks.support import NATIONAL, at, on
from tests.domain.composites.support import (
    APPROVE,
    SEALED,
    ask,
    begin,
    child,
    load_definitions,
    plan_of,
    planned,
)

JOINT = JointLimit(limit=JOINT_LICENCE_LIMIT, starts_on=JointStart.FIRST_ACCEPTANCE)
PAIR = plan_of(child("a"), child("b"))
Dated = tuple[str, CompositeCommand]


def history(*steps: Dated) -> tuple[Recorded, ...]:
    """Date what the commands have come to."""
    state: CompositeState = COMPOSITES.initial
    found: list[Recorded] = []
    for when, command in steps:
        answer = ask(state, command)
        assert not isinstance(answer, Refusal), command
        state = reduce(COMPOSITES.evolve, answer, state)
        found.extend(_dated(when, answer))
    return tuple(found)


def _dated(when: str, answer: Iterable[Written]) -> list[Recorded]:  # type: ignore[type-arg]
    return [Recorded(at=at(when), written=written) for written in answer]


def told(when: str, key: str, number: int, stage: ChildStage) -> Dated:
    """Let a child tell a stage on a day."""
    return when, NoteChildProgress(child=key, number=number, stage=stage)


def stand(*steps: Dated, as_of: str, joint: JointLimit = JOINT) -> LegState:
    """Say how the joint limit stands."""
    return evaluate_joint(joint, history(*steps), as_of=at(as_of), calendar=NATIONAL)


BEGUN = ("2026-03-02T09:00", begin(PAIR))
ACCEPTED_A = told("2026-03-04T09:00", "a", 1, ChildStage.ACCEPTED)
ACCEPTED_B = told("2026-03-09T09:00", "b", 1, ChildStage.ACCEPTED)


def running(state: LegState) -> Running | Overdue | Met | Late:
    """Answer the status of a limit that has a due date."""
    assert isinstance(state, Started)
    status = state.limit.status  # type: ignore[union-attr]
    assert isinstance(status, Running | Overdue | Met | Late)
    return status


NATIONAL_45TH = on("2026-05-11")
"""The 45th working day after 4 March 2026, the days off of Qingming and May Day left out."""


def test_the_joint_limit_is_45_working_days() -> None:
    """行政许可法 art. 42(2) and 82; the start day is not counted (K1)."""
    state = stand(BEGUN, ACCEPTED_A, as_of="2026-03-10T09:00")
    assert isinstance(state, Started)
    assert state.started_on == on("2026-03-04")
    assert running(state) == Running(due_on=NATIONAL_45TH)


def test_before_any_acceptance_the_joint_limit_does_not_run() -> None:
    assert stand(BEGUN, as_of="2026-03-10T09:00") == NotStarted()
    assert stand(BEGUN, ACCEPTED_A, as_of="2026-03-03T09:00") == NotStarted()


def test_which_acceptance_starts_it_is_data() -> None:
    steps = (BEGUN, ACCEPTED_A, ACCEPTED_B)
    days = {}
    for start in JointStart:
        state = stand(*steps, as_of="2026-03-10T09:00", joint=replace(JOINT, starts_on=start))
        assert isinstance(state, Started)
        days[start] = state.started_on
    assert days == {
        JointStart.HAND_IN: on("2026-03-02"),
        JointStart.FIRST_ACCEPTANCE: on("2026-03-04"),
        JointStart.LAST_ACCEPTANCE: on("2026-03-09"),
    }


def test_a_child_that_is_withdrawn_after_its_acceptance_does_not_move_the_start() -> None:
    gone = told("2026-03-06T09:00", "a", 2, ChildStage.WITHDRAWN)
    state = stand(BEGUN, ACCEPTED_A, gone, as_of="2026-03-10T09:00")
    assert isinstance(state, Started)
    assert state.started_on == on("2026-03-04")


def test_the_extension_adds_15_working_days_once() -> None:
    """行政许可法 art. 42(2)."""
    extended = ("2026-04-01T09:00", ExtendComposite(sealed=SEALED))
    state = stand(BEGUN, ACCEPTED_A, extended, as_of="2026-04-02T09:00")
    assert running(state) == Running(due_on=on("2026-06-01"))


def test_an_extension_after_the_due_date_has_no_effect() -> None:
    """K6."""
    late = ("2026-05-12T09:00", ExtendComposite(sealed=SEALED))
    state = stand(BEGUN, ACCEPTED_A, late, as_of="2026-05-13T09:00")
    assert running(state) == Overdue(due_on=NATIONAL_45TH)


def test_the_limit_is_met_when_the_last_child_is_decided() -> None:
    """The way back of a result is not part of it."""
    decided = (
        told("2026-04-01T09:00", "a", 2, ChildStage.DECIDED),
        told("2026-05-11T23:59", "b", 2, ChildStage.DECIDED),
        told("2026-05-20T09:00", "b", 3, ChildStage.GRANTED),
    )
    steps = (BEGUN, ACCEPTED_A, ACCEPTED_B, *decided)
    assert running(stand(*steps, as_of="2026-06-01T09:00")) == Met(due_on=NATIONAL_45TH)
    assert isinstance(running(stand(*steps, as_of="2026-04-02T09:00")), Running)


def test_one_late_child_makes_the_whole_late() -> None:
    late = (
        told("2026-04-01T09:00", "a", 2, ChildStage.DECIDED),
        told("2026-05-12T00:00", "b", 2, ChildStage.DECIDED),
    )
    state = stand(BEGUN, ACCEPTED_A, ACCEPTED_B, *late, as_of="2026-06-01T09:00")
    assert running(state) == Late(due_on=NATIONAL_45TH)


def test_a_child_that_is_added_has_to_be_decided_too() -> None:
    steps = (
        BEGUN,
        ACCEPTED_A,
        ACCEPTED_B,
        told("2026-04-01T09:00", "a", 2, ChildStage.DECIDED),
        told("2026-04-02T09:00", "b", 2, ChildStage.DECIDED),
        ("2026-04-03T09:00", AddChild(child=child("c"))),
    )
    assert isinstance(running(stand(*steps[:-1], as_of="2026-04-03T10:00")), Met)
    assert isinstance(running(stand(*steps, as_of="2026-04-03T10:00")), Running)


def test_a_reported_composite_is_decided_by_the_authority() -> None:
    plan = plan_of(child("a"), child("b"), join=JoinPolicy.REPORTED)
    steps: tuple[Dated, ...] = (
        ("2026-03-02T09:00", begin(plan)),
        ACCEPTED_A,
        told("2026-04-01T09:00", "a", 2, ChildStage.DECIDED),
        told("2026-04-01T09:00", "b", 1, ChildStage.DECIDED),
        told("2026-04-02T09:00", "a", 3, ChildStage.GRANTED),
        told("2026-04-02T09:00", "b", 2, ChildStage.GRANTED),
        ("2026-04-03T09:00", ReportComposite()),
    )
    for known in range(2, len(steps) + 1):
        assert isinstance(running(stand(*steps[:known], as_of="2026-04-10T09:00")), Running)
    decided = ("2026-04-20T09:00", APPROVE)
    assert running(stand(*steps, decided, as_of="2026-06-01T09:00")) == Met(due_on=NATIONAL_45TH)


def test_a_reported_composite_without_any_opinion_ends_with_its_children() -> None:
    plan = plan_of(child("a"), join=JoinPolicy.REPORTED)
    steps = (
        ("2026-03-02T09:00", begin(plan)),
        ACCEPTED_A,
        told("2026-03-05T09:00", "a", 2, ChildStage.WITHDRAWN),
    )
    assert isinstance(running(stand(*steps, as_of="2026-06-01T09:00")), Met)


# Legs of 养老保险关系转移接续: 15 working days each, the last one from form and money.

PENSION = load_definitions()["pension_transfer"]
CALENDARS = dict.fromkeys(Side, NATIONAL)
SENT = told("2026-03-04T09:00", "transfer_out", 1, ChildStage.PUSHED)
ARRIVED = told("2026-03-05T09:00", "transfer_out", 2, ChildStage.RECEIVED)
FORM_SENT = told("2026-03-16T09:00", "transfer_out", 3, ChildStage.DECIDED)
FORM_HERE = told("2026-03-17T09:00", "transfer_out", 4, ChildStage.GRANTED)
MONEY = ("2026-03-20T09:00", RecordFact(fact="FundsReceived"))
STEPS: tuple[Dated, ...] = (
    ("2026-03-02T09:00", begin(planned(PENSION))),
    SENT,
    ARRIVED,
    FORM_SENT,
    FORM_HERE,
)


def legs(*steps: Dated, as_of: str) -> dict[str, LegState]:
    """Say how the legs stand."""
    return evaluate_composite_legs(
        PENSION.legs, history(*steps), as_of=at(as_of), calendars=CALENDARS
    )


def test_the_last_leg_starts_with_the_later_of_form_and_money() -> None:
    """K13, practice: 企业职工基本养老保险关系转移接续."""
    without_money = legs(*STEPS, as_of="2026-03-25T09:00")
    assert without_money["transfer_in"] == NotStarted()
    both = legs(*STEPS, MONEY, as_of="2026-03-25T09:00")["transfer_in"]
    assert isinstance(both, Started)
    assert both.started_on == on("2026-03-20")
    assert running(both) == Running(due_on=on("2026-04-13"))


def test_each_leg_ends_with_its_own_fact() -> None:
    joined = told("2026-04-14T09:00", "transfer_in", 1, ChildStage.GRANTED)
    stands = legs(*STEPS, MONEY, joined, as_of="2026-05-06T09:00")
    assert isinstance(running(stands["request"]), Met)
    assert isinstance(running(stands["transfer_out"]), Met)
    assert running(stands["transfer_in"]) == Late(due_on=on("2026-04-13"))


def test_before_the_hand_in_no_leg_runs() -> None:
    assert set(legs(*STEPS, as_of="2026-03-01T09:00").values()) == {NotStarted()}


def test_a_fact_is_named_by_the_child_that_tells_it_or_by_the_window() -> None:
    names = [fact.name for fact in named_facts(history(*STEPS, MONEY))]
    assert names == [
        "RequestSent",
        "RequestReceived",
        "TransferFormSent",
        "TransferFormReceived",
        "FundsReceived",
    ]
