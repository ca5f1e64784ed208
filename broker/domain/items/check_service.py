"""Check the modes of an entry: duties, visits, reach (domain section 2)."""

from collections.abc import Iterator

from broker.domain.identifiers import Side
from broker.domain.items.item import Item
from broker.domain.items.problems import Problem, ProblemCode
from broker.domain.items.service import ModeTerms, Service
from broker.domain.items.words import DeliveryWay, Form, Mode, Reach, Scope

INSIDE_ONE_PROVINCE = frozenset({Reach.PROVINCE, Reach.CITY, Reach.COUNTY})
DUTY_PROBLEMS = {
    Side.RECEIVING: ProblemCode.MODE_WITHOUT_RECEIVING_DUTIES,
    Side.HANDLING: ProblemCode.MODE_WITHOUT_HANDLING_DUTIES,
}


def check_service(item: Item) -> Iterator[Problem]:
    """Find what is wrong with the ways that are open."""
    service = item.service
    yield from _check_modes(service)
    for terms in service.modes:
        yield from _check_terms(terms)
    yield from _check_visits(service)
    yield from _check_originals(item)
    yield from _check_reach(service)


def _check_modes(service: Service) -> Iterator[Problem]:
    if not service.modes:
        yield _problem(ProblemCode.MODE_MISSING)
    if len({terms.mode for terms in service.modes}) != len(service.modes):
        yield _problem(ProblemCode.MODE_REPEATED)


def _check_terms(terms: ModeTerms) -> Iterator[Problem]:
    """Collecting is separate from accepting (收受分离), so each side's duties are written down."""
    if not terms.scopes:
        yield _problem(ProblemCode.MODE_WITHOUT_SCOPE, about=terms.mode.zh)
    if terms.mode is Mode.ONLINE:
        return
    for side, code in DUTY_PROBLEMS.items():
        if not terms.duties_of(side):
            yield _problem(code, about=terms.mode.zh)


def _check_visits(service: Service) -> Iterator[Problem]:
    """One login, valid everywhere: online handling may not force a visit."""
    if not service.visits:
        return
    if service.terms_of(Mode.ONLINE) is not None:
        yield Problem(code=ProblemCode.ONLINE_NEEDS_VISITS, path="service.visits")
    if not service.visits_reason.strip():
        yield Problem(code=ProblemCode.VISITS_WITHOUT_REASON, path="service.visits_reason")


def _check_originals(item: Item) -> Iterator[Problem]:
    """Online there are checks of data instead of originals."""
    if {terms.mode for terms in item.service.modes} != {Mode.ONLINE}:
        return
    for material in item.materials or ():
        if material.original_needed:
            yield Problem(
                code=ProblemCode.ONLINE_NEEDS_ORIGINALS, path="materials", about=material.name
            )


def _check_reach(service: Service) -> Iterator[Problem]:
    across = any(Scope.CROSS_PROVINCE in terms.scopes for terms in service.modes)
    if across and service.reach in INSIDE_ONE_PROVINCE:
        yield Problem(code=ProblemCode.REACH_TOO_NARROW, path="service.reach")
    posted = DeliveryWay.POST in service.delivery_ways or Form.POST in service.forms
    if posted and service.post is False:
        yield Problem(code=ProblemCode.POST_DISAGREES, path="service.post")


def _problem(code: ProblemCode, *, about: str = "") -> Problem:
    return Problem(code=code, path="service.modes", about=about)
