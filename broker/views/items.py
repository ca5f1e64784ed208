"""The items that a region shows: what was published of its own and of linked regions."""

from collections.abc import Sequence
from itertools import groupby

from broker.domain.aggregate import Written
from broker.domain.items.evolve import evolve
from broker.domain.items.state import UNKNOWN, ItemState, KnownItem
from broker.views.changes import ArrivedItem


def items_of(arrived: Sequence[ArrivedItem]) -> tuple[KnownItem, ...]:
    """Fold events, each item's together and in their sequence, into the items, by code."""
    by_item = groupby(arrived, key=lambda each: each.meta.aggregate_id)
    found = [_fold(list(events)) for _, events in by_item]
    return tuple(sorted(found, key=lambda item: item.code))


def _fold(events: Sequence[ArrivedItem]) -> KnownItem:
    state: ItemState = UNKNOWN
    for each in events:
        state = evolve(state, Written(each.meta.side, each.event))
    assert isinstance(state, KnownItem)
    return state
