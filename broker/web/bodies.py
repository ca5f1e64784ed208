"""What people and programs send, by command: these models validate and are the documentation."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from broker.domain.cases.commands import (
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
)
from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.identifiers import Side
from broker.web.bodies_complaints import (
    AnswerComplaintBody,
    CloseComplaintBody,
    FollowUpComplaintBody,
    RegisterComplaintBody,
    ReopenComplaintBody,
    TransferComplaintBody,
)
from broker.web.bodies_handling import (
    CancelLicenceBody,
    CorrectDecisionBody,
    EndSpecialProcedureBody,
    GrantExtensionBody,
    RevokeDecisionBody,
    StartSpecialProcedureBody,
    TerminateCaseBody,
    WithdrawCardBody,
)
from broker.web.bodies_persons import Applicant, Representative
from broker.web.bodies_proposals import (
    ConfirmProposalBody,
    ProposeDecisionBody,
    SendBackProposalBody,
)
from broker.web.fields import (
    AMOUNT_FEN_MAX,
    MATERIALS_MAX,
    TITLES_MAX,
    ActingSide,
    AskingSide,
    Body,
    FeeNumber,
    ItemCode,
    Line,
    Mark,
    MaterialBody,
    MaterialList,
    Number,
    Ordinal,
    Originals,
    Prose,
    RegionText,
)


class FormBody(Body):
    """What the applicant's form says of the person and of the way back."""

    applicant: Applicant
    delivery_way: DeliveryWay
    address: Line | None = Field(default=None, description="Required when delivered by post.")
    remark: Prose | None = None
    representative: Representative | None = Field(
        default=None, description="Who acts for the applicant; a minor needs a guardian."
    )


class SubmitCaseBody(FormBody):
    """Hand a case in (收件)."""

    item_code: ItemCode
    handling_region: RegionText
    materials: MaterialList = ()


class AmendCaseBody(FormBody):
    """Correct the form before the push: send it whole; the identity number stays the same."""


class VoidCaseBody(Body):
    """Take a mistaken hand-in back (作废); the log refuses it without a reason."""

    reason: Prose | None = None


class AddMaterialsBody(Body):
    """Add documents before the push."""

    materials: Annotated[tuple[MaterialBody, ...], Field(min_length=1, max_length=MATERIALS_MAX)]


class CheckFormBody(Body):
    """Record the form check (形式审查)."""

    passed: bool
    note: Prose | None = None


class CheckIdentityBody(Body):
    """Record the identity check (身份核验)."""

    method: IdentityMethod
    passed: bool


class PushCaseBody(Body):
    """Hand the case over (移交)."""


class AnswerSupplementBody(Body):
    """Answer the supplement list (补正)."""

    materials: MaterialList = ()
    note: Prose | None = None


class WithdrawCaseBody(Body):
    """Withdraw (撤回); the log refuses it without a reason."""

    reason: Prose | None = None


class DeliverResultBody(Body):
    """Hand the result to the applicant (送达)."""

    way: DeliveryWay


class NotifyApplicantBody(Body):
    """Tell the applicant the outcome (告知)."""

    channel: NoticeChannel


class FinishCaseBody(Body):
    """Close the case (办结)."""


class AcceptCaseBody(Body):
    """Accept the case (受理)."""


class DeclineCaseBody(Body):
    """Decline to take the case in (不予受理); the log refuses it without a reason."""

    reason: Prose | None = None
    authority: Line | None = Field(default=None, description="The authority to turn to.")


class RequestSupplementBody(Body):
    """Ask once, completely, for what is missing (一次性告知)."""

    titles: Annotated[tuple[Line, ...], Field(min_length=1, max_length=TITLES_MAX)]
    note: Prose | None = None


class DecideCaseBody(Body):
    """Grant or reject (准予 / 不予许可)."""

    result: DecisionResult
    rights_notice_given: bool = False
    documents: MaterialList = ()
    reasons: Prose | None = None


class ReturnResultBody(Body):
    """Send the result back (结果回传)."""


class NoticeFeeBody(Body):
    """Tell what has to be paid (缴费通知)."""

    amount_fen: Annotated[int, Field(ge=1, le=AMOUNT_FEN_MAX, description="In fen (分).")]
    title: Line = Field(description="What is charged for: a charge of the item, if it has a list.")
    basis: Line = Field(description="The document the charge rests on, with its article.")
    due_on: date | None = None


class RecordPaymentBody(Body):
    """Record that a fee was paid (缴费)."""

    fee: FeeNumber
    payment_number: Number = Field(description="Of the payment system.")
    materials: Annotated[tuple[MaterialBody, ...], Field(min_length=1, max_length=MATERIALS_MAX)]


