"""An item (事项): one entry of the implementation list (实施清单) of one region."""

from dataclasses import dataclass, field
from datetime import date

from broker.domain.identifiers import RegionCode
from broker.domain.items.conditions import Easing, Eligibility
from broker.domain.items.identity import Authority, Identity
from broker.domain.items.materials import Material
from broker.domain.items.publication import Contacts, Fees, LegalBasis, Result
from broker.domain.items.service import Service
from broker.domain.items.times import Times
from broker.domain.items.words import Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The days an entry is meant for, both ends included; None: until a successor begins."""

    from_on: date
    until_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in the term."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where starting data comes from; a region's own published list has none."""

    certainty: Certainty
    name_verified: bool
    mode_verified: bool = False
    regional: bool = False
    """Local practice or a ministry's measure, outside the national list."""
    limit_source: str = ""
    """Where the limits or the legs stand; it is not the legal basis of the item."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry with its 46 elements in groups (see `elements`), owned by the handling region."""

    region: RegionCode
    code: str
    """The code of the catalogue; it stays the same from version to version."""
    effective: Term
    identity: Identity
    authority: Authority
    service: Service
    times: Times = field(default_factory=Times)
    eligibility: Eligibility = field(default_factory=Eligibility)
    materials: tuple[Material, ...] | None = None
    """None is not published; an empty list asks for nothing."""
    easing: Easing = field(default_factory=Easing)
    fees: Fees = field(default_factory=Fees)
    result: Result = field(default_factory=Result)
    legal_basis: tuple[LegalBasis, ...] = ()
    contacts: Contacts = field(default_factory=Contacts)
    name_en: str = ""
    provenance: Provenance | None = None
