"""The plan of a parent case: which children, where, in which order; made once, kept for ever."""

from dataclasses import dataclass

from broker.domain.composites.definition import StageFact
from broker.domain.composites.order import find_circle, with_lead
from broker.domain.composites.words import JoinPolicy
from broker.domain.identifiers import RegionCode

CHILDREN_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMaterial:
    """A material of the one set, under the name that the child's item has for it."""

    shared: str
    name: str
    made_by: str = ""
    """The child of this plan whose result it is; empty where the person hands it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChild:
    """A child of this parent: its item in one version, the region that decides, its order."""

    key: str
    name: str
    item_code: str
    """Empty where the catalogue does not have the item."""
    item_version: int
    handling_region: RegionCode
    after: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    materials: tuple[TakenMaterial, ...] = ()
    facts: tuple[StageFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a parent case began with; later versions of the definition do not touch it."""

    composite_code: str
    composite_version: int
    join: JoinPolicy
    lead: str = ""
    authority_region: RegionCode | None = None
    """The region of the higher authority, where one decides."""
    children: tuple[PlannedChild, ...]
    facts: tuple[str, ...] = ()
    """Named facts that the window may record."""
    may_extend: bool = False
    """The joint limit can be extended once [行政许可法 42(2)]."""

    def find(self, key: str) -> PlannedChild | None:
        """Find a child by its key."""
        return next((child for child in self.children if child.key == key), None)


def is_sound(plan: Plan) -> bool:
    """Tell whether every child can begin and the whole can end, whoever made the plan."""
    keys = {child.key for child in plan.children}
    return (
        0 < len(plan.children) <= CHILDREN_MAX
        and len(keys) == len(plan.children)
        and "" not in keys
        and all(set(child.after) <= keys for child in plan.children)
        and _is_join_sound(plan, keys)
        and _are_facts_told(plan)
        and not find_circle(dict(with_lead(_before(plan), plan.lead)))
    )


def _is_join_sound(plan: Plan, keys: set[str]) -> bool:
    is_reported = plan.join is JoinPolicy.REPORTED
    if is_reported != (plan.authority_region is not None):
        return False
    if plan.lead:
        return plan.lead in keys and not is_reported
    return plan.join is not JoinPolicy.ADVANCE


def _are_facts_told(plan: Plan) -> bool:
    told = {one.fact for child in plan.children for one in child.facts} | set(plan.facts)
    return all(set(child.waits_for) <= told for child in plan.children)


def _before(plan: Plan) -> dict[str, frozenset[str]]:
    """Put behind each child what it waits for: other children, and who tells its facts."""
    return {
        child.key: frozenset(child.after)
        | {
            other.key
            for other in plan.children
            for one in other.facts
            if one.fact in child.waits_for and one.fact not in plan.facts
        }
        for child in plan.children
    }
