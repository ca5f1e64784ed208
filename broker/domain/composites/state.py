"""What is remembered of a parent case: two sides, each folded from its own events alone."""

from dataclasses import dataclass

from broker.domain.cases.commands import DecisionResult
from broker.domain.composites.plan import Plan, PlannedChild
from broker.domain.composites.words import ChildStage
from broker.domain.identifiers import RegionCode, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBegun:
    """No event yet."""


# A child, as far as the front window knows.


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Its own case has not begun: others come first, or a fact is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """Its own case runs."""

    stage: ChildStage
    number: int
    """How much the child has told."""
    withdrawal_requested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Nothing more comes of it; `stage` is one of ENDS."""

    stage: ChildStage
    number: int


ChildPhase = Waiting | UnderWay | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child with its plan and how far it has come."""

    planned: PlannedChild
    phase: ChildPhase
    is_promised: bool
    is_promise_broken: bool

    @property
    def key(self) -> str:
        """Answer its key."""
        return self.planned.key

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more comes of it."""
        return isinstance(self.phase, Ended)

    @property
    def stage(self) -> ChildStage | None:
        """Answer its stage, None before it began."""
        return None if isinstance(self.phase, Waiting) else self.phase.stage


# The receiving side: the front window.


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """The children are the matter, until the last has ended and all is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedUp:
    """The higher authority has the matter (上报)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionHeld:
    """The decision of the higher authority is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The parent case is closed (办结)."""


FrontStage = Joining | ReportedUp | DecisionHeld | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front window: its children, and what was told and handed over."""

    stage: FrontStage
    children: tuple[Child, ...]
    facts: frozenset[str]
    is_lead_released: bool
    is_extended: bool
    is_notified: bool
    is_delivered: bool

    def find(self, key: str) -> Child | None:
        """Find a child by its key."""
        return next((child for child in self.children if child.key == key), None)


# The handling side: the higher authority, where there is one.


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReported:
    """Nothing was reported, or the report has not arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHeld:
    """The report waits for the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDecided:
    """The higher authority granted or rejected."""

    result: DecisionResult


Authority = NotReported | ReportHeld | AuthorityDecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite:
    """A parent case: whose it is, what was planned, how far each side has come."""

    receiving_region: RegionCode
    plan: Plan
    """As it began; a child added later stands among the children of the front."""
    front: Front
    authority: Authority

    @property
    def handling_region(self) -> RegionCode:
        """Answer the higher authority's region; where none decides, both sides are one region."""
        return self.plan.authority_region or self.receiving_region


CompositeState = NotBegun | Composite

COMPOSITE_INITIAL: CompositeState = NotBegun()


def region_of(state: CompositeState, side: Side) -> RegionCode | None:
    """Name the region that owns a side, None before the first event."""
    if isinstance(state, NotBegun):
        return None
    return state.receiving_region if side is Side.RECEIVING else state.handling_region


def is_over(state: CompositeState) -> bool:
    """Tell whether no further act is expected of anyone."""
    return isinstance(state, Composite) and isinstance(state.front.stage, Closed)
