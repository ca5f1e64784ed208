"""What the API answers: models that are written out and documented from the same source."""

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from broker.domain.cases.status import Owed
from broker.domain.identifiers import Instant, RegionCode
from broker.views.case import CaseView, SideView, TimelineEntry
from broker.views.labels import ACT_TEXTS, KIND_TEXTS, STATUS_TEXTS
from broker.web.persons import BEIJING
from broker.web.ports import Edge
from broker.web.reference import Item


class Answer(BaseModel):
    """An answer has the documented fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CommandAnswer(Answer):
    """What became of a command; `pending` when it is not decided yet."""

    key: str
    command_id: str
    kind: str
    case_id: str | None
    outcome: str
    reason: str | None
    detail: str | None
    detail_en: str | None
    event_ids: list[str]
    position: str | None
    at: str | None


class RegionAnswer(Answer):
    """A region by code and name."""

    code: str
    name: str


class ItemAnswer(Answer):
    """An item of the catalogue."""

    code: str
    version: int
    name: str
    name_en: str
    department: str
    applicant_kinds: list[str]
    material_titles: list[str]


class ItemsAnswer(Answer):
    """The catalogue."""

    items: list[ItemAnswer]


class MaterialAnswer(Answer):
    """A document of a case."""

    digest: str
    title: str
    media_type: str
    size_bytes: int


class UploadAnswer(Answer):
    """An uploaded document: refer to it by its digest."""

    case_id: str
    digest: str
    media_type: str
    size_bytes: int


class OwedAnswer(Answer):
    """Who owes the next act."""

    side: str
    act: str
    text: str


class SideAnswer(Answer):
    """One side of a case."""

    region: RegionAnswer
    office: str
    window: str
    event_count: int
    materials: list[MaterialAnswer]


class CaseAnswer(Answer):
    """A case as the region that asks knows it."""

    case_id: str
    item_code: str
    item_version: int
    item_name: str
    status: str
    status_text: str
    owed: OwedAnswer | None
    result: str | None
    withdrawal_pending: bool
    applicant_kind: str
    applicant_is_minor: bool
    applicant: dict[str, str] | None
    """Person fields, masked unless `reveal=true`; null for those who may not see them."""
    delivery_way: str
    submitted_at: str
    pushed_at: str | None
    updated_at: str
    version: int
    position: str
    receiving: SideAnswer
    handling: SideAnswer


class CasesAnswer(Answer):
    """Some cases, and the cursor that continues after them."""

    cases: list[CaseAnswer]
    cursor: str | None


class ActorAnswer(Answer):
    """Who acted: a pseudonym and a place, never a name."""

    subject: str
    role: str
    office: str
    window: str


class EntryAnswer(Answer):
    """An event of a case."""

    event_id: str
    number: int
    side: str
    sequence: int
    kind: str
    text: str
    at: str
    region: str
    actor: ActorAnswer
    origin: str
    summary: dict[str, str]
    texts: dict[str, str] | None
    """Sealed texts, masked unless `reveal=true`; null for those who may not see them."""
    digest: str


class TimelineAnswer(Answer):
    """The events of a case in the order they came to know here."""

    case_id: str
    entries: list[EntryAnswer]
    next: int | None
    """Send as `after` to continue; null at the end."""


def answer(
    model: Answer, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Write an answer."""
    return web.Response(
        status=status,
        text=model.model_dump_json(),
        content_type="application/json",
        headers=dict(headers or {}),
    )


def rfc3339(instant: Instant) -> str:
    """Write an instant with its offset, Beijing time."""
    moment = datetime.fromtimestamp(instant / 1000, UTC).astimezone(BEIJING)
    return moment.isoformat(timespec="milliseconds")


def show_item(item: Item) -> ItemAnswer:
    """Write an item."""
    return ItemAnswer(
        code=item.code,
        version=item.version,
        name=item.name,
        name_en=item.name_en,
        department=item.department,
        applicant_kinds=[
            kind for kind, letter in (("natural", "N"), ("legal", "L")) if letter in item.subjects
        ],
        material_titles=list(item.material_titles),
    )


def show_case(view: CaseView, edge: Edge, person: Mapping[str, str] | None) -> CaseAnswer:
    """Write a case; `person` is what this reader may see of it."""
    item, owed = edge.reference.items.get(view.item_code), view.owed
    return CaseAnswer(
        case_id=view.case_id,
        item_code=view.item_code,
        item_version=view.item_version,
        item_name=item.name if item else view.item_code,
        status=view.status,
        status_text=STATUS_TEXTS[view.status],
        owed=None if owed is None else _show_owed(owed),
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


def _show_owed(owed: Owed) -> OwedAnswer:
    return OwedAnswer(side=owed.side, act=owed.act, text=ACT_TEXTS[owed.act])


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
