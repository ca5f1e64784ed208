"""The rules of the handling side (办理地): take in or not, ask once, decide, send back.

The case has not ended when these are asked (decide.py).
"""

from typing import assert_never

from broker.domain.cases.commands import (
    DecideCase,
    DecisionResult,
    DeclineCase,
    RequestSupplement,
    TerminateCase,
)
from broker.domain.cases.events import (
    CaseAccepted,
    CaseNotAccepted,
    CaseTerminated,
    DecisionMade,
    ResultReturned,
    SupplementRequested,
)
from broker.domain.cases.proposals.confirmed import refuse_unconfirmed
from broker.domain.cases.state import (
    Accepted,
    Case,
    Collected,
    Decided,
    NotAccepted,
    NotReceived,
    Received,
    Returned,
    SupplementPending,
    Terminated,
    Withdrawn,
)
from broker.domain.refusal import Reason, Refusal


def accept_case(state: Case) -> CaseAccepted | Refusal:
    """Take the case in, unless papers are still awaited."""
    if not isinstance(state.handling, Received):
        return _not_examinable(state)
    return CaseAccepted()


def decline_case(command: DeclineCase, state: Case) -> CaseNotAccepted | Refusal:
    """Do not take the case in, and say why and where to go (行政许可法 art. 32)."""
    if not isinstance(state.handling, Received):
        return _not_examinable(state)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CaseNotAccepted(sealed=command.sealed)


def request_supplement(command: RequestSupplement, state: Case) -> SupplementRequested | Refusal:
    """Ask for what is missing, completely and only once (行政许可法 art. 32)."""
    if isinstance(state.handling, SupplementPending):
        return Refusal(Reason.SUPPLEMENT_ALREADY_REQUESTED)
    if not isinstance(state.handling, Received):
        return _not_examinable(state)
    if state.handling.supplement_used:
        return Refusal(Reason.SUPPLEMENT_ALREADY_REQUESTED)
    if not command.titles:
        return Refusal(Reason.MATERIALS_MISSING)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return SupplementRequested(titles=command.titles, sealed=command.sealed)


def decide_case(command: DecideCase, state: Case) -> DecisionMade | Refusal:
    """Decide what was accepted; a rejection says why and what the applicant may do about it.

    While a special procedure is open there is no due date and no decision (convention, K5).
    """
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    if state.procedures.open_numbers:
        return Refusal(Reason.PROCEDURE_OPEN)
    refused = refuse_unconfirmed(command, state.proposals)
    if refused is not None:
        return refused
    if command.result is DecisionResult.REJECTED:
        if command.sealed is None:
            return Refusal(Reason.REASON_MISSING)
        if not command.rights_notice_given:
            return Refusal(Reason.RIGHTS_NOTICE_MISSING)
    return DecisionMade(
        result=command.result,
        rights_notice_given=command.rights_notice_given,
        documents=command.documents,
        sealed=command.sealed,
    )


def return_result(state: Case) -> ResultReturned | Refusal:
    """Send a decision back, once."""
    if isinstance(state.handling, Returned):
        return Refusal(Reason.ALREADY_RETURNED)
    if isinstance(state.handling, NotReceived):
        return _not_arrived(state)
    if not isinstance(state.handling, Decided):
        return Refusal(Reason.NOT_DECIDED)
    return ResultReturned()


def terminate_case(command: TerminateCase, state: Case) -> CaseTerminated | Refusal:
    """End a case that cannot go on, with a reason; after the decision there are later acts."""
    if isinstance(state.handling, NotReceived):
        return _not_arrived(state)
    if isinstance(state.handling, Decided | Returned):
        return Refusal(Reason.ALREADY_DECIDED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CaseTerminated(ground=command.ground, sealed=command.sealed)


def _not_examinable(state: Case) -> Refusal:
    match state.handling:
        case SupplementPending():
            return Refusal(Reason.SUPPLEMENT_PENDING)
        case Accepted():
            return Refusal(Reason.ALREADY_ACCEPTED)
        case Decided() | Returned():
            return Refusal(Reason.ALREADY_DECIDED)
        case NotReceived():
            return _not_arrived(state)
        case Received() | NotAccepted() | Withdrawn() | Terminated():
            raise AssertionError("asked of a case that can be examined or has ended")
        case _:
            assert_never(state.handling)


def not_decidable(state: Case) -> Refusal:
    """Say why what is done between acceptance and decision cannot be done now."""
    match state.handling:
        case Received() | SupplementPending():
            return Refusal(Reason.NOT_ACCEPTED_YET)
        case Decided() | Returned():
            return Refusal(Reason.ALREADY_DECIDED)
        case NotReceived():
            return _not_arrived(state)
        case Accepted() | NotAccepted() | Withdrawn() | Terminated():
            raise AssertionError("asked of a case that can be decided or has ended")
        case _:
            assert_never(state.handling)


def _not_arrived(state: Case) -> Refusal:
    pushed = not isinstance(state.receiving, Collected)
    return Refusal(Reason.PUSH_NOT_RECEIVED if pushed else Reason.NOT_PUSHED)
