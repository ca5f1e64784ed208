"""Sealed fields: person and free text as one ciphertext; keys, nonces and peppers are arguments."""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId
from broker.errors import DecodeError

STANDARD = "standard"
PLAIN_BYTES_MAX = 65_536
"""Below the size of an event, with room for its other fields (design E5)."""
KEY_BYTES = 32
NONCE_BYTES = 12


APART = "apart-"
"""How the name of a key begins that the push does not give away: it goes with its own event alone.

What is said of one body is sealed so (个人信息保护法 6), and what stands in no event, a draft.
"""


def seal(
    key: bytes, *, key_id: str, case_id: CaseId, nonce: bytes, plain: Mapping[str, object]
) -> Sealed:
    """Encrypt fields under their own key; the ciphertext opens for this case and key id only."""
    assert len(key) == KEY_BYTES
    assert len(nonce) == NONCE_BYTES
    aad = bound(case_id, key_id)
    ciphertext = AESGCM(key).encrypt(nonce, canonical(plain), aad)
    return Sealed(suite=STANDARD, key_id=key_id, nonce=nonce, ciphertext=ciphertext)


def unseal(key: bytes, sealed: Sealed, case_id: CaseId) -> dict[str, object]:
    """Decrypt fields; raises DecodeError when key, case, nonce or bytes do not belong together."""
    if sealed.suite != STANDARD:
        raise DecodeError("unknown_suite")
    if len(sealed.nonce) != NONCE_BYTES:
        raise DecodeError("unseal_failed")
    try:
        text = AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, bound(case_id, sealed.key_id))
    except InvalidTag:
        raise DecodeError("unseal_failed") from None
    return cast(dict[str, object], json.loads(text))


def canonical(plain: Mapping[str, object]) -> bytes:
    """Write fields so that equal fields are equal bytes: sorted names, no spaces, UTF-8.

    Raises DecodeError for what is too large (`too_large`) or is no Unicode text (`not_text`).
    """
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        raise DecodeError("not_text") from None
    if len(encoded) > PLAIN_BYTES_MAX:
        raise DecodeError("too_large")
    return encoded


def hash_body(pepper: bytes, plain: bytes) -> bytes:
    """Hash a command's plain body under the region's pepper, to tell repetition from reuse (E7)."""
    return hmac.digest(pepper, b"body\x00" + plain, sha256)


def blind_index(pepper: bytes, id_number: str) -> str:
    """Hash an identity number under the region's pepper, so that equal persons can be found."""
    normal = id_number.strip().upper().encode()
    return hmac.digest(pepper, b"id-number\x00" + normal, sha256).hex()


def bound(*parts: str) -> bytes:
    """Associated data: each part with its length in front, so that no two lists look the same."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(each).to_bytes(4, "big") + each for each in encoded)
