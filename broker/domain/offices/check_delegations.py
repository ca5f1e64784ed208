"""Check what an authority delegates: a term, a scope, and nothing that it has not itself."""

from collections.abc import Iterator

from broker.domain.offices.acts import HANDLING_ACTS
from broker.domain.offices.office import Delegation, Office
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode


def check_delegations(office: Office) -> Iterator[OfficeProblem]:
    """Find what is wrong with the delegations of an office by themselves."""
    for one in office.delegations:
        for code, about in _check_delegation(office, one):
            yield OfficeProblem(code=code, path="delegations", about=about)


def _check_delegation(
    office: Office, delegation: Delegation
) -> Iterator[tuple[OfficeProblemCode, str]]:
    to_office = delegation.to_office
    if delegation.until_on < delegation.from_on:
        yield OfficeProblemCode.DELEGATION_BACKWARDS, to_office
    if delegation.handles.is_empty or not delegation.acts:
        yield OfficeProblemCode.DELEGATION_EMPTY, to_office
    if (delegation.to_region or office.region, to_office) == (office.region, office.code):
        yield OfficeProblemCode.DELEGATION_TO_ITSELF, to_office
    if delegation.handles.exceeds(office.decides):
        yield OfficeProblemCode.DELEGATION_BEYOND_POWER, to_office
    for act in sorted(delegation.acts - HANDLING_ACTS.keys()):
        yield OfficeProblemCode.ACT_NOT_DELEGABLE, act
