"""The rules of two clerks: nobody confirms alone, and what is decided is what was confirmed.

The law wants two for the verification of what the materials say [行政许可法 34]; an office may let
two decide any case. The case has not ended when these are asked (cases/decide.py).
"""

from typing import assert_never

from broker.domain.cases.decide_handling import not_decidable
from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposalCommand,
    ProposeDecision,
    SendBackProposal,
)
from broker.domain.cases.proposals.events import (
    DecisionProposed,
    ProposalConfirmed,
    ProposalEvent,
    ProposalSentBack,
)
from broker.domain.cases.proposals.state import Proposals, Proposed
from broker.domain.cases.state import Accepted, Case
from broker.domain.refusal import Reason, Refusal


def decide_proposals(command: ProposalCommand, state: Case) -> ProposalEvent | Refusal:
    """Answer a command of this track."""
    match command:
        case ProposeDecision():
            return propose_decision(command, state)
        case ConfirmProposal():
            return confirm_proposal(command, state)
        case SendBackProposal():
            return send_back_proposal(command, state)
        case _:
            assert_never(command)


def propose_decision(command: ProposeDecision, state: Case) -> DecisionProposed | Refusal:
    """Propose, unless a proposal waits or a procedure is still open; a new one replaces the old."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    if state.procedures.open_numbers:
        return Refusal(Reason.PROCEDURE_OPEN)
    if isinstance(state.proposals.last, Proposed):
        return Refusal(Reason.PROPOSAL_OPEN)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return DecisionProposed(
        number=state.proposals.made_count + 1,
        clerk=command.clerk,
        grants=command.grants,
        documents=command.documents,
        sealed=command.sealed,
    )


def confirm_proposal(command: ConfirmProposal, state: Case) -> ProposalConfirmed | Refusal:
    """Confirm what another clerk has proposed; for this the law wants two (行政许可法 art. 34)."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    last = _waiting(command.number, state.proposals)
    if isinstance(last, Refusal):
        return last
    if command.clerk == last.clerk:
        return Refusal(Reason.OWN_PROPOSAL)
    return ProposalConfirmed(number=command.number, clerk=command.clerk)


def send_back_proposal(command: SendBackProposal, state: Case) -> ProposalSentBack | Refusal:
    """Send a proposal back with a reason; whoever made it may take it back."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    last = _waiting(command.number, state.proposals)
    if isinstance(last, Refusal):
        return last
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return ProposalSentBack(number=command.number, clerk=command.clerk, sealed=command.sealed)


def _waiting(number: int, proposals: Proposals) -> Proposed | Refusal:
    if number != proposals.made_count or not isinstance(proposals.last, Proposed):
        return Refusal(Reason.NO_PROPOSAL)
    return proposals.last
