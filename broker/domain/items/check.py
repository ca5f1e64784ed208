"""Check an entry: is it free of contradictions, so that it can be published?

What is merely not published (None, an empty text) is no contradiction: `unpublished` names it.
"""

from collections.abc import Callable, Iterator

from broker.domain.codes.items import CarriedOutItemCode, ProjectItemCode, parse_item_code
from broker.domain.codes.regions import is_region_code
from broker.domain.items.check_materials import check_materials
from broker.domain.items.check_service import check_service
from broker.domain.items.check_times import check_times
from broker.domain.items.elements import ELEMENTS, Element
from broker.domain.items.item import Item
from broker.domain.items.problems import Problem, ProblemCode
from broker.domain.items.words import CaseType
from broker.domain.items.written import value_at

EMPTY_IS_AN_ANSWER = frozenset({"materials", "fees.charges"})
PROJECT_CODE_LENGTH = len("KT010013")


def check(item: Item) -> tuple[Problem, ...]:
    """Find everything that is wrong with an entry."""
    return tuple(problem for rule in RULES for problem in rule(item))


def unpublished(item: Item) -> tuple[Element, ...]:
    """Name the elements that say nothing: not published, or there is no such thing here."""
    return tuple(element for element in ELEMENTS if _says_nothing(item, element.path))


def _says_nothing(item: Item, path: str) -> bool:
    """No and 0 are answers; an empty list is one where None says that nothing is published."""
    value = value_at(item, path)
    empty = value in ("", (), frozenset()) and path not in EMPTY_IS_AN_ANSWER
    return value is None or empty


def _check_texts(item: Item) -> Iterator[Problem]:
    for path, text in _required_texts(item):
        if not text.strip():
            yield Problem(code=ProblemCode.TEXT_BLANK, path=path)


def _required_texts(item: Item) -> Iterator[tuple[str, str]]:
    yield "code", item.code
    yield "identity.name", item.identity.name
    yield "authority.body", item.authority.body.department
    yield from (("service.modes", one.task) for mode in item.service.modes for one in mode.duties)
    yield from (("materials", one.name) for one in item.materials or ())
    yield from (("times.legs", one.name) for one in item.times.legs)
    yield from (("eligibility.exclusions", one.name) for one in item.eligibility.exclusions)
    yield from (("fees.charges", one.name) for one in item.fees.charges or ())
    yield from (("legal_basis", one.law) for one in item.legal_basis)
    if item.times.extension is not None:
        yield "times.extension", item.times.extension.approver
    if item.easing.commitment is not None:
        yield "easing.commitment", item.easing.commitment.terms
        yield "easing.commitment", item.easing.commitment.breach
    if item.easing.leniency is not None:
        yield "easing.leniency", item.easing.leniency.consequence


def _check_identity(item: Item) -> Iterator[Problem]:
    if not is_region_code(item.region):
        yield Problem(code=ProblemCode.REGION_MALFORMED, path="region", about=item.region)
    if not item.identity.served:
        yield Problem(code=ProblemCode.SERVED_NOBODY, path="identity.served")
    if item.identity.case_type is CaseType.JOINT and not item.authority.joint_bodies:
        yield Problem(code=ProblemCode.JOINT_WITHOUT_BODIES, path="authority.joint_bodies")
    until_on = item.effective.until_on
    if until_on is not None and until_on < item.effective.from_on:
        yield Problem(code=ProblemCode.TERM_BACKWARDS, path="effective.until_on")


def _check_codes(item: Item) -> Iterator[Problem]:
    if any(sign.isspace() for sign in item.code):
        yield Problem(code=ProblemCode.CODE_WITH_BLANKS, path="code", about=item.code)
    ours = item.code.startswith("KT") and len(item.code) == PROJECT_CODE_LENGTH
    if ours and not isinstance(parse_item_code(item.code), ProjectItemCode):
        yield Problem(code=ProblemCode.CODE_CHECK_FAILED, path="code", about=item.code)
    carried_out = parse_item_code(item.identity.carried_out_code)
    if not isinstance(carried_out, CarriedOutItemCode):
        return
    if carried_out.basic != (item.identity.basic_code or carried_out.basic):
        yield _disagree(item.identity.basic_code)
    if carried_out.organisation != (item.authority.body.code or carried_out.organisation):
        yield _disagree(item.authority.body.code)


def _disagree(code: str) -> Problem:
    return Problem(code=ProblemCode.CODES_DISAGREE, path="identity.carried_out_code", about=code)


def _check_fees(item: Item) -> Iterator[Problem]:
    if any(fee.amount_fen for fee in item.fees.charges or ()) and not item.fees.basis:
        yield Problem(code=ProblemCode.FEE_WITHOUT_BASIS, path="fees.basis")


RULES: tuple[Callable[[Item], Iterator[Problem]], ...] = (
    _check_texts,
    _check_identity,
    _check_codes,
    check_service,
    check_times,
    check_materials,
    _check_fees,
)
