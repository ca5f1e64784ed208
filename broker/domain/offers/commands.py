"""What may be asked of an offer: the platform offers, everything else is the person's."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.cases.commands import ApplicantKind, DeliveryWay
from broker.domain.envelope import Material, Role, Sealed
from broker.domain.identifiers import Instant, RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSource:
    """Where a value comes from, so that the person can judge it and have it corrected."""

    platform: str
    record_kind: str
    fetched_at: Instant
    legal_basis: str
    """Under which duty it was fetched [个人信息保护法 13, 34]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedField:
    """A field filled in beforehand: the value sealed, its source in the open."""

    name: str
    sealed: Sealed
    source: FieldSource


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """Offer a person a draft that is filled in."""

    item_code: str
    item_version: int
    handling_region: RegionCode
    applicant_kind: ApplicantKind
    applicant_is_minor: bool
    applicant_hash: str
    """Keyed hash of the identity number (blind index), never the number."""
    fields: tuple[OfferedField, ...]
    open_fields: tuple[str, ...] = ()
    """Fields of the form that no platform knows: the person fills them in."""
    required: frozenset[str] = frozenset()
    """Fields without which the draft cannot be submitted."""
    expires_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    """Open the draft: the person sees every value with its source."""

    applicant_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeField:
    """Put the person's own value in the place of an offered one, or into an open field."""

    applicant_hash: str
    name: str
    sealed: Sealed | None
    """None empties the field: the person keeps it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer:
    """Say no; no reason is asked for."""

    applicant_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOffer:
    """Hand the draft in, as it stands now, by the person's own will."""

    applicant_hash: str
    delivery_way: DeliveryWay
    materials: tuple[Material, ...]
    sealed: Sealed
    """The whole form with the values that the person has seen, sealed for the new case."""


OfferCommand = OfferDraft | OpenOffer | ChangeField | DeclineOffer | SubmitOffer
PersonCommand = OpenOffer | ChangeField | DeclineOffer | SubmitOffer
"""Each names the person, whom the edge has identified."""

OFFER_COMMAND_ROLES: dict[type[OfferCommand], Role] = {
    OfferDraft: Role.PLATFORM,
    OpenOffer: Role.APPLICANT,
    ChangeField: Role.APPLICANT,
    DeclineOffer: Role.APPLICANT,
    SubmitOffer: Role.APPLICANT,
}
"""The one role that may give it: a platform offers and never submits."""


class FieldOrigin(StrEnum):
    """Who a value in the submitted form is from."""

    PLATFORM = "platform"
    PERSON = "person"
