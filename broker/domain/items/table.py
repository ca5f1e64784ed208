"""The table of items (CSV): one row an item, one column an element, headed in Chinese.

A cell holds a text, a number, a date, 是 or 否, or words in Chinese; what has parts (materials,
limits, modes …) is JSON in its cell. An empty cell is what is not published. A cell that a
spreadsheet would run as a formula carries an apostrophe in front, here and there.
"""

import json
import re
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin

from broker.domain.items.elements import ELEMENTS
from broker.domain.items.faults import Fault, FaultCode
from broker.domain.items.item import Item
from broker.domain.items.json_rows import JsonInvalid, parse_strictly
from broker.domain.items.reading import hints_of, inner, without_name
from broker.domain.items.words import Word
from broker.domain.items.written import field_key, value_at, write

FORMULA = re.compile(r"'*[=+\-@\t]")
SEPARATOR = "、"
"""Between several words in one cell."""
TRUTH = {"是": True, "否": False}
DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, the path of its field, the kind of its value, its default."""

    zh: str
    path: str
    kind: Any
    default: object
    """MISSING: the cell must be filled."""

    @property
    def word(self) -> type[Word] | None:
        """Answer the vocabulary, where the cell holds one word or several."""
        kind = get_args(self.kind)[0] if get_origin(self.kind) is frozenset else self.kind
        return kind if isinstance(kind, type) and issubclass(kind, Word) else None


def _column(path: str, zh: str) -> Column:
    kind: Any = Item
    declared: Field[Any] | None = None
    for name in path.split("."):
        declared = next(one for one in fields(kind) if field_key(one.name) == name)
        kind = without_name(hints_of(kind)[declared.name])
    assert declared is not None
    bare = without_name(inner(kind)) if isinstance(kind, UnionType) else kind
    return Column(zh=zh, path=path, kind=bare, default=declared.default)


COLUMNS = (
    _column("region", "行政区划代码"),
    _column("code", "事项编码"),
    _column("effective.from_on", "生效日期"),
    _column("effective.until_on", "失效日期"),
    *(_column(element.path, element.zh) for element in ELEMENTS),
    _column("name_en", "英文名称"),
    _column("provenance", "数据来源"),
)
HEADINGS = {name: column for column in COLUMNS for name in (column.zh, column.path)}
"""A heading may be the Chinese name or the path."""


def heading_of(path: str) -> str:
    """Name the column in which a path lies; a path in no column stands for itself."""
    inside = [
        column.zh
        for column in COLUMNS
        if path == column.path or path.startswith((f"{column.path}.", f"{column.path}["))
    ]
    return inside[0] if inside else path


def write_cell(column: Column, item: Item) -> str:
    """Write one cell of an item."""
    value = value_at(item, column.path)
    if column.default is not MISSING and value == column.default:
        return ""
    if column.word is not None:
        words = value if isinstance(value, frozenset) else {value}
        return SEPARATOR.join(word.zh for word in column.word if word in words)
    match value:
        case bool():
            return "是" if value else "否"
        case str():
            return f"'{value}" if FORMULA.match(value) else value
        case int() | date():
            return str(value)
        case _:
            return json.dumps(write(value), ensure_ascii=False, separators=(",", ":"))


def read_cell(column: Column, cell: str) -> Any:
    """Turn a filled cell into a written value; what cannot be turned is a Fault."""
    if column.kind is str:
        return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell
    text = cell.strip()
    if column.kind is bool:
        return TRUTH.get(text, text)
    if column.kind is int:
        return int(text) if DIGITS.fullmatch(text) else text
    if column.kind is date:
        return text
    if column.word is not None:
        words = [_read_word(column.word, one.strip()) for one in text.split(SEPARATOR)]
        return words if get_origin(column.kind) is frozenset else _only(words, text)
    return _read_json(column, text)


def _read_word(kind: type[Word], text: str) -> str:
    """A word by its Chinese; the stable value is understood as well."""
    return next((word.value for word in kind if word.zh == text), text)


def _only(words: list[str], text: str) -> str:
    return words[0] if len(words) == 1 else text


def _read_json(column: Column, text: str) -> Any:
    try:
        return parse_strictly(text)
    except JsonInvalid as error:
        return Fault(path=column.path, code=FaultCode.NOT_JSON, text=error.sentence)


def is_filled(column: Column, cell: str) -> bool:
    """Tell whether a cell says something; a text of blanks does, other blanks do not."""
    return bool(cell if column.kind is str else cell.strip())
