"""Sealed texts, documents and dead letters of a region in memory."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId, RegionCode
from broker.web.ports import LetterStanding, SetAside, StoredMaterial
from tests.web.places import PARTITION, START


class MemorySealer:
    """Keeps the plain text under the key's name, so that holding the key is all that counts."""

    def __init__(self, region: RegionCode) -> None:
        self._region = region
        self.keys: dict[tuple[CaseId, str], Mapping[str, str]] = {}

    async def seal(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        key_id = f"{self._region}-key-{len(self.keys)}"
        self.keys[case_id, key_id] = dict(plain)
        digest = hashlib.sha256(json.dumps(dict(plain)).encode()).digest()
        return Sealed(suite="standard", key_id=key_id, nonce=b"n" * 12, ciphertext=digest)

    async def seal_apart(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        return await self.seal(case_id, plain)

    async def unseal(self, case_id: CaseId, sealed: Sealed) -> Mapping[str, str] | None:
        return self.keys.get((case_id, sealed.key_id))

    def hash_body(self, plain: bytes) -> bytes:
        return hashlib.sha256(self._region.encode() + plain).digest()

    def blind(self, number: str) -> str:
        return hashlib.sha256(f"{self._region}{number}".encode()).hexdigest()


class MemoryMaterials:
    """Documents in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[CaseId, str], tuple[StoredMaterial, bytes]] = {}
        self.renewed: list[CaseId] = []

    async def store(self, case_id: CaseId, content: bytes, media_type: str) -> StoredMaterial:
        digest = hashlib.sha256(content).hexdigest()
        stored = StoredMaterial(
            digest=digest, key_id="m-1", media_type=media_type, size_bytes=len(content)
        )
        self.kept[case_id, digest] = (stored, content)
        return stored

    async def find(self, case_id: CaseId, digest: str) -> StoredMaterial | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else found[0]

    async def renew(self, case_id: CaseId) -> None:
        self.renewed.append(case_id)

    async def read(self, case_id: CaseId, digest: str) -> bytes | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else found[1]

    async def read_sealed(self, case_id: CaseId, digest: str) -> bytes | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else b"sealed:" + hashlib.sha256(found[1]).digest()


class MemoryLetters:
    """Records set aside, in a list; `retried` is what went back to a topic."""

    def __init__(self, region: RegionCode) -> None:
        self._topic = f"{region}.intake"
        self.kept: list[SetAside] = []
        self.retried: list[str] = []

    def set_aside(self, reason: str) -> str:
        """Set one more record aside."""
        offset = len(self.kept)
        letter = SetAside(
            id=f"{self._topic}-{PARTITION}-{offset}",
            topic=self._topic,
            partition=PARTITION,
            offset=offset,
            reason=reason,
            first_seen_at=START,
            attempts=1,
            standing=LetterStanding.SET_ASIDE,
            note="",
            size_bytes=3,
            sha256=hashlib.sha256(b"???").hexdigest(),
        )
        self.kept.append(letter)
        return letter.id

    async def all(self) -> Sequence[SetAside]:
        return tuple(self.kept)

    async def retry(self, letter_id: str) -> bool:
        if not self._close(letter_id, LetterStanding.RETRIED, ""):
            return False
        self.retried.append(letter_id)
        return True

    async def discard(self, letter_id: str, reason: str) -> bool:
        return self._close(letter_id, LetterStanding.DISCARDED, reason)

    def _close(self, letter_id: str, standing: LetterStanding, note: str) -> bool:
        for place, letter in enumerate(self.kept):
            if letter.id == letter_id and letter.standing is LetterStanding.SET_ASIDE:
                self.kept[place] = replace(letter, standing=standing, note=note)
                return True
        return False
