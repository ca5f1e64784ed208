"""How an item is served: modes across regions, forms, visits, delivery."""

from dataclasses import dataclass

from broker.domain.identifiers import Side
from broker.domain.items.words import DeliveryWay, Form, Mode, OnlineDepth, Reach, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one side has to do, in writing, when the item is done across regions."""

    side: Side
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeTerms:
    """A mode that is open, between which regions, with the duties of both sides."""

    mode: Mode
    scopes: frozenset[Scope]
    duties: tuple[Duty, ...] = ()

    def duties_of(self, side: Side) -> tuple[Duty, ...]:
        """Answer what one side has to do."""
        return tuple(duty for duty in self.duties if duty.side is side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The ways that are open; a value that is not published is None or empty."""

    modes: tuple[ModeTerms, ...]
    """The main mode first; several may be open."""
    reach: Reach | None = None
    forms: frozenset[Form] = frozenset()
    online_depth: OnlineDepth | None = None
    visits: int | None = None
    """How often the applicant must come in person."""
    visits_reason: str = ""
    flow: tuple[str, ...] = ()
    booking: bool | None = None
    post: bool | None = None
    delivery_ways: frozenset[DeliveryWay] = frozenset()
    quota: str = ""
    public_notice: bool | None = None
    yearly_check: bool | None = None

    def terms_of(self, mode: Mode) -> ModeTerms | None:
        """Find the terms of a mode, if it is open."""
        return next((terms for terms in self.modes if terms.mode is mode), None)

    def is_open(self, mode: Mode, scope: Scope) -> bool:
        """Tell whether a mode is open across provinces, or inside one."""
        terms = self.terms_of(mode)
        return terms is not None and scope in terms.scopes
