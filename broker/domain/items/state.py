"""What is remembered of an item: all of its versions, for a case may have begun with any."""

from dataclasses import dataclass
from functools import lru_cache
from json import dumps
from types import MappingProxyType

from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.catalogue import Catalogue, Version
from broker.domain.items.faults import FaultCode, fault
from broker.domain.items.item import Item
from broker.domain.items.json_rows import JsonInvalid, parse_strictly
from broker.domain.items.reading import read_item
from broker.domain.items.written import write_item

WRITTEN_BYTES_MAX = 65_536
"""Of one entry in its written form: an event must fit into what carries it."""
ITEMS_SHARED = 1_024
"""Partitions of one process hold the same items; this many are read once for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownItem:
    """No event yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """An item with its versions, numbered from 1 in the order of their days; at least one."""

    region: RegionCode
    code: str
    versions: tuple[Version, ...]

    @property
    def catalogue(self) -> Catalogue:
        """Answer a catalogue of this one item, whose rules hold for every item alone."""
        return Catalogue(region=self.region, versions=MappingProxyType({self.code: self.versions}))


ItemState = UnknownItem | KnownItem

UNKNOWN: ItemState = UnknownItem()


@lru_cache(ITEMS_SHARED)
def item_of(written: str) -> Item:
    """Read an entry; raises Unreadable with all of its faults."""
    try:
        return read_item(parse_strictly(written))
    except JsonInvalid as error:
        raise fault("", FaultCode.NOT_JSON, error.sentence) from None


def text_of(item: Item) -> str:
    """Write an entry as it stands in commands and events."""
    return dumps(write_item(item), ensure_ascii=False, separators=(",", ":"))


def region_of(state: ItemState, side: Side) -> RegionCode | None:
    """Name the region whose item it is: the one that handles; nobody else has a part in it."""
    if isinstance(state, UnknownItem) or side is Side.RECEIVING:
        return None
    return state.region
