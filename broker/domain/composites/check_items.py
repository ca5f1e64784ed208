"""Check a definition against the catalogue: material lists belong to the handling side."""

from collections.abc import Iterator, Mapping

from broker.domain.composites.check_form import say
from broker.domain.composites.definition import (
    ChildDefinition,
    CompositeDefinition,
    Feed,
)
from broker.domain.composites.problems import (
    CompositeProblem,
    CompositeProblemCode,
    problem,
)
from broker.domain.composites.words import Listing
from broker.domain.items.item import Item
from broker.domain.items.words import Need


def check_items(
    definition: CompositeDefinition, items: Mapping[str, Item]
) -> tuple[CompositeProblem, ...]:
    """Find listed children that the catalogue does not have, and materials that do not fit."""
    fed = {feed for material in definition.materials for feed in material.feeds}
    return tuple(
        found
        for child in definition.children
        if child.item.listing is Listing.LISTED
        for found in _check_child(child, items.get(child.item.code), fed)
    )


def _check_child(
    child: ChildDefinition, item: Item | None, fed: set[Feed]
) -> Iterator[CompositeProblem]:
    if item is None:
        yield problem(CompositeProblemCode.ITEM_UNKNOWN, "children", child.item.code)
        return
    needs = {material.name: material.need for material in item.materials or ()}
    given = {feed.name for feed in fed if feed.child == child.key}
    for name, need in needs.items():
        if need is Need.REQUIRED and name not in given:
            feed = Feed(child=child.key, name=name)
            yield problem(CompositeProblemCode.MATERIAL_NOT_FED, "materials", say(feed))
    for name in sorted(given - needs.keys()):
        feed = Feed(child=child.key, name=name)
        yield problem(CompositeProblemCode.MATERIAL_UNKNOWN, "materials", say(feed))
