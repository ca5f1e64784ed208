"""What every command and event says of itself, whatever its kind."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side


class Role(StrEnum):
    """What a principal may be; rights per role stand in broker.domain.rights."""

    CLERK = "clerk"
    APPLICANT = "applicant"
    SUPERVISOR = "supervisor"
    PLATFORM = "platform"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    PEER = "peer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in which role, where: pseudonymous subject, never a name."""

    subject: str
    role: Role
    region: RegionCode
    office: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The head of every command and event; a command has sequence 0."""

    id: str
    aggregate_id: AggregateId
    side: Side
    sequence: int
    region: RegionCode
    at: Instant
    causation_id: str
    correlation_id: str
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Person and free-text fields as one ciphertext; the key is kept outside every log."""

    suite: str
    key_id: str
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A document by reference (claim check): the bytes stay in the object store, encrypted."""

    digest: str
    """SHA-256 of the plain bytes, hex."""
    key_id: str
    title: str
    """A name from the item's material list, never a file name."""
    media_type: str
    size_bytes: int
