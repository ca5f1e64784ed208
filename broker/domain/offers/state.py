"""What is remembered of an offer: its fields with their sources, and what the person did."""

from dataclasses import dataclass

from broker.domain.envelope import Sealed
from broker.domain.identifiers import RegionCode, Side
from broker.domain.offers.commands import FieldOrigin, FieldSource
from broker.domain.offers.events import DraftOffered, OfferSubmitted


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOffered:
    """No event yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledField:
    """A field that has a value now; a source only where a platform filled it in."""

    name: str
    sealed: Sealed
    source: FieldSource | None

    @property
    def origin(self) -> FieldOrigin:
        """Answer who the value is from."""
        return FieldOrigin.PERSON if self.source is None else FieldOrigin.PLATFORM


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """It waits for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The person has seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The person said no: an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Its time ran out: an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The person handed it in: an end, and the beginning of a case."""

    submission: OfferSubmitted


OfferStage = Offered | Opened | Declined | Expired | Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer: what was offered, what its fields hold now, how far it has come."""

    draft: DraftOffered
    filled: tuple[FilledField, ...]
    stage: OfferStage

    @property
    def names(self) -> frozenset[str]:
        """Answer the names of all fields, filled or not."""
        return frozenset(field.name for field in self.draft.fields) | set(self.draft.open_fields)


OfferState = NotOffered | Offer

OFFER_INITIAL: OfferState = NotOffered()


def region_of(state: OfferState, side: Side) -> RegionCode | None:
    """Name the region of the offer: one region has both sides."""
    return None if isinstance(state, NotOffered) else state.draft.region


def is_over(state: OfferState) -> bool:
    """Tell whether nothing more can happen to it."""
    return isinstance(state, Offer) and isinstance(state.stage, Declined | Expired | Submitted)


def missing(state: Offer) -> tuple[str, ...]:
    """Name the required fields that are empty."""
    return tuple(sorted(state.draft.required - {field.name for field in state.filled}))
