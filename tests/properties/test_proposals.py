"""Two clerks, procedures and decisions in any order: nobody decides alone what needs two."""

from dataclasses import replace
from functools import reduce

import hypothesis.strategies as st
from hypothesis import given

from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, DecisionResult
from broker.domain.cases.events import DecisionMade
from broker.domain.cases.procedures.commands import EndSpecialProcedure, SpecialProcedureKind
from broker.domain.cases.procedures.events import SpecialProcedureStarted
from broker.domain.cases.proposals.commands import ConfirmProposal, SendBackProposal
from broker.domain.cases.proposals.events import (
    DecisionProposed,
    ProposalConfirmed,
    ProposalSentBack,
)
from broker.domain.cases.state import Case
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import (
    ACCEPT,
    GRANT,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REJECT,
    RETURN_RESULT,
    SEALED,
    START_PROCEDURE,
    WITHDRAW,
    submit,
)
from tests.support.proposals import PROPOSE_GRANT, PROPOSE_REJECTION, VERIFY
from tests.support.replicas import Pair
from tests.support.spec import History, fold, played, react_in

TO_THE_DECISION: tuple[Command, ...] = (PASS_FORM, PASS_IDENTITY, PUSH, ACCEPT)
CLERKS = st.sampled_from(("clerk-7", "clerk-8"))
NUMBERS = st.integers(1, 3)
ACTS: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from((GRANT, REJECT, RETURN_RESULT, WITHDRAW, VERIFY, START_PROCEDURE)),
    st.builds(replace, st.sampled_from((PROPOSE_GRANT, PROPOSE_REJECTION)), clerk=CLERKS),
    st.builds(ConfirmProposal, clerk=CLERKS, number=NUMBERS),
    st.builds(SendBackProposal, clerk=CLERKS, number=NUMBERS, sealed=st.just(SEALED)),
    st.builds(EndSpecialProcedure, number=NUMBERS),
)
STEPS = st.lists(st.one_of(ACTS, st.sampled_from(Side)), max_size=25)
"""Commands, and arrivals of what a side has on its way."""


@given(steps=STEPS)
def test_no_order_lets_one_clerk_decide_what_needs_two_article_34(
    steps: list[Command | Side],
) -> None:
    pair, log = Pair(), History()
    for command in (submit(), *TO_THE_DECISION):
        answer = pair.order(command)
        assert not isinstance(answer, Reason)
        pair = answer[0].settle()
    for step in steps:
        if isinstance(step, Side):
            arrived = pair.deliver(step)
            pair = pair if arrived is None else arrived[0]
            continue
        answer = pair.order(step)
        if not isinstance(answer, Reason):
            pair, written = answer
            log += written
    check_two(log)
    settled = pair.settle()
    assert settled.receiving.state == settled.handling.state


def check_two(log: History) -> None:
    """Keep an own account: who proposed what, who confirmed it, and what was decided."""
    needed = False
    proposed: DecisionProposed | None = None
    agreed: DecisionProposed | None = None
    for _, event, _ in log:
        match event:
            case SpecialProcedureStarted(procedure=SpecialProcedureKind.VERIFICATION):
                needed, proposed, agreed = True, None, None
            case DecisionProposed():
                assert proposed is None
                needed, proposed, agreed = True, event, None
            case ProposalConfirmed():
                assert proposed is not None
                assert (event.number, event.clerk != proposed.clerk) == (proposed.number, True)
                proposed, agreed = None, proposed
            case ProposalSentBack():
                assert proposed is not None
                proposed = None
            case DecisionMade() if needed:
                assert agreed is not None
                assert agreed.grants == (event.result is DecisionResult.GRANTED)
                assert agreed.documents == event.documents
            case _:
                pass


@given(commands=st.lists(ACTS, max_size=20))
def test_one_region_does_what_two_do(commands: list[Command]) -> None:
    apart, together = Pair(), fold(played(submit(handling=QINGYANG), *TO_THE_DECISION))
    for command in (submit(), *TO_THE_DECISION):
        answer = apart.order(command)
        assert not isinstance(answer, Reason)
        apart = answer[0].settle()
    for command in commands:
        answer = apart.order(command)
        reply = CASES.decide(command, QINGYANG, together, NOON)
        if isinstance(answer, Reason):
            assert reply == Refusal(answer)
            continue
        apart = answer[0].settle()
        assert not isinstance(reply, Refusal)
        for written in reply:
            together = CASES.evolve(together, written)
            together = reduce(CASES.evolve, react_in(QINGYANG, written, together), together)
    assert isinstance(together, Case)
    assert isinstance(apart.receiving.state, Case)
    assert together.proposals == apart.receiving.state.proposals
    assert together.handling == apart.receiving.state.handling
