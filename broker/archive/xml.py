"""XML of a package, written in one form: UTF-8, no declarations of types or entities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "urn:tongban:archive:1"
QUOTED = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
BELOW_BLANK_ALLOWED = "\t\n\r"
BLANK = 0x20
SURROGATES = range(0xD800, 0xE000)
NEVER_CHARACTERS = frozenset({0xFFFE, 0xFFFF})


@dataclass(frozen=True, slots=True)
class Node:
    """An element: text, or elements below it."""

    name: str
    below: "str | tuple[Node, ...]" = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def write_xml(root: Node) -> bytes:
    """Write a document in the namespace of packages."""
    root = Node(root.name, root.below, {"xmlns": NAMESPACE, **root.attributes})
    return (HEAD + "\n".join(_lines(root, "")) + "\n").encode()


def _lines(node: Node, indent: str) -> list[str]:
    attributes = "".join(f" {name}={_quoted(text)}" for name, text in node.attributes.items())
    if not node.below:
        return [f"{indent}<{node.name}{attributes}/>"]
    if isinstance(node.below, str):
        text = escape(_printable(node.below), {"\r": "&#13;"})
        return [f"{indent}<{node.name}{attributes}>{text}</{node.name}>"]
    below = [line for child in node.below for line in _lines(child, indent + "  ")]
    return [f"{indent}<{node.name}{attributes}>", *below, f"{indent}</{node.name}>"]


def _quoted(text: str) -> str:
    return quoteattr(_printable(text), QUOTED)


def _printable(text: str) -> str:
    """Name the characters that XML cannot hold: none may be lost silently."""
    return "".join(each if _is_allowed(each) else f"〔U+{ord(each):04X}〕" for each in text)


def _is_allowed(character: str) -> bool:
    code = ord(character)
    if code < BLANK:
        return character in BELOW_BLANK_ALLOWED
    return code not in SURROGATES and code not in NEVER_CHARACTERS
