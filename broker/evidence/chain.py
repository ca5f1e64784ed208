"""The hash chain: each Decision names the chain value before it, and its bytes give the next."""

from hashlib import sha256

CHAIN_PREFIX = b"tongban.chain.1\x00"


def chain_value(decision: bytes) -> bytes:
    """Answer the chain value after a Decision, from its bytes, which hold the value before it."""
    return sha256(CHAIN_PREFIX + decision).digest()
