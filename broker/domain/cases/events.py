"""What has happened to a case: facts in the past tense, each written by one side."""

from dataclasses import dataclass
from typing import TypeGuard, get_args

from broker.domain.cases.commands import (
    ApplicantKind,
    DecisionResult,
    DeliveryWay,
    IdentityMethod,
    NoticeChannel,
    TerminationGround,
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
from broker.domain.cases.custody.events import (
    CustodyEvent,
    OriginalsHandedBack,
    OriginalsTaken,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    ParcelSealed,
    ParcelShipped,
)
from broker.domain.cases.dialogue.events import (
    DialogueEvent,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
)
from broker.domain.cases.fees.events import FeeEvent, FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.later.events import (
    DecisionCorrected,
    DecisionRevoked,
    LaterEvent,
    LicenceCancelled,
)
from broker.domain.cases.limits.events import (
    CardWithdrawn,
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
    SignalRaised,
    TermsApplied,
)
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    ProcedureEvent,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.proposals.events import (
    DecisionProposed,
    ProposalConfirmed,
    ProposalEvent,
    ProposalSentBack,
)
from broker.domain.cases.ratings.events import (
    CaseRated,
    RatingContacted,
    RatingEvent,
    RatingRectified,
)
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import RegionCode, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSubmitted:
    """The case was handed in (收件); not yet acceptance."""

    item_code: str
    item_version: int
    receiving_region: RegionCode
    handling_region: RegionCode
    applicant_kind: ApplicantKind
    applicant_is_minor: bool
    applicant_hash: str
    delivery_way: DeliveryWay
    materials: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAmended:
    """What was typed at the hand-in was corrected; it replaces the former form."""

    delivery_way: DeliveryWay
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVoided:
    """The window took back a hand-in that was its own mistake (作废), before the push."""

    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsAdded:
    """Documents were added before the push."""

    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChecked:
    """The receiving window checked the form (形式审查)."""

    passed: bool
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChecked:
    """The receiving window checked the identity (身份核验)."""

    method: IdentityMethod
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePushed:
    """The case was handed over (移交); from here on the peer holds the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementAnswered:
    """The receiving side passed the applicant's answer on."""

    materials: tuple[Material, ...]
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequested:
    """The applicant asks the handling side to end the case."""

    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn:
    """The case ended at the applicant's wish (撤回): receiving before the push, handling after."""

    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReceived:
    """The result reached the receiving side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDelivered:
    """The applicant holds the result (送达)."""

    way: DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantNotified:
    """The applicant was told the outcome (告知)."""

    channel: NoticeChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFinished:
    """The case is closed (办结)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReceived:
    """The hand-over reached the handling side (待受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted:
    """The handling side accepted the case (受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotAccepted:
    """The handling side declined to take the case in (不予受理)."""

    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested:
    """The one, complete supplement list was sent (补正告知)."""

    titles: tuple[str, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementReceived:
    """The answer to the supplement list reached the handling side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """The office granted or rejected (准予 / 不予许可)."""

    result: DecisionResult
    rights_notice_given: bool
    documents: tuple[Material, ...]
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerminated:
    """The handling side ended a case that cannot go on (终止)."""

    ground: TerminationGround
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReturned:
    """The result was sent to the receiving side (结果回传)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalDeclined:
    """The withdrawal came after the end or the decision, so it has no effect."""


StageEvent = (
    CaseSubmitted
    | CaseAmended
    | CaseVoided
    | MaterialsAdded
    | FormChecked
    | IdentityChecked
    | CasePushed
    | SupplementAnswered
    | WithdrawalRequested
    | CaseWithdrawn
    | ResultReceived
    | ResultDelivered
    | ApplicantNotified
    | CaseFinished
    | PushReceived
    | CaseAccepted
    | CaseNotAccepted
    | SupplementRequested
    | SupplementReceived
    | DecisionMade
    | ResultReturned
    | WithdrawalDeclined
    | CaseTerminated
)
"""What moves a case along its stages."""

_STAGE_EVENTS = frozenset(get_args(StageEvent))


def is_stage_event(event: object) -> TypeGuard[StageEvent]:
    """Tell events of the stages from those of the tracks, without asking class after class."""
    return type(event) in _STAGE_EVENTS


TrackEvent = (
    DialogueEvent
    | CustodyEvent
    | FeeEvent
    | RatingEvent
    | ComplaintEvent
    | ProcedureEvent
    | ProposalEvent
    | LaterEvent
    | LimitEvent
)
"""What happens beside the stages."""

Event = StageEvent | TrackEvent

EITHER_SIDE = frozenset(Side)

EVENT_SIDES: dict[type[Event], frozenset[Side]] = {
    CaseSubmitted: frozenset({Side.RECEIVING}),
    CaseAmended: frozenset({Side.RECEIVING}),
    CaseVoided: frozenset({Side.RECEIVING}),
    MaterialsAdded: frozenset({Side.RECEIVING}),
    FormChecked: frozenset({Side.RECEIVING}),
    IdentityChecked: frozenset({Side.RECEIVING}),
    CasePushed: frozenset({Side.RECEIVING}),
    SupplementAnswered: frozenset({Side.RECEIVING}),
    WithdrawalRequested: frozenset({Side.RECEIVING}),
    CaseWithdrawn: frozenset({Side.RECEIVING, Side.HANDLING}),
    ResultReceived: frozenset({Side.RECEIVING}),
    ResultDelivered: frozenset({Side.RECEIVING}),
    ApplicantNotified: frozenset({Side.RECEIVING}),
    CaseFinished: frozenset({Side.RECEIVING}),
    PushReceived: frozenset({Side.HANDLING}),
    CaseAccepted: frozenset({Side.HANDLING}),
    CaseNotAccepted: frozenset({Side.HANDLING}),
    SupplementRequested: frozenset({Side.HANDLING}),
    SupplementReceived: frozenset({Side.HANDLING}),
    DecisionMade: frozenset({Side.HANDLING}),
    ResultReturned: frozenset({Side.HANDLING}),
    WithdrawalDeclined: frozenset({Side.HANDLING}),
    CaseTerminated: frozenset({Side.HANDLING}),
    SpecialProcedureStarted: frozenset({Side.HANDLING}),
    SpecialProcedureEnded: frozenset({Side.HANDLING}),
    ExtensionGranted: frozenset({Side.HANDLING}),
    DecisionProposed: frozenset({Side.HANDLING}),
    ProposalConfirmed: frozenset({Side.HANDLING}),
    ProposalSentBack: frozenset({Side.HANDLING}),
    DecisionRevoked: frozenset({Side.HANDLING}),
    LicenceCancelled: frozenset({Side.HANDLING}),
    DecisionCorrected: frozenset({Side.HANDLING}),
    TermsApplied: frozenset({Side.HANDLING}),
    CaseDeemedAccepted: frozenset({Side.HANDLING}),
    CaseDeemedWithdrawn: frozenset({Side.HANDLING}),
    SignalRaised: frozenset({Side.HANDLING}),
    CardWithdrawn: frozenset({Side.HANDLING}),
    FeeNoticed: frozenset({Side.HANDLING}),
    FeePaid: frozenset({Side.RECEIVING}),
    FeeWaived: frozenset({Side.HANDLING}),
    CaseRated: frozenset({Side.RECEIVING}),
    RatingContacted: EITHER_SIDE,
    RatingRectified: EITHER_SIDE,
    ComplaintRegistered: EITHER_SIDE,
    ComplaintTransferred: EITHER_SIDE,
    ComplaintAnswered: EITHER_SIDE,
    ComplaintFollowedUp: EITHER_SIDE,
    ComplaintReopened: EITHER_SIDE,
    ComplaintClosed: EITHER_SIDE,
    QuestionAsked: EITHER_SIDE,
    QuestionAnswered: EITHER_SIDE,
    QuestionClosed: EITHER_SIDE,
    OriginalsTaken: EITHER_SIDE,
    ParcelSealed: EITHER_SIDE,
    ParcelShipped: EITHER_SIDE,
    ParcelArrived: EITHER_SIDE,
    ParcelLost: EITHER_SIDE,
    ParcelRecalled: EITHER_SIDE,
    OriginalsHandedBack: EITHER_SIDE,
}
