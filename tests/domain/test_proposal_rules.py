"""Two clerks decide where the law wants two (行政许可法 34)."""

from dataclasses import replace

import pytest

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.events import Event
from broker.domain.cases.proposals.commands import ConfirmProposal
from broker.domain.cases.proposals.events import (
    DecisionProposed,
    ProposalConfirmed,
    ProposalSentBack,
)
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import (
    END_PROCEDURE,
    GRANT,
    HANGZHOU,
    ID_CARD_COPY,
    NOON,
    QINGYANG,
    REJECT,
    SEALED,
)
from tests.support.proposals import (
    CONFIRM_PROPOSAL,
    PROPOSE_GRANT,
    PROPOSE_REJECTION,
    PROPOSE_WITHOUT_OPINION,
    SEND_BACK,
    SEND_BACK_WITHOUT_REASON,
    VERIFY,
)
from tests.support.situations import ACCEPTED
from tests.support.spec import History, fold, given, handling

PROPOSED = handling(
    DecisionProposed(
        number=1, clerk="clerk-7", grants=True, documents=(ID_CARD_COPY,), sealed=SEALED
    )
)
CONFIRMED = handling(ProposalConfirmed(number=1, clerk="clerk-8"))
SENT_BACK = handling(ProposalSentBack(number=1, clerk="clerk-8", sealed=SEALED))


def after(history: History, *commands: Command) -> History:
    """Answer a history with the handling side's commands, all of which succeed."""
    for command in commands:
        answer = CASES.decide(command, HANGZHOU, fold(history), NOON)
        assert not isinstance(answer, Refusal), (command, answer)
        history += answer
    return history


VERIFIED = after(ACCEPTED, VERIFY, END_PROCEDURE)


def test_after_a_verification_two_clerks_decide_article_34() -> None:
    given(VERIFIED).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)
    given(VERIFIED).when(PROPOSE_GRANT).then(PROPOSED)
    given(VERIFIED, PROPOSED).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)
    given(VERIFIED, PROPOSED).when(CONFIRM_PROPOSAL).then(CONFIRMED)
    after(VERIFIED + PROPOSED + CONFIRMED, GRANT)


def test_where_nobody_verified_or_proposed_one_clerk_decides() -> None:
    after(ACCEPTED, GRANT)
    given(ACCEPTED, PROPOSED).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)


def test_the_same_clerk_never_confirms_article_34() -> None:
    own = ConfirmProposal(clerk=PROPOSE_GRANT.clerk, number=1)
    given(ACCEPTED, PROPOSED).when(own).then_refused(Reason.OWN_PROPOSAL)


def test_what_is_decided_is_what_two_agreed_on() -> None:
    agreed = (ACCEPTED, PROPOSED, CONFIRMED)
    given(*agreed).when(REJECT).then_refused(Reason.PROPOSAL_DIFFERS)
    without = replace(GRANT, documents=())
    given(*agreed).when(without).then_refused(Reason.PROPOSAL_DIFFERS)
    rejection = after(ACCEPTED, PROPOSE_REJECTION, replace(CONFIRM_PROPOSAL, clerk="clerk-7"))
    after(rejection, REJECT)


def test_a_proposal_is_sent_back_with_a_reason_and_made_anew() -> None:
    waiting = (ACCEPTED, PROPOSED)
    given(*waiting).when(PROPOSE_REJECTION).then_refused(Reason.PROPOSAL_OPEN)
    given(*waiting).when(SEND_BACK_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(*waiting).when(SEND_BACK).then(SENT_BACK)
    given(*waiting, SENT_BACK).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)
    after(
        ACCEPTED + PROPOSED + SENT_BACK,
        PROPOSE_GRANT,
        replace(CONFIRM_PROPOSAL, number=2),
        GRANT,
    )


def test_a_clerk_may_take_an_own_proposal_back() -> None:
    after(ACCEPTED + PROPOSED, replace(SEND_BACK, clerk=PROPOSE_GRANT.clerk))


def test_only_the_proposal_that_was_read_is_confirmed() -> None:
    given(ACCEPTED).when(CONFIRM_PROPOSAL).then_refused(Reason.NO_PROPOSAL)
    renewed = after(ACCEPTED + PROPOSED + SENT_BACK, PROPOSE_GRANT)
    given(renewed).when(CONFIRM_PROPOSAL).then_refused(Reason.NO_PROPOSAL)
    given(renewed).when(SEND_BACK).then_refused(Reason.NO_PROPOSAL)
    given(ACCEPTED, PROPOSED, CONFIRMED).when(SEND_BACK).then_refused(Reason.NO_PROPOSAL)


def test_two_clerks_may_agree_anew_before_the_decision() -> None:
    changed = after(ACCEPTED + PROPOSED + CONFIRMED, PROPOSE_REJECTION)
    given(changed).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)


def test_a_later_verification_undoes_what_was_agreed() -> None:
    verified = after(ACCEPTED + PROPOSED + CONFIRMED, VERIFY, END_PROCEDURE)
    given(verified).when(GRANT).then_refused(Reason.SECOND_CLERK_MISSING)


def test_nothing_is_proposed_before_the_procedure_has_ended() -> None:
    given(after(ACCEPTED, VERIFY)).when(PROPOSE_GRANT).then_refused(Reason.PROCEDURE_OPEN)


@pytest.mark.parametrize("command", [PROPOSE_GRANT, CONFIRM_PROPOSAL, SEND_BACK])
def test_only_the_handling_side_proposes_and_confirms(command: Command) -> None:
    given(ACCEPTED, PROPOSED).when(command, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_a_proposal_says_why() -> None:
    given(ACCEPTED).when(PROPOSE_WITHOUT_OPINION).then_refused(Reason.REASON_MISSING)


def test_a_log_in_which_one_clerk_confirms_alone_is_corrupt() -> None:
    alone = Written[Event](Side.HANDLING, ProposalConfirmed(number=1, clerk="clerk-7"))
    with pytest.raises(AssertionError):
        fold((*ACCEPTED, *PROPOSED, alone))
