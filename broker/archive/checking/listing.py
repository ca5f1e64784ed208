"""Check the list of a package against its files: every hash, nothing missing, nothing beside it."""

from hashlib import sha256
from xml.etree.ElementTree import Element

from broker.archive.checking.reading import each_of, read_xml
from broker.archive.checking.report import Report
from broker.archive.contents import GUIDE_NAME, MANIFEST_NAME, SCHEMA_NAME
from broker.archive.package import schema_text


def check_listing(report: Report, files: dict[str, bytes]) -> Element | None:
    """Check the list; answer it if it can be read."""
    report.manifest_digest = sha256(files.get(MANIFEST_NAME, b"")).hexdigest()
    listing = read_xml(report, files, MANIFEST_NAME, "目录")
    if listing is None:
        return None
    listed = [row.text or "" for row in each_of(listing, "文件")]
    twice = {name for name in listed if listed.count(name) > 1}
    report.check(not twice, MANIFEST_NAME, f"重复列出：{'、'.join(sorted(twice))}")
    for row in each_of(listing, "文件"):
        _check_row(report, files, row)
    for name in sorted(files.keys() - set(listed) - {MANIFEST_NAME}):
        report.fail(name, "目录未列出此文件：是后来添加的")
    report.check(GUIDE_NAME in listed, GUIDE_NAME, "信息包缺少此文件")
    is_ours = files.get(SCHEMA_NAME) == schema_text()
    report.check(is_ours, SCHEMA_NAME, "与本产品的 XML Schema 不一致")
    return listing


def _check_row(report: Report, files: dict[str, bytes], row: Element) -> None:
    name = row.text or ""
    content = files.get(name)
    if content is None:
        report.fail(name, "目录列出的文件不在包内：被删除")
        return
    size = int(row.get("大小", "-1"))
    report.check(len(content) == size, name, f"大小为 {len(content)} 字节，目录为 {size}")
    digest = sha256(content).hexdigest()
    report.check(digest == row.get("SHA-256"), name, f"SHA-256 为 {digest}，与目录不符：被改动")
