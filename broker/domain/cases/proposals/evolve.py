"""Fold proposals: at most one waits or stands, and its second clerk is another person."""

from typing import assert_never

from broker.domain.cases.procedures.commands import SpecialProcedureKind
from broker.domain.cases.procedures.events import ProcedureEvent, SpecialProcedureStarted
from broker.domain.cases.proposals.events import (
    DecisionProposed,
    ProposalConfirmed,
    ProposalEvent,
    ProposalSentBack,
)
from broker.domain.cases.proposals.state import Confirmed, Proposals, Proposed, Unproposed
from broker.domain.replacing import replace


def evolve_proposals(before: Proposals, event: ProposalEvent) -> Proposals:
    """Fold an event of this track."""
    match event:
        case DecisionProposed():
            assert not isinstance(before.last, Proposed)
            assert event.number == before.made_count + 1
            digests = tuple(document.digest for document in event.documents)
            proposed = Proposed(clerk=event.clerk, grants=event.grants, digests=digests)
            return replace(before, made_count=event.number, last=proposed)
        case ProposalConfirmed():
            last = _waiting(before, event.number)
            assert event.clerk != last.clerk
            return replace(before, last=Confirmed(grants=last.grants, digests=last.digests))
        case ProposalSentBack():
            _waiting(before, event.number)
            return replace(before, last=Unproposed())
        case _:
            assert_never(event)


def note_verification(before: Proposals, event: ProcedureEvent) -> Proposals:
    """Note that the substance is verified; what was agreed before did not know its outcome."""
    if not isinstance(event, SpecialProcedureStarted):
        return before
    if event.procedure is not SpecialProcedureKind.VERIFICATION:
        return before
    return replace(before, is_verified=True, last=Unproposed())


def _waiting(before: Proposals, number: int) -> Proposed:
    assert number == before.made_count
    assert isinstance(before.last, Proposed)
    return before.last
