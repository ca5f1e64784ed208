"""The items of a region as its log tells them; until it has published any, the starting data.

The starting data comes with the product, so that a region can begin. From its first publication
on a region shows what it has published and nothing else.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from broker.domain.identifiers import RegionCode
from broker.domain.items.catalogue import Version
from broker.domain.items.item import Item
from broker.domain.items.state import KnownItem
from broker.views.port import ViewStore
from broker.web.ports import Edge


class Source(StrEnum):
    """Where a region's catalogue comes from."""

    PUBLISHED = "published"
    STARTING = "starting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The items of one region, by code."""

    region: RegionCode
    source: Source
    items: Mapping[str, KnownItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of one code in a region's catalogue."""

    source: Source
    item: KnownItem | None

    def in_force(self, on: date) -> Version | None:
        """Answer the version that a case of this day begins with."""
        return None if self.item is None else self.item.catalogue.in_force(self.item.code, on)

    def version(self, number: int) -> Version | None:
        """Answer the version that a case began with."""
        versions = () if self.item is None else self.item.versions
        return versions[number - 1] if 0 < number <= len(versions) else None


async def read_catalogue(views: ViewStore, edge: Edge, region: RegionCode) -> Catalogue:
    """Read all items of a region, the own one or a linked one."""
    published = await asyncio.to_thread(views.items, region)
    if published:
        items = {item.code: item for item in published}
        return Catalogue(region=region, source=Source.PUBLISHED, items=items)
    entries = edge.reference.entries
    starting = {code: _first_version(region, entry) for code, entry in entries.items()}
    return Catalogue(region=region, source=Source.STARTING, items=starting)


async def find_item(views: ViewStore, edge: Edge, region: RegionCode, code: str) -> Found:
    """Look one item of a region up."""
    found = await asyncio.to_thread(_find_published, views, region, code)
    if found is not None:
        return found
    entry = edge.reference.entries.get(code)
    item = None if entry is None else _first_version(region, entry)
    return Found(source=Source.STARTING, item=item)


def _find_published(views: ViewStore, region: RegionCode, code: str) -> Found | None:
    """Look in what was published; None where a region has published nothing at all."""
    item = views.item(region, code)
    if item is None and not views.has_items(region):
        return None
    return Found(source=Source.PUBLISHED, item=item)


def _first_version(region: RegionCode, entry: Item) -> KnownItem:
    """Take an entry of the starting data as a first version, in force since ever."""
    own = replace(entry, region=region)
    version = Version(number=1, item=own, published_on=date.min)
    return KnownItem(region=region, code=entry.code, versions=(version,))
