"""The starting data as a region's first publication, through the same way as any other list."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import RegionCode
from broker.domain.items.catalogue import Catalogue
from broker.domain.items.importing import Imported
from broker.domain.items.item import Term
from broker.domain.items.starting import import_starting
from broker.operations.client import ApiClient, insist
from broker.operations.publishing import (
    Tally,
    plan_publishing,
    publish_all,
    published_codes,
)
from broker.ports import Clock

ARRIVAL_SECONDS_MAX = 60.0
SINCE = Term(from_on=date(2021, 1, 1))
"""A first version tells what has been in force all along; the demo begins after this day."""


async def publish_starting(api: ApiClient, clock: Clock) -> Tally:
    """Publish what is not published yet; an item that the region has changed stays as it is."""
    region = RegionCode(api.region)
    imported, there = starting_list(region), await published_codes(api, region)
    missing = [row for row in imported.rows if row.item.code not in there]
    plan = plan_publishing(missing, Catalogue(region=region), today=legal_day(clock.now()))
    assert not plan.bad, plan.bad
    tally = await publish_all(api, plan.to_publish, clock)
    tally.known.extend(row.line for row in imported.rows if row.item.code in there)
    return tally


async def await_everywhere(clients: Sequence[ApiClient], clock: Clock) -> None:
    """Wait until every region sees the items of all, for they travel as events do."""
    regions = [RegionCode(client.region) for client in clients]
    wanted = frozenset(item.code for item in starting_list(regions[0]).items)

    async def missing() -> int:
        seen = [await published_codes(client, one) for client in clients for one in regions]
        return sum(len(wanted - codes) for codes in seen)

    await insist(
        missing, is_enough=lambda count: count == 0, clock=clock, seconds_max=ARRIVAL_SECONDS_MAX
    )


def starting_list(region: RegionCode) -> Imported:
    """Read the items that come with the product as those of a region."""
    text = files("broker").joinpath("data", "items.json").read_text(encoding="utf-8")
    imported = import_starting(text, region=region, effective=SINCE)
    assert isinstance(imported, Imported), imported
    return imported
