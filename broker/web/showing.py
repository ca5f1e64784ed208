"""Views in the words of the API: each function writes one answer."""

from collections.abc import Mapping, Sequence

from broker.domain.cases.custody.state import Kept, OnTheWay, Place
from broker.domain.cases.status import Owed
from broker.domain.clocks.beijing import beijing_time
from broker.domain.identifiers import Instant, RegionCode
from broker.views.case import CaseView, DutySince, SideView, TimelineEntry
from broker.views.labels import ACT_TEXTS, KIND_TEXTS, STATUS_TEXTS
from broker.views.originals import PLACE_CODES, tell_place
from broker.web.answers import (
    ActorAnswer,
    CaseAnswer,
    DuplicateAnswer,
    EntryAnswer,
    MaterialAnswer,
    OneCaseAnswer,
    OriginalsAnswer,
    OwedAnswer,
    OwedSinceAnswer,
    RegionAnswer,
    SideAnswer,
)
from broker.web.ports import Edge


def rfc3339(instant: Instant) -> str:
    """Write an instant with its offset, Beijing time."""
    return beijing_time(instant).isoformat(timespec="milliseconds")


def show_case(
    view: CaseView, edge: Edge, person: Mapping[str, str] | None, item_name: str
) -> CaseAnswer:
    """Write a case; `person` is what this reader may see of it."""
    owed = view.owed
    return CaseAnswer(
        case_id=view.case_id,
        item_code=view.item_code,
        item_version=view.item_version,
        item_name=item_name,
        status=view.status,
        status_text=STATUS_TEXTS[view.status],
        owed=None if owed is None else _show_owed(owed, view.office_of(owed.side)),
        duties=[_show_duty(each, view.office_of(each.duty.side)) for each in view.duties],
        originals=[_show_originals(place) for place in view.originals],
        result=view.result,
        withdrawal_pending=view.withdrawal_pending,
        applicant_kind=view.applicant_kind,
        applicant_is_minor=view.applicant_is_minor,
        applicant=None if person is None else dict(person),
        delivery_way=view.delivery_way,
        submitted_at=rfc3339(view.submitted_at),
        pushed_at=None if view.pushed_at is None else rfc3339(view.pushed_at),
        updated_at=rfc3339(view.updated_at),
        version=view.version,
        position=f"{view.changed.partition}:{view.changed.offset}",
        receiving=_show_side(view.receiving, view.receiving_region, edge),
        handling=_show_side(view.handling, view.handling_region, edge),
    )


def show_one_case(
    view: CaseView,
    edge: Edge,
    person: Mapping[str, str] | None,
    duplicates: Sequence[CaseView],
    item_name: str,
) -> OneCaseAnswer:
    """Write a case with the advice that belongs to it."""
    shown = show_case(view, edge, person, item_name)
    return OneCaseAnswer(
        **{name: getattr(shown, name) for name in CaseAnswer.model_fields},
        open_duplicates=[
            DuplicateAnswer(
                case_id=other.case_id,
                status=other.status,
                status_text=STATUS_TEXTS[other.status],
                submitted_at=rfc3339(other.submitted_at),
            )
            for other in duplicates
        ],
    )


def show_entry(entry: TimelineEntry, texts: Mapping[str, str] | None) -> EntryAnswer:
    """Write an event; `texts` is what this reader may see of its sealed part."""
    return EntryAnswer(
        event_id=entry.event_id,
        number=entry.arrival,
        side=entry.side,
        sequence=entry.sequence,
        kind=entry.kind,
        text=KIND_TEXTS[entry.kind],
        at=rfc3339(entry.at),
        region=entry.region,
        actor=ActorAnswer(
            subject=entry.actor.subject,
            role=entry.actor.role,
            office=entry.actor.office,
            window=entry.actor.window,
        ),
        origin=entry.origin,
        summary=dict(entry.summary),
        texts=None if texts is None else dict(texts),
        digest=entry.digest.hex(),
    )


def _show_owed(owed: Owed, office: str) -> OwedAnswer:
    return OwedAnswer(side=owed.side, office=office or None, act=owed.act, text=ACT_TEXTS[owed.act])


def _show_duty(owed: DutySince, office: str) -> OwedSinceAnswer:
    duty = owed.duty
    return OwedSinceAnswer(
        side=duty.side,
        office=office or None,
        act=duty.act,
        text=ACT_TEXTS[duty.act],
        of=duty.of,
        number=duty.number,
        since=rfc3339(owed.since),
    )


def _show_originals(place: Place) -> OriginalsAnswer:
    return OriginalsAnswer(
        place=PLACE_CODES[type(place)],
        side=place.sender if isinstance(place, OnTheWay) else place.side,
        text=tell_place(place),
        parcel=None if isinstance(place, Kept) else place.parcel,
        titles=list(place.originals),
    )


def _show_side(side: SideView, region: RegionCode, edge: Edge) -> SideAnswer:
    return SideAnswer(
        region=RegionAnswer(code=region, name=edge.known_regions.get(region, region)),
        office=side.desk.office,
        window=side.desk.window,
        event_count=side.count,
        materials=[
            MaterialAnswer(
                digest=material.digest,
                title=material.title,
                media_type=material.media_type,
                size_bytes=material.size_bytes,
            )
            for material in side.materials
        ],
    )
