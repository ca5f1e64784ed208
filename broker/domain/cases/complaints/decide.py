"""The rules of the complaint (投诉): taken, perhaps transferred, answered, followed up, closed.

They hold at any stage, and after the end: whoever had to do with a case may complain of it.
"""

from typing import assert_never

from broker.domain.cases.complaints.commands import (
    AnswerComplaint,
    CloseComplaint,
    ComplaintCommand,
    ComplaintEnd,
    FollowUpComplaint,
    RegisterComplaint,
    ReopenComplaint,
    TransferComplaint,
)
from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
)
from broker.domain.cases.complaints.state import COMPLAINTS_MAX, ComplaintKey
from broker.domain.cases.hand_over import refuse_before_hand_over
from broker.domain.cases.state import Case, has_ended
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal


def decide_complaints(command: ComplaintCommand, state: Case) -> ComplaintEvent | Refusal:
    """Answer a command of the complaints."""
    match command:
        case RegisterComplaint():
            return register_complaint(command, state)
        case TransferComplaint():
            return transfer_complaint(command, state)
        case AnswerComplaint():
            return answer_complaint(command, state)
        case FollowUpComplaint():
            return follow_up_complaint(command, state)
        case ReopenComplaint():
            return reopen_complaint(command, state)
        case CloseComplaint():
            return close_complaint(command, state)
        case _:
            assert_never(command)


def register_complaint(command: RegisterComplaint, state: Case) -> ComplaintRegistered | Refusal:
    """Take a complaint about a body that has the case; a work order is taken once."""
    if command.side is Side.HANDLING or command.against is Side.HANDLING:
        refusal = _refuse_unshared(state, command.side)
        if refusal is not None:
            return refusal
    registered = state.complaints.of(command.side).registered
    if command.work_order is not None and any(
        one.work_order == command.work_order for one in registered
    ):
        return Refusal(Reason.COMPLAINT_KNOWN)
    if len(registered) >= COMPLAINTS_MAX:
        return Refusal(Reason.TOO_MANY_COMPLAINTS)
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return ComplaintRegistered(
        complaint=len(registered) + 1,
        against=command.against,
        source=command.source,
        work_order=command.work_order,
        sealed=command.sealed,
    )


def transfer_complaint(command: TransferComplaint, state: Case) -> ComplaintTransferred | Refusal:
    """Pass on what the other body must answer; it cannot be passed back, so somebody answers."""
    key = ComplaintKey(registrar=command.registrar, number=command.complaint)
    refusal = _refuse_body(key, command.side, state)
    if refusal is not None:
        return refusal
    if state.complaints.was_passed_on(key):
        return Refusal(Reason.COMPLAINT_TRANSFERRED)
    if state.complaints.is_reopened(key) or state.complaints.is_answered(key):
        return Refusal(Reason.COMPLAINT_ANSWERED)
    refusal = _refuse_unshared(state, command.side)
    if refusal is not None:
        return refusal
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return ComplaintTransferred(
        registrar=command.registrar, complaint=command.complaint, sealed=command.sealed
    )


def answer_complaint(command: AnswerComplaint, state: Case) -> ComplaintAnswered | Refusal:
    """Answer what this body has, and once more if it is reopened."""
    key = ComplaintKey(registrar=command.registrar, number=command.complaint)
    refusal = _refuse_body(key, command.side, state)
    if refusal is not None:
        return refusal
    if state.complaints.is_answered(key):
        return Refusal(Reason.COMPLAINT_ANSWERED)
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return ComplaintAnswered(
        registrar=command.registrar,
        complaint=command.complaint,
        round=2 if state.complaints.is_reopened(key) else 1,
        sealed=command.sealed,
    )


def follow_up_complaint(command: FollowUpComplaint, state: Case) -> ComplaintFollowedUp | Refusal:
    """Ask the complainant once about each answer (domain reference, section 8)."""
    key = ComplaintKey(registrar=command.side, number=command.complaint)
    body = _open_complaint(key, state)
    if isinstance(body, Refusal):
        return body
    if not state.complaints.is_answered(key):
        return Refusal(Reason.COMPLAINT_NOT_ANSWERED)
    if state.complaints.is_followed_up(key):
        return Refusal(Reason.COMPLAINT_FOLLOWED_UP)
    return ComplaintFollowedUp(
        complaint=command.complaint,
        body=body,
        satisfaction=command.satisfaction,
        solved=command.solved,
        sealed=command.sealed,
    )


def reopen_complaint(command: ReopenComplaint, state: Case) -> ComplaintReopened | Refusal:
    """Want a second answer where the first did not do; there is no third."""
    key = ComplaintKey(registrar=command.side, number=command.complaint)
    body = _open_complaint(key, state)
    if isinstance(body, Refusal):
        return body
    if state.complaints.is_reopened(key):
        return Refusal(Reason.COMPLAINT_REOPENED)
    if command.complaint not in state.complaints.of(command.side).disputed:
        return Refusal(Reason.COMPLAINT_NOT_DISPUTED)
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return ComplaintReopened(complaint=command.complaint, body=body, sealed=command.sealed)


def close_complaint(command: CloseComplaint, state: Case) -> ComplaintClosed | Refusal:
    """Close what was answered and followed up; what is taken back needs neither."""
    key = ComplaintKey(registrar=command.side, number=command.complaint)
    body = _open_complaint(key, state)
    if isinstance(body, Refusal):
        return body
    refusal = _refuse_end(command, key, state)
    if refusal is not None:
        return refusal
    return ComplaintClosed(
        complaint=command.complaint, body=body, end=command.end, sealed=command.sealed
    )


def _refuse_unshared(state: Case, side: Side) -> Refusal | None:
    """Refuse what needs both bodies before both have the case; it may never come so far."""
    refusal = refuse_before_hand_over(state, side)
    if refusal is not None and has_ended(state):
        return Refusal(Reason.CASE_ENDED)
    return refusal


def _refuse_end(command: CloseComplaint, key: ComplaintKey, state: Case) -> Refusal | None:
    if command.end is ComplaintEnd.TAKEN_BACK:
        return None
    if not state.complaints.is_answered(key):
        return Refusal(Reason.COMPLAINT_NOT_ANSWERED)
    if command.end is ComplaintEnd.UNREASONABLE:
        return Refusal(Reason.REASON_MISSING) if command.sealed is None else None
    if not state.complaints.is_followed_up(key):
        return Refusal(Reason.COMPLAINT_NOT_FOLLOWED_UP)
    return None


def _open_complaint(key: ComplaintKey, state: Case) -> Side | Refusal:
    """Answer which body has an open complaint."""
    body = state.complaints.holder(key)
    if body is None:
        return Refusal(Reason.COMPLAINT_UNKNOWN)
    return Refusal(Reason.COMPLAINT_CLOSED) if state.complaints.is_closed(key) else body


def _refuse_body(key: ComplaintKey, side: Side, state: Case) -> Refusal | None:
    """Refuse a body that does not have the complaint, or has nothing more to do about it."""
    body = _open_complaint(key, state)
    if isinstance(body, Refusal):
        return body
    return None if body is side else Refusal(Reason.COMPLAINT_NOT_YOURS)
