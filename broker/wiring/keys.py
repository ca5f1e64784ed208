"""The key store behind what links and edges ask of it, off the event loop."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId, RegionCode
from broker.schemas.link import WrappedKey
from broker.schemas.sealed import APART
from broker.stores.keys import KeyStore
from broker.streams.projector import LostKey
from broker.views.port import ViewStore, whole_timeline


class KeysOfRegion:
    """Takes what peers wrapped for this region."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store

    async def take(self, keys: Sequence[WrappedKey]) -> None:
        """Unwrap and store; raises DecodeError for keys that are not for us."""
        if keys:
            await asyncio.to_thread(self._store.unwrap_and_store, keys)


class LostKeys:
    """Forgets sealing keys of commands that came to nothing."""

    def __init__(self, store: KeyStore, views: ViewStore) -> None:
        self._store = store
        self._views = views

    async def sweep(self, lost: Sequence[LostKey]) -> None:
        """Forget keys that no event refers to: the same bytes may have been decided before."""
        for one in lost:
            await asyncio.to_thread(self._sweep, one)

    def _sweep(self, lost: LostKey) -> None:
        if not any(one.key_id == lost.key_id for one in sealings_of(self._views, lost.case_id)):
            self._store.discard(lost.key_id)


def sealings_of(views: ViewStore, case_id: CaseId) -> Iterator[Sealed]:
    """List what the events of a case seal."""
    entries = whole_timeline(views, case_id)
    return (entry.sealed for entry in entries if entry.sealed is not None)


class KeysForPeer:
    """Wraps this region's keys for one peer."""

    def __init__(
        self, store: KeyStore, peer: RegionCode, public_keys: Mapping[RegionCode, bytes]
    ) -> None:
        self._store = store
        self._peer = peer
        self._public_keys = public_keys

    async def wrap(
        self, *, cases: Sequence[CaseId], key_ids: Sequence[str]
    ) -> Sequence[WrappedKey]:
        """Wrap the shared keys of some cases and single ones; one destroyed is left out."""
        if not cases and not key_ids:
            return ()
        return await asyncio.to_thread(self._wrap, cases, key_ids)

    def _wrap(self, cases: Sequence[CaseId], key_ids: Sequence[str]) -> list[WrappedKey]:
        wanted = dict.fromkeys(key_ids)
        for case_id in cases:
            shared = (
                key_id for key_id, _ in self._store.of_case(case_id) if not key_id.startswith(APART)
            )
            wanted |= dict.fromkeys(shared)
        return self._store.wrap(wanted, self._public_keys[self._peer], receiver=self._peer)
