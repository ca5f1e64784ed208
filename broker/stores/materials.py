"""Materials: documents kept as encrypted objects; events carry only their digest and key id.

An upload waits a few days for the command that hands it in. After these it is offered no more, and
a sweep removes it, unless an event names it.
"""

import hmac
import json
from asyncio import to_thread
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from broker.clock import SystemClock
from broker.config import SWEEP_AFTER_DAYS_DEFAULT
from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId
from broker.errors import DecodeError, Unavailable
from broker.identity import new_bytes
from broker.ports import Clock, ObjectStore
from broker.schemas.sealed import KEY_BYTES, NONCE_BYTES, bound
from broker.stores.keys import KeyStore

MATERIAL_BYTES_MAX = 20 * 1024 * 1024
FORMAT = b"\x01"
"""First byte of an object; then nonce, ciphertext and tag."""
HEAD_BYTES = len(FORMAT) + NONCE_BYTES
DAY_MILLISECONDS = 86_400_000


class Materials:
    """Encrypts documents under keys of their case, so that destroying the keys erases them."""

    def __init__(
        self,
        objects: ObjectStore,
        keys: KeyStore,
        pepper: bytes,
        *,
        offered_days: int = SWEEP_AFTER_DAYS_DEFAULT,
        clock: Clock | None = None,
    ) -> None:
        self._objects = objects
        self._keys = keys
        self._pepper = pepper
        self._offered_milliseconds = offered_days * DAY_MILLISECONDS
        self._clock = clock or SystemClock()

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
        name, about = self._name(case_id, digest), self._about(case_id, digest)
        fresh = new_bytes(KEY_BYTES)
        key = await to_thread(self._keys.claim, key_id, case_id, fresh, (name, about))
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
        await self._objects.put(name, sealed)
        told = {"key_id": key_id, "media_type": media_type, "size_bytes": len(content)}
        await self._objects.put(about, json.dumps(told).encode())
        return material

    async def uploaded(self, case_id: CaseId, digest: str) -> Material | None:
        """Answer a document stored here that may still be handed in; None: ask the case's events.

        A sweep takes what was stored long before: nothing that is offered here is in its way.
        """
        about = await self._objects.get(self._about(case_id, digest))
        if about is None:
            return None
        material = Material(digest=digest, title="", **json.loads(about))
        since = await to_thread(self._keys.waiting.since, material.key_id)
        if since is not None and self._clock.now() >= since + self._offered_milliseconds:
            return None
        return material

    async def renew(self, case_id: CaseId) -> None:
        """Let what was uploaded for a case wait anew to be handed in."""
        await to_thread(self._keys.renew, case_id)

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

    def _about(self, case_id: CaseId, digest: str) -> str:
        hashed = self._hashed("upload", case_id, digest)
        return f"uploads/{hashed[:2]}/{hashed}"

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
