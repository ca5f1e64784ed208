"""Numbers of people and organisations: resident identity number and social credit code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ASCII_SPACE = " \t\n\r\f\v"
AGE_YEARS_MAX = 130
ADULT_AGE_YEARS = 18
NATIONAL_REGION = "100000"
RESIDENCE_PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
RESIDENT_LENGTHS = frozenset({15, 18})
RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
RESIDENT_CHECKS = "10X98765432"
ORGANISATION_LENGTH = 18
ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
PHONE = re.compile(r"(?:\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}", re.ASCII)


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
class RegionTable:
    """What GB/T 2260 says: codes in force, province parts, retired codes with their last year."""

    current: frozenset[str]
    provinces: frozenset[str]
    retired: Mapping[str, int | None]


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
    if full[17] != _resident_check(full):
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
    if not _is_digits(region) or not (region[:2] in regions.provinces or region == NATIONAL_REGION):
        return CodeFault.REGION
    if code[17] != _organisation_check(code):
        return CodeFault.CHECK
    return OrganisationCode(
        normalized=code, category=code[:2], region=region, organisation=code[8:17]
    )


def is_phone(text: str) -> bool:
    """Answer whether this is a mobile or fixed-line number of the mainland."""
    return PHONE.fullmatch(text) is not None


def normalize(text: str) -> str:
    """Trim ASCII white space and put ASCII letters in upper case; repair nothing else."""
    return "".join(
        letter.upper() if letter.isascii() else letter for letter in text.strip(ASCII_SPACE)
    )


def _written_fault(number: str) -> CodeFault | None:
    if len(number) not in RESIDENT_LENGTHS:
        return CodeFault.LENGTH
    head, last = number[:17], number[17:]
    if not _is_digits(head) or not (last in {"", "X"} or _is_digits(last)):
        return CodeFault.CHARSET
    return None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _upgrade(number: str) -> str:
    full = f"{number[:6]}19{number[6:]}"
    return full + _resident_check(full)


def _resident_check(full: str) -> str:
    total = sum(
        int(digit) * weight for digit, weight in zip(full[:17], RESIDENT_WEIGHTS, strict=True)
    )
    return RESIDENT_CHECKS[total % 11]


def _organisation_check(code: str) -> str:
    total = sum(
        ORGANISATION_ALPHABET.index(letter) * weight
        for letter, weight in zip(code[:17], ORGANISATION_WEIGHTS, strict=True)
    )
    return ORGANISATION_ALPHABET[-total % 31]


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
