"""The two things that a person is told: at the beginning what is needed, at the end what came."""

from collections.abc import Collection
from dataclasses import dataclass

from broker.domain.cases.commands import DecisionResult
from broker.domain.composites.children import join_met
from broker.domain.composites.definition import CompositeDefinition
from broker.domain.composites.form import asked, missing
from broker.domain.composites.plan import Plan, PlannedChild
from broker.domain.composites.state import AuthorityDecided, Composite
from broker.domain.composites.words import ChildStage


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningNotice:
    """Everything that is needed, told at once before the hand-in (一次告知)."""

    children: tuple[str, ...]
    """In the order in which they are begun, so far as the order is fixed."""
    fields: tuple[str, ...]
    required_fields: tuple[str, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOutcome:
    """What became of one child."""

    key: str
    name: str
    stage: ChildStage
    is_promise_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNotice:
    """The one notice: every child's outcome, and the authority's decision where one decides."""

    outcomes: tuple[ChildOutcome, ...]
    decision: DecisionResult | None
    tells_rights: bool
    """Something was rejected: the notice of review and suit belongs to it [行政许可法 38]."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Say it in Chinese, a line for each child."""
        decided = (f"上级机关决定：{RESULT_TEXTS[self.decision]}",) if self.decision else ()
        return (*(_line(one) for one in self.outcomes), *decided)


RESULT_TEXTS = {DecisionResult.GRANTED: "准予", DecisionResult.REJECTED: "不予许可"}


def tell_opening(definition: CompositeDefinition, plan: Plan) -> OpeningNotice:
    """Tell what these children need: fields and materials once each, whoever takes them."""
    keys = {child.key for child in plan.children}
    taken = {
        material.shared
        for child in plan.children
        for material in child.materials
        if not material.made_by
    }
    return OpeningNotice(
        children=tuple(_in_order(plan)),
        fields=tuple(field.name for field in asked(definition, keys)),
        required_fields=missing(definition, keys, ()),
        materials=tuple(one.name for one in definition.materials if one.name in taken),
    )


def tell_outcome(state: Composite) -> OutcomeNotice | None:
    """Tell the outcome; None while there is anything left to wait for."""
    if not join_met(state):
        return None
    decision = state.authority.result if isinstance(state.authority, AuthorityDecided) else None
    outcomes = tuple(
        ChildOutcome(
            key=child.key,
            name=child.planned.name,
            stage=child.stage,
            is_promise_broken=child.is_promise_broken,
        )
        for child in state.front.children
        if child.stage is not None
    )
    rejected = any(one.stage is ChildStage.REJECTED for one in outcomes)
    return OutcomeNotice(
        outcomes=outcomes,
        decision=decision,
        tells_rights=rejected or decision is DecisionResult.REJECTED,
    )


def _in_order(plan: Plan) -> list[str]:
    """Put the children in an order that the plan allows, as planned where it leaves a choice."""
    placed: list[str] = []
    left = list(plan.children)
    while left:
        free = [child for child in left if _is_free(child.after, left)]
        placed.extend(child.name for child in free)
        left = [child for child in left if child not in free]
    return placed


def _is_free(after: Collection[str], left: Collection[PlannedChild]) -> bool:
    return not any(child.key in after for child in left)


def _line(one: ChildOutcome) -> str:
    broken = "（未履行告知承诺）" if one.is_promise_broken else ""
    return f"{one.name}：{one.stage.zh}{broken}"
