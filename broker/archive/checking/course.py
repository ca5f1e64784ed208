"""Check the events of a package: each as it was hashed, none missing, and a course that may be."""

from dataclasses import dataclass
from hashlib import sha256

from broker.archive.avro import event_schema_path
from broker.archive.checking.report import Report
from broker.archive.contents import EVENTS
from broker.archive.trail import TrailEvent, event_name, read_event
from broker.domain.cases.state import has_ended
from broker.domain.cases.status import owes
from broker.domain.identifiers import Instant, Side, derive_event_id
from broker.errors import CorruptLog, DecodeError
from broker.schemas.records import Origin
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import Arrived, EventRecorded
from broker.views.changes import Origin as Seen
from broker.views.position import Place
from broker.views.project import entry_of, project


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A case as its events alone tell it."""

    view: CaseView
    entries: tuple[TimelineEntry, ...]


def read_events(report: Report, files: dict[str, bytes], case_id: str) -> dict[str, TrailEvent]:
    """Read every event by its id, and check that no side has a gap."""
    events: dict[str, TrailEvent] = {}
    for path in sorted(name for name in files if name.startswith(f"{EVENTS}/")):
        event = _read_event(report, path, files[path], case_id)
        if event is not None:
            events[event.meta.id] = event
        path_of_schema = event_schema_path(files[path])
        report.check(path_of_schema in files, path_of_schema, "信息包缺少此模式文件")
    for side in Side:
        _check_sequence(report, side, events)
    return events


def fold_course(report: Report, order: list[TrailEvent]) -> Course | None:
    """Fold the events in the order of the journal, by the rules of a case, to its end."""
    view: CaseView | None = None
    entries = []
    for event in order:
        try:
            change = _change(event)
            view = project(view, change)
        # AssertionError is how the rules name a fact that no correct log holds.
        except (CorruptLog, AssertionError):
            report.fail(
                f"{EVENTS}/{event.meta.id}", "此事件在此处不符合办件规则：缺少事件或顺序被改"
            )
            return None
        entries.append(entry_of(view, change))
    if not report.check(view is not None, EVENTS, "包内没有事件"):
        return None
    assert view is not None
    is_over = has_ended(view.state) and owes(view.state) is None
    report.check(is_over, EVENTS, "按事件，办件尚未结束：缺少后续事件")
    return Course(view=view, entries=tuple(entries))


def _read_event(report: Report, path: str, data: bytes, case_id: str) -> TrailEvent | None:
    try:
        event = read_event(data, offset=0, origin=Origin.OWN)
    except (DecodeError, CorruptLog) as error:
        report.fail(path, f"事件无法读取（{type(error).__name__}）")
        return None
    meta = event.meta
    derived = derive_event_id(meta.aggregate_id, meta.side, meta.sequence)
    is_named = path == f"{EVENTS}/{event_name(meta.side, meta.sequence)}" and meta.id == derived
    is_here = meta.aggregate_id == case_id
    return event if report.check(is_named and is_here, path, "不是此处应有的事件") else None


def _check_sequence(report: Report, side: Side, events: dict[str, TrailEvent]) -> None:
    numbers = sorted(each.meta.sequence for each in events.values() if each.meta.side is side)
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    places = "、".join(f"{EVENTS}/{event_name(side, number)}" for number in missing[:10])
    report.check(not missing, places or EVENTS, "事件顺序号不连续：缺少此事件")


def _change(event: TrailEvent) -> EventRecorded:
    digest = sha256(event.data).digest()
    here = Arrived(meta=event.meta, event=event.event, origin=Seen.OWN, digest=digest)
    return EventRecorded(
        place=Place(partition=0, offset=0, now=Instant(event.meta.at)), arrived=here
    )
