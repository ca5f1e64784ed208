"""A document as data: HTML and PDF are two ways to print it."""

from dataclasses import dataclass
from datetime import date

from broker.domain.identifiers import CaseId, EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list with a caption; every row has a cell for each column."""

    caption: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    """How wide the columns are, compared with each other."""
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Free text of an official under a heading, in its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Lines that people sign by hand."""

    labels: tuple[str, ...]


Block = Paragraph | Facts | Table | Passage | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who issues a document: a region, and the office and window that acted for it, if any did."""

    region: str
    office: str
    window: str

    @property
    def name(self) -> str:
        """Write region and office as on an envelope."""
        return " ".join(part for part in (self.region, self.office) if part)

    @property
    def desk(self) -> str:
        """Write office and window, empty where no window acted."""
        return " ".join(part for part in (self.office, self.window) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of a case, complete: whoever prints it adds nothing."""

    title: str
    number: str
    unit: Unit
    date: date
    addressee: str
    """Whom it speaks to; empty for a sheet between offices."""
    blocks: tuple[Block, ...]
    seal: str
    """Which seal goes beside unit and date."""
    case_id: CaseId
    event_id: EventId
    digest: str
    """SHA-256 of the event's bytes, hex: what was decided can be checked against the log."""
    note: str
    """Why this copy is not the one to hand out; empty for the complete document."""


def chinese_date(day: date) -> str:
    """Write a date as documents do."""
    return f"{day.year}年{day.month}月{day.day}日"
