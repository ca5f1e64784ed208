"""What the tests of items share: one entry with every element, and arbitrary ones."""

from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from broker.domain.clocks.rules import (
    ApplicantSilence,
    Extension,
    Leg,
    LimitRule,
    NoticeSilence,
    SupplementRule,
    working_days,
)
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.check import check
from broker.domain.items.conditions import Commitment, Easing, Eligibility, Exclusion, Leniency
from broker.domain.items.elements import ELEMENTS
from broker.domain.items.identity import Authority, Identity, Organisation
from broker.domain.items.importing import Imported
from broker.domain.items.item import Item, Term
from broker.domain.items.materials import Material
from broker.domain.items.publication import Contacts, Fee, Fees, LegalBasis, Result
from broker.domain.items.reading import hints_of, inner, without_name
from broker.domain.items.service import Duty, ModeTerms, Service
from broker.domain.items.starting import import_starting
from broker.domain.items.times import ExtensionTerms, Limit, NoticeRule, SpecialProcedure, Times
from broker.domain.items.words import (
    BodyNature,
    CaseType,
    DeliveryWay,
    Form,
    ItemKind,
    Level,
    MaterialForm,
    MaterialSource,
    Mode,
    Need,
    OnlineDepth,
    ProcedureKind,
    Reach,
    ResultKind,
    Scope,
    Served,
    Start,
    TrustGrade,
)

REGION = RegionCode("621000")
TERM = Term(from_on=date(2026, 1, 1))
BODY_CODE = "11620000MB0000001X"
BASIC_CODE = "000117002001"
STARTING = Path(__file__).parents[3] / "broker" / "data" / "items.json"

DUTIES = (
    Duty(side=Side.RECEIVING, task="收件、形式审查、身份核验、移交"),
    Duty(side=Side.HANDLING, task="审查并作出决定"),
)
ID_CARD = Material(
    name="居民身份证",
    name_en="ID card",
    form=MaterialForm.EITHER,
    copies=1,
    source=MaterialSource.GOVERNMENT,
    certificate_type="11100000000013338W001",
    original_needed=False,
    grade=TrustGrade.ISSUED,
)
PROMISE = Material(
    name="从业人员承诺书",
    need=Need.LENIENT,
    form=MaterialForm.PAPER,
    copies=2,
    source=MaterialSource.APPLICANT,
    original_needed=True,
    grade=TrustGrade.PROMISED,
)
TIMES = Times(
    statutory=Limit(
        period=working_days(20), starts_on=Start.ACCEPTANCE, basis="行政许可法第四十二条"
    ),
    promised=Limit(period=working_days(10), starts_on=Start.ACCEPTANCE),
    notice=NoticeRule(period=working_days(5), silence=NoticeSilence.DEEMED_ACCEPTED),
    supplement=SupplementRule(period=working_days(10), silence=ApplicantSilence.DEEMED_WITHDRAWN),
    extension=ExtensionTerms(extension=Extension(n=10), approver="本行政机关负责人"),
    delivery=working_days(10),
    procedures=(
        SpecialProcedure(
            kind=ProcedureKind.HEARING, announced=working_days(20), basis="行政许可法第四十五条"
        ),
    ),
    legs=(
        Leg(
            name="push",
            side=Side.RECEIVING,
            limit=LimitRule(period=working_days(3)),
            starts_on=frozenset(),
            ends_on="CasePushed",
        ),
        Leg(
            name="handle",
            side=Side.HANDLING,
            limit=LimitRule(period=working_days(10), extension=Extension(n=10)),
            starts_on=frozenset({"PushReceived"}),
            ends_on="ResultReturned",
        ),
    ),
)
FULL = Item(
    region=REGION,
    code="KT120051",
    effective=TERM,
    identity=Identity(
        name="危险货物道路运输经营许可",
        served=frozenset({Served.LEGAL}),
        kind=ItemKind.LICENCE,
        basic_code=BASIC_CODE,
        carried_out_code=f"{BODY_CODE}2{BASIC_CODE}",
        level=Level.CITY,
        case_type=CaseType.PROMISED,
    ),
    authority=Authority(
        body=Organisation(department="交通运输", name="庆阳市交通运输局", code=BODY_CODE),
        nature=BodyNature.STATUTORY,
        joint_bodies=(Organisation(department="应急"),),
        intermediaries=("安全评价报告编制",),
    ),
    service=Service(
        modes=(
            ModeTerms(mode=Mode.COLLECTED, scopes=frozenset(Scope), duties=DUTIES),
            ModeTerms(
                mode=Mode.SEVERAL_PLACES,
                scopes=frozenset({Scope.WITHIN_PROVINCE}),
                duties=DUTIES,
            ),
        ),
        reach=Reach.NATIONWIDE,
        forms=frozenset({Form.WINDOW, Form.ONLINE}),
        online_depth=OnlineDepth.ACCEPTANCE,
        visits=1,
        visits_reason="须当面核验原件",
        flow=("申请", "受理", "审查", "决定", "送达"),
        booking=True,
        post=True,
        delivery_ways=frozenset({DeliveryWay.POST, DeliveryWay.RECEIVING_WINDOW}),
        quota="无数量限制",
        public_notice=False,
        yearly_check=True,
    ),
    times=TIMES,
    eligibility=Eligibility(
        conditions=("有符合要求的专用车辆", "有健全的安全生产管理制度"),
        exclusions=(Exclusion(name="剧毒化学品运输", reason="须由设区的市级机构当面核查车辆"),),
    ),
    materials=(ID_CARD, PROMISE),
    easing=Easing(
        commitment=Commitment(
            terms="承诺所填从业人员均持有效资格证",
            excluded=("失信被执行人",),
            breach="撤销许可并记入信用记录",
            verified_within=working_days(60),
        ),
        leniency=Leniency(
            due=SupplementRule(period=working_days(10), silence=ApplicantSilence.DEEMED_WITHDRAWN),
            consequence="逾期未补交的，视为撤回申请",
        ),
    ),
    fees=Fees(
        charges=(Fee(name="工本费", amount_fen=1000, per="每证"),), basis=("收费文件甲第一条",)
    ),
    result=Result(kind=ResultKind.CERTIFICATE, sample="道路运输经营许可证（样本）"),
    legal_basis=(LegalBasis(law="道路运输条例", article="第二十四条", text="……"),),
    contacts=Contacts(
        consultation_phones=("+86-934-0000000",),
        complaint_phones=("12345",),
        addresses=("庆阳市政务服务中心二楼 3 号窗口",),
        hours="工作日 9:00-12:00，14:30-18:00",
    ),
    name_en="Licence for road transport of dangerous goods",
)
"""Every element filled in, free of contradictions; the office, phones and papers are invented."""


