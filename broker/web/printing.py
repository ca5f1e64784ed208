"""Print a document: as a page that needs nothing beside itself, or as PDF/A on A4."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont

from broker.views.documents.document import (
    Block,
    Document,
    Facts,
    Paragraph,
    Passage,
    Signatures,
    Table,
    chinese_date,
)
from broker.web.rendering import Screen, render

PDF_STANDARD: Final = "a-2a"
"""Tagged and for archives (ISO 19005-2): fonts inside, nothing from elsewhere."""
FONT_FILES = (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())
BLOCK_TYPES: Mapping[type[Block], str] = {
    Paragraph: "paragraph",
    Facts: "facts",
    Table: "table",
    Passage: "passage",
    Signatures: "signatures",
}


def print_page(document: Document) -> str:
    """Write a document as HTML with its style inside, to be shown, kept or printed."""
    return render(Screen.DOCUMENT, {"document": _written(document), "style": page_style()})


def print_pdf(document: Document) -> bytes:
    """Set a document as PDF; the same document is the same bytes."""
    written = json.dumps(_shown(_written(document)), ensure_ascii=False)
    pdf = typst.compile(
        _template("document.typ"),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": written},
        pdf_standards=PDF_STANDARD,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def page_policy() -> str:
    """Let a page use its own style and nothing else."""
    digest = b64encode(sha256(page_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none';"
        " frame-ancestors 'none'"
    )


@cache
def page_style() -> str:
    """Read the style of a page."""
    return _template("document.css").decode()


@cache
def _template(name: str) -> bytes:
    return files("broker.web").joinpath("templates", name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Load the fonts of the product only, so that a document looks the same on every machine."""
    folders = {path.parent for path in FONT_FILES}
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders)
    )


@cache
def _characters() -> frozenset[int]:
    """List the characters that every font of a document has, and the end of a line."""
    tables = [frozenset(_character_map(path)) for path in FONT_FILES]
    return frozenset.intersection(*tables) | {ord("\n")}


def _character_map(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _shown(value: object) -> object:
    """Write characters that no font has by their number: a name must not lose one silently."""
    match value:
        case str():
            return "".join(each if ord(each) in _characters() else _named(each) for each in value)
        case dict():
            return {name: _shown(each) for name, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value


def _named(character: str) -> str:
    return " " if character.isspace() else f"〔U+{ord(character):04X}〕"


def _written(document: Document) -> dict[str, object]:
    """Write a document in the terms of both templates."""
    return {
        "title": document.title,
        "number": document.number,
        "unit_name": document.unit.name,
        "date": [document.date.year, document.date.month, document.date.day],
        "date_text": chinese_date(document.date),
        "addressee": document.addressee,
        "blocks": [_written_block(block) for block in document.blocks],
        "seal": document.seal,
        "event_id": document.event_id,
        "digest": document.digest,
        "note": document.note,
    }


def _written_block(block: Block) -> dict[str, object]:
    written = {field.name: getattr(block, field.name) for field in fields(block)}
    return {"type": BLOCK_TYPES[type(block)], **written}
