"""What two clerks have confirmed binds who decides."""

from broker.domain.cases.commands import DecideCase, DecisionResult
from broker.domain.cases.proposals.state import Confirmed, Proposals
from broker.domain.refusal import Reason, Refusal


def refuse_unconfirmed(command: DecideCase, proposals: Proposals) -> Refusal | None:
    """Refuse to decide alone where two are needed, or otherwise than two have agreed."""
    if not proposals.is_needed:
        return None
    if not isinstance(proposals.last, Confirmed):
        return Refusal(Reason.SECOND_CLERK_MISSING)
    grants = command.result is DecisionResult.GRANTED
    digests = tuple(document.digest for document in command.documents)
    agreed = (proposals.last.grants, proposals.last.digests)
    return None if (grants, digests) == agreed else Refusal(Reason.PROPOSAL_DIFFERS)
