"""What a document is written from: the case, its history up to the event, and what may be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from broker.domain.cases.commands import DeliveryWay
from broker.domain.cases.events import CaseAmended, CaseSubmitted
from broker.domain.clocks.beijing import beijing_time, legal_day
from broker.domain.envelope import Material
from broker.domain.identifiers import EventId, Instant, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.documents.document import Unit, chinese_date
from broker.views.documents.issuing import Issue

HIDDEN = "（已加密，未显示）"
FORMS = frozenset({CaseSubmitted.__name__, CaseAmended.__name__})
"""What the applicant asked for stands in these; the last one counts."""


class Sight(StrEnum):
    """How much of the sealed fields a reader is shown."""

    HIDDEN = "hidden"
    MASKED = "masked"
    FULL = "full"


NOTES: Mapping[Sight, str] = {
    Sight.HIDDEN: "本件不含加密内容，仅供查阅，不作送达之用。",
    Sight.MASKED: "本件已遮盖个人信息，仅供核对，不作送达之用。",
    Sight.FULL: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A case as far as a reader may see it; the same for both regions if they may see the same."""

    view: CaseView
    entries: tuple[TimelineEntry, ...]
    item_name: str
    limits: tuple[tuple[str, str], ...]
    """The published limits of the item, in words."""
    region_name: Callable[[str], str]
    texts: Mapping[EventId, Mapping[str, str]]
    """The sealed fields of each event, as this reader may see them."""
    sight: Sight

    def up_to(self, issue: Issue) -> "Source":
        """Leave out what the issuing side wrote after a document; the other side may lag behind.

        The form is the receiving side's and fixed at the push, so a document of the handling side
        finds it as it was.
        """
        side, sequence = issue.entry.side, issue.entry.sequence
        known = (
            each for each in self.entries if each.side is not side or each.sequence <= sequence
        )
        return replace(self, entries=tuple(known))

    def unit_of(self, entry: TimelineEntry) -> Unit:
        """Name who wrote an event: a peer's clerk, or no clerk, leaves only the region."""
        actor, region = entry.actor, self.region_name(entry.region)
        if not actor.window or actor.region != entry.region:
            return Unit(region=region, office="", window="")
        return Unit(region=region, office=actor.office, window=actor.window)

    def place_of(self, side: Side) -> str:
        """Name the region of a side."""
        return self.region_name(self.view.region_of(side))

    def first(self, kind: type) -> TimelineEntry | None:
        """Answer the first event of a kind; what comes later never changes it."""
        found = (each for each in self.entries if each.kind == kind.__name__)
        return min(found, key=lambda each: each.sequence, default=None)

    def own(self, issue: Issue) -> tuple[TimelineEntry, ...]:
        """Answer what the issuing side wrote up to a document, in its sequence."""
        written = (each for each in self.entries if each.side is issue.entry.side)
        known = (each for each in written if each.sequence <= issue.entry.sequence)
        return tuple(sorted(known, key=lambda each: each.sequence))

    def materials(self, entry: TimelineEntry) -> tuple[Material, ...]:
        """Answer the papers that one event brought.

        The view keeps those of a side in the order of its sequence, and each event their titles:
        that many are its own.
        """
        left = self.view.side(entry.side).materials
        written = (each for each in self.entries if each.side is entry.side)
        for each in sorted(written, key=lambda each: each.sequence):
            count = _count_titles(left, _titles(each))
            if each.event_id == entry.event_id:
                return left[:count]
            left = left[count:]
        return ()

    def person(self, field: str) -> str:
        """Answer a field of the applicant, or that it is not shown."""
        opened = self.texts.get(self._form.event_id)
        return HIDDEN if opened is None else opened.get(field, "—")

    @property
    def form(self) -> Mapping[str, str]:
        """Answer what of the form this reader is shown; nothing without the key."""
        return self.texts.get(self._form.event_id, {})

    @property
    def delivery_way(self) -> DeliveryWay:
        """Answer how the applicant wants the result."""
        return DeliveryWay(self._form.summary["delivery_way"])

    @property
    def _form(self) -> TimelineEntry:
        """Answer the form as it was handed in, or corrected last."""
        forms = (each for each in self.entries if each.kind in FORMS)
        return max(forms, key=lambda each: each.sequence)

    def prose(self, entry: TimelineEntry, field: str) -> tuple[str, ...]:
        """Answer free text in paragraphs, none if there is none; what is not shown says so."""
        if entry.sealed is None:
            return ()
        if self.sight is not Sight.FULL or entry.event_id not in self.texts:
            return (HIDDEN,)
        text = self.texts[entry.event_id].get(field, "")
        return tuple(line.strip() for line in text.splitlines() if line.strip())


def _titles(entry: TimelineEntry) -> str:
    """Name the papers of an event: an applicant's, or those of a decision."""
    return entry.summary.get("materials") or entry.summary.get("documents", "")


def _count_titles(materials: tuple[Material, ...], joined: str) -> int:
    """Count how many of these, from the first, make up the titles an event names."""
    written, count = "", 0
    while written != joined and count < len(materials):
        count += 1
        written = "、".join(material.title for material in materials[:count])
    return count if written == joined else 0


def minute(at: Instant) -> str:
    """Write an instant to the minute, Beijing time."""
    return f"{chinese_date(legal_day(at))} {beijing_time(at):%H:%M}"
