"""From a definition and what the person chose to the plan of a parent case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from broker.domain.codes.regions import is_region_code
from broker.domain.composites.definition import (
    ChildDefinition,
    CompositeDefinition,
    Place,
)
from broker.domain.composites.plan import Plan, PlannedChild, TakenMaterial
from broker.domain.composites.problems import (
    CompositeProblem,
    CompositeProblemCode,
    problem,
)
from broker.domain.composites.words import HandledIn, Listing
from broker.domain.identifiers import RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen at the window: nothing in it is personal."""

    receiving: RegionCode
    answers: Mapping[str, str] = field(default_factory=dict)
    """Of the form's closed choices."""
    wanted: frozenset[str] = frozenset()
    """Optional children to be handled too."""
    regions: Mapping[str, RegionCode] = field(default_factory=dict)
    """The region named for a child, by its key; for the authority, by the empty key."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """The version in force of each listed item in its region, by the child's key."""


def make_plan(
    definition: CompositeDefinition, choice: Choice
) -> Plan | tuple[CompositeProblem, ...]:
    """Take the children that apply and find each its region, or say what is missing."""
    taken = tuple(child for child in definition.children if _is_taken(child, choice))
    problems = tuple(_objections(definition, taken, choice))
    if problems:
        return problems
    authority, joint = definition.authority, definition.limit
    return Plan(
        composite_code=definition.code,
        composite_version=definition.version,
        join=definition.join,
        lead=definition.lead,
        authority_region=None if authority is None else _region(authority, "", choice),
        children=tuple(_plan_child(definition, child, taken, choice) for child in taken),
        facts=definition.facts,
        may_extend=joint is not None and joint.limit.extension is not None,
    )


def _is_taken(child: ChildDefinition, choice: Choice) -> bool:
    if child.is_optional and child.key not in choice.wanted:
        return False
    condition = child.condition
    return condition is None or choice.answers.get(condition.field) in condition.answers


def _region(place: Place, key: str, choice: Choice) -> RegionCode:
    match place.handled_in:
        case HandledIn.RECEIVING:
            return choice.receiving
        case HandledIn.FIXED:
            assert place.region is not None
            return place.region
        case HandledIn.NAMED:
            return choice.regions[key]


def _plan_child(
    definition: CompositeDefinition,
    child: ChildDefinition,
    taken: tuple[ChildDefinition, ...],
    choice: Choice,
) -> PlannedChild:
    told = {one.fact for other in taken for one in other.facts} | set(definition.facts)
    keys = {other.key for other in taken}
    return PlannedChild(
        key=child.key,
        name=child.name,
        item_code=child.item.code,
        item_version=choice.versions.get(child.key, 0),
        handling_region=_region(child.place, child.key, choice),
        after=tuple(other.key for other in taken if other.key in child.after),
        waits_for=tuple(sorted(child.waits_for & told)),
        materials=tuple(
            TakenMaterial(
                shared=material.name,
                name=feed.name,
                made_by=material.made_by if material.made_by in keys else "",
            )
            for material in definition.materials
            for feed in material.feeds
            if feed.child == child.key
        ),
        facts=child.facts,
    )


def _objections(
    definition: CompositeDefinition, taken: tuple[ChildDefinition, ...], choice: Choice
) -> Iterator[CompositeProblem]:
    yield from _check_answers(definition, choice)
    optional = {child.key for child in definition.children if child.is_optional}
    for key in sorted(choice.wanted - optional):
        yield problem(CompositeProblemCode.NOT_OPTIONAL, "children", key)
    if not taken:
        yield problem(CompositeProblemCode.NOTHING_LEFT, "children")
    for child in taken:
        yield from _check_region(child.place, child.key, "children", choice)
        listed = child.item.listing is Listing.LISTED
        if listed and choice.versions.get(child.key, 0) < 1:
            yield problem(CompositeProblemCode.ITEM_VERSION_MISSING, "children", child.item.code)
    if definition.authority is not None:
        yield from _check_region(definition.authority, "", "authority", choice)


def _check_answers(definition: CompositeDefinition, choice: Choice) -> Iterator[CompositeProblem]:
    asked = {child.condition.field for child in definition.children if child.condition}
    for one in definition.form:
        if one.name not in asked:
            continue
        answer = choice.answers.get(one.name)
        if answer is None:
            yield problem(CompositeProblemCode.ANSWER_MISSING, "form", one.name)
        elif answer not in one.options:
            yield problem(CompositeProblemCode.ANSWER_NO_OPTION, "form", one.name)


def _check_region(place: Place, key: str, path: str, choice: Choice) -> Iterator[CompositeProblem]:
    if place.handled_in is not HandledIn.NAMED:
        return
    region = choice.regions.get(key)
    if region is None:
        yield problem(CompositeProblemCode.REGION_NOT_NAMED, path, key)
    elif not is_region_code(region):
        yield problem(CompositeProblemCode.REGION_MALFORMED, path, key)
