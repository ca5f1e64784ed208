"""Check that the metadata tell what the events say: nothing else may stand in them."""

from xml.etree.ElementTree import Element

from broker.archive.checking.course import Course
from broker.archive.checking.reading import code_of, each_of, text_of
from broker.archive.checking.report import Report
from broker.archive.contents import METADATA_NAME, event_path, item_number, package_name
from broker.archive.metadata import instant_text
from broker.archive.trail import TrailEvent
from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import EventId, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.labels import KIND_TEXTS, SIDE_TEXTS, STATUS_TEXTS, summary_lines
from broker.views.value_labels import APPLICANT_KIND_TEXTS, DELIVERY_WAY_TEXTS, RESULT_TEXTS


def check_head(report: Report, metadata: Element, course: Course) -> None:
    """Compare the facts of the case and of its filing."""
    view, region = course.view, code_of(metadata, "归档/归档地区")
    last = max(entry.at for entry in course.entries)
    sides = "、".join(SIDE_TEXTS[side] for side in Side if view.region_of(side) == region)
    expected = {
        **_facts(view),
        "办件/末次办理时间": instant_text(last),
        "归档/信息包名称": package_name(view.case_id, region, view.version),
        "归档/版本": str(view.version),
        "归档/归档方": sides,
        "归档/年度": str(legal_day(last).year),
        "归档/件号": item_number(view.case_id),
    }
    for path, text in expected.items():
        is_same = text_of(metadata, path) == text
        report.check(is_same, f"{METADATA_NAME} {path}", f"应为“{text}”")
    codes = {"办件/收件地": view.receiving_region, "办件/办理地": view.handling_region}
    for path, code in (codes | {"办件/状态": view.status}).items():
        is_same = code_of(metadata, path) == code
        report.check(is_same, f"{METADATA_NAME} {path}", f"代码应为“{code}”")


def check_steps(
    report: Report, metadata: Element, course: Course, events: dict[str, TrailEvent]
) -> None:
    """Compare each step with its event, and their number."""
    entries = {entry.event_id: entry for entry in course.entries}
    rows = each_of(metadata, "办理过程/步骤")
    told = [text_of(row, "事件编号") for row in rows]
    is_whole = sorted(told) == sorted(entries)
    report.check(is_whole, f"{METADATA_NAME} 办理过程", "步骤与事件不是一一对应")
    for row, event_id in zip(rows, told, strict=True):
        entry = entries.get(EventId(event_id))
        if entry is not None:
            is_same = _row(row) == _expected(entry, events[event_id])
            report.check(is_same, f"{METADATA_NAME} 步骤 {event_id}", "与事件内容不符")


def _facts(view: CaseView) -> dict[str, str]:
    return {
        "办件/办件编号": view.case_id,
        "办件/事项编码": view.item_code,
        "办件/事项版本": str(view.item_version),
        "办件/结果领取方式": DELIVERY_WAY_TEXTS[view.delivery_way],
        "申请人/类型": APPLICANT_KIND_TEXTS[view.applicant_kind],
        "申请人/未成年人": "是" if view.applicant_is_minor else "否",
        "办件/收件时间": instant_text(view.submitted_at),
        "办件/移交时间": "" if view.pushed_at is None else instant_text(view.pushed_at),
        "办件/状态": STATUS_TEXTS[view.status],
        "办件/办理结果": "" if view.result is None else RESULT_TEXTS[view.result],
    }


def _row(row: Element) -> tuple[object, ...]:
    """Read a step in the order of `_expected`."""
    actor = each_of(row, "经办人")[0]
    return (
        (code_of(row, "方"), text_of(row, "方"), text_of(row, "顺序号")),
        (code_of(row, "名称"), text_of(row, "名称"), text_of(row, "时间"), code_of(row, "地区")),
        (text_of(row, "部门"), text_of(row, "窗口"), actor.text or "", actor.get("角色", "")),
        [(one.get("名称", ""), one.text or "") for one in each_of(row, "摘要")],
        bool(each_of(row, "密封内容")),
        (text_of(row, "文件"), text_of(row, "摘要值")),
    )


def _expected(entry: TimelineEntry, event: TrailEvent) -> tuple[object, ...]:
    actor = entry.actor
    return (
        (entry.side.value, SIDE_TEXTS[entry.side], str(entry.sequence)),
        (entry.kind, KIND_TEXTS[entry.kind], instant_text(entry.at), entry.region),
        (actor.office, actor.window, actor.subject, actor.role.value),
        list(summary_lines(entry.summary)),
        entry.sealed is not None,
        (event_path(event), entry.digest.hex()),
    )
