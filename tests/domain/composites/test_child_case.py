"""Children that are real cases: each tells the parent its stages, in any number of regions."""

from functools import reduce
from itertools import pairwise

from hypothesis import given as drawn
from hypothesis import strategies as st

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.state import Case, CaseState
from broker.domain.composites.child_case import child_case_id, stage_of
from broker.domain.composites.commands import CompositeCommand, NoteChildProgress
from broker.domain.composites.state import UnderWay
from broker.domain.composites.status import CompositeStatus, status
from broker.domain.composites.words import ENDS, ChildStage
from broker.domain.identifiers import AggregateId, is_case_id
from broker.domain.refusal import Refusal
from tests.domain.composites.support import (
    DELIVER,
    FINISH,
    FRONT,
    NOTIFY,
    begin,
    given,
    load_definitions,
    planned,
)
from tests.support import builders as case
from tests.support.given_commands import GOOD_COMMANDS, VARIANTS
from tests.support.spec import played, region_for

GRANTED = (
    case.PASS_FORM,
    case.PASS_IDENTITY,
    case.PUSH,
    case.ACCEPT,
    case.GRANT,
    case.RETURN_RESULT,
)
PARENT = AggregateId("621000-aaaaaaaaaaaaaaaaaaaaaaaaaa")


def stages(*commands: Command) -> list[ChildStage]:
    """Answer the stages of a case one after the other, each once."""
    history = played(case.submit(), *commands)
    states = [reduce(CASES.evolve, history[:count], CASES.initial) for count in range(len(history))]
    states.append(reduce(CASES.evolve, history, CASES.initial))
    told = [stage_of(state) for state in states if isinstance(state, Case)]
    return [told[0], *(now for was, now in pairwise(told) if was is not now)]


def test_a_granted_case_tells_every_stage_of_its_way() -> None:
    assert stages(*GRANTED) == [
        ChildStage.COLLECTED,
        ChildStage.PUSHED,
        ChildStage.RECEIVED,
        ChildStage.ACCEPTED,
        ChildStage.DECIDED,
        ChildStage.GRANTED,
    ]


def test_a_decision_ends_a_child_only_when_it_is_back_at_the_window() -> None:
    assert stages(*GRANTED[:-1])[-1] is ChildStage.DECIDED
    assert stages(*GRANTED[:4], case.REJECT, case.RETURN_RESULT)[-1] is ChildStage.REJECTED


def test_what_the_window_does_with_a_result_tells_the_parent_nothing_new() -> None:
    closed = stages(*GRANTED, case.DELIVER, case.NOTIFY, case.FINISH)
    assert closed == stages(*GRANTED)


def test_every_other_end_of_a_case_is_an_end_of_the_child() -> None:
    assert stages(case.WITHDRAW)[-1] is ChildStage.WITHDRAWN
    assert stages(*GRANTED[:3], case.WITHDRAW)[-1] is ChildStage.WITHDRAWN
    assert stages(*GRANTED[:3], case.DECLINE)[-1] is ChildStage.NOT_ACCEPTED
    assert stages(case.VOID)[-1] is ChildStage.WITHDRAWN
    assert stages(*GRANTED[:3], case.TERMINATE)[-1] is ChildStage.TERMINATED


def test_a_supplement_is_told_and_so_is_its_answer() -> None:
    asked = (*GRANTED[:3], case.REQUEST_SUPPLEMENT, case.ANSWER_SUPPLEMENT)
    assert stages(*asked)[-2:] == [ChildStage.SUPPLEMENT_PENDING, ChildStage.RECEIVED]


def test_a_child_is_named_after_its_parent_and_its_key() -> None:
    """A repetition of the self-link finds the same case."""
    first, again = (child_case_id(FRONT, PARENT, "water") for _ in range(2))
    assert first == again
    assert is_case_id(first)
    assert first != child_case_id(FRONT, PARENT, "gas")


@drawn(
    st.lists(st.sampled_from([*GOOD_COMMANDS, *VARIANTS]), max_size=25),
    st.permutations(GRANTED),
)
def test_an_end_told_to_the_parent_is_never_taken_back(
    commands: list[Command], more: list[Command]
) -> None:
    state: CaseState = CASES.initial
    ended: ChildStage | None = None
    for command in (case.submit(), *commands, *GRANTED, *more):
        answer = CASES.decide(command, region_for(state, command), state, case.NOON)
        for written in () if isinstance(answer, Refusal) else answer:
            state = CASES.evolve(state, written)
            state = reduce(CASES.evolve, CASES.react(written, state, case.NOON), state)
        assert isinstance(state, Case)
        assert ended is None or stage_of(state) is ended
        ended = stage_of(state) if stage_of(state) in ENDS else None


def test_a_newborns_composite_with_children_that_are_cases() -> None:
    """新生儿出生, told by the cases of its seven children as they run."""
    plan = planned(load_definitions()["newborn"], 母亲参加生育保险="是")
    steps: list[CompositeCommand] = [begin(plan)]
    while running := [
        one.key for one in given(*steps).composite.front.children if isinstance(one.phase, UnderWay)
    ]:
        told = stages(*GRANTED)[1:]
        steps.extend(
            NoteChildProgress(child=running[0], number=number, stage=stage)
            for number, stage in enumerate(told, start=1)
        )
    done = given(*steps, DELIVER, NOTIFY, FINISH).composite
    assert status(done) is CompositeStatus.FINISHED
