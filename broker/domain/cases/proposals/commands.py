"""What two clerks of the handling side may do before a decision; each command names its clerk."""

from dataclasses import dataclass

from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDecision:
    """Propose what is to be decided (拟办); a second clerk confirms it before it is decided."""

    clerk: str
    """The pseudonymous subject of who acts, which the edge writes and nobody types."""
    grants: bool
    """Whether the proposal is to grant; otherwise it is to reject."""
    documents: tuple[Material, ...]
    """The drafts of the documents of the decision."""
    sealed: Sealed | None
    """The opinion of the clerk; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmProposal:
    """Confirm the proposal of another clerk (复核同意)."""

    clerk: str
    """As in a proposal."""
    number: int
    """Of the proposal, so that nobody confirms another than was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBackProposal:
    """Send a proposal back (复核退回); who made it may take it back so."""

    clerk: str
    """As in a proposal."""
    number: int
    sealed: Sealed | None
    """What is wrong with it; required."""


ProposalCommand = ProposeDecision | ConfirmProposal | SendBackProposal
