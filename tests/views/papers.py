"""Documents of played cases, as a reader with all keys, or with none, gets them."""

from collections.abc import Iterable, Mapping

from broker.domain.cases.events import CaseSubmitted
from broker.domain.identifiers import EventId
from broker.views.absorb import absorb
from broker.views.case import TimelineEntry
from broker.views.changes import EventRecorded
from broker.views.documents.compose import compose
from broker.views.documents.document import Document, Facts, Paragraph, Passage, Table
from broker.views.documents.issuing import issues_of
from broker.views.documents.source import Sight, Source

PERSON = {"name": "张小兰", "number": "621002198611239711", "phone": "13812345678"}
WORDS = {
    "note": "请补交照片。",
    "reason": "一、不符合条件。\n\n二、另见附件。",
    "authority": "某市某局",
}
NAMES = {"621000": "甘肃省庆阳市", "330100": "浙江省杭州市"}
NO_TEXTS: Mapping[EventId, Mapping[str, str]] = {}


def texts_of(entries: Iterable[TimelineEntry]) -> dict[EventId, Mapping[str, str]]:
    """Open every sealed field."""
    return {
        entry.event_id: PERSON if entry.kind == CaseSubmitted.__name__ else WORDS
        for entry in entries
        if entry.sealed is not None
    }


def a_source(history: Iterable[EventRecorded], *, sight: Sight = Sight.FULL) -> Source:
    """Know a case by these events."""
    absorbed = absorb({}, tuple(history))
    [view] = absorbed.views.values()
    entries = tuple(absorbed.entries)
    return Source(
        view=view,
        entries=entries,
        item_name="残疾人证换领",
        limits=(("法定办理时限", "自受理之日起 20 个工作日"),),
        region_name=lambda code: NAMES[code],
        texts=NO_TEXTS if sight is Sight.HIDDEN else texts_of(entries),
        sight=sight,
    )


def papers(history: Iterable[EventRecorded], *, sight: Sight = Sight.FULL) -> dict[str, Document]:
    """Write every document of a case, by its name."""
    source = a_source(history, sight=sight)
    return {issue.name: compose(issue, source) for issue in issues_of(source.entries)}


def told(document: Document) -> str:
    """Read a document aloud."""
    lines = []
    for block in document.blocks:
        match block:
            case Paragraph():
                lines.append(block.text)
            case Facts():
                lines += [f"{name}：{value}" for name, value in block.rows]
            case Table():
                lines += [block.caption, *("|".join(row) for row in block.rows)]
            case Passage():
                lines += [block.heading, *block.paragraphs]
            case _:
                lines += block.labels
    return "\n".join(lines)
