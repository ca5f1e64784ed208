"""Items that a region publishes over HTTP, for tests of the web."""

from dataclasses import replace
from datetime import date
from typing import Any

from aiohttp import ClientResponse

from broker.domain.envelope import Role
from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Item, Term
from broker.domain.items.words import DeliveryWay, Scope, Served
from broker.domain.items.written import write_item
from tests.domain.items.support import FULL
from tests.web.driver import NATURAL_ITEM, WAIT, Api, Client
from tests.web.places import HANGZHOU
from tests.web.world import World

ALWAYS = date(2020, 1, 1)
EVERY_WAY = frozenset(DeliveryWay)
EVERY_SCOPE = frozenset(Scope)


def an_item(
    *,
    code: str = NATURAL_ITEM,
    region: RegionCode = HANGZHOU,
    from_on: date = ALWAYS,
    served: frozenset[Served] = frozenset(Served),
    scopes: frozenset[Scope] = EVERY_SCOPE,
    ways: frozenset[DeliveryWay] = EVERY_WAY,
) -> Item:
    """Make an entry with all elements that anybody may hand in from anywhere."""
    modes = tuple(replace(terms, scopes=scopes) for terms in FULL.service.modes)
    return replace(
        FULL,
        code=code,
        region=region,
        effective=Term(from_on=from_on),
        identity=replace(FULL.identity, served=served),
        service=replace(FULL.service, modes=modes, delivery_ways=ways),
    )


def keeper(world: World, client: Client, region: RegionCode = HANGZHOU) -> Api:
    """Whoever keeps the catalogue of a region: its operator."""
    return Api(client, region, world.token(region, role=Role.OPERATOR))


async def put(api: Api, item: Item, *, key: str = "", **changes: Any) -> ClientResponse:
    """Publish an item and answer what was said."""
    written = {**write_item(item), **changes}
    headers = {
        **WAIT,
        "Authorization": f"Bearer {api.token}",
        "Idempotency-Key": key or f"{item.code}-{item.effective.from_on}",
    }
    path = api.path(f"/items/{item.code}")
    return await api.client.put(path, json={"item": written}, headers=headers)


async def publish(world: World, client: Client, item: Item) -> None:
    """Publish an item of a region, which must work."""
    answer = await put(keeper(world, client, item.region), item)
    assert answer.status == 200, await answer.text()
