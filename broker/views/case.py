"""A case and its history as one region shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from broker.domain.cases.commands import ApplicantKind, DecisionResult, DeliveryWay
from broker.domain.cases.custody.state import Place as Whereabouts
from broker.domain.cases.custody.state import places
from broker.domain.cases.duties import Duty, duties, owed_after_all
from broker.domain.cases.state import Case, Decided, Returned, withdrawal_pending
from broker.domain.cases.status import Act, CaseStatus, Owed, owes, status
from broker.domain.envelope import Actor, Material, Sealed
from broker.domain.identifiers import CaseId, EventId, Instant, RegionCode, Side
from broker.views.changes import Origin
from broker.views.complaints import ComplaintView
from broker.views.position import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The office and window that last acted for a side; empty texts while nobody has."""

    office: str
    window: str


NOBODY = Desk(office="", window="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """What is known of one side: how many of its events, who acts for it, what it handed on."""

    count: int
    desk: Desk
    materials: tuple[Material, ...]
    """Receiving: the applicant's. Handling: of the decision. Both: what an answer brought."""
    asked_at: tuple[Instant, ...] = ()
    """When the side asked its questions, in their order."""
    parcels_at: tuple[Instant, ...] = ()
    """When the side sealed its parcels, in order, and once they are shipped, when that was."""
    noticed_at: tuple[Instant, ...] = ()
    """When the side noticed its fees, in their order."""
    contacted_at: Instant | None = None
    """When the side spoke to the applicant about a bad rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySince:
    """A duty, and the instant from which it is owed."""

    duty: Duty
    since: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedAt:
    """When each body was rated; None while it was not."""

    receiving: Instant | None = None
    handling: Instant | None = None

    def of(self, side: Side) -> Instant | None:
        """Answer when the body of a side was rated."""
        return self.receiving if side is Side.RECEIVING else self.handling


NEVER_RATED = RatedAt()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case; equal in both regions once both know the same events, but for `changed`."""

    case_id: CaseId
    correlation_id: str
    item_code: str
    item_version: int
    applicant_kind: ApplicantKind
    applicant_is_minor: bool
    applicant_hash: str
    delivery_way: DeliveryWay
    sealed: Sealed
    """The person and the form as last corrected, as ciphertext."""
    submitted_at: Instant
    pushed_at: Instant | None
    rated_at: RatedAt = NEVER_RATED
    complaints: tuple[ComplaintView, ...] = ()
    state: Case
    receiving: SideView
    handling: SideView
    changed: Place
    """Arrival-local: the journal record of this region that changed the view last."""

    @property
    def receiving_region(self) -> RegionCode:
        """Answer where the case was handed in."""
        return self.state.receiving_region

    @property
    def handling_region(self) -> RegionCode:
        """Answer where the case is decided."""
        return self.state.handling_region

    def region_of(self, side: Side) -> RegionCode:
        """Answer the region of a side."""
        return self.receiving_region if side is Side.RECEIVING else self.handling_region

    @property
    def status(self) -> CaseStatus:
        """Say in one word how far the case is."""
        return status(self.state)

    @property
    def owed(self) -> Owed | None:
        """Name the next act and who owes it; after the end, for a bad rating or a complaint."""
        owed = owes(self.state)
        if owed is not None:
            return owed
        duty = next(owed_after_all(self.state), None)
        return None if duty is None else Owed(side=duty.side, act=duty.act)

    def office_of(self, side: Side) -> str:
        """Answer the office that a side's acts are owed by: as routed, else where it last acted."""
        routed = self.state.office if side is Side.HANDLING else ""
        return routed or self.side(side).desk.office

    @property
    def duties(self) -> tuple[DutySince, ...]:
        """List what is owed beside the next act, and since when."""
        return tuple(DutySince(duty=duty, since=self._since(duty)) for duty in duties(self.state))

    @property
    def originals(self) -> tuple[Whereabouts, ...]:
        """Tell where each original is that the applicant has not got back."""
        return tuple(places(self.state.custody))

    @property
    def result(self) -> DecisionResult | None:
        """Answer the decision, None before it."""
        handling = self.state.handling
        return handling.result if isinstance(handling, Decided | Returned) else None

    @property
    def withdrawal_pending(self) -> bool:
        """Tell whether a withdrawal awaits the handling side."""
        return withdrawal_pending(self.state)

    @property
    def version(self) -> int:
        """Count the events known of both sides; a command may expect this version."""
        return self.receiving.count + self.handling.count

    @property
    def updated_at(self) -> Instant:
        """Answer when this region last learned something of the case."""
        return self.changed.now

    def _since(self, duty: Duty) -> Instant:
        side = self.side(duty.of)
        match duty.act:
            case Act.ANSWER_QUESTION:
                return side.asked_at[duty.number - 1]
            case Act.COLLECT_FEE:
                return side.noticed_at[duty.number - 1]
            case Act.CONTACT_APPLICANT | Act.RECTIFY:
                since = side.contacted_at or self.rated_at.of(duty.of)
                assert since is not None
                return since
            case Act.ANSWER_COMPLAINT | Act.FOLLOW_UP_COMPLAINT | Act.CLOSE_COMPLAINT:
                return self._since_complaint(duty)
            case _:
                return side.parcels_at[duty.number - 1]

    def _since_complaint(self, duty: Duty) -> Instant:
        complaint = next(
            one for one in self.complaints if (one.registrar, one.number) == (duty.of, duty.number)
        )
        match duty.act:
            case Act.ANSWER_COMPLAINT:
                return complaint.reopened_at or complaint.addressed_at
            case Act.FOLLOW_UP_COMPLAINT:
                return complaint.answered_at[-1]
            case _:
                assert complaint.followed_up_at is not None
                return complaint.followed_up_at

    def side(self, side: Side) -> SideView:
        """Answer one side."""
        return self.receiving if side is Side.RECEIVING else self.handling


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """An event as it is shown; equal in both regions but for `arrival`, `origin` and `recorded`."""

    event_id: EventId
    case_id: CaseId
    side: Side
    sequence: int
    kind: str
    at: Instant
    """The log's now where the event was decided."""
    region: RegionCode
    actor: Actor
    causation_id: str
    summary: Mapping[str, str]
    sealed: Sealed | None
    digest: bytes
    """SHA-256 of the event's bytes."""
    arrival: int
    """Arrival-local: 1 for the first event of the case that reached this region, and so on."""
    origin: Origin
    """Arrival-local: whether this region decided it."""
    recorded: Place
    """Arrival-local: where it stands in this region's journal."""
