"""Materials: documents kept as encrypted objects; events carry only their digest and key id."""

import hmac
from asyncio import to_thread
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId
from broker.errors import DecodeError, Unavailable
from broker.identity import new_bytes
from broker.ports import ObjectStore
from broker.schemas.sealed import KEY_BYTES, NONCE_BYTES, bound
from broker.stores.keys import KeyStore

MATERIAL_BYTES_MAX = 20 * 1024 * 1024
FORMAT = b"\x01"
"""First byte of an object; then nonce, ciphertext and tag."""
HEAD_BYTES = len(FORMAT) + NONCE_BYTES


class Materials:
    """Encrypts documents under keys of their case, so that destroying the keys erases them."""

    def __init__(self, objects: ObjectStore, keys: KeyStore, pepper: bytes) -> None:
        self._objects = objects
        self._keys = keys
        self._pepper = pepper

    async def store(
        self, case_id: CaseId, content: bytes, *, title: str, media_type: str
    ) -> Material:
        """Keep a document; the same document of the same case has the same key and object.

        Raises DecodeError (`too_large`), Unavailable when the case's keys were destroyed.
        """
        if len(content) > MATERIAL_BYTES_MAX:
            raise DecodeError("too_large")
        digest = sha256(content).hexdigest()
        key_id = self._hashed("key", case_id, digest)[:32]
        key = await to_thread(self._keys.claim, key_id, case_id, new_bytes(KEY_BYTES))
        if key is None:
            raise Unavailable("the keys of this case were destroyed")
        material = Material(
            digest=digest,
            key_id=key_id,
            title=title,
            media_type=media_type,
            size_bytes=len(content),
        )
        sealed = await to_thread(_encrypt, key, content, _aad(case_id, material))
        await self._objects.put(self._name(case_id, digest), sealed)
        return material

    async def fetch(self, case_id: CaseId, material: Material) -> bytes:
        """Answer the document; raises Unavailable when object or key is not here."""
        return await self._opened(case_id, material, await self.fetch_sealed(case_id, material))

    async def fetch_sealed(self, case_id: CaseId, material: Material) -> bytes:
        """Answer the encrypted object as a peer may have it; raises Unavailable if not here."""
        sealed = await self._objects.get(self._name(case_id, material.digest))
        if sealed is None:
            raise Unavailable("the document is not in the object store")
        return sealed

    async def keep_sealed(self, case_id: CaseId, material: Material, sealed: bytes) -> None:
        """Keep a peer's object after checking that it is the document the event names."""
        await self._opened(case_id, material, sealed)
        await self._objects.put(self._name(case_id, material.digest), sealed)

    async def _opened(self, case_id: CaseId, material: Material, sealed: bytes) -> bytes:
        key = await to_thread(self._keys.get, material.key_id)
        if key is None:
            raise Unavailable("the key of the document is not in the key store")
        return await to_thread(_decrypt, key, sealed, case_id, material)

    def _name(self, case_id: CaseId, digest: str) -> str:
        # Keyed, so that nobody can ask the object store whether a known document is in a case.
        hashed = self._hashed("object", case_id, digest)
        return f"materials/{hashed[:2]}/{hashed}"

    def _hashed(self, use: str, case_id: CaseId, digest: str) -> str:
        return hmac.digest(self._pepper, bound(use, case_id, digest), sha256).hex()


def _aad(case_id: CaseId, material: Material) -> bytes:
    return bound(case_id, material.key_id, material.digest)


def _encrypt(key: bytes, content: bytes, aad: bytes) -> bytes:
    nonce = new_bytes(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, content, aad)


def _decrypt(key: bytes, sealed: bytes, case_id: CaseId, material: Material) -> bytes:
    if not sealed.startswith(FORMAT) or len(sealed) > HEAD_BYTES + MATERIAL_BYTES_MAX + 16:
        raise DecodeError("not_a_material")
    nonce, ciphertext = sealed[len(FORMAT) : HEAD_BYTES], sealed[HEAD_BYTES:]
    try:
        content = AESGCM(key).decrypt(nonce, ciphertext, _aad(case_id, material))
    except (InvalidTag, ValueError):
        raise DecodeError("unseal_failed") from None
    if sha256(content).hexdigest() != material.digest:
        raise DecodeError("digest_mismatch")
    return content
