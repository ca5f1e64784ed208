"""Storing sealing keys together: whoever comes while one write is on its way shares the next."""

import asyncio
from dataclasses import dataclass

from broker.domain.identifiers import CaseId
from broker.schemas.wrapping import PlainKey
from broker.stores.keys import KeyStore


@dataclass(frozen=True, slots=True)
class Asked:
    """A key to store, and who waits for it."""

    key: PlainKey
    stored: asyncio.Future[None]


class KeyWriter:
    """Writes keys durably, many at the price of one; each caller returns when its own is stored."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._asked: list[Asked] = []
        self._writing: asyncio.Task[None] | None = None

    async def store(self, key_id: str, case_id: CaseId, key: bytes) -> None:
        """Return when the key is on disk; raises Unavailable when it could not be written."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked.append(Asked(PlainKey(key_id=key_id, case_id=case_id, key=key), stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await stored

    async def _write(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, []
            try:
                await asyncio.to_thread(self._keys.store_all, [one.key for one in asked])
            except Exception as error:  # noqa: BLE001  # it belongs to those who wait
                settle(asked, error)
            else:
                settle(asked, None)


def settle(asked: list[Asked], error: Exception | None) -> None:
    """Tell those who still wait what became of their keys."""
    for one in asked:
        if one.stored.done():
            continue
        if error is None:
            one.stored.set_result(None)
        else:
            one.stored.set_exception(error)
