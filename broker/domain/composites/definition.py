"""A composite as data: children with place and order, one form, shared materials, limits."""

from dataclasses import dataclass

from broker.domain.clocks.rules import Leg, LimitRule
from broker.domain.composites.words import (
    ChildStage,
    CompositeKind,
    HandledIn,
    JoinPolicy,
    JointStart,
    Listing,
)
from broker.domain.identifiers import RegionCode
from broker.domain.items.words import Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who handles: the receiving region, a fixed one, or the one that the applicant names."""

    handled_in: HandledIn
    region: RegionCode | None = None
    """Only of a fixed place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildItem:
    """The item of a child; one that the catalogue does not have carries no invented code."""

    listing: Listing
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildField:
    """A field of a child's own form."""

    name: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The child is part of it only if the form's field has one of these answers."""

    field: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFact:
    """A stage of the child that is at the same time a named fact of the whole (K13)."""

    stage: ChildStage
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDefinition:
    """One item of the composite: who decides it, after which others, and what it asks for."""

    key: str
    name: str
    item: ChildItem
    place: Place
    after: frozenset[str] = frozenset()
    """Children whose end this one waits for."""
    waits_for: frozenset[str] = frozenset()
    """Named facts that must all be there before it starts, its triggers."""
    is_optional: bool = False
    condition: Condition | None = None
    fields: tuple[ChildField, ...] = ()
    facts: tuple[StageFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Where one entry of the composite goes: a field or a material of a child."""

    child: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the one form (一表申请), asked once for every child that needs it."""

    name: str
    options: tuple[str, ...] = ()
    """A closed choice; only such answers may decide which children are part of it."""
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMaterial:
    """A material of the one set (一套材料), handed in once for every child that needs it."""

    name: str
    feeds: tuple[Feed, ...]
    made_by: str = ""
    """The child whose result it is: then nobody hands it in (免证办) while that child is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointLimit:
    """The limit of joint handling: at most 45 + 15 working days [行政许可法 42(2), 82]."""

    limit: LimitRule
    starts_on: JointStart
    approver: str = ""
    """Who approves the extension: the head of the people's government of that level."""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeProvenance:
    """How sure the starting data is, and where it is from."""

    certainty: Certainty
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeDefinition:
    """A composite of the catalogue of composites; a parent case keeps the plan made of it."""

    code: str
    version: int
    name: str
    name_en: str = ""
    kind: CompositeKind
    join: JoinPolicy
    lead: str = ""
    """The child that leads; empty where the front window itself leads or an authority decides."""
    authority: Place | None = None
    """The higher authority, where the composite is reported."""
    children: tuple[ChildDefinition, ...]
    form: tuple[FormField, ...] = ()
    materials: tuple[SharedMaterial, ...] = ()
    facts: tuple[str, ...] = ()
    """Named facts that the window records because no child tells them."""
    limit: JointLimit | None = None
    legs: tuple[Leg, ...] = ()
    provenance: CompositeProvenance | None = None
