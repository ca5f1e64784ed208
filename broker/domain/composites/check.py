"""Check a definition: is it free of contradictions, so that parent cases can begin with it?"""

from collections.abc import Callable, Iterator
from itertools import chain

from broker.domain.clocks.rules import Unit
from broker.domain.codes.items import ProjectItemCode, parse_item_code
from broker.domain.codes.regions import is_region_code
from broker.domain.composites.check_form import check_form
from broker.domain.composites.check_order import check_order
from broker.domain.composites.definition import (
    ChildDefinition,
    CompositeDefinition,
    JointLimit,
    Place,
)
from broker.domain.composites.problems import (
    CompositeProblem,
    CompositeProblemCode,
    problem,
)
from broker.domain.composites.words import HandledIn, Listing

CHILDREN_MIN = 2
CHILDREN_MAX = 30
JOINT_DAYS_MAX = 45
JOINT_EXTENSION_DAYS_MAX = 15


def check(definition: CompositeDefinition) -> tuple[CompositeProblem, ...]:
    """Find everything that is wrong with a definition taken by itself."""
    return tuple(found for rule in RULES for found in rule(definition))


def _check_texts(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    texts = chain(
        (("code", definition.code), ("name", definition.name)),
        (("children", child.key) for child in definition.children),
        (("children", child.name) for child in definition.children),
        (("form", field.name) for field in definition.form),
        (("materials", material.name) for material in definition.materials),
        (("facts", fact) for fact in definition.facts),
    )
    for path, text in texts:
        if not text.strip():
            yield problem(CompositeProblemCode.TEXT_BLANK, path)
    if definition.version == 0:
        yield problem(CompositeProblemCode.VERSION_ZERO, "version")


def _check_names(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    lists = {
        "children": [child.key for child in definition.children],
        "form": [field.name for field in definition.form],
        "materials": [material.name for material in definition.materials],
        "facts": list(definition.facts),
        "legs": [leg.name for leg in definition.legs],
    }
    for path, names in lists.items():
        if len(set(names)) != len(names):
            yield problem(CompositeProblemCode.NAMES_REPEATED, path)
    for child in definition.children:
        if len({field.name for field in child.fields}) != len(child.fields):
            yield problem(CompositeProblemCode.NAMES_REPEATED, "children", child.key)


def _check_children(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    if len(definition.children) < CHILDREN_MIN:
        yield problem(CompositeProblemCode.CHILDREN_TOO_FEW, "children")
    if len(definition.children) > CHILDREN_MAX:
        yield problem(CompositeProblemCode.CHILDREN_TOO_MANY, "children")
    for child in definition.children:
        yield from _check_item(child)
        yield from check_place(child.place, "children", child.key)
    if definition.authority is not None:
        yield from check_place(definition.authority, "authority", "")


def _check_item(child: ChildDefinition) -> Iterator[CompositeProblem]:
    code = child.item.code
    if child.item.listing is Listing.UNLISTED:
        if code:
            yield problem(CompositeProblemCode.CODE_INVENTED, "children", child.key)
        return
    if not code.strip():
        yield problem(CompositeProblemCode.CODE_MISSING, "children", child.key)
    elif code.startswith("KT") and not isinstance(parse_item_code(code), ProjectItemCode):
        yield problem(CompositeProblemCode.CODE_CHECK_FAILED, "children", code)


def check_place(place: Place, path: str, about: str) -> Iterator[CompositeProblem]:
    """Find what is wrong with a rule of place: only a fixed one names a region."""
    if (place.handled_in is HandledIn.FIXED) != (place.region is not None):
        yield problem(CompositeProblemCode.REGION_NOT_FIXED, path, about)
    elif place.region is not None and not is_region_code(place.region):
        yield problem(CompositeProblemCode.REGION_MALFORMED, path, place.region)


def _check_limit(definition: CompositeDefinition) -> Iterator[CompositeProblem]:
    if definition.limit is None:
        return
    if _is_too_long(definition.limit):
        yield problem(CompositeProblemCode.LIMIT_TOO_LONG, "limit")
    if definition.limit.limit.extension is not None and not definition.limit.approver.strip():
        yield problem(CompositeProblemCode.APPROVER_MISSING, "limit.approver")


def _is_too_long(joint: JointLimit) -> bool:
    """Days of the organ's limits in the law are working days [行政许可法 82]."""
    period, extension = joint.limit.period, joint.limit.extension
    too_long = period.unit is not Unit.WORKING_DAYS or period.n > JOINT_DAYS_MAX
    if extension is None:
        return too_long
    return too_long or extension.n > JOINT_EXTENSION_DAYS_MAX or extension.times > 1


RULES: tuple[Callable[[CompositeDefinition], Iterator[CompositeProblem]], ...] = (
    _check_texts,
    _check_names,
    _check_children,
    check_order,
    check_form,
    _check_limit,
)
