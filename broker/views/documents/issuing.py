"""Which documents a case has: a pure function of its timeline."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import Side
from broker.views.case import TimelineEntry
from broker.views.documents.kinds import FORMS, DocumentKind, Form, kind_of

NUMBER_CHARACTERS = 16
"""Of the case id, 80 bits: enough that two cases of a region never share a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A document that a case has, before its content is written."""

    name: str
    """Its part of the address: the kind, from the second of a kind on with a number."""
    kind: DocumentKind
    number: str
    entry: TimelineEntry
    """The event that gave rise to it; the side that wrote the event issues the document."""

    @property
    def form(self) -> Form:
        """Answer what is printed on every document of this kind."""
        return FORMS[self.kind]


def issues_of(entries: Iterable[TimelineEntry]) -> tuple[Issue, ...]:
    """List the documents by the instants of their events, in whatever order those arrived here."""
    issued: Counter[DocumentKind] = Counter()
    issues = []
    for entry in sorted(entries, key=_place):
        kind = kind_of(entry)
        if kind is not None:
            issued[kind] += 1
            name = kind.value if issued[kind] == 1 else f"{kind}-{issued[kind]}"
            issues.append(Issue(name=name, kind=kind, number=number_of(entry, kind), entry=entry))
    return tuple(issues)


def number_of(entry: TimelineEntry, kind: DocumentKind) -> str:
    """Number a document by what never changes: kind, year, issuing region, case, sequence.

    Convention: no national structure is known (domain section 5), and a running number would need
    a register that both regions can reach.
    """
    year = legal_day(entry.at).year
    case = entry.case_id.rpartition("-")[2][:NUMBER_CHARACTERS].upper()
    return f"通{FORMS[kind].mark}〔{year}〕{entry.region}-{case}-{entry.sequence}号"


def _place(entry: TimelineEntry) -> tuple[int, bool, int]:
    """Order by time; at one instant the receiving side is first, each side in its sequence."""
    return entry.at, entry.side is Side.HANDLING, entry.sequence
