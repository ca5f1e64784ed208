"""From a body to a command: what is sealed, which documents are meant, what decide will see."""

from typing import assert_never

from broker.domain.cases import commands
from broker.domain.cases.later import commands as later
from broker.domain.cases.limits.commands import WithdrawCard
from broker.domain.cases.procedures import commands as procedures
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import RegionCode
from broker.web import bodies, bodies_handling
from broker.web.bodies import CommandBody
from broker.web.bodies_complaints import ComplaintBody
from broker.web.bodies_persons import LegalApplicant
from broker.web.bodies_proposals import ProposeDecisionBody
from broker.web.compose_aftercare import (
    AftercareBody,
    compose_fee,
    compose_rating,
    texts_of_aftercare,
)
from broker.web.compose_complaints import compose_complaint, texts_of_complaint
from broker.web.compose_proposals import ProposalBody, texts_of_proposal
from broker.web.compose_tracks import (
    CustodyBody,
    DialogueBody,
    compose_custody,
    compose_dialogue,
)
from broker.web.fields import MaterialBody
from broker.web.persons import Facts
from broker.web.representatives import representative_texts


def texts_to_seal(  # noqa: C901, PLR0911, PLR0912 - one branch a set of fields
    body: CommandBody, facts: Facts | None
) -> dict[str, str]:
    """Answer the person and the free text of a body, without what was left out."""
    if isinstance(body, AftercareBody):
        return _given(**texts_of_aftercare(body))
    if isinstance(body, ComplaintBody):
        return _given(**texts_of_complaint(body))
    if isinstance(body, ProposalBody):
        return _given(**texts_of_proposal(body))
    match body:
        case bodies.SubmitCaseBody() | bodies.AmendCaseBody():
            assert facts is not None
            return _person(body, facts)
        case (
            bodies.CheckFormBody()
            | bodies.AnswerSupplementBody()
            | bodies.RequestSupplementBody()
            | bodies.ConfirmParcelBody()
            | bodies.ReportParcelLostBody()
        ):
            return _given(note=body.note)
        case bodies.AskQuestionBody() | bodies.AnswerQuestionBody():
            return _given(text=body.text)
        case (
            bodies.WithdrawCaseBody()
            | bodies.VoidCaseBody()
            | bodies_handling.TerminateCaseBody()
            | bodies_handling.GrantExtensionBody()
            | bodies_handling.WithdrawCardBody()
            | bodies_handling.RevokeDecisionBody()
            | bodies_handling.CancelLicenceBody()
            | bodies_handling.CorrectDecisionBody()
        ):
            return _given(reason=body.reason)
        case bodies.DeclineCaseBody():
            return _given(reason=body.reason, authority=body.authority)
        case bodies.DecideCaseBody():
            return _given(reason=body.reasons)
        case bodies_handling.StartSpecialProcedureBody():
            return _given(note=body.notice)
        case _:
            return {}


def materials_named(body: CommandBody) -> tuple[MaterialBody, ...]:
    """Answer the documents a body refers to."""
    match body:
        case (
            bodies.SubmitCaseBody()
            | bodies.AddMaterialsBody()
            | bodies.AnswerSupplementBody()
            | bodies.RecordPaymentBody()
            | bodies.AnswerQuestionBody()
        ):
            return body.materials
        case (
            bodies.DecideCaseBody() | bodies_handling.CorrectDecisionBody() | ProposeDecisionBody()
        ):
            return body.documents
        case _:
            return ()


def compose(  # noqa: C901, PLR0911, PLR0912 - one branch a command
    body: CommandBody, *, materials: tuple[Material, ...], sealed: Sealed | None
) -> commands.Command:
    """Make the command of any body but those of a form and of a proposal, which know more."""
    assert not isinstance(body, ProposalBody), "a proposal is composed with its clerk"
    if isinstance(body, DialogueBody):
        return compose_dialogue(body, materials=materials, sealed=sealed)
    if isinstance(body, CustodyBody):
        return compose_custody(body, sealed=sealed)
    if isinstance(body, ComplaintBody):
        return compose_complaint(body, sealed=sealed)
    match body:
        case bodies.VoidCaseBody():
            return commands.VoidCase(sealed=sealed)
        case bodies.AddMaterialsBody():
            return commands.AddMaterials(materials=materials)
        case bodies.CheckFormBody():
            return commands.CheckForm(passed=body.passed, sealed=sealed)
        case bodies.CheckIdentityBody():
            return commands.CheckIdentity(method=body.method, passed=body.passed)
        case bodies.PushCaseBody():
            return commands.PushCase()
        case bodies.AnswerSupplementBody():
            return commands.AnswerSupplement(materials=materials, sealed=sealed)
        case bodies.WithdrawCaseBody():
            return commands.WithdrawCase(sealed=sealed)
        case bodies.DeliverResultBody():
            return commands.DeliverResult(way=body.way)
        case bodies.NotifyApplicantBody():
            return commands.NotifyApplicant(channel=body.channel)
        case bodies.FinishCaseBody():
            return commands.FinishCase()
        case bodies.NoticeFeeBody() | bodies.RecordPaymentBody() | bodies.WaiveFeeBody():
            return compose_fee(body, materials=materials, sealed=sealed)
        case bodies.RateCaseBody() | bodies.RecordContactBody() | bodies.RectifyRatingBody():
            return compose_rating(body, sealed=sealed)
        case bodies.SubmitCaseBody() | bodies.AmendCaseBody():
            raise AssertionError("a form is composed with its facts")
        case _:
            return _compose_handling(body, materials=materials, sealed=sealed)


