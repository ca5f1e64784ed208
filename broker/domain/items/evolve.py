"""Folding an item, and what another region may say of one of its own."""

from dataclasses import replace
from datetime import date

from broker.domain.aggregate import Written
from broker.domain.identifiers import AggregateId, Side, derive_item_id, region_in
from broker.domain.items.catalogue import Version
from broker.domain.items.commands import ItemCommand
from broker.domain.items.events import ItemEvent, ItemPublished, ItemRetired
from broker.domain.items.faults import Unreadable
from broker.domain.items.state import ItemState, KnownItem, UnknownItem, item_of


def evolve(state: ItemState, written: Written[ItemEvent]) -> ItemState:
    """Fold the next event; it never judges."""
    match written.event:
        case ItemPublished() as event:
            return _with_version(state, event)
        case ItemRetired() as event:
            assert isinstance(state, KnownItem)
            last = replace(state.versions[-1], ended_on=date.fromisoformat(event.last_on))
            return replace(state, versions=(*state.versions[:-1], last))


def _with_version(state: ItemState, event: ItemPublished) -> KnownItem:
    item = item_of(event.written)
    before = () if isinstance(state, UnknownItem) else state.versions
    assert event.number == len(before) + 1, "a version is missing"
    published_on = date.fromisoformat(event.published_on)
    version = Version(number=event.number, item=item, published_on=published_on)
    return KnownItem(region=item.region, code=item.code, versions=(*before, version))


def follows(written: Written[ItemEvent], state: ItemState) -> bool:
    """Tell whether another region's event can come next; its own rules may be newer than ours."""
    if written.side is not Side.HANDLING:
        return False
    try:
        match written.event:
            case ItemPublished() as event:
                return _version_follows(event, state)
            case ItemRetired() as event:
                return _end_follows(event, state)
    except (Unreadable, ValueError):
        return False


def _version_follows(event: ItemPublished, state: ItemState) -> bool:
    item = item_of(event.written)
    date.fromisoformat(event.published_on)
    if item.code != event.code:
        return False
    if isinstance(state, UnknownItem):
        return event.number == 1
    last = state.versions[-1]
    begins_later = item.effective.from_on > last.item.effective.from_on
    return item.region == state.region and event.number == last.number + 1 and begins_later


def _end_follows(event: ItemRetired, state: ItemState) -> bool:
    if isinstance(state, UnknownItem):
        return False
    last = state.versions[-1]
    last_on = date.fromisoformat(event.last_on)
    return event.number == last.number and last_on >= last.item.effective.from_on


def concerns(aggregate_id: AggregateId, said: ItemCommand | ItemEvent) -> bool:
    """Tell whether a command or an event is about the item of this id, which names its code."""
    return derive_item_id(region_in(aggregate_id), said.code) == aggregate_id
