"""What must be known of an applicant at the edge, because the log never sees the person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broker.domain.cases.commands import DeliveryWay
from broker.domain.clocks.beijing import legal_day
from broker.domain.codes import (
    CodeFault,
    is_phone,
    parse_organisation_code,
)
from broker.domain.identifiers import Instant
from broker.web.bodies import FormBody
from broker.web.bodies_persons import LegalApplicant, NaturalApplicant
from broker.web.faults import Fault
from broker.web.person_checks import bad_number, check_resident, wrong
from broker.web.problems import FieldProblem, Problem
from broker.web.reference import Reference
from broker.web.representatives import about_representative


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is derived from the person: a normal form to seal, and whether a minor applies."""

    number: str
    is_minor: bool
    representative_number: str | None = None
    """Of who acts for the applicant, in its normal form."""


def examine_form(
    body: FormBody, *, now: Instant, reference: Reference, errors: Sequence[FieldProblem] = ()
) -> Facts:
    """Check the person and the way back, besides what was already found wrong."""
    errors = [*errors, *_about_reach(body)]
    answer = _about_number(body.applicant, now=now, reference=reference)
    if isinstance(answer, FieldProblem):
        errors.append(answer)
    else:
        acting = about_representative(body, answer, now=now, reference=reference)
        errors += acting.errors
        answer = replace(answer, representative_number=acting.number)
    if errors or isinstance(answer, FieldProblem):
        raise Problem(Fault.INVALID_BODY, reason=errors[0].reason, errors=errors)
    return answer


def _about_reach(body: FormBody) -> list[FieldProblem]:
    errors = []
    if not is_phone(body.applicant.phone):
        errors.append(
            wrong("/applicant/phone", "phone_invalid", "电话号码格式不对", "is no phone number")
        )
    if body.delivery_way is DeliveryWay.POST and body.address is None:
        errors.append(
            wrong("/address", "address_missing", "邮寄送达请填写地址", "is required for post")
        )
    return errors


def _about_number(
    applicant: NaturalApplicant | LegalApplicant, *, now: Instant, reference: Reference
) -> Facts | FieldProblem:
    if isinstance(applicant, LegalApplicant):
        code = parse_organisation_code(applicant.uscc, regions=reference.regions)
        if isinstance(code, CodeFault):
            return bad_number("/applicant/uscc", "uscc", "统一社会信用代码", code)
        return Facts(number=code.normalized, is_minor=False)
    today = legal_day(now)
    person = check_resident("/applicant/resident_id", applicant.resident_id, today, reference)
    if isinstance(person, FieldProblem):
        return person
    return Facts(number=person.normalized, is_minor=person.is_minor(today))
