"""The rules of the fees (收费): noticed by who decides, paid where the applicant stands.

The case has not ended when these are asked (decide.py). Whether the item allows the charge is
checked at the edge (invariant 5), since the item's rule is not in the log.
"""

from typing import assert_never

from broker.domain.cases.fees.commands import FeeCommand, NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.fees.events import FeeEvent, FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.fees.state import FEES_MAX
from broker.domain.cases.state import (
    Accepted,
    Case,
    Decided,
    NotAccepted,
    NotReceived,
    Received,
    Returned,
    SupplementPending,
    Terminated,
    Withdrawn,
    was_handed_over,
)
from broker.domain.refusal import Reason, Refusal


def decide_fees(command: FeeCommand, state: Case) -> FeeEvent | Refusal:
    """Answer a command of the fees."""
    match command:
        case NoticeFee():
            return notice_fee(command, state)
        case RecordPayment():
            return record_payment(command, state)
        case WaiveFee():
            return waive_fee(command, state)
        case _:
            assert_never(command)


def notice_fee(command: NoticeFee, state: Case) -> FeeNoticed | Refusal:
    """Tell what has to be paid from the acceptance on, until the result is sent back.

    So the receiving side has heard of every fee before it can finish the case.
    """
    refusal = _refuse_notice(state)
    if refusal is not None:
        return refusal
    if command.amount_fen < 1:
        return Refusal(Reason.AMOUNT_MISSING)
    noticed = state.fees.handling.noticed
    if noticed >= FEES_MAX:
        return Refusal(Reason.TOO_MANY_FEES)
    return FeeNoticed(
        fee=noticed + 1,
        amount_fen=command.amount_fen,
        due_on=command.due_on,
        sealed=command.sealed,
    )


def record_payment(command: RecordPayment, state: Case) -> FeePaid | Refusal:
    """Record with its proof what the applicant has paid, once."""
    if not state.fees.is_noticed(command.fee):
        return Refusal(Reason.FEE_UNKNOWN)
    if command.fee in state.fees.settled:
        return Refusal(Reason.FEE_SETTLED)
    if not command.materials:
        return Refusal(Reason.MATERIALS_MISSING)
    return FeePaid(fee=command.fee, materials=command.materials, sealed=command.sealed)


def waive_fee(command: WaiveFee, state: Case) -> FeeWaived | Refusal:
    """Do without a fee that is not paid yet, and say why."""
    if not state.fees.is_noticed(command.fee):
        return Refusal(Reason.FEE_UNKNOWN)
    if command.fee in state.fees.settled:
        return Refusal(Reason.FEE_SETTLED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return FeeWaived(fee=command.fee, sealed=command.sealed)


def _refuse_notice(state: Case) -> Refusal | None:
    match state.handling:
        case Accepted() | Decided():
            return None
        case Received() | SupplementPending():
            return Refusal(Reason.NOT_ACCEPTED_YET)
        case Returned():
            return Refusal(Reason.ALREADY_RETURNED)
        case NotReceived():
            pushed = was_handed_over(state)
            return Refusal(Reason.PUSH_NOT_RECEIVED if pushed else Reason.NOT_PUSHED)
        case NotAccepted() | Withdrawn() | Terminated():
            raise AssertionError("asked of a case that has ended")
        case _:
            assert_never(state.handling)
