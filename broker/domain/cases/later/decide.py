"""The rules after the finish: only these acts may follow it (invariant 6)."""

from typing import assert_never

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.later.commands import (
    CancelLicence,
    CorrectDecision,
    LaterCommand,
    RevokeDecision,
)
from broker.domain.cases.later.events import (
    DecisionCorrected,
    DecisionRevoked,
    LaterEvent,
    LicenceCancelled,
)
from broker.domain.cases.state import Case, Finished, Returned, ended_without_result
from broker.domain.refusal import Reason, Refusal


def decide_later(command: LaterCommand, state: Case) -> LaterEvent | Refusal:
    """Answer a command of this track."""
    match command:
        case RevokeDecision():
            return revoke_decision(command, state)
        case CancelLicence():
            return cancel_licence(command, state)
        case CorrectDecision():
            return correct_decision(command, state)
        case _:
            assert_never(command)


def revoke_decision(command: RevokeDecision, state: Case) -> DecisionRevoked | Refusal:
    """Revoke a grant, once (行政许可法 art. 69)."""
    refused = _unless_granted(state) or _unless_valid(state)
    if refused is not None:
        return refused
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return DecisionRevoked(ground=command.ground, sealed=command.sealed)


def cancel_licence(command: CancelLicence, state: Case) -> LicenceCancelled | Refusal:
    """Strike a licence off, once; a revoked one is struck off too (行政许可法 art. 70)."""
    refused = _unless_granted(state)
    if refused is not None:
        return refused
    if state.later.cancelled:
        return Refusal(Reason.ALREADY_CANCELLED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return LicenceCancelled(ground=command.ground, sealed=command.sealed)


def correct_decision(command: CorrectDecision, state: Case) -> DecisionCorrected | Refusal:
    """Correct any decision that is still valid, as often as it takes."""
    refused = _unless_finished(state) or _unless_valid(state)
    if refused is not None:
        return refused
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return DecisionCorrected(documents=command.documents, sealed=command.sealed)


def _unless_finished(state: Case) -> Refusal | None:
    if ended_without_result(state):
        return Refusal(Reason.CASE_ENDED)
    if not isinstance(state.receiving, Finished):
        return Refusal(Reason.NOT_FINISHED)
    return None


def _unless_granted(state: Case) -> Refusal | None:
    refused = _unless_finished(state)
    if refused is not None:
        return refused
    # What is finished was returned before.
    assert isinstance(state.handling, Returned)
    granted = state.handling.result is DecisionResult.GRANTED
    return None if granted else Refusal(Reason.NOT_GRANTED)


def _unless_valid(state: Case) -> Refusal | None:
    if state.later.cancelled:
        return Refusal(Reason.ALREADY_CANCELLED)
    return Refusal(Reason.ALREADY_REVOKED) if state.later.revoked else None
