"""Who acts for an applicant, checked at the edge (行政许可法 29; 民法典 19, 23, 27, 61, 165)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from broker.domain.cases.commands import ApplicantKind
from broker.domain.clocks.beijing import legal_day
from broker.domain.codes import ResidentId, is_phone
from broker.domain.identifiers import CaseId, Instant
from broker.web.bodies import FormBody, SubmitCaseBody
from broker.web.bodies_persons import (
    Agent,
    Guardian,
    HandlingPerson,
    PowerOfAttorney,
    PowerScope,
    RepresentativeKind,
)
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.fields import Body
from broker.web.person_checks import check_resident, wrong
from broker.web.problems import FieldProblem, Problem
from broker.web.reference import Reference

if TYPE_CHECKING:
    from broker.web.persons import Facts

POWER_TITLE = "授权委托书"
"""What the material that is a power of attorney is called."""
ACTS_FOR: Mapping[ApplicantKind, frozenset[RepresentativeKind]] = {
    ApplicantKind.NATURAL: frozenset({RepresentativeKind.AGENT, RepresentativeKind.GUARDIAN}),
    ApplicantKind.LEGAL: frozenset(
        {RepresentativeKind.LEGAL_REPRESENTATIVE, RepresentativeKind.HANDLING_PERSON}
    ),
}
"""By whom each kind of applicant may be represented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What was found of a representative: the number in its normal form, and what is wrong."""

    number: str | None
    errors: tuple[FieldProblem, ...]


def about_representative(
    body: FormBody, applicant: "Facts", *, now: Instant, reference: Reference
) -> Acting:
    """Check who acts, if anybody does; a minor does not act alone (民法典 19, 20, 23)."""
    someone, today = body.representative, legal_day(now)
    if someone is None:
        return Acting(number=None, errors=(_guardian_missing(),) if applicant.is_minor else ())
    pointer = "/representative/resident_id"
    person = check_resident(pointer, someone.resident_id, today, reference)
    errors = [*_about_right(body, applicant), *_about_reach(body)]
    if isinstance(person, FieldProblem):
        return Acting(number=None, errors=(*errors, person))
    errors += _about_person(body, applicant, person, today)
    if isinstance(someone, Agent | HandlingPerson):
        errors += _about_power(body, someone.power, today)
    return Acting(number=person.normalized, errors=tuple(errors))


def _guardian_missing() -> FieldProblem:
    return wrong(
        "/representative",
        "guardian_missing",
        "申请人未满十八周岁，应当由监护人代理",
        "is required: a minor is represented by a guardian",
    )


def _about_right(body: FormBody, applicant: "Facts") -> Iterator[FieldProblem]:
    someone = body.representative
    assert someone is not None
    if someone.kind not in ACTS_FOR[body.applicant.kind]:
        yield wrong(
            "/representative/kind",
            "representative_not_for_applicant",
            "此类申请人不能由这种身份的人代理",
            "does not represent this kind of applicant",
        )
    elif applicant.is_minor and not isinstance(someone, Guardian):
        yield _guardian_missing()
    elif isinstance(someone, Guardian) and not applicant.is_minor:
        yield wrong(
            "/representative/kind",
            "guardian_of_adult",
            "申请人已满十八周岁，请填写委托代理人",
            "is for minors: an adult entrusts an agent",
        )


def _about_reach(body: FormBody) -> Iterator[FieldProblem]:
    someone = body.representative
    assert someone is not None
    if not is_phone(someone.phone):
        yield wrong(
            "/representative/phone", "phone_invalid", "电话号码格式不对", "is no phone number"
        )


def _about_person(
    body: FormBody, applicant: "Facts", person: ResidentId, today: date
) -> Iterator[FieldProblem]:
    """Find who would act for himself, and a guardian who needs one (民法典 27, 35)."""
    pointer = "/representative/resident_id"
    if person.normalized == applicant.number:
        yield wrong(
            pointer, "representative_is_applicant", "不能与申请人相同", "is the applicant's own"
        )
    elif isinstance(body.representative, Guardian) and person.is_minor(today):
        yield wrong(pointer, "guardian_is_minor", "监护人应当成年", "is that of a minor")


def _about_power(body: FormBody, power: PowerOfAttorney, today: date) -> Iterator[FieldProblem]:
    """Check that the power is among the papers, covers the hand-in, and has not run out."""
    if power.expires_on < today:
        yield wrong(
            "/representative/power/expires_on",
            "power_expired",
            "委托期限已过",
            "is over: the power does not hold any more",
        )
    if PowerScope.APPLY not in power.scope:
        yield wrong(
            "/representative/power/scope",
            "power_too_narrow",
            "授权事项应当包括提交申请",
            "does not cover the application",
        )
    if isinstance(body, SubmitCaseBody) and not any(
        named.digest == power.digest and named.title == POWER_TITLE for named in body.materials
    ):
        yield _power_missing()


async def check_power(visit: Visit, case_id: CaseId, body: Body) -> None:
    """Raise a Problem if a form names a power of attorney that was not uploaded for this case."""
    if not isinstance(body, FormBody):
        return
    if not isinstance(body.representative, Agent | HandlingPerson):
        return
    if await visit.region.materials.find(case_id, body.representative.power.digest) is None:
        error = _power_missing()
        raise Problem(Fault.INVALID_BODY, reason=error.reason, errors=[error])


def _power_missing() -> FieldProblem:
    return wrong(
        "/representative/power/digest",
        "power_missing",
        "请上传授权委托书，并列入材料",
        "is no uploaded material named 授权委托书",
    )


def representative_texts(body: FormBody, number: str | None) -> dict[str, str]:
    """Write who acts, to be sealed beside the applicant: codes where there are any."""
    someone = body.representative
    if someone is None:
        return {}
    assert number is not None
    texts = {
        "representative_kind": someone.kind.value,
        "representative_name": someone.name,
        "representative_number": number,
        "representative_phone": someone.phone,
    }
    if isinstance(someone, Guardian):
        return {**texts, "representative_relation": someone.relation.value}
    if isinstance(someone, Agent | HandlingPerson):
        power = someone.power
        texts |= {
            "power_scope": "、".join(scope.value for scope in PowerScope if scope in power.scope),
            "power_until": power.expires_on.isoformat(),
            "power_digest": power.digest,
        }
    return texts
