"""What has happened to a parent case: facts, each written by one side."""

from dataclasses import dataclass
from typing import get_args

from broker.domain.cases.commands import DecisionResult, DeliveryWay, NoticeChannel
from broker.domain.composites.plan import Plan, PlannedChild
from broker.domain.composites.words import ChildStage
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import RegionCode, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeBegun:
    """The one form and the one set of materials were taken (一窗受理)."""

    receiving_region: RegionCode
    plan: Plan
    applicant_hash: str
    materials: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAdded:
    """Another child belongs to it."""

    child: PlannedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildStarted:
    """The child's own case begins now: the self-link hands it in."""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPromised:
    """A promise (告知承诺) stands for the child until it ends."""

    child: str
    letter: Material


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken:
    """The lead went ahead on a promise, and the promised child came to nothing."""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecorded:
    """A named fact is there, such as money that has arrived."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildProgressed:
    """The child told how far it has come."""

    child: str
    number: int
    stage: ChildStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMaterialSupplemented:
    """A material of the one set is new for every child named here."""

    name: str
    materials: tuple[Material, ...]
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildWithdrawn:
    """The child was withdrawn before its own case began."""

    child: str
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildWithdrawalRequested:
    """The child's own case is asked to end; its log settles whether it still can."""

    child: str
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadReleased:
    """All others have ended: the lead may finish [DB34/T 1164-2010]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeExtended:
    """The joint limit was extended [行政许可法 42(2)]."""

    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeReported:
    """All opinions and materials went up (上报) [行政许可法 35]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReceived:
    """The report reached the higher authority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeDecided:
    """The higher authority granted or rejected."""

    result: DecisionResult
    rights_notice_given: bool
    documents: tuple[Material, ...]
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeDecisionReceived:
    """The decision of the higher authority reached the front window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeNotified:
    """The applicant was told everything at once."""

    channel: NoticeChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeDelivered:
    """The applicant holds all results."""

    way: DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeFinished:
    """The parent case is closed (办结)."""


CompositeEvent = (
    CompositeBegun
    | ChildAdded
    | ChildStarted
    | ChildPromised
    | PromiseBroken
    | FactRecorded
    | ChildProgressed
    | SharedMaterialSupplemented
    | ChildWithdrawn
    | ChildWithdrawalRequested
    | LeadReleased
    | CompositeExtended
    | CompositeReported
    | ReportReceived
    | CompositeDecided
    | CompositeDecisionReceived
    | CompositeNotified
    | CompositeDelivered
    | CompositeFinished
)

COMPOSITE_EVENTS: tuple[type[CompositeEvent], ...] = get_args(CompositeEvent)

HANDLING_EVENTS = (ReportReceived, CompositeDecided)
"""Written by the higher authority; all others are the front window's."""


def side_of(event: CompositeEvent) -> Side:
    """Answer which side writes an event."""
    return Side.HANDLING if isinstance(event, HANDLING_EVENTS) else Side.RECEIVING
