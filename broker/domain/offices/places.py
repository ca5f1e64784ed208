"""From a place to the wider places around it: village, township, county, city.

Six digits name a region (GB/T 2260), twelve a township (ending in 000) or a village. Which villages
there are no table here says, so a village is taken by the shape of its code; its county is not.
"""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.codes.regions import (
    REGION_LENGTH,
    RegionDirectory,
    RegionLevel,
    is_region_code,
    is_village_code,
)
from broker.domain.offices.words import OfficeLevel

TOWNSHIP_LENGTH = 9
NO_VILLAGE, NO_TOWNSHIP, WHOLE_REGION = "000", "000", "000000"


class PlaceFault(StrEnum):
    """Why a place cannot be placed."""

    MALFORMED = "place_malformed"
    UNKNOWN = "place_unknown"
    RETIRED = "place_retired"
    OUTSIDE = "place_outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its level; codes of four levels, the city's and county's of six digits."""

    code: str
    level: OfficeLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlace:
    """The code leads nowhere, and what it is about."""

    fault: PlaceFault
    about: str


def places_of(code: str, *, region: str, directory: RegionDirectory) -> tuple[Place, ...] | NoPlace:
    """List a place and what lies around it, narrowest first, up to the region itself.

    A retired county is followed to its successor. A retired code of a village is not: villages
    were renumbered, and only the county's successor is known.
    """
    if is_village_code(code) and not code.endswith(WHOLE_REGION):
        narrow = _narrow_places(code, directory)
    elif is_region_code(code) or is_village_code(code):
        narrow = ()
    else:
        return NoPlace(fault=PlaceFault.MALFORMED, about=code)
    if isinstance(narrow, NoPlace):
        return narrow
    wide = _wide_places(code[:REGION_LENGTH], region, directory)
    return wide if isinstance(wide, NoPlace) else (*narrow, *wide)


def _narrow_places(code: str, directory: RegionDirectory) -> tuple[Place, ...] | NoPlace:
    county, township = code[:REGION_LENGTH], code[:TOWNSHIP_LENGTH]
    if county in directory.retired:
        return NoPlace(fault=PlaceFault.RETIRED, about=directory.retired[county].successor)
    if township.endswith(NO_TOWNSHIP):
        return NoPlace(fault=PlaceFault.MALFORMED, about=code)
    around = Place(code=township + NO_VILLAGE, level=OfficeLevel.TOWNSHIP)
    if code == around.code:
        return (around,)
    return (Place(code=code, level=OfficeLevel.VILLAGE), around)


def _wide_places(code: str, region: str, directory: RegionDirectory) -> tuple[Place, ...] | NoPlace:
    found = directory.current_region(code)
    if found is None:
        return NoPlace(fault=PlaceFault.UNKNOWN, about=code)
    places = []
    while True:
        is_county = found.level is RegionLevel.COUNTY
        level = OfficeLevel.COUNTY if is_county else OfficeLevel.CITY
        places.append(Place(code=found.code, level=level))
        if found.code == region:
            return tuple(places)
        around = None if found.parent is None else directory.regions.get(found.parent)
        if around is None:
            return NoPlace(fault=PlaceFault.OUTSIDE, about=code)
        found = around
