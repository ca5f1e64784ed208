"""Check order and join: children, lead, authority, triggers and legs of a definition."""

from collections.abc import Iterator

from broker.domain.composites.definition import ChildDefinition, CompositeDefinition
from broker.domain.composites.order import find_circle, with_lead
from broker.domain.composites.problems import (
    CompositeProblem,
    CompositeProblemCode,
    problem,
)
from broker.domain.composites.words import JoinPolicy


def check_order(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    """Find what keeps children from beginning, or the whole from ending."""
    keys = {child.key for child in definition.children}
    for child in definition.children:
        for other in sorted(child.after - keys):
            yield problem(CompositeProblemCode.CHILD_UNKNOWN, "children", other)
    yield from _check_join(definition, keys)
    yield from _check_facts(definition)
    circle = find_circle(dict(with_lead(_before(definition), definition.lead)))
    if circle:
        yield problem(CompositeProblemCode.ORDER_CIRCULAR, "children", "、".join(circle))


def _before(definition: CompositeDefinition) -> dict[str, frozenset[str]]:
    return {child.key: child.after | _tellers(definition, child) for child in definition.children}


def _tellers(definition: CompositeDefinition, child: ChildDefinition) -> frozenset[str]:
    """Name the children on whose facts a child waits, itself included if it is so."""
    awaited = child.waits_for - set(definition.facts)
    return frozenset(
        other.key
        for other in definition.children
        if any(one.fact in awaited for one in other.facts)
    )


def _check_join(definition: CompositeDefinition, keys: set[str]) -> Iterator[CompositeProblem]:
    lead, is_reported = definition.lead, definition.join is JoinPolicy.REPORTED
    if lead and is_reported:
        yield problem(CompositeProblemCode.LEAD_NEEDLESS, "lead", lead)
    if not lead and definition.join is JoinPolicy.ADVANCE:
        yield problem(CompositeProblemCode.LEAD_MISSING, "lead")
    if lead and lead not in keys:
        yield problem(CompositeProblemCode.CHILD_UNKNOWN, "lead", lead)
    for child in definition.children:
        if child.key == lead and (child.is_optional or child.condition is not None):
            yield problem(CompositeProblemCode.LEAD_NOT_CERTAIN, "lead", lead)
    if is_reported and definition.authority is None:
        yield problem(CompositeProblemCode.AUTHORITY_MISSING, "authority")
    if not is_reported and definition.authority is not None:
        yield problem(CompositeProblemCode.AUTHORITY_NEEDLESS, "authority")


def _check_facts(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    told = {one.fact for child in definition.children for one in child.facts}
    known = told | set(definition.facts)
    for child in definition.children:
        for fact in sorted(child.waits_for - known):
            yield problem(CompositeProblemCode.FACT_UNKNOWN, "children", fact)
    for leg in definition.legs:
        for fact in sorted((leg.starts_on | {leg.ends_on}) - known):
            yield problem(CompositeProblemCode.LEG_FACT_UNKNOWN, "legs", fact)
