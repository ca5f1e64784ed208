"""What must be known of an applicant at the edge, because the log never sees the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from broker.domain.cases.commands import DeliveryWay
from broker.domain.clocks.beijing import legal_day
from broker.domain.codes import (
    CodeFault,
    is_phone,
    parse_organisation_code,
    parse_resident_id,
)
from broker.domain.identifiers import Instant
from broker.web.bodies import FormBody, LegalApplicant, NaturalApplicant
from broker.web.faults import Fault
from broker.web.problems import FieldProblem, Problem
from broker.web.reference import Reference

FAULT_TEXTS: dict[CodeFault, tuple[str, str]] = {
    CodeFault.LENGTH: ("位数不对，应为 18 位", "must have 18 characters"),
    CodeFault.CHARSET: ("含有不允许的字符", "has a character that is not allowed"),
    CodeFault.REGION: ("地区码不存在", "names no known region"),
    CodeFault.DATE: ("出生日期不存在或晚于今天", "has an impossible or future date of birth"),
    CodeFault.REGION_PERIOD: ("地区码在出生时已停用", "names a region retired before the birth"),
    CodeFault.CHECK: ("校验码不正确，请核对每一位", "has a wrong check character"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is derived from the person: a normal form to seal, and whether a minor applies."""

    number: str
    is_minor: bool


def examine_form(
    body: FormBody, *, now: Instant, reference: Reference, errors: Sequence[FieldProblem] = ()
) -> Facts:
    """Check the person and the way back, besides what was already found wrong."""
    errors = [*errors, *_about_reach(body)]
    answer = _about_number(body.applicant, now=now, reference=reference)
    if isinstance(answer, FieldProblem):
        errors.append(answer)
    if errors or isinstance(answer, FieldProblem):
        raise Problem(Fault.INVALID_BODY, reason=errors[0].reason, errors=errors)
    return answer


def _about_reach(body: FormBody) -> list[FieldProblem]:
    errors = []
    if not is_phone(body.applicant.phone):
        errors.append(
            _wrong("/applicant/phone", "phone_invalid", "电话号码格式不对", "is no phone number")
        )
    if body.delivery_way is DeliveryWay.POST and body.address is None:
        errors.append(
            _wrong("/address", "address_missing", "邮寄送达请填写地址", "is required for post")
        )
    return errors


def _about_number(
    applicant: NaturalApplicant | LegalApplicant, *, now: Instant, reference: Reference
) -> Facts | FieldProblem:
    if isinstance(applicant, LegalApplicant):
        code = parse_organisation_code(applicant.uscc, regions=reference.regions)
        if isinstance(code, CodeFault):
            return _bad_number("/applicant/uscc", "uscc", "统一社会信用代码", code)
        return Facts(number=code.normalized, is_minor=False)
    today = legal_day(now)
    person = parse_resident_id(applicant.resident_id, on=today, regions=reference.regions)
    if isinstance(person, CodeFault):
        return _bad_number("/applicant/resident_id", "resident_id", "公民身份号码", person)
    if person.upgraded is not None:
        return _bad_number(
            "/applicant/resident_id", "resident_id", "公民身份号码", CodeFault.LENGTH
        )
    return Facts(number=person.normalized, is_minor=person.is_minor(today))


def _bad_number(pointer: str, what: str, name: str, fault: CodeFault) -> FieldProblem:
    zh, en = FAULT_TEXTS[fault]
    return _wrong(pointer, f"{what}_{fault}", f"{name}{zh}", en)


def _wrong(pointer: str, reason: str, zh: str, en: str) -> FieldProblem:
    """Write a field problem; it never repeats what was typed."""
    name = pointer.rsplit("/", 1)[-1]
    return FieldProblem(pointer=pointer, reason=reason, detail=f"{zh}。", detail_en=f"{name} {en}.")
