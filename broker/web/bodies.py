"""What people and programs send, by command: these models validate and are the documentation."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from broker.domain.cases.commands import (
    ApplicantKind,
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
    TerminationGround,
)
from broker.domain.cases.fees.state import FEES_MAX
from broker.domain.cases.later.commands import CancellationGround, RevocationGround
from broker.domain.cases.procedures.commands import (
    ApproverRole,
    SpecialProcedureKind,
    ThirdPartyGround,
)
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.identifiers import Side

MATERIALS_MAX = 50
TITLES_MAX = 50
DAYS_MAX = 366
AMOUNT_FEN_MAX = 10**12

Line = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$",
    ),
]
"""One line of text without control characters, no blank at either end."""
Prose = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
    ),
]
"""Free text; it is sealed before it goes anywhere."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RegionText = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,32}$")]
OfficeCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$")]
"""A code, so that nothing personal can be written in its place."""
Days = Annotated[int, Field(ge=1, le=DAYS_MAX)]
FeeNumber = Annotated[int, Field(ge=1, le=FEES_MAX, description="Number of the fee, from 1.")]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32)]


class Body(BaseModel):
    """A request body: unknown fields and loose types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class MaterialBody(Body):
    """A document that was uploaded before."""

    digest: Digest
    title: Line = Field(description="A name from the item's material list, never a file name.")


MaterialList = Annotated[tuple[MaterialBody, ...], Field(max_length=MATERIALS_MAX)]


class NaturalApplicant(Body):
    """A natural person."""

    kind: Literal[ApplicantKind.NATURAL]
    name: Line
    resident_id: Number = Field(description="Resident identity number, GB 11643, 18 characters.")
    phone: Number


class LegalApplicant(Body):
    """An organisation."""

    kind: Literal[ApplicantKind.LEGAL]
    name: Line
    uscc: Number = Field(description="Unified social credit code, GB 32100.")
    contact: Line
    phone: Number


Applicant = Annotated[NaturalApplicant | LegalApplicant, Field(discriminator="kind")]


class FormBody(Body):
    """What the applicant's form says of the person and of the way back."""

    applicant: Applicant
    delivery_way: DeliveryWay
    address: Line | None = Field(default=None, description="Required when delivered by post.")
    remark: Prose | None = None


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


class TerminateCaseBody(Body):
    """End a case that cannot go on (终止); the log refuses it without a reason."""

    ground: TerminationGround
    reason: Prose | None = None


class StartSpecialProcedureBody(Body):
    """Start a special procedure (特别程序); the log refuses it without the written notice."""

    procedure: SpecialProcedureKind
    ground: ThirdPartyGround | None = Field(
        default=None, description="For a hearing of third parties, and only for it."
    )
    announced_days: Days = Field(description="The time told to the applicant, in working days.")
    notice: Prose | None = None


class EndSpecialProcedureBody(Body):
    """End a special procedure (特别程序结束)."""

    number: Annotated[int, Field(ge=1)] = Field(description="As its start was numbered.")


class GrantExtensionBody(Body):
    """Take more time for the decision (延期); the log refuses it without a reason."""

    days: Days = Field(description="In the unit of the limit.")
    approver_office: OfficeCode = Field(description="Code of the office that approved.")
    approver_role: ApproverRole
    reason: Prose | None = None


class RevokeDecisionBody(Body):
    """Revoke a grant (撤销); the log refuses it without a reason."""

    ground: RevocationGround
    reason: Prose | None = None


class CancelLicenceBody(Body):
    """Strike a licence off (注销); the log refuses it without a reason."""

    ground: CancellationGround
    reason: Prose | None = None


class CorrectDecisionBody(Body):
    """Correct a decision (更正); the log refuses it without a reason."""

    documents: MaterialList = ()
    reason: Prose | None = None


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
    | RevokeDecisionBody
    | CancelLicenceBody
    | CorrectDecisionBody
    | NoticeFeeBody
    | RecordPaymentBody
    | WaiveFeeBody
    | RateCaseBody
    | RecordContactBody
    | RectifyRatingBody
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
