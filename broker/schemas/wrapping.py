"""A sealing key on its way to a peer: X25519, HKDF-SHA256, AES-256-GCM; secrets are arguments."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError
from broker.schemas.link import WrappedKey
from broker.schemas.sealed import KEY_BYTES, NONCE_BYTES, bound

PURPOSE = b"tongban wrapped key 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainKey:
    """A sealing key as a key store holds it."""

    key_id: str
    case_id: CaseId
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From which region's key store to which."""

    sender: RegionCode
    receiver: RegionCode


def wrap_key(
    plain: PlainKey, *, way: Way, peer_public: bytes, ephemeral_secret: bytes, nonce: bytes
) -> WrappedKey:
    """Encrypt a key for the peer; `ephemeral_secret` and `nonce` are random and used once."""
    secret = X25519PrivateKey.from_private_bytes(ephemeral_secret)
    ephemeral_public = secret.public_key().public_bytes_raw()
    wrapping = _agree(secret, peer_public, ephemeral_public + peer_public)
    aad = bound(plain.key_id, plain.case_id, way.sender, way.receiver)
    return WrappedKey(
        key_id=plain.key_id,
        case_id=plain.case_id,
        sender=way.sender,
        receiver=way.receiver,
        ephemeral_public=ephemeral_public,
        nonce=nonce,
        ciphertext=AESGCM(wrapping).encrypt(nonce, plain.key, aad),
    )


def unwrap_key(wrapped: WrappedKey, *, own_secret: bytes) -> PlainKey:
    """Decrypt a key; raises DecodeError when anything was changed or it was meant for another."""
    secret = X25519PrivateKey.from_private_bytes(own_secret)
    own_public = secret.public_key().public_bytes_raw()
    wrapping = _agree(secret, wrapped.ephemeral_public, wrapped.ephemeral_public + own_public)
    aad = bound(wrapped.key_id, wrapped.case_id, wrapped.sender, wrapped.receiver)
    if len(wrapped.nonce) != NONCE_BYTES:
        raise DecodeError("unwrap_failed")
    try:
        key = AESGCM(wrapping).decrypt(wrapped.nonce, wrapped.ciphertext, aad)
    except InvalidTag:
        raise DecodeError("unwrap_failed") from None
    if len(key) != KEY_BYTES:
        raise DecodeError("unwrap_failed")
    return PlainKey(key_id=wrapped.key_id, case_id=wrapped.case_id, key=key)


def _agree(secret: X25519PrivateKey, public: bytes, transcript: bytes) -> bytes:
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        # Not 32 bytes, or a point of small order.
        raise DecodeError("unwrap_failed") from None
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=transcript, info=PURPOSE).derive(shared)
