"""What may be asked of a case: imperatives, each addressed to one side."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.cases.complaints.commands import (
    AnswerComplaint,
    CloseComplaint,
    ComplaintCommand,
    FollowUpComplaint,
    RegisterComplaint,
    ReopenComplaint,
    TransferComplaint,
)
from broker.domain.cases.custody.commands import (
    ConfirmParcel,
    CustodyCommand,
    HandBackOriginals,
    RecallParcel,
    ReportParcelLost,
    SealParcel,
    ShipParcel,
    TakeOriginals,
)
from broker.domain.cases.dialogue.commands import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    DialogueCommand,
)
from broker.domain.cases.fees.commands import FeeCommand, NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.later.commands import (
    CancelLicence,
    CorrectDecision,
    LaterCommand,
    RevokeDecision,
)
from broker.domain.cases.limits.commands import CheckDeadline, LimitCommand, WithdrawCard
from broker.domain.cases.procedures.commands import (
    EndSpecialProcedure,
    GrantExtension,
    ProcedureCommand,
    StartSpecialProcedure,
)
from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposalCommand,
    ProposeDecision,
    SendBackProposal,
)
from broker.domain.cases.ratings.commands import (
    RateCase,
    RatingCommand,
    RecordContact,
    RectifyRating,
)
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import RegionCode, Side


class ApplicantKind(StrEnum):
    """Whom the item serves (domain reference, section 6)."""

    NATURAL = "natural"
    LEGAL = "legal"


class DeliveryWay(StrEnum):
    """How the result reaches the applicant (domain reference, section 2)."""

    PICK_UP_RECEIVING = "pick_up_receiving"
    PICK_UP_HANDLING = "pick_up_handling"
    POST = "post"
    ONLINE = "online"


class IdentityMethod(StrEnum):
    """How the window made sure of the person; face recognition is never the only way."""

    ID_CARD = "id_card"
    E_LICENCE = "e_licence"
    FACE = "face"
    AGENT_LETTER = "agent_letter"


class NoticeChannel(StrEnum):
    """How the applicant was told."""

    IN_PERSON = "in_person"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"
    ONLINE = "online"


class DecisionResult(StrEnum):
    """What the office decided: 准予许可 or 不予许可."""

    GRANTED = "granted"
    REJECTED = "rejected"


class TerminationGround(StrEnum):
    """Why a case cannot go on; the list is open, so the reason is always told in words."""

    APPLICANT_GONE = "applicant_gone"
    """Died or was dissolved."""
    ITEM_ABOLISHED = "item_abolished"
    PROMISE_FALSE = "promise_false"
    PARTNER_LEFT = "partner_left"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCase:
    """Hand a case in at the receiving window (收件)."""

    item_code: str
    item_version: int
    handling_region: RegionCode
    applicant_kind: ApplicantKind
    applicant_is_minor: bool
    applicant_hash: str
    """Keyed hash of the identity number (blind index), never the number."""
    delivery_way: DeliveryWay
    materials: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCase:
    """Correct what was typed at the hand-in, before the push: contact, delivery, a wrong letter."""

    applicant_hash: str
    """Keyed hash of the identity number; another number is another applicant and another case."""
    delivery_way: DeliveryWay
    sealed: Sealed
    """The person and the form as they are now, complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCase:
    """Take a hand-in back that was the window's own mistake (作废), before the push."""

    sealed: Sealed | None
    """The window's reason; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMaterials:
    """Add documents before the push."""

    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckForm:
    """Record the form check (形式审查); a failed one may be repeated."""

    passed: bool
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIdentity:
    """Record the identity check (身份核验); a failed one may be repeated."""

    method: IdentityMethod
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PushCase:
    """Hand the case over to the handling side (移交)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSupplement:
    """Pass the applicant's answer to the supplement list on (补正)."""

    materials: tuple[Material, ...]
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCase:
    """Withdraw before the decision (撤回); after the push, ask the handling side to."""

    sealed: Sealed | None
    """The applicant's reason; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverResult:
    """Hand the result to the applicant (送达)."""

    way: DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyApplicant:
    """Tell the applicant the outcome (告知)."""

    channel: NoticeChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishCase:
    """Close the case (办结)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCase:
    """Accept the case for decision (受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCase:
    """Decline to take the case in (不予受理), with reason and competent authority."""

    sealed: Sealed | None
    """Reason and the authority to turn to; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSupplement:
    """Ask once, completely, for what is missing (一次性告知)."""

    titles: tuple[str, ...]
    """Names from the item's material list."""
    sealed: Sealed | None
    """What exactly is wanted; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCase:
    """Grant or reject (准予 / 不予许可)."""

    result: DecisionResult
    rights_notice_given: bool
    """Notice of administrative review and suit; required for a rejection (行政许可法 art. 38)."""
    documents: tuple[Material, ...]
    sealed: Sealed | None
    """Reasons; required for a rejection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateCase:
    """End a case that cannot go on (终止), before it is decided."""

    ground: TerminationGround
    sealed: Sealed | None
    """The reason; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnResult:
    """Send the result back to the receiving side (结果回传)."""


StageCommand = (
    SubmitCase
    | AmendCase
    | VoidCase
    | AddMaterials
    | CheckForm
    | CheckIdentity
    | PushCase
    | AnswerSupplement
    | WithdrawCase
    | DeliverResult
    | NotifyApplicant
    | FinishCase
    | AcceptCase
    | DeclineCase
    | RequestSupplement
    | DecideCase
    | ReturnResult
    | TerminateCase
)
"""What moves a case along its stages."""

TrackCommand = (
    DialogueCommand
    | CustodyCommand
    | FeeCommand
    | RatingCommand
    | ComplaintCommand
    | ProcedureCommand
    | ProposalCommand
    | LaterCommand
    | LimitCommand
)
"""What is asked beside the stages."""

Command = StageCommand | TrackCommand

COMMAND_SIDES: dict[type[Command], Side | None] = {
    SubmitCase: Side.RECEIVING,
    AmendCase: Side.RECEIVING,
    VoidCase: Side.RECEIVING,
    AddMaterials: Side.RECEIVING,
    CheckForm: Side.RECEIVING,
    CheckIdentity: Side.RECEIVING,
    PushCase: Side.RECEIVING,
    AnswerSupplement: Side.RECEIVING,
    WithdrawCase: Side.RECEIVING,
    DeliverResult: Side.RECEIVING,
    NotifyApplicant: Side.RECEIVING,
    FinishCase: Side.RECEIVING,
    AcceptCase: Side.HANDLING,
    DeclineCase: Side.HANDLING,
    RequestSupplement: Side.HANDLING,
    DecideCase: Side.HANDLING,
    ReturnResult: Side.HANDLING,
    TerminateCase: Side.HANDLING,
    StartSpecialProcedure: Side.HANDLING,
    EndSpecialProcedure: Side.HANDLING,
    GrantExtension: Side.HANDLING,
    ProposeDecision: Side.HANDLING,
    ConfirmProposal: Side.HANDLING,
    SendBackProposal: Side.HANDLING,
    RevokeDecision: Side.HANDLING,
    CancelLicence: Side.HANDLING,
    CorrectDecision: Side.HANDLING,
    CheckDeadline: Side.HANDLING,
    WithdrawCard: Side.HANDLING,
    NoticeFee: Side.HANDLING,
    RecordPayment: Side.RECEIVING,
    WaiveFee: Side.HANDLING,
    RateCase: Side.RECEIVING,
    RecordContact: None,
    RectifyRating: None,
    RegisterComplaint: None,
    TransferComplaint: None,
    AnswerComplaint: None,
    FollowUpComplaint: None,
    ReopenComplaint: None,
    CloseComplaint: None,
    AskQuestion: None,
    AnswerQuestion: None,
    CloseQuestion: None,
    TakeOriginals: None,
    SealParcel: None,
    ShipParcel: None,
    ConfirmParcel: None,
    ReportParcelLost: None,
    RecallParcel: None,
    HandBackOriginals: None,
}
"""The side a kind of command addresses; None: either side, so the command names it."""


NamesSide = DialogueCommand | CustodyCommand | ComplaintCommand | RecordContact | RectifyRating
"""Commands that either side may be given."""


def side_of(command: Command) -> Side:
    """Answer the side that a command addresses; in a case of one region only it can tell."""
    if isinstance(command, NamesSide):
        return command.side
    side = COMMAND_SIDES[type(command)]
    assert side is not None
    return side
