"""Check the one form and the one set of materials: all children fed, nothing asked in vain."""

from collections import Counter
from collections.abc import Iterator

from broker.domain.composites.definition import (
    CompositeDefinition,
    Condition,
    Feed,
    SharedMaterial,
)
from broker.domain.composites.problems import (
    CompositeProblem,
    CompositeProblemCode,
    problem,
)


def check_form(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    """Find fields and materials that are missing, doubled, or collected for nothing."""
    yield from _check_fields(definition)
    yield from _check_use(definition)
    yield from _check_materials(definition)
    for child in definition.children:
        if child.condition is not None:
            yield from _check_condition(definition, child.condition)


def _check_fields(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    """Every required field of a child has exactly one source (一表申请)."""
    feeds = Counter(feed for field in definition.form for feed in field.feeds)
    known = {
        Feed(child=child.key, name=field.name): field.required
        for child in definition.children
        for field in child.fields
    }
    for feed, required in known.items():
        if required and feed not in feeds:
            yield problem(CompositeProblemCode.FIELD_NOT_FED, "form", say(feed))
    for feed, times in feeds.items():
        if feed not in known:
            yield problem(CompositeProblemCode.FIELD_UNKNOWN, "form", say(feed))
        elif times > 1:
            yield problem(CompositeProblemCode.FIELD_FED_TWICE, "form", say(feed))


def _check_use(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    """Nothing is collected that nothing needs [个人信息保护法 6]."""
    asked = {child.condition.field for child in definition.children if child.condition}
    for field in definition.form:
        if not field.feeds and field.name not in asked:
            yield problem(CompositeProblemCode.FIELD_NEEDLESS, "form", field.name)


def _check_materials(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    keys = {child.key for child in definition.children}
    feeds = Counter(feed for material in definition.materials for feed in material.feeds)
    for feed, times in feeds.items():
        if feed.child not in keys:
            yield problem(CompositeProblemCode.CHILD_UNKNOWN, "materials", feed.child)
        if times > 1:
            yield problem(CompositeProblemCode.MATERIAL_FED_TWICE, "materials", say(feed))
    for material in definition.materials:
        if not material.feeds:
            yield problem(CompositeProblemCode.MATERIAL_NEEDLESS, "materials", material.name)
        yield from _check_maker(definition, material)


def _check_maker(
    definition: CompositeDefinition, material: SharedMaterial
) -> Iterator[CompositeProblem]:
    """A result can only be material for a child that comes after it."""
    after = {child.key: child.after for child in definition.children}
    if not material.made_by:
        return
    if material.made_by not in after:
        yield problem(CompositeProblemCode.CHILD_UNKNOWN, "materials", material.made_by)
    for feed in material.feeds:
        if material.made_by not in after.get(feed.child, frozenset({material.made_by})):
            yield problem(CompositeProblemCode.MATERIAL_MADE_LATER, "materials", say(feed))


def _check_condition(
    definition: CompositeDefinition, condition: Condition
) -> Iterator[CompositeProblem]:
    """A condition is judged where no person is known, so only a closed choice can carry it."""
    options = {field.name: field.options for field in definition.form}.get(condition.field, ())
    if not options:
        yield problem(CompositeProblemCode.CONDITION_NOT_A_CHOICE, "children", condition.field)
        return
    for answer in sorted(condition.answers - set(options)):
        yield problem(CompositeProblemCode.CONDITION_NO_OPTION, "children", answer)


def say(feed: Feed) -> str:
    """Name where a feed goes."""
    return f"{feed.child}.{feed.name}"