HandlingBody = (
    bodies.AcceptCaseBody
    | bodies.DeclineCaseBody
    | bodies.RequestSupplementBody
    | bodies.DecideCaseBody
    | bodies.ReturnResultBody
    | bodies_handling.TerminateCaseBody
)
LaterBody = (
    bodies_handling.RevokeDecisionBody
    | bodies_handling.CancelLicenceBody
    | bodies_handling.CorrectDecisionBody
    | bodies_handling.WithdrawCardBody
)
ProcedureBody = (
    bodies_handling.StartSpecialProcedureBody
    | bodies_handling.EndSpecialProcedureBody
    | bodies_handling.GrantExtensionBody
)


def _compose_handling(  # noqa: PLR0911 - one branch a command
    body: HandlingBody | ProcedureBody | LaterBody,
    *,
    materials: tuple[Material, ...],
    sealed: Sealed | None,
) -> commands.Command:
    match body:
        case bodies.AcceptCaseBody():
            return commands.AcceptCase()
        case bodies.DeclineCaseBody():
            return commands.DeclineCase(sealed=sealed)
        case bodies.RequestSupplementBody():
            return commands.RequestSupplement(titles=body.titles, sealed=sealed)
        case bodies.DecideCaseBody():
            return commands.DecideCase(
                result=body.result,
                rights_notice_given=body.rights_notice_given,
                documents=materials,
                sealed=sealed,
            )
        case bodies.ReturnResultBody():
            return commands.ReturnResult()
        case bodies_handling.TerminateCaseBody():
            return commands.TerminateCase(ground=body.ground, sealed=sealed)
        case _:
            return _compose_beside(body, materials=materials, sealed=sealed)


def _compose_beside(
    body: ProcedureBody | LaterBody, *, materials: tuple[Material, ...], sealed: Sealed | None
) -> commands.Command:
    match body:
        case bodies_handling.RevokeDecisionBody():
            return later.RevokeDecision(ground=body.ground, sealed=sealed)
        case bodies_handling.CancelLicenceBody():
            return later.CancelLicence(ground=body.ground, sealed=sealed)
        case bodies_handling.CorrectDecisionBody():
            return later.CorrectDecision(documents=materials, sealed=sealed)
        case bodies_handling.WithdrawCardBody():
            return WithdrawCard(number=body.number, sealed=sealed)
        case _:
            return _compose_procedure(body, sealed=sealed)


def _compose_procedure(body: ProcedureBody, *, sealed: Sealed | None) -> commands.Command:
    match body:
        case bodies_handling.StartSpecialProcedureBody():
            return procedures.StartSpecialProcedure(
                procedure=body.procedure,
                ground=body.ground,
                announced_days=body.announced_days,
                sealed=sealed,
            )
        case bodies_handling.EndSpecialProcedureBody():
            return procedures.EndSpecialProcedure(number=body.number)
        case bodies_handling.GrantExtensionBody():
            return procedures.GrantExtension(
                days=body.days,
                approver_office=body.approver_office,
                approver_role=body.approver_role,
                sealed=sealed,
            )
        case _:
            assert_never(body)


def compose_hand_in(
    body: bodies.SubmitCaseBody,
    *,
    item_version: int,
    materials: tuple[Material, ...],
    sealed: Sealed,
    is_minor: bool,
    applicant_hash: str,
) -> commands.SubmitCase:
    """Make the hand-in: derived facts instead of the person."""
    return commands.SubmitCase(
        item_code=body.item_code,
        item_version=item_version,
        handling_region=RegionCode(body.handling_region),
        applicant_kind=body.applicant.kind,
        applicant_is_minor=is_minor,
        applicant_hash=applicant_hash,
        delivery_way=body.delivery_way,
        materials=materials,
        sealed=sealed,
    )


def compose_amendment(
    body: bodies.AmendCaseBody, *, sealed: Sealed, applicant_hash: str
) -> commands.AmendCase:
    """Make the amendment; whether it is the same person, the hash tells."""
    return commands.AmendCase(
        applicant_hash=applicant_hash, delivery_way=body.delivery_way, sealed=sealed
    )


def _person(body: bodies.FormBody, facts: Facts) -> dict[str, str]:
    applicant = body.applicant
    contact = applicant.contact if isinstance(applicant, LegalApplicant) else None
    return {
        "name": applicant.name,
        "number": facts.number,
        "phone": applicant.phone,
        **_given(contact=contact, address=body.address, remark=body.remark),
        **representative_texts(body, facts.representative_number),
    }


def _given(**texts: str | None) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text is not None}
