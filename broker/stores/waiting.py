"""Keys that no event was seen to name yet, with the objects that live and die with them.

A key is written down here in the transaction that stores it, so nothing is ever kept that a sweep
cannot find. What is leaving is about to be deleted: nobody may take it up again until it is gone.
"""

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broker.domain.identifiers import CaseId, Instant
from broker.errors import Unavailable
from broker.stores.store_file import StoreFile

WAITING_TABLES = (
    "CREATE TABLE IF NOT EXISTS waiting (key_id TEXT PRIMARY KEY, case_id TEXT NOT NULL,"
    " stored_at INTEGER NOT NULL, objects TEXT NOT NULL, leaving INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS waiting_by_case ON waiting (case_id)",
    "CREATE INDEX IF NOT EXISTS waiting_by_age ON waiting (stored_at, key_id)",
)
SEPARATOR = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingKey:
    """A key that waits for an event; `objects` names what was stored under it."""

    key_id: str
    case_id: CaseId
    stored_at: Instant
    objects: tuple[str, ...]


class WaitingKeys:
    """The table of a key store; what writes asks for a transaction around it."""

    def __init__(self, file: StoreFile, path: Path) -> None:
        self._file = file
        self._path = path
        for table in WAITING_TABLES:
            file.execute(table)

    def note(self, key_id: str, case_id: CaseId, at: Instant, objects: Sequence[str]) -> None:
        """Let a key wait from now on; raises Unavailable while it is being deleted."""
        row = self._file.row("SELECT leaving FROM waiting WHERE key_id = ?", key_id)
        if row == (1,):
            raise Unavailable("the document is just being removed; store it again in a moment")
        written = "INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, 0)"
        self._file.execute(written, key_id, case_id, at, SEPARATOR.join(objects))

    def renew(self, case_id: CaseId, at: Instant) -> None:
        """Let the keys of a case wait from now on, but for what is being deleted."""
        renewed = "UPDATE waiting SET stored_at = ? WHERE case_id = ? AND leaving = 0"
        self._file.execute(renewed, at, case_id)

    def since(self, key_id: str) -> Instant | None:
        """Answer since when a key waits; None if it does not."""
        row = self._file.row("SELECT stored_at FROM waiting WHERE key_id = ?", key_id)
        return None if row is None else Instant(row[0])

    def next(self, after: WaitingKey | None, before: Instant, limit: int) -> list[WaitingKey]:
        """List keys that wait since before an instant, the oldest first, from behind another."""
        place = (0, "") if after is None else (after.stored_at, after.key_id)
        query = (
            "SELECT key_id, case_id, stored_at, objects FROM waiting"
            " WHERE (stored_at, key_id) > (?, ?) AND stored_at < ?"
            " ORDER BY stored_at, key_id LIMIT ?"
        )
        return [
            WaitingKey(
                key_id=key_id,
                case_id=CaseId(case_id),
                stored_at=Instant(stored_at),
                objects=tuple(objects.split(SEPARATOR)) if objects else (),
            )
            for key_id, case_id, stored_at, objects in self._file.rows(query, *place, before, limit)
        ]

    def forget(self, key_ids: Iterable[str]) -> None:
        """Let keys wait no longer; they stay."""
        for key_id in key_ids:
            self._file.execute("DELETE FROM waiting WHERE key_id = ?", key_id)

    def forget_sealings(self, case_id: CaseId) -> None:
        """Let the keys of a case wait no longer, but for those whose objects are still there."""
        self._file.execute(
            "DELETE FROM waiting WHERE objects = ''"
            " AND key_id IN (SELECT key_id FROM keys WHERE case_id = ?)",
            case_id,
        )

    def leave(self, key: WaitingKey) -> bool:
        """Begin to delete a key; False if it was stored anew meanwhile."""
        with self._file.transaction():
            found = "UPDATE waiting SET leaving = 1 WHERE key_id = ? AND stored_at = ?"
            self._file.execute(found, key.key_id, key.stored_at)
            left = "SELECT 1 FROM waiting WHERE key_id = ? AND leaving = 1"
            return self._file.row(left, key.key_id) is not None

    @contextmanager
    def sweeping(self) -> Iterator[bool]:
        """Be the only one who sweeps, of all processes; False if another one is at it."""
        with self._path.with_suffix(".sweep").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
