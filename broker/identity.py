"""The only maker of random identifiers, keys and nonces."""

import secrets


def new_token(bits: int = 256) -> str:
    """Make an unguessable text, URL-safe."""
    return secrets.token_urlsafe(bits // 8)


def new_id() -> str:
    """Make a random 128-bit identifier, hex."""
    return secrets.token_hex(16)


def new_bytes(count: int) -> bytes:
    """Make random bytes, for keys and nonces."""
    return secrets.token_bytes(count)
