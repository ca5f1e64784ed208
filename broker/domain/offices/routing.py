"""办件调度: the competent office by item and place; none or several is a problem, never a guess.

The narrowest place around the applicant's that has a competent office wins, as a township stands
before its county. Where the item says at which level the power is exercised (行使层级), only that
level is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from broker.domain.codes.regions import RegionDirectory
from broker.domain.items.item import Item
from broker.domain.offices.office import Office
from broker.domain.offices.places import NoPlace, Place, PlaceFault, places_of
from broker.domain.offices.registry import Registry
from broker.domain.offices.words import OFFICE_LEVELS, OfficeLevel

BREADTH = {level: number for number, level in enumerate(reversed(OfficeLevel))}
"""A village is the narrowest."""


class RoutingFault(StrEnum):
    """Why no office can be named."""

    ITEM_OF_OTHER_REGION = "item_of_other_region"
    LEVEL_ABOVE_REGION = "level_above_region"
    PLACE_TOO_WIDE = "place_too_wide"
    NOBODY_COMPETENT = "nobody_competent"
    SEVERAL_COMPETENT = "several_competent"


ROUTING_TEXTS: dict[RoutingFault | PlaceFault, str] = {
    PlaceFault.MALFORMED: "地点应为六位区划代码或十二位乡镇、村代码",
    PlaceFault.UNKNOWN: "区划代码表中没有这一地点",
    PlaceFault.RETIRED: "地点代码已停用，所属县区现行代码",
    PlaceFault.OUTSIDE: "该地点不属于本地区",
    RoutingFault.ITEM_OF_OTHER_REGION: "事项属于其他地区",
    RoutingFault.LEVEL_ABOVE_REGION: "事项的行使层级高于本地区",
    RoutingFault.PLACE_TOO_WIDE: "地点不够具体，须写明",
    RoutingFault.NOBODY_COMPETENT: "没有对此事项有权的部门",
    RoutingFault.SEVERAL_COMPETENT: "不止一个部门对此事项有权",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """The competent office, and the place for which it is."""

    office: Office
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRouted:
    """No single office can be named: why, about what, and which offices came into question."""

    fault: RoutingFault | PlaceFault
    about: str = ""
    offices: tuple[Office, ...] = ()

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        names = "、".join(office.name for office in self.offices)
        told = "：".join(filter(None, (self.about, names)))
        return f"{ROUTING_TEXTS[self.fault]}：{told}" if told else ROUTING_TEXTS[self.fault]


Routing: TypeAlias = Routed | NotRouted


def competent_office(
    item: Item, place: str, *, on: date, registry: Registry, directory: RegionDirectory
) -> Routing:
    """Name the office that decides a case of an item and a place on a day."""
    if item.region != registry.region:
        return NotRouted(fault=RoutingFault.ITEM_OF_OTHER_REGION, about=item.region)
    around = places_of(place, region=registry.region, directory=directory)
    if isinstance(around, NoPlace):
        return NotRouted(fault=around.fault, about=around.about)
    places = _places_of_level(item, around)
    if isinstance(places, NotRouted):
        return places
    able = [office for office in registry.offices_on(on) if office.decides.covers(item)]
    found = next(_by_place(able, places), None)
    return _nobody(able, around[0], directory) if found is None else found


def _places_of_level(item: Item, around: tuple[Place, ...]) -> tuple[Place, ...] | NotRouted:
    """Keep the place of the item's level; an item that names none is asked for everywhere."""
    if item.identity.level is None:
        return around
    level = OFFICE_LEVELS.get(item.identity.level)
    if level is None or BREADTH[level] > BREADTH[around[-1].level]:
        return NotRouted(fault=RoutingFault.LEVEL_ABOVE_REGION, about=item.identity.level.zh)
    if BREADTH[level] < BREADTH[around[0].level]:
        return NotRouted(fault=RoutingFault.PLACE_TOO_WIDE, about=level.zh)
    return tuple(place for place in around if place.level is level)


def _by_place(able: Sequence[Office], places: Sequence[Place]) -> Iterator[Routing]:
    for place in places:
        here = tuple(office for office in able if office.place == place.code)
        if len(here) > 1:
            yield NotRouted(fault=RoutingFault.SEVERAL_COMPETENT, about=place.code, offices=here)
        elif here:
            yield Routed(office=here[0], place=place)


def _nobody(able: Sequence[Office], place: Place, directory: RegionDirectory) -> NotRouted:
    """Tell a place that is too wide from an item for which nobody is competent."""
    inside = tuple(office for office in able if _lies_in(office, place, directory))
    if inside:
        return NotRouted(fault=RoutingFault.PLACE_TOO_WIDE, offices=inside)
    return NotRouted(fault=RoutingFault.NOBODY_COMPETENT, about=place.code)


def _lies_in(office: Office, place: Place, directory: RegionDirectory) -> bool:
    around = places_of(office.place, region=office.region, directory=directory)
    return not isinstance(around, NoPlace) and place.code in {one.code for one in around}
