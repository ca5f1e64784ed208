"""What goes into a package: the case as its region knows it, with everything opened and read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from broker.archive.trail import TrailDecision, TrailEvent, event_name
from broker.domain.clocks.beijing import legal_day
from broker.domain.envelope import Material
from broker.domain.filing import Filing
from broker.domain.identifiers import EventId, RegionCode, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.documents.issuing import Issue

METADATA_NAME = "元数据.xml"
MANIFEST_NAME = "目录.xml"
GUIDE_NAME = "说明文件.txt"
SCHEMA_NAME = "模式/tongban-archive-1.xsd"
DOCUMENTS, MATERIALS = "文书", "材料"
EVENTS, DECISIONS = "过程/事件", "过程/决定"
NUMBER_CHARACTERS = 16
"""Of the case id, as in the numbers of documents."""
NOT_IN_NAMES = re.compile(r'[\x00-\x20\x7f\\/:*?"<>|.]+')
TITLE_CHARACTERS_MAX = 60
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/ofd": "ofd",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDocument:
    """A document of the case (文书), set as PDF/A."""

    issue: Issue
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledMaterial:
    """A paper that an event names (材料), with its plain bytes."""

    material: Material
    event_id: EventId
    side: Side
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What codes are called."""

    item: str
    region: Callable[[str], str]
    field: Callable[[str], str]
    """The name of a sealed field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A case that is to be filed by one of its regions; the events are those of the trail."""

    region: RegionCode
    filing: Filing
    names: Names
    view: CaseView
    entries: tuple[TimelineEntry, ...]
    applicant: Mapping[str, str] | None
    """The person and the form as last corrected; None where this region has no key."""
    opened: Mapping[EventId, Mapping[str, str]]
    """The sealed fields of each event whose key this region holds."""
    documents: tuple[PrintedDocument, ...]
    materials: tuple[FiledMaterial, ...]
    trail: tuple[TrailDecision, ...]

    @property
    def name(self) -> str:
        """Name the package: case, filing region, how many events it covers (its version)."""
        return package_name(self.view.case_id, self.region, self.view.version)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Name the sides that the filing region has in this case."""
        return tuple(side for side in Side if self.view.region_of(side) == self.region)

    @property
    def ended_on(self) -> date:
        """Answer the legal day of the last event."""
        return legal_day(self.in_time[-1].at)

    @property
    def in_time(self) -> tuple[TimelineEntry, ...]:
        """Order the events by their instants, each side in its sequence."""
        return tuple(sorted(self.entries, key=_place))

    @property
    def events(self) -> tuple[TrailEvent, ...]:
        """List the events in the order of the journal."""
        return tuple(event for decision in self.trail for event in decision.events)


def package_name(case_id: str, region: str, version: int) -> str:
    """Name a package; a later act gives the case one event more, and its package another name."""
    return f"{case_id}_{region}_v{version}"


def item_number(case_id: str) -> str:
    """Stand in for the running 件号, which only the archive's own register can give."""
    return case_id.rpartition("-")[2][:NUMBER_CHARACTERS].upper()


def document_path(number: int, document: PrintedDocument) -> str:
    """Name the file of a document."""
    return f"{DOCUMENTS}/{number:02d}-{document.issue.form.title}.pdf"


def material_path(number: int, material: Material) -> str:
    """Name the file of a paper by its title."""
    title = NOT_IN_NAMES.sub("_", normalize("NFC", material.title))[:TITLE_CHARACTERS_MAX]
    extension = EXTENSIONS.get(material.media_type, "bin")
    return f"{MATERIALS}/{number:02d}-{title.strip('_ ') or '材料'}.{extension}"


def event_path(event: TrailEvent) -> str:
    """Name the file of an event."""
    return f"{EVENTS}/{event_name(event.meta.side, event.meta.sequence)}"


def decision_path(offset: int) -> str:
    """Name the file of a Decision."""
    return f"{DECISIONS}/{offset:012d}.avro"


def _place(entry: TimelineEntry) -> tuple[int, bool, int]:
    return entry.at, entry.side is Side.HANDLING, entry.sequence
