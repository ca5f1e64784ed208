"""project(view, event) -> view: fold an event into the case that a region shows."""

from dataclasses import replace

from broker.domain.aggregate import Written
from broker.domain.cases.complaints.events import ComplaintEvent
from broker.domain.cases.custody.events import ParcelSealed, ParcelShipped
from broker.domain.cases.dialogue.events import QuestionAnswered, QuestionAsked
from broker.domain.cases.events import (
    CaseAmended,
    CasePushed,
    CaseSubmitted,
    CaseWithdrawn,
    DecisionMade,
    Event,
    MaterialsAdded,
    PushReceived,
    ResultReceived,
    SupplementAnswered,
    SupplementReceived,
    WithdrawalDeclined,
)
from broker.domain.cases.evolve import evolve
from broker.domain.cases.fees.events import FeeNoticed, FeePaid
from broker.domain.cases.later.events import DecisionCorrected
from broker.domain.cases.ratings.events import CaseRated, RatingContacted
from broker.domain.cases.state import INITIAL, Case
from broker.domain.envelope import Material, Meta
from broker.domain.identifiers import CaseId, EventId, Instant, Side
from broker.errors import CorruptLog
from broker.views.case import NOBODY, CaseView, Desk, RatedAt, SideView, TimelineEntry
from broker.views.changes import EventRecorded
from broker.views.complaints import complaints_after
from broker.views.summary import sealed_of, summary_of

UNTOUCHED = SideView(count=0, desk=NOBODY, materials=())

REACTIONS = (PushReceived, SupplementReceived, WithdrawalDeclined, ResultReceived)
"""Facts that no window made, whoever stands in them as actor."""


def is_known(view: CaseView | None, meta: Meta) -> bool:
    """Tell whether a view already holds an event; raise CorruptLog if one before it is missing."""
    count = 0 if view is None else view.side(meta.side).count
    if meta.sequence > count + 1 or meta.sequence < 1:
        raise CorruptLog(f"event {meta.id} came after {count} events of its side")
    return meta.sequence <= count


def project(view: CaseView | None, change: EventRecorded) -> CaseView:
    """Fold an event that is not yet known into a view; None is a case before its first event."""
    assert not is_known(view, change.arrived.meta)
    if view is None:
        view = _begin(change)
    meta, event = change.arrived.meta, change.arrived.event
    written = Written(meta.side, event, meta.at)
    state = view.state if isinstance(event, CaseSubmitted) else evolve(view.state, written)
    assert isinstance(state, Case)
    side = _continue(view.side(meta.side), meta, event)
    return replace(
        _amend(view, event),
        state=state,
        pushed_at=meta.at if isinstance(event, CasePushed) else view.pushed_at,
        rated_at=_rated_at(view, meta, event),
        complaints=complaints_after(view.complaints, meta, event)
        if isinstance(event, ComplaintEvent)
        else view.complaints,
        receiving=side if meta.side is Side.RECEIVING else view.receiving,
        handling=side if meta.side is Side.HANDLING else view.handling,
        changed=change.place,
    )


def entry_of(view: CaseView, change: EventRecorded) -> TimelineEntry:
    """Show the event that brought a view to its present version."""
    arrived = change.arrived
    meta = arrived.meta
    return TimelineEntry(
        event_id=EventId(meta.id),
        case_id=view.case_id,
        side=meta.side,
        sequence=meta.sequence,
        kind=type(arrived.event).__name__,
        at=meta.at,
        region=meta.region,
        actor=meta.actor,
        causation_id=meta.causation_id,
        summary=summary_of(arrived.event),
        sealed=sealed_of(arrived.event),
        digest=arrived.digest,
        arrival=view.version,
        origin=arrived.origin,
        recorded=change.place,
    )


def _begin(change: EventRecorded) -> CaseView:
    meta, event = change.arrived.meta, change.arrived.event
    if not isinstance(event, CaseSubmitted):
        raise CorruptLog(f"event {meta.id} came before its case was submitted")
    state = evolve(INITIAL, Written(meta.side, event, meta.at))
    assert isinstance(state, Case)
    return CaseView(
        case_id=CaseId(meta.aggregate_id),
        correlation_id=meta.correlation_id,
        item_code=event.item_code,
        item_version=event.item_version,
        applicant_kind=event.applicant_kind,
        applicant_is_minor=event.applicant_is_minor,
        applicant_hash=event.applicant_hash,
        delivery_way=event.delivery_way,
        sealed=event.sealed,
        submitted_at=meta.at,
        pushed_at=None,
        state=state,
        receiving=UNTOUCHED,
        handling=UNTOUCHED,
        changed=change.place,
    )


def _amend(view: CaseView, event: Event) -> CaseView:
    """Show the form as corrected; who applies for what does not change."""
    if not isinstance(event, CaseAmended):
        return view
    return replace(view, delivery_way=event.delivery_way, sealed=event.sealed)


def _rated_at(view: CaseView, meta: Meta, event: Event) -> RatedAt:
    match event:
        case CaseRated(rated=Side.RECEIVING):
            return replace(view.rated_at, receiving=meta.at)
        case CaseRated():
            return replace(view.rated_at, handling=meta.at)
        case _:
            return view.rated_at


def _continue(side: SideView, meta: Meta, event: Event) -> SideView:
    return SideView(
        count=side.count + 1,
        desk=_desk_after(side.desk, meta, event),
        materials=side.materials + _materials_of(event),
        noticed_at=(*side.noticed_at, meta.at)
        if isinstance(event, FeeNoticed)
        else side.noticed_at,
        contacted_at=meta.at if isinstance(event, RatingContacted) else side.contacted_at,
        asked_at=(*side.asked_at, meta.at) if isinstance(event, QuestionAsked) else side.asked_at,
        parcels_at=_parcels_after(side.parcels_at, meta, event),
    )


def _parcels_after(before: tuple[Instant, ...], meta: Meta, event: Event) -> tuple[Instant, ...]:
    match event:
        case ParcelSealed():
            return (*before, meta.at)
        case ParcelShipped():
            return (*before[: event.parcel - 1], meta.at, *before[event.parcel :])
        case _:  # A parcel is owed something from its sealing or its shipping on.
            return before


def _desk_after(desk: Desk, meta: Meta, event: Event) -> Desk:
    """Keep the desk unless a window of the side's own region acted."""
    is_reaction = isinstance(event, REACTIONS) or (
        isinstance(event, CaseWithdrawn) and meta.side is Side.HANDLING
    )
    if is_reaction or not meta.actor.window or meta.actor.region != meta.region:
        return desk
    return Desk(office=meta.actor.office, window=meta.actor.window)


def _materials_of(event: Event) -> tuple[Material, ...]:
    match event:
        case (
            CaseSubmitted()
            | MaterialsAdded()
            | SupplementAnswered()
            | QuestionAnswered()
            | FeePaid()
        ):
            return event.materials
        case DecisionMade() | DecisionCorrected():
            return event.documents
        case _:  # Most events hand nothing on.
            return ()
