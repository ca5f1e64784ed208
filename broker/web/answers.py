"""What the API answers: models that are written out and documented from the same source."""

from collections.abc import Mapping

from aiohttp import web
from pydantic import BaseModel, ConfigDict, JsonValue


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


class MaterialAnswer(Answer):
    """A document of a case."""

    digest: str
    title: str
    media_type: str
    size_bytes: int


class DraftAnswer(Answer):
    """A hand-in that is not made yet, by the key of its owner and the case it will be.

    Its owner names it by `key`, a colleague of the same office by `case_id`.
    """

    key: str
    case_id: str
    is_own: bool
    office: str
    saved_at: str
    expires_at: str


class FullDraftAnswer(DraftAnswer):
    """A draft with its form, as far as it is filled in."""

    form: dict[str, JsonValue]


class DraftsAnswer(Answer):
    """The drafts of who asks, and of the office, saved last first."""

    drafts: list[DraftAnswer]


class UploadAnswer(Answer):
    """An uploaded document: refer to it by its digest."""

    case_id: str
    digest: str
    media_type: str
    size_bytes: int


class OwedAnswer(Answer):
    """Who owes the next act."""

    side: str
    office: str | None
    """The office: as routed, else where the side last acted; null where nobody has."""
    act: str
    text: str


class OwedSinceAnswer(Answer):
    """What is owed beside the next act: for a question, parcel, fee, bad rating or complaint."""

    side: str
    office: str | None
    """The office that owes it; null where nobody has acted for the side."""
    act: str
    text: str
    of: str
    """The side that asked, sealed the parcel, noticed the fee, was rated, or took the complaint."""
    number: int
    """Its number among those of that side; 1 for the one rating of a side."""
    since: str


class OriginalsAnswer(Answer):
    """Where originals are: a side keeps them, or has packed them, or they are on the way."""

    place: str
    side: str
    """Who answers for them; on the way, the side that shipped them."""
    text: str
    parcel: int | None
    """The number of the parcel, counted by that side; null for what is not in a parcel."""
    titles: list[str]


class SideAnswer(Answer):
    """One side of a case."""

    region: RegionAnswer
    office: str
    window: str
    event_count: int
    materials: list[MaterialAnswer]


class DuplicateAnswer(Answer):
    """Another open case of the same applicant for the same item."""

    case_id: str
    status: str
    status_text: str
    submitted_at: str


class CaseAnswer(Answer):
    """A case as the region that asks knows it."""

    case_id: str
    item_code: str
    item_version: int
    item_name: str
    status: str
    status_text: str
    owed: OwedAnswer | None
    duties: list[OwedSinceAnswer]
    originals: list[OriginalsAnswer]
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


class OneCaseAnswer(CaseAnswer):
    """A case that was asked for by itself."""

    open_duplicates: list[DuplicateAnswer]
    """Advice, at most five: the same applicant has the same item open elsewhere."""


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


class DutyAnswer(Answer):
    """Who carries a duty: a side with its region, or the applicant."""

    bearer: str
    text: str
    region: RegionAnswer | None


class StepAnswer(Answer):
    """A day on the way to a due date: whether it counts, as which day, and why."""

    on: str
    why: str
    number: int | None
    """The how-many-th day it is; null when it does not count."""
    name: str
    """The festival, where the calendar names one."""


class DeadlineAnswer(Answer):
    """A limit of a case, and the way to its due date."""

    name: str
    title: str
    duty: DutyAnswer
    state: str
    state_text: str
    started_on: str | None
    due_on: str | None
    not_before: str | None
    """The earliest day that could be due; null unless the due date is provisional."""
    remaining_days: int | None
    """What is left once a pause is over; null unless paused."""
    settled_on: str | None
    calendar_version: str
    steps: list[StepAnswer]
    explanation: list[str]
    """The same in sentences."""


class DeadlinesAnswer(Answer):
    """The limits of a case on a day; `notes` say what cannot be counted, and why."""

    case_id: str
    item_code: str
    item_version: int
    as_of: str
    deadlines: list[DeadlineAnswer]
    notes: list[str]


class DocumentAnswer(Answer):
    """A document of a case; `side` and `region` issue it, `html` and `pdf` are its addresses."""

    name: str
    kind: str
    title: str
    number: str
    side: str
    region: str
    date: str
    event_id: str
    html: str
    pdf: str


class DocumentsAnswer(Answer):
    """The documents that a case has by now, in the order of their events."""

    case_id: str
    documents: list[DocumentAnswer]


class RatioAnswer(Answer):
    """So many of so many; `percent` is null of nothing, `percent_wanted` where none is set."""

    part: int
    whole: int
    percent: float | None
    percent_wanted: int | None


class ComplaintsOfBodyAnswer(Answer):
    """The complaints that a body has."""

    region: RegionAnswer
    taken: int
    closed: int
    on_time: RatioAnswer
    """Answers in time, of those that came or are overdue."""
    satisfied: RatioAnswer
    """Satisfied, of those who answered the call."""
    solved: RatioAnswer
    """Solved, of the reasonable requests that are closed."""


class ComplaintRatiosAnswer(Answer):
    """The complaints taken from the first to the last day, body by body."""

    first: str
    last: str
    bodies: list[ComplaintsOfBodyAnswer]


class RatingsOfBodyAnswer(Answer):
    """The ratings of a body: how many of each level, and those that are not bad."""

    region: RegionAnswer
    counts: dict[str, int]
    content: RatioAnswer


class RatingRatiosAnswer(Answer):
    """The ratings from the first to the last day, body by body."""

    first: str
    last: str
    bodies: list[RatingsOfBodyAnswer]


class DeadLetterAnswer(Answer):
    """A record set aside: where it stood, why, and its fingerprint; never its content."""

    id: str
    number: int
    topic: str
    partition: int
    offset: int
    reason: str
    first_seen_at: str
    attempts: int
    standing: str
    note: str
    """Why it was discarded."""
    size_bytes: int
    sha256: str


class DeadLettersAnswer(Answer):
    """Some dead letters, oldest first."""

    letters: list[DeadLetterAnswer]
    open_count: int
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
