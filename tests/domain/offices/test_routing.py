"""办件调度: one competent office by item and place, or a problem that says why not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Item
from broker.domain.items.words import Level
from broker.domain.offices.handled import EVERYTHING, NOTHING, Handled
from broker.domain.offices.office import Office
from broker.domain.offices.places import NoPlace, PlaceFault, places_of
from broker.domain.offices.registry import OfficeVersion, Registry, enter
from broker.domain.offices.routing import (
    ROUTING_TEXTS,
    NotRouted,
    Routed,
    Routing,
    RoutingFault,
    competent_office,
)
from broker.domain.offices.words import OFFICE_LEVELS, OfficeLevel
from tests.domain.offices.support import (
    BUREAU,
    CARD,
    CITY,
    CITY_BUREAU,
    DIRECTORY,
    DISABLED,
    HALL,
    HUANXIAN,
    PENSION,
    REGION,
    SOCIAL,
    TODAY,
    TOWN,
    TOWN_OFFICE,
    VILLAGE,
    XIFENG,
    at_level,
    meant_for,
    office,
    registry_of,
)


def route(item: Item, place: str, *, registry: Registry = REGION, on: date = TODAY) -> Routing:
    return competent_office(item, place, on=on, registry=registry, directory=DIRECTORY)


def named(routing: Routing) -> str | RoutingFault | PlaceFault:
    return routing.office.code if isinstance(routing, Routed) else routing.fault


@pytest.mark.parametrize(
    ("item", "place", "expected"),
    [
        (PENSION, VILLAGE, "town"),
        (PENSION, TOWN, "town"),
        (PENSION, XIFENG, "rs"),
        (CARD, VILLAGE, "rs"),
        (CARD, HUANXIAN, "city-rs"),
        (CARD, CITY, "city-rs"),
    ],
)
def test_the_most_specific_place_wins(item: Item, place: str, expected: str) -> None:
    routing = route(item, place)
    assert named(routing) == expected
    assert isinstance(routing, Routed)
    assert routing.place.code == routing.office.place


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.CITY, "city-rs"),
        (Level.COUNTY, "rs"),
        (Level.TOWNSHIP, "town"),
        (Level.VILLAGE, RoutingFault.NOBODY_COMPETENT),
        (Level.PROVINCE, RoutingFault.LEVEL_ABOVE_REGION),
        (Level.NATIONAL, RoutingFault.LEVEL_ABOVE_REGION),
    ],
)
def test_only_the_level_that_exercises_the_power_is_asked(level: Level, expected: str) -> None:
    """行使层级 of the 实施清单 (domain section 6)."""
    assert named(route(at_level(PENSION, level), VILLAGE)) == expected


def test_a_place_must_be_as_narrow_as_the_level() -> None:
    found = route(at_level(PENSION, Level.TOWNSHIP), XIFENG)
    assert isinstance(found, NotRouted)
    assert found.fault is RoutingFault.PLACE_TOO_WIDE
    assert found.text == "地点不够具体，须写明：乡级"


def test_a_county_that_is_its_own_region_has_no_city_above() -> None:
    county = RegionCode(XIFENG)
    own = replace(CARD, region=county, identity=at_level(CARD, Level.CITY).identity)
    found = competent_office(
        own, XIFENG, on=TODAY, registry=Registry(region=county), directory=DIRECTORY
    )
    assert named(found) is RoutingFault.LEVEL_ABOVE_REGION


def test_a_retired_code_is_routed_as_the_place_of_today() -> None:
    assert named(route(CARD, "622801")) == "rs"
    assert named(route(CARD, "622801990201")) is PlaceFault.RETIRED


def test_nobody_competent_is_said_and_not_guessed() -> None:
    assert named(route(DISABLED, XIFENG)) is RoutingFault.NOBODY_COMPETENT


def test_where_only_narrower_places_have_an_office_they_are_named() -> None:
    registry = registry_of(HALL, BUREAU)
    found = route(CARD, CITY, registry=registry)
    assert isinstance(found, NotRouted)
    assert (found.fault, found.offices) == (RoutingFault.PLACE_TOO_WIDE, (BUREAU,))
    assert found.text == "地点不够具体，须写明：rs部门"
    assert named(route(CARD, HUANXIAN, registry=registry)) is RoutingFault.NOBODY_COMPETENT


def test_two_competent_offices_are_a_problem_and_none_is_chosen() -> None:
    """One names a department, the other a code of it: only a case brings it to light."""
    codes = Handled(codes=frozenset({CARD.code}))
    centre = office("centre", XIFENG, OfficeLevel.COUNTY, decides=codes)
    registry = registry_of(HALL, BUREAU, CITY_BUREAU, centre)
    found = route(CARD, XIFENG, registry=registry)
    assert isinstance(found, NotRouted)
    assert (found.fault, found.offices) == (RoutingFault.SEVERAL_COMPETENT, (BUREAU, centre))
    assert found.text == "不止一个部门对此事项有权：621002：rs部门、centre部门"
    assert named(route(CARD, VILLAGE, registry=registry)) is RoutingFault.SEVERAL_COMPETENT
    assert named(route(PENSION, XIFENG, registry=registry)) == "rs"


def test_the_office_of_the_day_is_competent() -> None:
    ended = meant_for(BUREAU, date(2026, 1, 1), date(2026, 5, 31))
    heir = replace(meant_for(BUREAU, date(2026, 6, 1)), code="heir")
    registry = registry_of(HALL, ended, heir)
    assert named(route(CARD, XIFENG, registry=registry, on=date(2026, 5, 31))) == "rs"
    assert named(route(CARD, XIFENG, registry=registry, on=date(2026, 6, 1))) == "heir"
    before = route(CARD, XIFENG, registry=registry, on=date(2025, 12, 31))
    assert named(before) is RoutingFault.NOBODY_COMPETENT


def test_another_regions_item_is_not_routed_here() -> None:
    away = replace(CARD, region=RegionCode("330100"))
    assert named(route(away, XIFENG)) is RoutingFault.ITEM_OF_OTHER_REGION


def test_every_fault_is_said_in_chinese() -> None:
    assert set(ROUTING_TEXTS) == {*RoutingFault, *PlaceFault}
    nobody = NotRouted(fault=RoutingFault.NOBODY_COMPETENT)
    assert nobody.text == "没有对此事项有权的部门"


PLACES = {
    CITY: OfficeLevel.CITY,
    XIFENG: OfficeLevel.COUNTY,
    HUANXIAN: OfficeLevel.COUNTY,
    TOWN: OfficeLevel.TOWNSHIP,
    VILLAGE: OfficeLevel.VILLAGE,
}
sets = st.sampled_from([NOTHING, EVERYTHING, SOCIAL, TOWN_OFFICE.decides])
regions = st.lists(st.tuples(st.sampled_from(list(PLACES)), sets), max_size=8)
anywhere = st.sampled_from([*PLACES, "622801", "330106", "621099", "62"]) | st.text(max_size=12)


def made(drawn: list[tuple[str, Handled]]) -> Registry:
    """Enter offices without asking whether they contradict each other."""
    registry = Registry(region=CITY)
    for number, (place, decides) in enumerate(drawn):
        one = office(f"o{number}", place, PLACES[place], decides=decides)
        registry = enter(registry, OfficeVersion(number=1, office=one, published_on=TODAY))
    return registry


def by_hand(item: Item, place: str, offices: tuple[Office, ...]) -> set[str]:
    """Name all that could be meant: those at the narrowest place that has any."""
    around = places_of(place, region=CITY, directory=DIRECTORY)
    assert not isinstance(around, NoPlace)
    level = item.identity.level
    for step in around:
        if level is not None and OFFICE_LEVELS.get(level) is not step.level:
            continue
        here = {one.code for one in offices if one.place == step.code and one.decides.covers(item)}
        if here:
            return here
    return set()


@given(
    drawn=regions,
    item=st.sampled_from([CARD, PENSION, DISABLED]),
    level=st.none() | st.sampled_from(Level),
    place=anywhere,
)
def test_routing_is_total_an_office_or_a_problem(
    drawn: list[tuple[str, Handled]], item: Item, level: Level | None, place: str
) -> None:
    registry, asked = made(drawn), at_level(item, level)
    routing = route(asked, place, registry=registry)
    if isinstance(routing, NotRouted) and routing.fault in set(PlaceFault):
        assert isinstance(places_of(place, region=CITY, directory=DIRECTORY), NoPlace)
        return
    expected = by_hand(asked, place, registry.offices_on(TODAY))
    if isinstance(routing, Routed):
        assert expected == {routing.office.code}
    else:
        several = routing.fault is RoutingFault.SEVERAL_COMPETENT
        assert len(expected) > 1 if several else not expected
        assert routing.text
