"""From a body to a command of one of two clerks; who it is, the session tells and not the body."""

from typing import assert_never

from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposalCommand,
    ProposeDecision,
    SendBackProposal,
)
from broker.domain.envelope import Material, Sealed
from broker.web.bodies_proposals import (
    ConfirmProposalBody,
    ProposeDecisionBody,
    SendBackProposalBody,
)

ProposalBody = ProposeDecisionBody | ConfirmProposalBody | SendBackProposalBody


def texts_of_proposal(body: ProposalBody) -> dict[str, str | None]:
    """Answer the free text of a body by the names it is sealed under."""
    match body:
        case ProposeDecisionBody():
            return {"reason": body.opinion}
        case ConfirmProposalBody():
            return {}
        case SendBackProposalBody():
            return {"reason": body.reason}
        case _:
            assert_never(body)


def compose_proposal(
    body: ProposalBody, *, clerk: str, materials: tuple[Material, ...], sealed: Sealed | None
) -> ProposalCommand:
    """Make the command of the clerk who is logged in."""
    match body:
        case ProposeDecisionBody():
            return ProposeDecision(
                clerk=clerk, grants=body.grants, documents=materials, sealed=sealed
            )
        case ConfirmProposalBody():
            return ConfirmProposal(clerk=clerk, number=body.number)
        case SendBackProposalBody():
            return SendBackProposal(clerk=clerk, number=body.number, sealed=sealed)
        case _:
            assert_never(body)
