"""Make a package: every file, the list of them all with their hashes, one container."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from broker.archive.avro import schema_files
from broker.archive.container import write_container
from broker.archive.contents import (
    GUIDE_NAME,
    MANIFEST_NAME,
    METADATA_NAME,
    SCHEMA_NAME,
    Contents,
    decision_path,
    document_path,
    event_path,
    material_path,
)
from broker.archive.metadata import FORMAT, write_metadata
from broker.archive.xml import Node, write_xml
from broker.domain.cases.status import Owed, owes
from broker.views.case import CaseView
from broker.views.labels import SIDE_TEXTS

GUIDE = """\
归档信息包 {name}

办件：{case_id}  {item}
归档方：{sides}（{region}）

元数据.xml  归档、办件、申请人、办理过程、电子文件、日志链
目录.xml    本包除目录自身外的每个文件：大小与 SHA-256
文书/       本办件的文书（PDF/A-2a）
材料/       申请材料与决定文书，按原样保存
过程/事件/  每个事件的原始字节（Apache Avro 单对象编码）
过程/决定/  日志中有关本办件的决定，含链值（仅涉及本办件的）
模式/       元数据.xml 与 目录.xml 的 XML Schema，事件与决定的 Avro 模式

本包含个人信息，须按规定保管。
核对：tongban archive check {name}.zip
"""


def still_owed(view: CaseView) -> Owed | None:
    """Name the act that a case still waits for; only a case without one is filed."""
    return owes(view.state)


def make_package(contents: Contents) -> bytes:
    """Make the package of an ended case; the same contents are the same bytes."""
    assert still_owed(contents.view) is None
    assert contents.sides, "only a region of the case files it"
    digests = {event.meta.id: sha256(event.data).digest() for event in contents.events}
    assert digests == {entry.event_id: entry.digest for entry in contents.entries}
    members = {
        GUIDE_NAME: _guide(contents).encode(),
        METADATA_NAME: write_metadata(contents),
        SCHEMA_NAME: schema_text(),
        **_papers(contents),
        **_trail(contents),
    }
    listed = {**members, MANIFEST_NAME: write_manifest(contents.name, members)}
    return write_container({f"{contents.name}/{path}": each for path, each in listed.items()})


def schema_text() -> bytes:
    """Read the XML Schema that a package is written by."""
    return files("broker").joinpath("data", "tongban-archive-1.xsd").read_bytes()


def write_manifest(name: str, members: Mapping[str, bytes]) -> bytes:
    """List every file of a package but the list itself."""
    rows = (
        Node(
            "文件",
            path,
            {"大小": str(len(content)), "SHA-256": sha256(content).hexdigest()},
        )
        for path, content in sorted(members.items(), key=lambda each: each[0].encode())
    )
    return write_xml(Node("目录", tuple(rows), {"格式": FORMAT, "信息包名称": name}))


def _papers(contents: Contents) -> dict[str, bytes]:
    papers = {}
    for number, document in enumerate(contents.documents, 1):
        papers[document_path(number, document)] = document.content
    for number, filed in enumerate(contents.materials, 1):
        papers[material_path(number, filed.material)] = filed.content
    return papers


def _trail(contents: Contents) -> dict[str, bytes]:
    events = {event_path(event): event.data for event in contents.events}
    alone = (each.recorded for each in contents.trail if each.is_alone)
    decisions = {decision_path(each.offset): each.value for each in alone}
    return {**events, **decisions, **schema_files(events.values(), decisions.values())}


def _guide(contents: Contents) -> str:
    sides = "、".join(SIDE_TEXTS[side] for side in contents.sides)
    return GUIDE.format(
        name=contents.name,
        case_id=contents.view.case_id,
        item=contents.names.item,
        sides=sides,
        region=contents.names.region(contents.region),
    )
