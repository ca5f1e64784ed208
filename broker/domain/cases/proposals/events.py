"""What two clerks have done before a decision, all of it written by the handling side."""

from dataclasses import dataclass

from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionProposed:
    """A clerk proposed what is to be decided; proposals are numbered from 1."""

    number: int
    clerk: str
    grants: bool
    documents: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalConfirmed:
    """A second clerk confirmed the proposal."""

    number: int
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSentBack:
    """The proposal was sent back, so nothing is proposed any more."""

    number: int
    clerk: str
    sealed: Sealed


ProposalEvent = DecisionProposed | ProposalConfirmed | ProposalSentBack
