"""Read XML that nobody vouches for: strict UTF-8, no declarations, bounded, valid by the schema."""

from functools import cache
from itertools import islice
from xml.etree.ElementTree import Element, ParseError
from xml.etree.ElementTree import TreeBuilder as Tree
from xml.etree.ElementTree import XMLParser as Parser

from typing_extensions import override
from xmlschema import XMLSchema10

from broker.archive.checking.report import Report
from broker.archive.package import schema_text
from broker.archive.xml import HEAD, NAMESPACE

XML_BYTES_MAX = 32 * 1024 * 1024
DEPTH_MAX = 8
FLAWS_EACH_MAX = 20
DECLARATION = "<!"
"""Begins types, entities, comments and raw text; a package has none, and text escapes it."""
INSTRUCTION = "<?"


class Unreadable(Exception):
    """The bytes are no XML of a package; the message says why."""


class Bounded(Tree):
    """Builds a tree no deeper than a package has."""

    _depth = 0

    @override
    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise Unreadable(f"元素嵌套超过 {DEPTH_MAX} 层")
        return super().start(tag, attrs)

    @override
    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_xml(report: Report, files: dict[str, bytes], name: str, root: str) -> Element | None:
    """Read a document and check it against the schema; None if it is of no use."""
    content = files.get(name)
    if not report.check(content is not None, name, "信息包缺少此文件"):
        return None
    assert content is not None
    try:
        element = parse(content)
    except Unreadable as error:
        report.fail(name, str(error))
        return None
    if not report.check(element.tag == qualified(root), name, f"根元素不是“{root}”"):
        return None
    return element if _is_valid(report, name, element) else None


def parse(content: bytes) -> Element:
    """Parse a document; Unreadable says why not."""
    text = _decoded(content)
    if not text.startswith(HEAD):
        raise Unreadable("XML 声明不是 UTF-8，或文件头被改动")
    if DECLARATION in text or INSTRUCTION in text[len(HEAD) :]:
        raise Unreadable("含有类型声明、实体、注释或处理指令，不予解析")
    try:
        # No entity can be declared, see above, so there is nothing to expand or to fetch.
        parser = Parser(target=Bounded())  # noqa: S314
        parser.feed(content)
        element: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise Unreadable(f"第 {line} 行第 {column} 列：XML 格式错误") from None
    return element


def _decoded(content: bytes) -> str:
    if len(content) > XML_BYTES_MAX:
        raise Unreadable(f"超过 {XML_BYTES_MAX} 字节，不予解析")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"不是 UTF-8 编码（第 {error.start} 字节）") from None


def qualified(name: str) -> str:
    """Write an element's name with its namespace."""
    return f"{{{NAMESPACE}}}{name}"


def text_of(element: Element, path: str) -> str:
    """Answer the text at a path of element names; empty where there is none."""
    return element.findtext("/".join(qualified(name) for name in path.split("/"))) or ""


def each_of(element: Element, path: str) -> list[Element]:
    """List the elements at a path of element names."""
    return element.findall("/".join(qualified(name) for name in path.split("/")))


def code_of(element: Element, path: str) -> str:
    """Answer the code beside a name at a path."""
    found = each_of(element, path)
    return found[0].get("代码", "") if found else ""


def _is_valid(report: Report, name: str, element: Element) -> bool:
    errors = list(islice(_schema().iter_errors(element), FLAWS_EACH_MAX))
    for error in errors:
        path = (error.path or "").replace("ns0:", "").replace(f"{{{NAMESPACE}}}", "")
        report.fail(f"{name} {path}".rstrip(), f"不符合 XML Schema：{_first_line(error.reason)}")
    return not errors and report.check(True, name, "")  # noqa: FBT003 - a check that held


def _first_line(reason: str | None) -> str:
    return (reason or "").partition("\n")[0][:200]


@cache
def _schema() -> XMLSchema10:
    return XMLSchema10(schema_text().decode())
