"""What has happened to an offer; all of it is written in the person's own region."""

from dataclasses import dataclass
from typing import get_args

from broker.domain.cases.commands import ApplicantKind, DeliveryWay
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.offers.commands import OfferedField


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOffered:
    """A platform offered a draft that is filled in."""

    region: RegionCode
    item_code: str
    item_version: int
    handling_region: RegionCode
    applicant_kind: ApplicantKind
    applicant_is_minor: bool
    applicant_hash: str
    fields: tuple[OfferedField, ...]
    open_fields: tuple[str, ...]
    required: frozenset[str]
    expires_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferOpened:
    """The person saw the values and their sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanged:
    """The person put an own value in, or emptied the field."""

    name: str
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDeclined:
    """The person said no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferExpired:
    """Nobody submitted it in time; that has no effect on any right."""

    expired_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSubmitted:
    """The person handed the draft in: a case begins with this field set."""

    delivery_way: DeliveryWay
    materials: tuple[Material, ...]
    sealed: Sealed


OfferEvent = (
    DraftOffered | OfferOpened | FieldChanged | OfferDeclined | OfferExpired | OfferSubmitted
)

OFFER_EVENTS: tuple[type[OfferEvent], ...] = get_args(OfferEvent)
