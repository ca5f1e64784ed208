"""Check documents and materials: those that the events ask for, as the events name them."""

import re
from collections import Counter
from hashlib import sha256
from xml.etree.ElementTree import Element

from broker.archive.checking.course import Course
from broker.archive.checking.reading import each_of, text_of
from broker.archive.checking.report import Report
from broker.archive.contents import DOCUMENTS, MATERIALS, METADATA_NAME
from broker.archive.trail import TrailEvent, materials_of
from broker.views.documents.issuing import issues_of

PDF_MARK = b"%PDF-"
PDF_END = b"%%EOF"
PDF_A = re.compile(rb"pdfaid:part(?:>|=\")2")


def check_papers(
    report: Report,
    files: dict[str, bytes],
    metadata: Element,
    course: Course,
    events: list[TrailEvent],
) -> None:
    """Check every document and every material."""
    rows = each_of(metadata, "电子文件/文书")
    told = Counter((text_of(row, "文号"), text_of(row, "事件编号")) for row in rows)
    issues = issues_of(course.entries)
    expected = Counter((one.number, str(one.entry.event_id)) for one in issues)
    _compare(report, f"{METADATA_NAME} 电子文件 文书", told, expected)
    for row in rows:
        _check_file(report, files, row, DOCUMENTS)
        _check_pdf(report, files, text_of(row, "文件"))
    _check_materials(report, files, metadata, events)
    named = {text_of(row, "文件") for kind in ("文书", "材料") for row in _rows(metadata, kind)}
    papers = {name for name in files if name.startswith((f"{DOCUMENTS}/", f"{MATERIALS}/"))}
    for path in sorted(papers - named):
        report.fail(path, "元数据没有说明此文件")


def _check_materials(
    report: Report, files: dict[str, bytes], metadata: Element, events: list[TrailEvent]
) -> None:
    """The digests of materials stand in the events, so in the chain: none can be exchanged."""
    rows = _rows(metadata, "材料")
    told = Counter((text_of(row, "事件编号"), text_of(row, "摘要值")) for row in rows)
    expected = Counter((e.meta.id, one.digest) for e in events for one in materials_of(e.event))
    _compare(report, f"{METADATA_NAME} 电子文件 材料", told, expected)
    for row in rows:
        _check_file(report, files, row, MATERIALS)


def _rows(metadata: Element, kind: str) -> list[Element]:
    return each_of(metadata, f"电子文件/{kind}")


def _compare(
    report: Report,
    place: str,
    told: Counter[tuple[str, str]],
    expected: Counter[tuple[str, str]],
) -> None:
    missing, added = list((expected - told).elements()), list((told - expected).elements())
    report.check(not missing, place, f"缺少 {_list(missing)}")
    report.check(not added, place, f"没有事件依据：{_list(added)}")


def _list(pairs: list[tuple[str, str]]) -> str:
    return "；".join(" ".join(pair) for pair in pairs[:5])


def _check_file(report: Report, files: dict[str, bytes], row: Element, folder: str) -> None:
    path = text_of(row, "文件")
    content = files.get(path)
    is_here = content is not None and path.startswith(f"{folder}/")
    if not report.check(is_here, path, "元数据所列文件不在包内"):
        return
    assert content is not None
    same = sha256(content).hexdigest() == text_of(row, "摘要值")
    report.check(same, path, "SHA-256 与元数据不符")
    report.check(str(len(content)) == text_of(row, "大小"), path, "大小与元数据不符")


def _check_pdf(report: Report, files: dict[str, bytes], path: str) -> None:
    content = files.get(path, b"")
    is_pdf = content.startswith(PDF_MARK) and PDF_END in content[-32:]
    report.check(is_pdf and bool(PDF_A.search(content)), path, "不是 PDF/A-2 文件")
