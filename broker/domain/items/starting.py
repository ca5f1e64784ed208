"""The looser form of the starting data (items.json), made into items of one region.

What the data does not say stays unpublished. Two things are added from domain section 2 and 4.2:
the duties of both sides in modes B and C, and the notice of the regime that the limit is from.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from broker.domain.clocks.rules import Extension, NoticeSilence, Period, Unit, working_days
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.faults import FaultCode, fault
from broker.domain.items.identity import Authority, Identity, Organisation
from broker.domain.items.importing import Import, import_json_with
from broker.domain.items.item import Item, Provenance, Term
from broker.domain.items.materials import Material
from broker.domain.items.reading import read
from broker.domain.items.service import Duty, ModeTerms, Service
from broker.domain.items.starting_legs import StartingLeg, make_legs
from broker.domain.items.times import ExtensionTerms, Limit, NoticeRule, Times
from broker.domain.items.words import Certainty, Mode, Scope, Served, Start

APPROVER = "本行政机关负责人"
"""Who approves an extension [行政许可法 42]."""
DUTIES = {
    Mode.ONLINE: (),
    Mode.COLLECTED: (
        Duty(side=Side.RECEIVING, task="收件，对申请材料作形式审查"),
        Duty(side=Side.RECEIVING, task="核验申请人身份"),
        Duty(side=Side.RECEIVING, task="网上移交材料，须交验原件的邮寄移交"),
        Duty(side=Side.HANDLING, task="审查并作出决定"),
        Duty(side=Side.HANDLING, task="以邮寄或网上方式送达结果"),
    ),
    Mode.SEVERAL_PLACES: (
        Duty(side=Side.RECEIVING, task="一地受理申请，分送各地，统一答复申请人"),
        Duty(side=Side.HANDLING, task="内部协同办理本地部分，共享材料和档案"),
    ),
}
ACCEPTED_BY_SILENCE = NoticeSilence.DEEMED_ACCEPTED
NOTICES = {
    "行政许可法 42": NoticeRule(period=working_days(5), silence=ACCEPTED_BY_SILENCE),
    "不动产登记暂行条例 20": NoticeRule(period=working_days(0), silence=ACCEPTED_BY_SILENCE),
    "排污许可管理条例 12-13": NoticeRule(
        period=Period(n=3, unit=Unit.CALENDAR_DAYS), silence=ACCEPTED_BY_SILENCE
    ),
}


class StartingScope(StrEnum):
    """Outside the national list."""

    REGIONAL = "regional"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingMaterial:
    """A material: nothing but its names."""

    name: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingLimit:
    """A limit of days, or of legs."""

    source: str
    n: int | None = None
    unit: Unit | None = None
    from_: Start | None = None
    extension: Period | None = None
    on_the_spot: bool = False
    unit_unclear: bool = False
    legs: tuple[StartingLeg, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingItem:
    """A row of items.json."""

    code: str
    name: str
    en: str
    subjects: frozenset[Served]
    department: str
    mode: Mode
    limit: StartingLimit | None
    materials: tuple[StartingMaterial, ...]
    verified: bool
    certainty: Certainty
    co_departments: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    mode_verified: bool = False
    scope: StartingScope | None = None
    note: str = ""


def import_starting(text: str, *, region: RegionCode, effective: Term) -> Import:
    """Import items.json as the items of a region."""
    return import_json_with(text, partial(_read_row, region, effective))


def _read_row(region: RegionCode, effective: Term, written: object) -> Item:
    row = read(StartingItem, written, "")
    assert isinstance(row, StartingItem)
    return Item(
        region=region,
        code=row.code,
        effective=effective,
        identity=Identity(name=row.name, served=row.subjects),
        authority=Authority(
            body=Organisation(department=row.department),
            joint_bodies=tuple(Organisation(department=name) for name in row.co_departments),
        ),
        service=Service(modes=_make_modes(row)),
        times=Times() if row.limit is None else _make_times(row.limit),
        materials=tuple(Material(name=one.name, name_en=one.en) for one in row.materials) or None,
        name_en=row.en,
        provenance=_make_provenance(row),
    )


def _make_modes(row: StartingItem) -> tuple[ModeTerms, ...]:
    """The main mode comes first."""
    modes = dict.fromkeys((row.mode, *row.modes))
    scopes = frozenset(Scope)
    return tuple(ModeTerms(mode=mode, scopes=scopes, duties=DUTIES[mode]) for mode in modes)


def _make_times(limit: StartingLimit) -> Times:
    if limit.legs:
        return Times(legs=make_legs(limit.legs))
    return Times(
        statutory=_make_limit(limit),
        notice=NOTICES.get(limit.source),
        extension=_make_extension(limit),
    )


def _make_limit(limit: StartingLimit) -> Limit:
    return Limit(
        period=Period(n=_given(limit.n, "limit.n"), unit=_given(limit.unit, "limit.unit")),
        starts_on=_given(limit.from_, "limit.from"),
        on_the_spot=limit.on_the_spot,
        unit_unclear=limit.unit_unclear,
        basis=limit.source,
        note=limit.note,
    )


def _make_extension(limit: StartingLimit) -> ExtensionTerms | None:
    if limit.extension is None:
        return None
    if limit.extension.unit is not limit.unit:
        raise fault("limit.extension.unit", FaultCode.OUT_OF_RANGE, "延期与时限的单位应相同")
    return ExtensionTerms(extension=Extension(n=limit.extension.n), approver=APPROVER)


def _given(value: Any, path: str) -> Any:
    if value is None:
        raise fault(path, FaultCode.MISSING, "缺少必填内容")
    return value


def _make_provenance(row: StartingItem) -> Provenance:
    return Provenance(
        certainty=row.certainty,
        name_verified=row.verified,
        mode_verified=row.mode_verified,
        regional=row.scope is StartingScope.REGIONAL,
        limit_source="" if row.limit is None else row.limit.source,
        note=row.note,
    )
