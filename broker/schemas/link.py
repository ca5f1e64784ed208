"""What travels on a link: wrapped keys beside the batch or receipt they belong to."""

from dataclasses import dataclass

from broker.domain.identifiers import CaseId, RegionCode

NO_BODY = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A sealing key, encrypted so that only the receiving region's key store can read it."""

    key_id: str
    case_id: CaseId
    sender: RegionCode
    receiver: RegionCode
    ephemeral_public: bytes
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRecord:
    """A record on a link: keys to store first, then the bytes of a Batch or Receipt."""

    keys: tuple[WrappedKey, ...]
    body: bytes
    """A Batch or Receipt in Confluent form; NO_BODY in a record that only brings keys ahead."""
