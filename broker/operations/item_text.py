"""Items as text on the screen, in Chinese."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from broker.domain.items.elements import ELEMENTS
from broker.domain.items.item import Item
from broker.domain.items.reading import read_item
from broker.domain.items.table import COLUMNS, write_cell

STATE_TEXTS = {"in_force": "现行", "not_yet": "尚未生效", "ended": "已停办或失效"}
SOURCE_TEXTS = {"published": "本地区已发布", "starting": "产品自带的起始数据，该地区尚未发布事项"}
PATHS = frozenset(element.path for element in ELEMENTS)
NOTHING = "（无）"


def item_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Write an item as the API shows it: its versions, then what the shown one says."""
    yield f"{document['name']}（{document['code']}）  地区 {document['region']}"
    yield f"来源  {SOURCE_TEXTS[document['source']]}"
    for version in document["versions"]:
        yield f"版本 {version['number']}  {_term(version)}  {STATE_TEXTS[version['state']]}"
    yield f"以下为版本 {document['version']} 的要素（未公布的不列出）："
    yield from element_lines(read_item(document["versions"][document["version"] - 1]["item"]))


def element_lines(item: Item) -> Iterator[str]:
    """Write every element that says something, as a cell of the table would."""
    for column in COLUMNS:
        cell = write_cell(column, item) if column.path in PATHS else ""
        if cell:
            yield f"  {column.zh}：{cell}"


def difference_lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Write what differs between two regions, element by element."""
    left, right = document["left"], document["right"]
    yield (
        f"{document['code']}：{left} 版本 {document['left_version']}"
        f" 与 {right} 版本 {document['right_version']}"
    )
    if not document["differences"]:
        yield "各要素一致"
    for difference in document["differences"]:
        mark = "（地方性要素，可以不同）" if difference["is_local"] else ""
        yield f"  {difference['name']}{mark}"
        for part in difference["parts"]:
            place = f"{part['path']}  " if part["path"] else ""
            yield f"    {place}{left}：{_value(part['left'])}  {right}：{_value(part['right'])}"


def _term(version: Mapping[str, Any]) -> str:
    first, last = version["from_on"] or "起始数据", version["last_on"]
    return f"{first} 至 {last}" if last else f"{first} 起"


def _value(value: object) -> str:
    if value is None or value in ("", []):
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
