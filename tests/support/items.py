"""Items of any region for tests of the engine: published, changed, given up."""

from dataclasses import replace
from datetime import date

from broker.domain.identifiers import AggregateId, RegionCode, derive_item_id
from broker.domain.items.commands import PublishItem, RetireItem
from broker.domain.items.item import Item, Term
from broker.domain.items.state import text_of
from tests.domain.items.support import FULL
from tests.support.builders import QINGYANG

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
"""Of the year in which the tests of the engine take place."""
CODE = FULL.code


def an_item(
    from_on: date = JANUARY, *, region: RegionCode = QINGYANG, code: str = CODE, name: str = ""
) -> Item:
    """Make an entry with all elements."""
    identity = replace(FULL.identity, name=name or FULL.identity.name)
    term = Term(from_on=from_on)
    return replace(FULL, region=region, code=code, identity=identity, effective=term)


def publish(
    from_on: date = JANUARY, *, region: RegionCode = QINGYANG, code: str = CODE, name: str = ""
) -> PublishItem:
    """Ask to publish a version."""
    item = an_item(from_on, region=region, code=code, name=name)
    return PublishItem(code=code, written=text_of(item))


def retire(last_on: date = JUNE, *, code: str = CODE) -> RetireItem:
    """Ask to give the item up."""
    return RetireItem(code=code, last_on=last_on.isoformat())


def item_id(region: RegionCode = QINGYANG, code: str = CODE) -> AggregateId:
    """Name the item."""
    return derive_item_id(region, code)
