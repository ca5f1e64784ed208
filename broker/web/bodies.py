"""What people and programs send, by command: these models validate and are the documentation."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from broker.domain.cases.commands import (
    ApplicantKind,
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
)
from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.cases.custody.state import ORIGINALS_MAX
from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.identifiers import Side

MATERIALS_MAX = 50
TITLES_MAX = 50

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
Number = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Mark = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{4,40}$")]
"""A number on a parcel: of its seal, or for tracking it."""
Ordinal = Annotated[int, Field(ge=1, le=999)]
ActingSide = Annotated[Side, Field(description="The side that acts; it is a side of its region.")]
AskingSide = Annotated[Side, Field(description="The side that asked; it is a side of its region.")]


class Body(BaseModel):
    """A request body: unknown fields and loose types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class MaterialBody(Body):
    """A document that was uploaded before."""

    digest: Digest
    title: Line = Field(description="A name from the item's material list, never a file name.")


MaterialList = Annotated[tuple[MaterialBody, ...], Field(max_length=MATERIALS_MAX)]

Originals = Annotated[
    tuple[Line, ...],
    Field(
        min_length=1,
        max_length=ORIGINALS_MAX,
        description="Names from the item's material list, one for each original.",
    ),
]


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


class SubmitCaseBody(Body):
    """Hand a case in (收件)."""

    item_code: ItemCode
    handling_region: RegionText
    applicant: Applicant
    delivery_way: DeliveryWay
    address: Line | None = Field(default=None, description="Required when delivered by post.")
    remark: Prose | None = None
    materials: MaterialList = ()


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
