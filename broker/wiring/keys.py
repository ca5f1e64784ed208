"""The key store behind what links and edges ask of it, off the event loop."""

import asyncio
from collections.abc import Mapping, Sequence

from broker.domain.identifiers import CaseId, RegionCode
from broker.schemas.link import WrappedKey
from broker.stores.keys import KeyStore


class KeysOfRegion:
    """Takes what peers wrapped for this region."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store

    async def take(self, keys: Sequence[WrappedKey]) -> None:
        """Unwrap and store; raises DecodeError for keys that are not for us."""
        if keys:
            await asyncio.to_thread(self._store.unwrap_and_store, keys)

    async def sweep(self, key_ids: Sequence[str]) -> None:
        """Forget keys whose sealing lost a repetition or was refused."""
        for key_id in key_ids:
            await asyncio.to_thread(self._store.discard, key_id)


class KeysForPeer:
    """Wraps this region's keys for one peer."""

    def __init__(
        self, store: KeyStore, peer: RegionCode, public_keys: Mapping[RegionCode, bytes]
    ) -> None:
        self._store = store
        self._peer = peer
        self._public_keys = public_keys

    async def wrap_case(self, case_id: CaseId) -> Sequence[WrappedKey]:
        """Wrap all keys listed under a case."""
        listed = await asyncio.to_thread(self._store.of_case, case_id)
        return await self.wrap([key_id for key_id, _ in listed])

    async def wrap(self, key_ids: Sequence[str]) -> Sequence[WrappedKey]:
        """Wrap single keys; one destroyed meanwhile is left out."""
        public_key = self._public_keys[self._peer]
        return await asyncio.to_thread(self._store.wrap, key_ids, public_key, receiver=self._peer)