def changed(whole: Any, path: str, value: object) -> Any:
    """Answer a copy with another value at a path of fields."""
    name, _, rest = path.partition(".")
    below = changed(getattr(whole, name), rest, value) if rest else value
    return replace(whole, **{name: below})


def starting_items() -> tuple[Item, ...]:
    """Answer the starting data as items."""
    answer = import_starting(STARTING.read_text(encoding="utf-8"), region=REGION, effective=TERM)
    assert isinstance(answer, Imported)
    return answer.items


texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\"',;=+-@、是否"),
    max_size=12,
)


def arbitrary(kind: Any) -> st.SearchStrategy[Any]:
    """Draw any value of a declared kind, sensible or not."""
    kind = without_name(kind)
    if isinstance(kind, UnionType):
        return st.none() | arbitrary(inner(kind))
    if get_origin(kind) is tuple:
        return st.lists(arbitrary(get_args(kind)[0]), max_size=3).map(tuple)
    if get_origin(kind) is frozenset:
        return st.frozensets(arbitrary(get_args(kind)[0]), max_size=3)
    if is_dataclass(kind):
        build: Any = kind
        return st.builds(build, **{one.name: _of_field(kind, one) for one in fields(kind)})
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return PLAIN[kind]


def _of_field(kind: Any, one: Any) -> st.SearchStrategy[Any]:
    """Draw the default often: most entries leave most elements out."""
    drawn = arbitrary(hints_of(kind)[one.name])
    return drawn if one.default is MISSING else st.just(one.default) | drawn


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 2_000),
    bool: st.booleans(),
    date: st.dates(),
}
items: st.SearchStrategy[Item] = st.deferred(lambda: arbitrary(Item))
"""Arbitrary entries, most of them with contradictions."""


def kind_at(path: str) -> Any:
    """Answer the declared kind of an element."""
    kind: Any = Item
    for name in path.split("."):
        kind = hints_of(without_name(kind))[name]
    return kind


elements = st.sampled_from(ELEMENTS)
redrawn = st.builds(
    lambda element, data: changed(FULL, element.path, data.draw(arbitrary(kind_at(element.path)))),
    elements,
    st.data(),
)
sound_items = redrawn.filter(lambda item: not check(item))
"""Entries without contradictions: everything filled in, one element drawn anew."""
