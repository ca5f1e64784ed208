"""Numbers of people and organisations: resident identity number and social credit code."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from broker.domain.codes.checks import (
    ORGANISATION_ALPHABET,
    is_digits,
    organisation_check,
    resident_check,
)
from broker.domain.codes.regions import RegionTable
from broker.domain.codes.text import normalize

AGE_YEARS_MAX = 130
ADULT_AGE_YEARS = 18
NATIONAL_REGION = "100000"
RESIDENCE_PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
RESIDENT_LENGTHS = frozenset({15, 18})
ORGANISATION_LENGTH = 18


class CodeFault(StrEnum):
    """The first check that a number fails."""

    LENGTH = "length"
    CHARSET = "charset"
    REGION = "region"
    DATE = "date"
    REGION_PERIOD = "region_period"
    CHECK = "check"


class Sex(StrEnum):
    """What the sequence part of a resident identity number says."""

    MALE = "M"
    FEMALE = "F"


class RegionStatus(StrEnum):
    """What the table of regions knows of the first six digits."""

    CURRENT = "current"
    RETIRED = "retired"
    UNLISTED = "unlisted"
    RESIDENCE_PERMIT = "residence_permit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentId:
    """A well-formed resident identity number (GB 11643)."""

    normalized: str
    region: str
    region_status: RegionStatus
    birth: date
    sex: Sex
    upgraded: str | None
    """The 18 characters of a number with 15 digits, which only old records have; else None."""

    def is_minor(self, on: date) -> bool:
        """Answer whether the person is not yet of age on this day."""
        age = on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))
        return age < ADULT_AGE_YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCode:
    """A well-formed unified social credit code (GB 32100)."""

    normalized: str
    category: str
    region: str
    organisation: str


def parse_resident_id(text: str, *, on: date, regions: RegionTable) -> ResidentId | CodeFault:
    """Check a resident identity number as of a day; the first failing check is the answer."""
    number = normalize(text)
    fault = _written_fault(number)
    if fault is not None:
        return fault
    full = number if len(number) == max(RESIDENT_LENGTHS) else _upgrade(number)
    if not _is_known_for_person(full[:6], regions):
        return CodeFault.REGION
    birth = _parse_birth(full[6:14], on)
    if birth is None:
        return CodeFault.DATE
    if _is_born_after_retirement(full[:6], birth, regions):
        return CodeFault.REGION_PERIOD
    if full[17] != resident_check(full):
        return CodeFault.CHECK
    return ResidentId(
        normalized=number,
        region=full[:6],
        region_status=_region_status(full[:6], regions),
        birth=birth,
        sex=Sex.MALE if int(full[16]) % 2 else Sex.FEMALE,
        upgraded=None if full == number else full,
    )


def parse_organisation_code(text: str, *, regions: RegionTable) -> OrganisationCode | CodeFault:
    """Check a unified social credit code; the first failing check is the answer."""
    code = normalize(text)
    if len(code) != ORGANISATION_LENGTH:
        return CodeFault.LENGTH
    if any(character not in ORGANISATION_ALPHABET for character in code):
        return CodeFault.CHARSET
    region = code[2:8]
    if not is_digits(region) or not (region[:2] in regions.provinces or region == NATIONAL_REGION):
        return CodeFault.REGION
    if code[17] != organisation_check(code):
        return CodeFault.CHECK
    return OrganisationCode(
        normalized=code, category=code[:2], region=region, organisation=code[8:17]
    )


def _written_fault(number: str) -> CodeFault | None:
    if len(number) not in RESIDENT_LENGTHS:
        return CodeFault.LENGTH
    head, last = number[:17], number[17:]
    if not is_digits(head) or not (last in {"", "X"} or is_digits(last)):
        return CodeFault.CHARSET
    return None


def _upgrade(number: str) -> str:
    full = f"{number[:6]}19{number[6:]}"
    return full + resident_check(full)


def _is_known_for_person(region: str, regions: RegionTable) -> bool:
    return region[:2] in regions.provinces or region in RESIDENCE_PERMIT_REGIONS


def _region_status(region: str, regions: RegionTable) -> RegionStatus:
    if region in RESIDENCE_PERMIT_REGIONS:
        return RegionStatus.RESIDENCE_PERMIT
    if region in regions.current:
        return RegionStatus.CURRENT
    return RegionStatus.RETIRED if region in regions.retired else RegionStatus.UNLISTED


def _parse_birth(digits: str, on: date) -> date | None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return birth if birth <= on and on.year - birth.year <= AGE_YEARS_MAX else None


def _is_born_after_retirement(region: str, birth: date, regions: RegionTable) -> bool:
    last_year = regions.retired.get(region)
    return last_year is not None and birth.year > last_year
