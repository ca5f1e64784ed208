"""Test vectors of identifiers: check one, compare, explain."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias, assert_never

from broker.domain.codes.certificates import CertificateFault, CertificateId, parse_certificate_id
from broker.domain.codes.persons import (
    CodeFault,
    OrganisationCode,
    ResidentId,
    parse_organisation_code,
    parse_resident_id,
)
from broker.domain.codes.regions import RegionTable
from broker.domain.verdict import VectorInvalid, Verdict, as_rows, compare

Answer: TypeAlias = ResidentId | OrganisationCode | CertificateId | CodeFault | CertificateFault
KINDS = ("resident_id", "uscc", "ecert")

FAULT_TEXTS: Mapping[str, str] = {
    CodeFault.LENGTH: "位数不对",
    CodeFault.CHARSET: "含有不允许的字符",
    CodeFault.REGION: "地区部分不存在",
    CodeFault.DATE: "出生日期不存在、晚于核验日或早于 130 年前",
    CodeFault.REGION_PERIOD: "地区码在出生时已停用",
    CodeFault.CHECK: "校验码不符",
    CertificateFault.PREFIX: "不以 1.2.156.3005.2. 开头",
    CertificateFault.PARTS: "前缀之后应有五段",
    CertificateFault.TYPE: "证照类型应为 21 位，末三位为数字",
    CertificateFault.ISSUER: "颁发机构应为 18 位代码或 6 位地区码",
    CertificateFault.SERIAL: "流水号为空或含有不允许的字符",
    CertificateFault.VERSION: "版本应为三位数字",
}


def judge_codes(document: object, *, regions: RegionTable, today: date) -> tuple[Verdict, ...]:
    """Judge every vector of a document; a document out of format raises VectorInvalid."""
    rows = as_rows(document)
    for row in rows:
        _check_row(row)
    return tuple(_judge(row, regions, today) for row in rows)


def _check_row(row: Mapping[str, Any]) -> None:
    if row.get("kind") not in KINDS:
        raise VectorInvalid(f"{row['id']}：kind 应为 {'、'.join(KINDS)} 之一")
    if not isinstance(row.get("input"), str):
        raise VectorInvalid(f"{row['id']}：缺少 input 或其类型不对")
    if "on" in row:
        _parse_on(row)


def _parse_on(row: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(row["on"])
    except (TypeError, ValueError):
        raise VectorInvalid(f"{row['id']}：on 不是日期") from None


def _judge(row: Mapping[str, Any], regions: RegionTable, today: date) -> Verdict:
    on = _parse_on(row) if "on" in row else today
    answer = check_code(row["kind"], row["input"], on=on, regions=regions)
    return Verdict(
        id=row["id"],
        differences=compare(row["expect"], tell(answer)),
        explanation=explain(answer),
    )


def check_code(kind: str, text: str, *, on: date, regions: RegionTable) -> Answer:
    """Check an identifier of a kind."""
    match kind:
        case "resident_id":
            return parse_resident_id(text, on=on, regions=regions)
        case "uscc":
            return parse_organisation_code(text, regions=regions)
        case _:
            return parse_certificate_id(text)


def tell(answer: Answer) -> dict[str, Any]:
    """Tell an answer in the words of the vectors."""
    match answer:
        case CodeFault() | CertificateFault():
            return {"valid": False, "reason": answer.value}
        case ResidentId():
            return _tell_resident(answer)
        case OrganisationCode():
            return {
                "valid": True,
                "normalized": answer.normalized,
                "category": answer.category,
                "region": answer.region,
                "organisation": answer.organisation,
            }
        case CertificateId():
            return {
                "valid": True,
                "normalized": answer.normalized,
                "type": answer.type,
                "issuer": answer.issuer,
                "serial": answer.serial,
                "version": answer.version,
            }
        case _:
            assert_never(answer)


def _tell_resident(person: ResidentId) -> dict[str, Any]:
    legacy = {} if person.upgraded is None else {"legacy": True, "upgraded": person.upgraded}
    return {
        "valid": True,
        "normalized": person.normalized,
        "region": person.region,
        "region_status": person.region_status.value,
        "birth": person.birth.isoformat(),
        "sex": person.sex.value,
        **legacy,
    }


def explain(answer: Answer) -> tuple[str, ...]:
    """Say which check failed first, or what the number says."""
    if isinstance(answer, CodeFault | CertificateFault):
        return (f"不通过（{answer.value}）：{FAULT_TEXTS[answer]}",)
    told = "，".join(f"{key}={value}" for key, value in tell(answer).items() if key != "valid")
    return (f"通过：{told}",)
