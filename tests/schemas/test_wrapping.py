"""A wrapped key opens at the receiving region, unchanged, or not at all."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError
from broker.schemas.link import WrappedKey
from broker.schemas.wrapping import PlainKey, Way, unwrap_key, wrap_key

SECRET = b"\x07" * 32
PUBLIC = X25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
PLAIN = PlainKey(key_id="key-1", case_id=CaseId("621000-a"), key=b"k" * 32)
WRAPPED = wrap_key(
    PLAIN,
    way=Way(sender=RegionCode("621000"), receiver=RegionCode("510100")),
    peer_public=PUBLIC,
    ephemeral_secret=b"\x09" * 32,
    nonce=b"n" * 12,
)


def test_the_receiver_unwraps_the_key() -> None:
    assert unwrap_key(WRAPPED, own_secret=SECRET) == PLAIN
    assert PLAIN.key not in WRAPPED.ciphertext


def test_nobody_else_unwraps_it() -> None:
    with pytest.raises(DecodeError):
        unwrap_key(WRAPPED, own_secret=b"\x08" * 32)


@pytest.mark.parametrize(
    "changed",
    [
        replace(WRAPPED, key_id="key-2"),
        replace(WRAPPED, case_id=CaseId("621000-b")),
        replace(WRAPPED, sender=RegionCode("310000")),
        replace(WRAPPED, receiver=RegionCode("310000")),
        replace(WRAPPED, nonce=b"m" * 12),
        replace(WRAPPED, nonce=b""),
        replace(WRAPPED, ciphertext=b""),
        replace(WRAPPED, ephemeral_public=b"\x00" * 32),
        replace(WRAPPED, ephemeral_public=b"short"),
        replace(WRAPPED, ephemeral_public=PUBLIC),
    ],
)
def test_a_changed_wrapping_does_not_open(changed: WrappedKey) -> None:
    with pytest.raises(DecodeError):
        unwrap_key(changed, own_secret=SECRET)
