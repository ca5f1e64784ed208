"""The metadata of a package (元数据): background, content, structure and course of the case.

They are what 档案法实施条例 39 asks to be complete. The names of the elements are a convention:
the element list of DA/T 85-2019 is not known here (unverified).
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from broker.archive.contents import (
    Contents,
    FiledMaterial,
    PrintedDocument,
    decision_path,
    document_path,
    event_path,
    item_number,
    material_path,
)
from broker.archive.trail import TrailDecision, TrailEvent
from broker.archive.xml import Node, write_xml
from broker.domain.clocks.beijing import beijing_time
from broker.domain.identifiers import Instant
from broker.views.case import TimelineEntry
from broker.views.labels import KIND_TEXTS, SIDE_TEXTS, STATUS_TEXTS, summary_lines
from broker.views.value_labels import APPLICANT_KIND_TEXTS, DELIVERY_WAY_TEXTS, RESULT_TEXTS

FORMAT = "1"
PDF = "application/pdf"
WITHHELD = "同一条决定还涉及其他办件，未随包收录；链值须与本地区日志核对"


def write_metadata(contents: Contents) -> bytes:
    """Write the metadata of a package."""
    below = (_filing(contents), _case(contents), _applicant(contents))
    course = Node("办理过程", tuple(_steps(contents)))
    files = Node("电子文件", (*_documents(contents), *_materials(contents)))
    trail = Node("日志链", tuple(_links(contents)))
    return write_xml(Node("电子档案", (*below, course, files, trail), {"格式": FORMAT}))


def instant_text(at: Instant) -> str:
    """Write an instant in legal time, to the millisecond."""
    return beijing_time(at).isoformat(timespec="milliseconds")


def _filing(contents: Contents) -> Node:
    filing, view = contents.filing, contents.view
    sides = "、".join(SIDE_TEXTS[side] for side in contents.sides)
    return Node(
        "归档",
        (
            Node("信息包名称", contents.name),
            Node("版本", str(view.version)),
            Node("归档方", sides),
            _region("归档地区", contents, contents.region),
            Node("全宗号", filing.fonds),
            Node("档案门类代码", filing.category),
            Node("机构代码", filing.unit),
            Node("年度", str(contents.ended_on.year)),
            Node("保管期限", filing.retention_of(view.item_code)),
            Node("件号", item_number(view.case_id)),
        ),
    )


def _case(contents: Contents) -> Node:
    view = contents.view
    pushed = () if view.pushed_at is None else (Node("移交时间", instant_text(view.pushed_at)),)
    result = () if view.result is None else (Node("办理结果", RESULT_TEXTS[view.result]),)
    return Node(
        "办件",
        (
            Node("办件编号", view.case_id),
            Node("事项编码", view.item_code),
            Node("事项版本", str(view.item_version)),
            Node("事项名称", contents.names.item),
            _region("收件地", contents, view.receiving_region),
            _region("办理地", contents, view.handling_region),
            Node("收件时间", instant_text(view.submitted_at)),
            *pushed,
            Node("末次办理时间", instant_text(contents.in_time[-1].at)),
            Node("状态", STATUS_TEXTS[view.status], {"代码": view.status}),
            *result,
            Node("结果领取方式", DELIVERY_WAY_TEXTS[view.delivery_way]),
        ),
    )


def _applicant(contents: Contents) -> Node:
    view = contents.view
    return Node(
        "申请人",
        (
            Node("类型", APPLICANT_KIND_TEXTS[view.applicant_kind]),
            Node("未成年人", "是" if view.applicant_is_minor else "否"),
            _opened(contents, contents.applicant),
        ),
    )


def _opened(contents: Contents, plain: Mapping[str, str] | None) -> Node:
    if plain is None:
        return Node("密封内容", "", {"已打开": "否"})
    rows = (
        Node("项", text, {"代码": code, "名称": contents.names.field(code)})
        for code, text in sorted(plain.items())
    )
    return Node("密封内容", tuple(rows), {"已打开": "是"})


def _steps(contents: Contents) -> Iterable[Node]:
    events = {event.meta.id: event for event in contents.events}
    for entry in contents.in_time:
        yield Node("步骤", _step(contents, entry, events[entry.event_id]))


def _step(contents: Contents, entry: TimelineEntry, event: TrailEvent) -> tuple[Node, ...]:
    actor = entry.actor
    told = (Node("摘要", value, {"名称": name}) for name, value in summary_lines(entry.summary))
    sealed = () if entry.sealed is None else (_opened(contents, _texts(contents, entry)),)
    return (
        Node("事件编号", entry.event_id),
        Node("方", SIDE_TEXTS[entry.side], {"代码": entry.side}),
        Node("顺序号", str(entry.sequence)),
        Node("名称", KIND_TEXTS[entry.kind], {"代码": entry.kind}),
        Node("时间", instant_text(entry.at)),
        _region("地区", contents, entry.region),
        Node("部门", actor.office),
        Node("窗口", actor.window),
        Node("经办人", actor.subject, {"角色": actor.role}),
        *told,
        *sealed,
        Node("文件", event_path(event)),
        Node("摘要值", entry.digest.hex()),
    )


def _texts(contents: Contents, entry: TimelineEntry) -> Mapping[str, str] | None:
    return contents.opened.get(entry.event_id)


def _documents(contents: Contents) -> Iterable[Node]:
    for number, each in enumerate(contents.documents, 1):
        yield _document(contents, document_path(number, each), each)


def _document(contents: Contents, path: str, document: PrintedDocument) -> Node:
    issue = document.issue
    head = (Node("文号", issue.number), Node("形成时间", instant_text(issue.entry.at)))
    made = SIDE_TEXTS[issue.entry.side]
    below = (Node("题名", issue.form.title), *head, Node("形成方", made))
    return Node(
        "文书",
        (*below, Node("事件编号", issue.entry.event_id), *_file(path, PDF, document.content)),
    )


def _materials(contents: Contents) -> Iterable[Node]:
    for number, each in enumerate(contents.materials, 1):
        yield _material(material_path(number, each.material), each)


def _material(path: str, filed: FiledMaterial) -> Node:
    material = filed.material
    return Node(
        "材料",
        (
            Node("题名", material.title),
            Node("提供方", SIDE_TEXTS[filed.side]),
            Node("事件编号", filed.event_id),
            *_file(path, material.media_type, filed.content),
        ),
    )


def _file(path: str, media_type: str, content: bytes) -> tuple[Node, ...]:
    return (
        Node("文件", path),
        Node("格式", media_type),
        Node("大小", str(len(content))),
        Node("摘要值", sha256(content).hexdigest()),
    )


def _links(contents: Contents) -> Iterable[Node]:
    for decision in contents.trail:
        yield Node("决定", _link(decision))


def _link(decision: TrailDecision) -> tuple[Node, ...]:
    recorded = decision.recorded
    held = Node("文件", decision_path(recorded.offset))
    return (
        Node("分区", str(recorded.partition)),
        Node("位置", str(recorded.offset)),
        Node("任期", str(recorded.epoch)),
        Node("起因", decision.kind),
        Node("结果", decision.outcome),
        Node("前一位置", str(decision.previous)),
        Node("前链值", decision.chain_before.hex()),
        Node("后链值", decision.chain_after.hex()),
        *(Node("事件编号", event.meta.id) for event in decision.events),
        held if decision.is_alone else Node("未收录", WITHHELD),
    )


def _region(name: str, contents: Contents, code: str) -> Node:
    return Node(name, contents.names.region(code), {"代码": code})
