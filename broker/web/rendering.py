"""Templates: one environment, everything escaped, an undefined name is an error."""

from collections.abc import Mapping
from enum import StrEnum

from jinja2 import Environment, PackageLoader, StrictUndefined

from broker.domain.clocks.beijing import beijing_time
from broker.domain.clocks.wording import write_steps
from broker.domain.identifiers import Instant
from broker.views.deadlines.deadline import BEARER_TEXTS, STATE_TEXTS
from broker.views.documents.parts import MEDIA_TYPE_TEXTS, write_size
from broker.views.labels import ACT_TEXTS, KIND_TEXTS, ROLE_TEXTS
from broker.views.originals import tell_place
from broker.views.representatives import tell_person
from broker.views.value_labels import (
    APPLICANT_KIND_TEXTS,
    COMPLAINT_END_TEXTS,
    COMPLAINT_SOURCE_TEXTS,
    DELIVERY_WAY_TEXTS,
    RESULT_TEXTS,
    SATISFACTION_TEXTS,
)

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SEALED_FIELD_TEXTS = {
    "name": "姓名或名称",
    "number": "证件号码",
    "phone": "联系电话",
    "contact": "联系人",
    "representative_kind": "代理身份",
    "representative_name": "代理人姓名",
    "representative_number": "代理人证件号码",
    "representative_phone": "代理人电话",
    "representative_relation": "与申请人的关系",
    "power_scope": "授权事项",
    "power_until": "委托期限至",
    "power_digest": "授权委托书校验值",
    "address": "邮寄地址",
    "remark": "备注",
    "reason": "理由",
    "note": "说明",
    "comment": "评价内容",
    "title": "收费项目",
    "basis": "收费依据",
    "payment_number": "缴费流水号",
    "authority": "主管机关",
    "text": "内容",
}


class Screen(StrEnum):
    """The templates."""

    LOGIN = "login.html"
    CASES = "cases.html"
    CASE = "case.html"
    DOCUMENT = "document.html"
    ITEMS = "items.html"
    ITEM = "item.html"
    LETTERS = "letters.html"
    PROBLEM = "problem.html"


def render(screen: Screen, values: Mapping[str, object]) -> str:
    """Fill a template."""
    return ENVIRONMENT.get_template(screen.value).render(values)


def _minute(instant: Instant) -> str:
    return beijing_time(instant).strftime("%Y-%m-%d %H:%M")


def _second(instant: Instant) -> str:
    return beijing_time(instant).strftime("%Y-%m-%d %H:%M:%S")


def _iso(instant: Instant) -> str:
    return beijing_time(instant).isoformat(timespec="seconds")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("broker.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(minute=_minute, second=_second, iso=_iso, size=write_size)
    environment.globals.update(
        act_texts=ACT_TEXTS,
        applicant_kind_texts=APPLICANT_KIND_TEXTS,
        bearer_texts=BEARER_TEXTS,
        complaint_end_texts=COMPLAINT_END_TEXTS,
        complaint_source_texts=COMPLAINT_SOURCE_TEXTS,
        satisfaction_texts=SATISFACTION_TEXTS,
        deadline_state_texts=STATE_TEXTS,
        delivery_way_texts=DELIVERY_WAY_TEXTS,
        kind_texts=KIND_TEXTS,
        media_type_texts=MEDIA_TYPE_TEXTS,
        result_texts=RESULT_TEXTS,
        role_texts=ROLE_TEXTS,
        sealed_field_texts=SEALED_FIELD_TEXTS,
        tell_person=tell_person,
        tell_place=tell_place,
        write_steps=write_steps,
    )
    return environment


ENVIRONMENT = _environment()
