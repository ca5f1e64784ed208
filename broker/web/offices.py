"""Offices and the routing of an item to the competent one (办件调度): advice, never a refusal.

No region can publish its offices yet; what is shown is the invented data of the demo's regions.
"""

from datetime import date
from importlib.resources import files

from aiohttp import web

from broker.domain.clocks.beijing import legal_day
from broker.domain.codes import RegionDirectory
from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Item
from broker.domain.offices.importing import OfficesImported, import_offices
from broker.domain.offices.office import Office
from broker.domain.offices.registry import OfficesPublished, Registry, publish
from broker.domain.offices.routing import Routed, competent_office
from broker.domain.rights import Reading
from broker.web.answers import Answer, answer
from broker.web.catalogue import find_item
from broker.web.entrance import ToRead, Visit
from broker.web.faults import Fault
from broker.web.item_showing import shown_version
from broker.web.items import region_named
from broker.web.problems import Problem
from broker.web.route import PREFIX, Operation, Route


class WindowAnswer(Answer):
    """A window of an office."""

    code: str
    name: str
    kind: str


class OfficeAnswer(Answer):
    """An office in force today; invented ones say so."""

    code: str
    name: str
    level: str
    place: str
    is_demo: bool
    windows: list[WindowAnswer]


class RoutingAnswer(Answer):
    """The competent office for an item at a place; null with the reason where none can be named."""

    item: str
    place: str
    office: str | None
    reason: str | None


class OfficesAnswer(Answer):
    """The offices of a region, and the routing of an item where one was asked for."""

    region: str
    offices: list[OfficeAnswer]
    routing: RoutingAnswer | None


async def get_offices(visit: Visit) -> web.Response:
    """List the offices of a region; with `item` and `place`, name the competent one."""
    on = legal_day(visit.edge.clock.now())
    region = region_named(visit, "region", default=visit.region.code)
    directory = visit.edge.reference.directory
    registry = registry_of(region, directory)
    routing = None
    if "item" in visit.request.query:
        item = await _item(visit, region, visit.request.query["item"], on)
        routing = route(item, visit.request.query.get("place", region), on, registry, directory)
    shown = [show_office(office) for office in registry.offices_on(on)]
    return answer(OfficesAnswer(region=region, offices=shown, routing=routing))


async def _item(visit: Visit, region: RegionCode, code: str, on: date) -> Item:
    found = await find_item(visit.region.views, visit.edge, region, code)
    if found.item is None:
        raise Problem(Fault.NOT_FOUND)
    return shown_version(found.item, on).item


def route(
    item: Item, place: str, on: date, registry: Registry, directory: RegionDirectory
) -> RoutingAnswer:
    """Name the competent office, or why none can be named."""
    found = competent_office(item, place, on=on, registry=registry, directory=directory)
    if isinstance(found, Routed):
        return RoutingAnswer(item=item.code, place=place, office=found.office.code, reason=None)
    return RoutingAnswer(item=item.code, place=place, office=None, reason=found.text)


def show_office(office: Office) -> OfficeAnswer:
    """Write an office with its windows."""
    return OfficeAnswer(
        code=office.code,
        name=office.name,
        level=office.level.value,
        place=office.place,
        is_demo=office.demo,
        windows=[
            WindowAnswer(code=window.code, name=window.name, kind=window.kind.value)
            for window in office.windows
        ],
    )


REGISTRIES: dict[RegionCode, Registry] = {}
"""Of the connected regions that were asked for; the data comes with the product."""


def registry_of(region: RegionCode, directory: RegionDirectory) -> Registry:
    """Answer the offices of a connected region, read once a process."""
    if region not in REGISTRIES:
        REGISTRIES[region] = _read(region, directory)
    return REGISTRIES[region]


def _read(region: RegionCode, directory: RegionDirectory) -> Registry:
    empty = Registry(region=region)
    table = files("broker").joinpath("data", "offices", f"{region}.json")
    if not table.is_file():
        return empty
    imported = import_offices(table.read_text(encoding="utf-8"), directory)
    assert isinstance(imported, OfficesImported)
    own = sorted(
        (office for office in imported.offices if office.region == region),
        key=lambda office: office.effective.from_on,
    )
    published = publish(empty, own, published_on=date.min, directory=directory)
    assert isinstance(published, OfficesPublished)
    return published.registry


OFFICE_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=f"{PREFIX}/offices",
        access=ToRead(Reading.ITEMS),
        handle=get_offices,
        operation=Operation(
            name="listOffices",
            summary="部门与窗口；给出 item 与 place 时指明主管部门（办件调度建议）",
            answers={200: OfficesAnswer},
            problems=(404,),
            queries=("region", "item", "place"),
        ),
    ),
)
