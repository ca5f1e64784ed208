"""What two clerks send before a decision: bodies of commands; who acts, the edge knows."""

from typing import Annotated

from pydantic import Field

from broker.web.fields import Body, MaterialList, Prose

ProposalNumber = Annotated[int, Field(ge=1, description="As the proposal was numbered.")]


class ProposeDecisionBody(Body):
    """Propose what is to be decided (拟办); the log refuses it without an opinion."""

    grants: bool = Field(description="Whether to grant; otherwise to reject.")
    documents: MaterialList = ()
    opinion: Prose | None = None


class ConfirmProposalBody(Body):
    """Confirm the proposal of another clerk (复核同意)."""

    number: ProposalNumber


class SendBackProposalBody(Body):
    """Send a proposal back (复核退回); the log refuses it without a reason."""

    number: ProposalNumber
    reason: Prose | None = None
