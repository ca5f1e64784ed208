"""Check a package: container, list, metadata, events, trail, documents and materials."""

from xml.etree.ElementTree import Element

from broker.archive.checking.course import fold_course, read_events
from broker.archive.checking.links import check_links
from broker.archive.checking.listing import check_listing
from broker.archive.checking.papers import check_papers
from broker.archive.checking.reading import read_xml, text_of
from broker.archive.checking.report import Report
from broker.archive.checking.telling import check_head, check_steps
from broker.archive.container import BrokenContainer, read_container
from broker.archive.contents import MANIFEST_NAME, METADATA_NAME


def check_package(data: bytes) -> Report:
    """Check a package from its bytes; the report names every fault."""
    report = Report()
    try:
        members = read_container(data)
    except BrokenContainer as error:
        report.fail(error.place, error.message)
        return report
    report.check(True, "", "")  # noqa: FBT003 - the container held
    roots = {name.partition("/")[0] for name in members}
    if not report.check(len(roots) == 1, "文件", "包内应只有一个顶层文件夹"):
        return report
    root = roots.pop()
    files = {name.removeprefix(f"{root}/"): content for name, content in members.items()}
    _check_files(report, files, root)
    return report


def _check_files(report: Report, files: dict[str, bytes], root: str) -> None:
    listing = check_listing(report, files)
    metadata = read_xml(report, files, METADATA_NAME, "电子档案")
    if listing is not None:
        is_named = listing.get("信息包名称") == root
        report.check(is_named, MANIFEST_NAME, f"信息包名称与文件夹 {root} 不一致")
    if metadata is not None:
        is_named = text_of(metadata, "归档/信息包名称") == root
        report.check(is_named, METADATA_NAME, f"信息包名称与文件夹 {root} 不一致")
        _check_case(report, files, metadata)


def _check_case(report: Report, files: dict[str, bytes], metadata: Element) -> None:
    """Check what the metadata tell against the events, and the events against the trail."""
    events = read_events(report, files, text_of(metadata, "办件/办件编号"))
    order = check_links(report, files, metadata, events)
    course = fold_course(report, order)
    if course is None:
        return
    check_head(report, metadata, course)
    check_steps(report, metadata, course, events)
    check_papers(report, files, metadata, course, order)