class WaiveFeeBody(Body):
    """Do without a fee (减免); the log refuses it without a reason."""

    fee: FeeNumber
    reason: Prose | None = None


class RateCaseBody(Body):
    """Record how the applicant rates one of the two bodies (评价)."""

    rated: Side = Field(description="The body that is rated; each of the two, once.")
    level: RatingLevel
    comment: Prose | None = None


class RecordContactBody(Body):
    """Record a call to who rated badly (回访)."""

    side: Side = Field(description="The body that was rated badly; your own.")
    note: Prose | None = None


class RectifyRatingBody(Body):
    """Record what was put right (整改); the log refuses it without a note."""

    side: Side = Field(description="The body that was rated badly; your own.")
    note: Prose | None = None


class AskQuestionBody(Body):
    """Ask the window of the other side (询问); the log refuses it without a text."""

    side: AskingSide
    subject: QuestionSubject
    text: Prose | None = None


class AnswerQuestionBody(Body):
    """Answer a question of the other side (答复); the log refuses it without a text."""

    side: ActingSide
    question: Ordinal
    text: Prose | None = None
    materials: MaterialList = ()


class CloseQuestionBody(Body):
    """Close an own question (关闭询问)."""

    side: AskingSide
    question: Ordinal


class TakeOriginalsBody(Body):
    """Take originals from the applicant (收存原件)."""

    side: ActingSide
    originals: Originals


class SealParcelBody(Body):
    """Seal originals into a parcel for the other side (封装)."""

    side: ActingSide
    originals: Originals
    seal_number: Mark


class ShipParcelBody(Body):
    """Give a parcel to the carrier (寄送)."""

    side: ActingSide
    parcel: Ordinal
    carrier: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,16}$")] = Field(
        description="Code of the carrier, such as EMS."
    )
    tracking_number: Mark


class ConfirmParcelBody(Body):
    """Confirm the arrival of a parcel (签收); a damaged seal needs a note."""

    side: ActingSide
    parcel: Ordinal
    condition: ParcelCondition
    note: Prose | None = None


class ReportParcelLostBody(Body):
    """Report that a parcel will not arrive (报失); the log refuses it without a note."""

    side: ActingSide
    parcel: Ordinal
    note: Prose | None = None


class RecallParcelBody(Body):
    """Take back an own parcel (取回)."""

    side: ActingSide
    parcel: Ordinal


class HandBackOriginalsBody(Body):
    """Give originals back to the applicant (退还原件)."""

    side: ActingSide
    originals: Originals
    manner: HandBackManner


CommandBody = (
    SubmitCaseBody
    | AmendCaseBody
    | VoidCaseBody
    | AddMaterialsBody
    | CheckFormBody
    | CheckIdentityBody
    | PushCaseBody
    | AnswerSupplementBody
    | WithdrawCaseBody
    | DeliverResultBody
    | NotifyApplicantBody
    | FinishCaseBody
    | AcceptCaseBody
    | DeclineCaseBody
    | RequestSupplementBody
    | DecideCaseBody
    | ReturnResultBody
    | TerminateCaseBody
    | StartSpecialProcedureBody
    | EndSpecialProcedureBody
    | GrantExtensionBody
    | ProposeDecisionBody
    | ConfirmProposalBody
    | SendBackProposalBody
    | WithdrawCardBody
    | RevokeDecisionBody
    | CancelLicenceBody
    | CorrectDecisionBody
    | NoticeFeeBody
    | RecordPaymentBody
    | WaiveFeeBody
    | RateCaseBody
    | RecordContactBody
    | RectifyRatingBody
    | RegisterComplaintBody
    | TransferComplaintBody
    | AnswerComplaintBody
    | FollowUpComplaintBody
    | ReopenComplaintBody
    | CloseComplaintBody
    | AskQuestionBody
    | AnswerQuestionBody
    | CloseQuestionBody
    | TakeOriginalsBody
    | SealParcelBody
    | ShipParcelBody
    | ConfirmParcelBody
    | ReportParcelLostBody
    | RecallParcelBody
    | HandBackOriginalsBody
)


class DiscardReason(StrEnum):
    """Why nobody has to look at a dead letter again: codes, so that nothing personal is typed."""

    UNREADABLE = "unreadable"
    REPEATED = "repeated"
    """Its sender has sent it again in good form."""
    OBSOLETE = "obsolete"
    MISDIRECTED = "misdirected"
    FORGED = "forged"
    TEST = "test"


class DiscardBody(Body):
    """Close a dead letter without retrying it."""

    reason: Annotated[DiscardReason, Strict(strict=False)]
