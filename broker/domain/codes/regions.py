"""Administrative division codes (GB/T 2260): in force, retired, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from broker.domain.codes.checks import is_digits

REGION_LENGTH = 6
VILLAGE_LENGTH = 12
SUCCESSIONS_MAX = 10


class RegionLevel(StrEnum):
    """How high a region stands."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionTable:
    """What GB/T 2260 says: codes in force, province parts, retired codes with their last year."""

    current: frozenset[str]
    provinces: frozenset[str]
    retired: Mapping[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A code in force."""

    code: str
    name: str
    level: RegionLevel
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredRegion:
    """A code no longer in force; it stays in the numbers that carry it."""

    code: str
    name: str
    valid_from: int | None
    """None: before the table begins."""
    valid_to: int | None
    successor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDirectory:
    """The codes with names, parents and history."""

    regions: Mapping[str, Region]
    retired: Mapping[str, RetiredRegion]

    @property
    def table(self) -> RegionTable:
        """Answer what the checks of numbers need."""
        provinces = (one for one in self.regions.values() if one.level is RegionLevel.PROVINCE)
        return RegionTable(
            current=frozenset(self.regions),
            provinces=frozenset(one.code[:2] for one in provinces),
            retired=MappingProxyType({code: one.valid_to for code, one in self.retired.items()}),
        )

    def current_region(self, code: str) -> Region | None:
        """Follow the successors of a retired code to the region that is there today."""
        for _ in range(SUCCESSIONS_MAX):
            if code not in self.retired:
                return self.regions.get(code)
            code = self.retired[code].successor
        return None

    def full_name(self, code: str) -> str | None:
        """Write the names from the province down, as on an address."""
        region = self.current_region(code)
        if region is None:
            return None
        return "".join(reversed([one.name for one in self._upwards(region)]))

    def is_same_province(self, one: str, other: str) -> bool:
        """Answer whether a case between two regions is 省内通办; codes never change province."""
        return one[:2] == other[:2]

    def _upwards(self, region: Region) -> Iterator[Region]:
        yield region
        parent = None if region.parent is None else self.regions.get(region.parent)
        if parent is not None:
            yield from self._upwards(parent)


def is_region_code(text: str) -> bool:
    """Answer whether this has the shape of a region code, six digits."""
    return len(text) == REGION_LENGTH and is_digits(text)


def is_village_code(text: str) -> bool:
    """Answer whether this has the shape of a village code, twelve digits."""
    return len(text) == VILLAGE_LENGTH and is_digits(text)


def parse_regions(document: Mapping[str, Any]) -> RegionDirectory:
    """Read the directory from its document."""
    regions = [_parse_region(row) for row in document["regions"]]
    retired = [_parse_retired(row) for row in document["retired"]]
    return RegionDirectory(
        regions=MappingProxyType({one.code: one for one in regions}),
        retired=MappingProxyType({one.code: one for one in retired}),
    )


def _parse_region(row: Mapping[str, Any]) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        level=RegionLevel(row["level"]),
        parent=row["parent"],
    )


def _parse_retired(row: Mapping[str, Any]) -> RetiredRegion:
    return RetiredRegion(
        code=row["code"],
        name=row["name"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        successor=row["successor"],
    )
