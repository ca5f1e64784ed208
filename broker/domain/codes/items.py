"""Codes of items (事项编码) by scheme: the project's own, 基本编码, 实施编码, 业务办理项."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from broker.domain.codes.checks import ORGANISATION_ALPHABET, item_check
from broker.domain.codes.text import normalize

PROJECT = re.compile(r"KT([0-9]{2})([0-9]{3})([0-9])", re.ASCII)
BASIC = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})([0-9]{3})", re.ASCII)
CARRIED_OUT = re.compile(
    rf"([{ORGANISATION_ALPHABET}]{{18}})([0-9A-Z])([0-9]{{12}})([0-9]{{2}})?", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectItemCode:
    """KT, department, serial, check digit: the numbering of this project, not official."""

    code: str
    department: str
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicItemCode:
    """基本编码: province (00 national), type, department, serial and sub-item (unverified)."""

    code: str
    province: str
    type: str
    department: str
    serial: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOutItemCode:
    """实施编码: the organisation, its level, the 基本编码; 业务办理项 has two digits more."""

    code: str
    organisation: str
    level: str
    basic: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignItemCode:
    """A code of a scheme that is not known here: provinces differ, so the string is kept."""

    code: str


ItemCode: TypeAlias = ProjectItemCode | BasicItemCode | CarriedOutItemCode | ForeignItemCode


def parse_item_code(text: str) -> ItemCode:
    """Read an item code by the scheme that it fits; nothing is refused."""
    code = normalize(text)
    return (
        _parse_project(code)
        or _parse_basic(code)
        or _parse_carried_out(code)
        or ForeignItemCode(code=code)
    )


def _parse_project(code: str) -> ProjectItemCode | None:
    found = PROJECT.fullmatch(code)
    if found is None or found[3] != item_check(found[1] + found[2]):
        return None
    return ProjectItemCode(code=code, department=found[1], serial=found[2])


def _parse_basic(code: str) -> BasicItemCode | None:
    found = BASIC.fullmatch(code)
    if found is None:
        return None
    province, kind, department, serial, part = found.groups()
    return BasicItemCode(
        code=code, province=province, type=kind, department=department, serial=serial, part=part
    )


def _parse_carried_out(code: str) -> CarriedOutItemCode | None:
    found = CARRIED_OUT.fullmatch(code)
    if found is None:
        return None
    return CarriedOutItemCode(
        code=code, organisation=found[1], level=found[2], basic=found[3], variant=found[4] or ""
    )
