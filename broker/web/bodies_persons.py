"""Who applies, and who acts for the applicant (代理人、监护人、法定代表人、经办人)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from broker.domain.cases.commands import ApplicantKind
from broker.web.fields import Body, Digest, Line, Number

ResidentNumber = Annotated[
    Number, Field(description="Resident identity number, GB 11643, 18 characters.")
]


class NaturalApplicant(Body):
    """A natural person."""

    kind: Literal[ApplicantKind.NATURAL]
    name: Line
    resident_id: ResidentNumber
    phone: Number


class LegalApplicant(Body):
    """An organisation."""

    kind: Literal[ApplicantKind.LEGAL]
    name: Line
    uscc: Number = Field(description="Unified social credit code, GB 32100.")
    contact: Line
    phone: Number


Applicant = Annotated[NaturalApplicant | LegalApplicant, Field(discriminator="kind")]


class RepresentativeKind(StrEnum):
    """By what right somebody acts for an applicant."""

    AGENT = "agent"
    """With a power of attorney (委托代理人, 行政许可法 29)."""
    GUARDIAN = "guardian"
    """By law, for a minor (监护人, 民法典 23, 27)."""
    LEGAL_REPRESENTATIVE = "legal_representative"
    """Of an organisation (法定代表人, 民法典 61)."""
    HANDLING_PERSON = "handling_person"
    """Sent by an organisation with a power of attorney (经办人)."""


class PowerScope(StrEnum):
    """What a power of attorney covers (授权事项)."""

    APPLY = "apply"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    RECEIVE = "receive"


class GuardianRelation(StrEnum):
    """What makes a guardian (民法典 27)."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"
    """Another person or body that the law lets be guardian."""


class PowerOfAttorney(Body):
    """A power of attorney (授权委托书): a document of the case, with its scope and its last day."""

    digest: Digest
    scope: Annotated[tuple[PowerScope, ...], Field(min_length=1, max_length=len(PowerScope))]
    expires_on: date = Field(description="The last day on which it holds.")


class Agent(Body):
    """A person whom the applicant entrusts."""

    kind: Literal[RepresentativeKind.AGENT]
    name: Line
    resident_id: ResidentNumber
    phone: Number
    power: PowerOfAttorney


class Guardian(Body):
    """The guardian of a minor, who is of age."""

    kind: Literal[RepresentativeKind.GUARDIAN]
    name: Line
    resident_id: ResidentNumber
    phone: Number
    relation: GuardianRelation


class LegalRepresentative(Body):
    """Who represents an organisation by law; needs no power."""

    kind: Literal[RepresentativeKind.LEGAL_REPRESENTATIVE]
    name: Line
    resident_id: ResidentNumber
    phone: Number


class HandlingPerson(Body):
    """Whom an organisation sends."""

    kind: Literal[RepresentativeKind.HANDLING_PERSON]
    name: Line
    resident_id: ResidentNumber
    phone: Number
    power: PowerOfAttorney


Representative = Annotated[
    Agent | Guardian | LegalRepresentative | HandlingPerson, Field(discriminator="kind")
]
