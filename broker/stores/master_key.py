"""The region's master key: a file of its own beside the key store, readable by its owner only."""

from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from broker.errors import Misconfigured
from broker.identity import new_bytes
from broker.schemas.sealed import KEY_BYTES, NONCE_BYTES, bound
from broker.stores.durable import sync_folder, write_private


class MasterKey:
    """Encrypts what the key store keeps."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encrypt(self, plain: bytes, *names: str) -> tuple[bytes, bytes]:
        """Answer nonce and ciphertext, bound to the names of what is encrypted."""
        nonce = new_bytes(NONCE_BYTES)
        return nonce, self._cipher.encrypt(nonce, plain, bound(*names))

    def decrypt(self, nonce: bytes, ciphertext: bytes, *names: str) -> bytes:
        """Answer the plain bytes; raises Misconfigured when this is not the store's master key."""
        try:
            return self._cipher.decrypt(nonce, ciphertext, bound(*names))
        except InvalidTag:
            raise Misconfigured(
                "the master key does not open the key store: put the right master key file back"
            ) from None


def create_master_key(file: Path) -> MasterKey:
    """Make the key of a new store, on disk before anything depends on it."""
    key = new_bytes(KEY_BYTES)
    write_private(file, key)
    sync_folder(file.parent)
    return MasterKey(key)


def read_master_key(file: Path) -> MasterKey:
    """Read the key of an existing store."""
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        raise Misconfigured(f"the key store's master key is missing: put {file} back") from None
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"{file} is not a master key of {KEY_BYTES} bytes")
    return MasterKey(key)
