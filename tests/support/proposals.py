"""Commands of two clerks, clerk-7 and clerk-8 of the handling side."""

from dataclasses import replace

from broker.domain.cases.procedures.commands import SpecialProcedureKind
from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposalCommand,
    ProposeDecision,
    SendBackProposal,
)
from tests.support.builders import ID_CARD_COPY, SEALED, START_PROCEDURE

VERIFY = replace(START_PROCEDURE, procedure=SpecialProcedureKind.VERIFICATION)
PROPOSE_GRANT = ProposeDecision(
    clerk="clerk-7", grants=True, documents=(ID_CARD_COPY,), sealed=SEALED
)
PROPOSE_REJECTION = ProposeDecision(clerk="clerk-8", grants=False, documents=(), sealed=SEALED)
PROPOSE_WITHOUT_OPINION = replace(PROPOSE_GRANT, sealed=None)
CONFIRM_PROPOSAL = ConfirmProposal(clerk="clerk-8", number=1)
SEND_BACK = SendBackProposal(clerk="clerk-8", number=1, sealed=SEALED)
SEND_BACK_WITHOUT_REASON = replace(SEND_BACK, sealed=None)
PROPOSAL_COMMANDS: tuple[ProposalCommand, ...] = (PROPOSE_GRANT, CONFIRM_PROPOSAL, SEND_BACK)
"""One complete command of each kind of two clerks."""
