"""The 46 elements (要素) of an entry, one row each: where it stands, its name, where it is from.

The plan speaks of 46 identical elements over four levels and names the ones of domain section 6.
Counted singly, the words there are 35: body and its nature are two, so are 基本编码 and 实施编码,
the two limits, visits and their reason, fees and their basis, kind and sample of the result,
and phones are two (to ask, to complain). The other eleven (COMPLETED) are what cross-region
handling needs from every handling side and that section does not spell out: modes, delivery,
the limits of section 4.2, legs, exclusions, 告知承诺 and 容缺受理. No published list of all 46 was
at hand, so the eleven are a choice of this project. Each row is one field of the model, and the
effective dates, the code and the provenance of an entry are no elements.
"""

from dataclasses import dataclass
from enum import Enum, auto

ELEMENT_COUNT = 46


class Origin(Enum):
    """Who says that this is an element."""

    SECTION_6 = auto()
    COMPLETED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element; a local one differs between two regions by nature, not by standard."""

    path: str
    zh: str
    origin: Origin = Origin.SECTION_6
    local: bool = False


def _sourced(path: str, zh: str) -> Element:
    return Element(path=path, zh=zh)


def _local(path: str, zh: str) -> Element:
    return Element(path=path, zh=zh, local=True)


def _completed(path: str, zh: str) -> Element:
    return Element(path=path, zh=zh, origin=Origin.COMPLETED)


ELEMENTS = (
    _sourced("identity.name", "事项名称"),
    _sourced("identity.kind", "事项类型"),
    _sourced("identity.basic_code", "基本编码"),
    _local("identity.carried_out_code", "实施编码"),
    _sourced("identity.level", "行使层级"),
    _sourced("identity.served", "服务对象"),
    _sourced("identity.case_type", "办件类型"),
    _local("authority.body", "实施主体"),
    _sourced("authority.nature", "实施主体性质"),
    _local("authority.joint_bodies", "联办机构"),
    _sourced("authority.intermediaries", "中介服务"),
    _completed("service.modes", "通办模式"),
    _sourced("service.reach", "通办范围"),
    _sourced("service.forms", "办理形式"),
    _sourced("service.online_depth", "网上办理深度"),
    _sourced("service.visits", "到现场次数"),
    _sourced("service.visits_reason", "必须到现场原因"),
    _sourced("service.flow", "办理流程"),
    _sourced("service.booking", "是否支持预约"),
    _sourced("service.post", "是否支持邮寄"),
    _completed("service.delivery_ways", "送达方式"),
    _sourced("service.quota", "数量限制"),
    _sourced("service.public_notice", "是否公示"),
    _sourced("service.yearly_check", "是否年审年检"),
    _sourced("times.statutory", "法定时限"),
    _sourced("times.promised", "承诺时限"),
    _completed("times.notice", "补正告知时限"),
    _completed("times.supplement", "申请人补正时限"),
    _completed("times.extension", "延期"),
    _completed("times.delivery", "送达时限"),
    _completed("times.procedures", "特别程序"),
    _completed("times.legs", "分段时限"),
    _sourced("eligibility.conditions", "受理条件"),
    _completed("eligibility.exclusions", "负面清单"),
    _sourced("materials", "申请材料"),
    _completed("easing.commitment", "告知承诺"),
    _completed("easing.leniency", "容缺受理"),
    _sourced("fees.charges", "收费项目"),
    _sourced("fees.basis", "收费依据"),
    _sourced("result.kind", "结果类型"),
    _sourced("result.sample", "结果样本"),
    _sourced("legal_basis", "设定依据"),
    _local("contacts.consultation_phones", "咨询电话"),
    _local("contacts.complaint_phones", "监督投诉电话"),
    _local("contacts.addresses", "办理地点"),
    _local("contacts.hours", "办理时间"),
)
assert len(ELEMENTS) == ELEMENT_COUNT
