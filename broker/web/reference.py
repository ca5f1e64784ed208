"""The tables that come with the product: items (事项), regions (行政区划), working days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from broker.domain.calendar import WorkCalendar
from broker.domain.cases.limits.terms import national_calendar, national_list
from broker.domain.codes import RegionDirectory, RegionTable, parse_regions
from broker.domain.items.item import Item as Entry
from broker.domain.items.times import Times

ITEM_VERSION = 1
"""Version of the catalogue that comes with the product."""
OFFICE_DOCUMENTS = frozenset(
    {
        "其他材料",
        "受理通知书",
        "不予受理通知书",
        "补正告知书",
        "准予许可决定书",
        "不予许可决定书",
        "办理结果",
        "证照",
        "授权委托书",
        "送达回证",
        "缴费凭证",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A service of the catalogue (事项)."""

    code: str
    version: int
    name: str
    name_en: str
    department: str
    subjects: frozenset[str]
    """N natural persons, L legal persons."""
    material_titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything the edge looks up."""

    items: Mapping[str, Item]
    entries: Mapping[str, Entry]
    """The starting catalogue whole, by code, of no region."""
    regions: RegionTable
    directory: RegionDirectory
    region_names: Mapping[str, str]
    document_titles: frozenset[str]
    """Every name a document may have: titles are not sealed, so nothing else may stand there."""
    times: Mapping[tuple[str, int], Times]
    """The limits of each item, by code and version."""
    calendar: WorkCalendar
    """The national days; no region has published local ones."""


def load_reference() -> Reference:
    """Read the tables from the package."""
    regions, catalogue = _read("regions.json"), _catalogue()
    directory = parse_regions(regions)
    items = {row["code"]: _item(row) for row in _read("items.json")}
    return Reference(
        items=MappingProxyType(items),
        entries=MappingProxyType({entry.code: entry for entry in catalogue}),
        regions=directory.table,
        directory=directory,
        region_names=MappingProxyType({row["code"]: row["name"] for row in regions["regions"]}),
        document_titles=OFFICE_DOCUMENTS.union(*(item.material_titles for item in items.values())),
        times=MappingProxyType({_version(item): item.times for item in catalogue}),
        calendar=national_calendar(),
    )


def _version(item: Entry) -> tuple[str, int]:
    return item.code, ITEM_VERSION


def _catalogue() -> tuple[Entry, ...]:
    """Read the catalogue; every region that handles begins with the same."""
    return tuple(national_list().values())


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        code=row["code"],
        version=ITEM_VERSION,
        name=row["name"],
        name_en=row["en"],
        department=row["department"],
        subjects=frozenset(row["subjects"]),
        material_titles=tuple(material["name"] for material in row["materials"]),
    )


def _read(name: str) -> Any:
    return json.loads(_text(name))


def _text(name: str) -> str:
    return files("broker").joinpath("data", name).read_text(encoding="utf-8")
