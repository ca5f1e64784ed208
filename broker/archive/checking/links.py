"""Check the trail of a package: each Decision's chain values, and that none is left out between."""

from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from broker.archive.avro import decision_schema_path
from broker.archive.checking.reading import each_of, text_of
from broker.archive.checking.report import Report
from broker.archive.contents import DECISIONS, METADATA_NAME, decision_path
from broker.archive.trail import RecordedDecision, TrailDecision, TrailEvent, read_decision
from broker.domain.identifiers import CaseId
from broker.errors import CorruptLog, DecodeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A Decision as the metadata tell it."""

    row: Element
    offset: int
    previous: int
    before: str
    after: str
    event_ids: tuple[str, ...]
    path: str

    @property
    def place(self) -> str:
        """Name it in a fault."""
        return f"{METADATA_NAME} 日志链 位置 {self.offset}"


def check_links(
    report: Report,
    files: dict[str, bytes],
    metadata: Element,
    events: dict[str, TrailEvent],
) -> list[TrailEvent]:
    """Check the trail; answer the events in the order of the journal."""
    case_id = CaseId(text_of(metadata, "办件/办件编号"))
    links = [_link(row) for row in each_of(metadata, "日志链/决定")]
    report.withheld = sum(not link.path for link in links)
    _check_order(report, links)
    for link in links:
        _check_bytes(report, files, case_id, link, events)
    held = {link.path for link in links}
    for path in sorted(name for name in files if name.startswith(f"{DECISIONS}/")):
        report.check(path in held, path, "日志链中没有此决定")
    order = [event_id for link in links for event_id in link.event_ids]
    is_whole = sorted(order) == sorted(events)
    report.check(is_whole, f"{METADATA_NAME} 日志链", "日志链中的事件与包内事件不一致")
    return [events[event_id] for event_id in order if event_id in events]


def _link(row: Element) -> Link:
    return Link(
        row=row,
        offset=int(text_of(row, "位置")),
        previous=int(text_of(row, "前一位置")),
        before=text_of(row, "前链值"),
        after=text_of(row, "后链值"),
        event_ids=tuple(each.text or "" for each in each_of(row, "事件编号")),
        path=text_of(row, "文件"),
    )


def _check_order(report: Report, links: list[Link]) -> None:
    """Each names the one before it, by a lower bound of where that stands (fenced records may move
    it up), so a Decision left out shows in the one after it.
    """
    before, before_that = -1, -2
    for link in links:
        is_next = before < link.offset and before_that < link.previous <= before
        is_first = before == -1 and link.previous != -1
        message = f"前一位置为 {link.previous}，而前一决定在 {before}：缺少决定或顺序被改"
        report.check(is_next and not is_first, link.place, message)
        before_that, before = before, link.offset
    for one, other in pairwise(links):
        if other.offset == one.offset + 1:
            report.check(one.after == other.before, other.place, "前链值与前一决定的后链值不符")


def _check_bytes(
    report: Report,
    files: dict[str, bytes],
    case_id: CaseId,
    link: Link,
    events: dict[str, TrailEvent],
) -> None:
    """Compare what the metadata tell of a Decision with its own bytes, where they are held."""
    if not link.path:
        return
    is_named = link.path == decision_path(link.offset) and link.path in files
    if not report.check(is_named, link.place, f"包内没有 {decision_path(link.offset)}"):
        return
    decision = _read(report, case_id, link, files[link.path])
    if decision is None:
        return
    schema = decision_schema_path(files[link.path])
    report.check(schema in files, schema, "信息包缺少此模式文件")
    told = (link.before, link.after, link.previous)
    real = (decision.chain_before.hex(), decision.chain_after.hex(), decision.previous)
    report.check(told == real, link.path, "链值或前一位置与元数据不符")
    cause = (text_of(link.row, "起因"), text_of(link.row, "结果"))
    is_same = cause == (decision.kind, decision.outcome)
    report.check(is_same, link.path, "起因或结果与元数据不符")
    report.check(
        all(_is_same(event, events) for event in decision.events)
        and tuple(event.meta.id for event in decision.events) == link.event_ids,
        link.path,
        "决定中的事件与包内事件不一致",
    )


def _read(report: Report, case_id: CaseId, link: Link, value: bytes) -> TrailDecision | None:
    recorded = RecordedDecision(partition=0, offset=link.offset, epoch=0, value=value)
    try:
        return read_decision(case_id, recorded)
    except (DecodeError, CorruptLog) as error:
        report.fail(link.path, f"决定无法读取（{type(error).__name__}）")
        return None


def _is_same(event: TrailEvent, events: dict[str, TrailEvent]) -> bool:
    filed = events.get(event.meta.id)
    return filed is not None and filed.data == event.data
