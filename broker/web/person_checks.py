"""Numbers of people as they are typed: checked, and what is wrong said without repeating them."""

from datetime import date

from broker.domain.codes import CodeFault, ResidentId, parse_resident_id
from broker.web.problems import FieldProblem
from broker.web.reference import Reference

FAULT_TEXTS: dict[CodeFault, tuple[str, str]] = {
    CodeFault.LENGTH: ("位数不对，应为 18 位", "must have 18 characters"),
    CodeFault.CHARSET: ("含有不允许的字符", "has a character that is not allowed"),
    CodeFault.REGION: ("地区码不存在", "names no known region"),
    CodeFault.DATE: ("出生日期不存在或晚于今天", "has an impossible or future date of birth"),
    CodeFault.REGION_PERIOD: ("地区码在出生时已停用", "names a region retired before the birth"),
    CodeFault.CHECK: ("校验码不正确，请核对每一位", "has a wrong check character"),
}


def check_resident(
    pointer: str, number: str, today: date, reference: Reference
) -> ResidentId | FieldProblem:
    """Check a resident identity number; one with 15 digits stands on old records only."""
    person = parse_resident_id(number, on=today, regions=reference.regions)
    if isinstance(person, CodeFault):
        return bad_number(pointer, "resident_id", "公民身份号码", person)
    if person.upgraded is not None:
        return bad_number(pointer, "resident_id", "公民身份号码", CodeFault.LENGTH)
    return person


def bad_number(pointer: str, what: str, name: str, fault: CodeFault) -> FieldProblem:
    """Say what is wrong with a number."""
    zh, en = FAULT_TEXTS[fault]
    return wrong(pointer, f"{what}_{fault}", f"{name}{zh}", en)


def wrong(pointer: str, reason: str, zh: str, en: str) -> FieldProblem:
    """Write a field problem; it never repeats what was typed."""
    name = pointer.rsplit("/", 1)[-1]
    return FieldProblem(pointer=pointer, reason=reason, detail=f"{zh}。", detail_en=f"{name} {en}.")
