"""The rules of the receiving side (收件地): collect, check, push, pass on, deliver, close.

The case has not ended when these are asked, except for notify_applicant (decide.py).
"""

from broker.domain.cases.commands import (
    AddMaterials,
    AmendCase,
    AnswerSupplement,
    CheckForm,
    CheckIdentity,
    DeliverResult,
    NotifyApplicant,
    SubmitCase,
    VoidCase,
    WithdrawCase,
)
from broker.domain.cases.custody.state import is_settled
from broker.domain.cases.events import (
    ApplicantNotified,
    CaseAmended,
    CaseFinished,
    CasePushed,
    CaseSubmitted,
    CaseVoided,
    CaseWithdrawn,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    ResultDelivered,
    SupplementAnswered,
    WithdrawalRequested,
)
from broker.domain.cases.state import (
    Case,
    Collected,
    Decided,
    Delivered,
    Finished,
    Pushed,
    ResultHeld,
    Returned,
    SupplementPending,
    ended_without_result,
    is_notified,
    withdrawal_pending,
)
from broker.domain.identifiers import RegionCode
from broker.domain.refusal import Reason, Refusal


def submit_case(command: SubmitCase, region: RegionCode) -> CaseSubmitted:
    """Begin the case; the region of the window is the receiving region."""
    return CaseSubmitted(
        item_code=command.item_code,
        item_version=command.item_version,
        receiving_region=region,
        handling_region=command.handling_region,
        applicant_kind=command.applicant_kind,
        applicant_is_minor=command.applicant_is_minor,
        applicant_hash=command.applicant_hash,
        delivery_way=command.delivery_way,
        materials=command.materials,
        sealed=command.sealed,
    )


def amend_case(command: AmendCase, state: Case) -> CaseAmended | Refusal:
    """Correct the form of the same applicant as long as the case is still here."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    if command.applicant_hash != state.receiving.applicant_hash:
        return Refusal(Reason.APPLICANT_CHANGED)
    return CaseAmended(delivery_way=command.delivery_way, sealed=command.sealed)


def void_case(command: VoidCase, state: Case) -> CaseVoided | Refusal:
    """Take a mistaken hand-in back, with the reason, as long as nobody else has the case."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CaseVoided(sealed=command.sealed)


def add_materials(command: AddMaterials, state: Case) -> MaterialsAdded | Refusal:
    """Take more documents as long as the case is still here."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    if not command.materials:
        return Refusal(Reason.MATERIALS_MISSING)
    return MaterialsAdded(materials=command.materials)


def check_form(command: CheckForm, state: Case) -> FormChecked | Refusal:
    """Record a form check; it may be repeated, the latest counts."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    return FormChecked(passed=command.passed, sealed=command.sealed)


def check_identity(command: CheckIdentity, state: Case) -> IdentityChecked | Refusal:
    """Record an identity check; it may be repeated, the latest counts."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    return IdentityChecked(method=command.method, passed=command.passed)


def push_case(state: Case) -> CasePushed | Refusal:
    """Hand over only what passed both checks."""
    if not isinstance(state.receiving, Collected):
        return Refusal(Reason.ALREADY_PUSHED)
    if not state.receiving.form_passed:
        return Refusal(Reason.FORM_NOT_PASSED)
    if not state.receiving.identity_passed:
        return Refusal(Reason.IDENTITY_NOT_PASSED)
    return CasePushed()


def answer_supplement(command: AnswerSupplement, state: Case) -> SupplementAnswered | Refusal:
    """Answer the one list once; an applicant who is withdrawing does not answer any more."""
    if not isinstance(state.handling, SupplementPending):
        return Refusal(Reason.SUPPLEMENT_NOT_REQUESTED)
    if not isinstance(state.receiving, Pushed) or state.receiving.supplement_answered:
        return Refusal(Reason.SUPPLEMENT_NOT_REQUESTED)
    if withdrawal_pending(state):
        return Refusal(Reason.WITHDRAWAL_PENDING)
    if not command.materials and command.sealed is None:
        return Refusal(Reason.MATERIALS_MISSING)
    return SupplementAnswered(materials=command.materials, sealed=command.sealed)


def withdraw_case(
    command: WithdrawCase, state: Case
) -> CaseWithdrawn | WithdrawalRequested | Refusal:
    """End the case here before the push; later only ask, for the handling side's log settles it."""
    if isinstance(state.handling, Decided | Returned):
        return Refusal(Reason.ALREADY_DECIDED)
    if withdrawal_pending(state):
        return Refusal(Reason.WITHDRAWAL_PENDING)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    if isinstance(state.receiving, Collected):
        return CaseWithdrawn(sealed=command.sealed)
    return WithdrawalRequested(sealed=command.sealed)


def deliver_result(command: DeliverResult, state: Case) -> ResultDelivered | Refusal:
    """Hand over only a result that is here, once.

    A pending withdrawal does not matter: the decision came first, so it will be declined.
    """
    if isinstance(state.receiving, Delivered):
        return Refusal(Reason.ALREADY_DELIVERED)
    if not isinstance(state.receiving, ResultHeld):
        return Refusal(Reason.RESULT_NOT_RECEIVED)
    return ResultDelivered(way=command.way)


def notify_applicant(command: NotifyApplicant, state: Case) -> ApplicantNotified | Refusal:
    """Tell the outcome once: the result, the withdrawal, or that the case was not taken in."""
    if isinstance(state.receiving, Finished):
        return Refusal(Reason.CASE_ENDED)
    if is_notified(state):
        return Refusal(Reason.ALREADY_NOTIFIED)
    result_is_here = isinstance(state.receiving, ResultHeld | Delivered)
    if not result_is_here and not ended_without_result(state):
        return Refusal(Reason.RESULT_NOT_RECEIVED)
    return ApplicantNotified(channel=command.channel)


def finish_case(state: Case) -> CaseFinished | Refusal:
    """Close what is delivered and told: no question open, no fee unpaid, no original out."""
    if not isinstance(state.receiving, Delivered):
        return Refusal(Reason.NOT_DELIVERED)
    if not state.receiving.notified:
        return Refusal(Reason.NOT_NOTIFIED)
    if withdrawal_pending(state):
        return Refusal(Reason.WITHDRAWAL_PENDING)
    if state.fees.unpaid:
        return Refusal(Reason.FEE_UNPAID)
    if not is_settled(state.custody):
        return Refusal(Reason.ORIGINALS_OUT)
    return CaseFinished()
