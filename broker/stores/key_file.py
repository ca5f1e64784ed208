"""The SQLite file under the key store: transactions for several processes and threads."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from broker.errors import Unavailable

BUSY_SECONDS_MAX = 10.0
SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a key is on disk before the record that needs it
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)


class KeyFile:
    """One connection, shared by the threads of a process."""

    def __init__(self, file: Path) -> None:
        self._lock = RLock()
        self._database = sqlite3.connect(
            file, timeout=BUSY_SECONDS_MAX, isolation_level=None, check_same_thread=False
        )
        file.chmod(0o600)
        for setting in SETTINGS:
            self._database.execute(setting)

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside happen, or none; raises Unavailable when others hold the file."""
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise Unavailable(f"the key store is in use: {error}") from error
            with self._database:
                yield

    def execute(self, statement: str, *values: str | bytes) -> None:
        """Run a statement that answers nothing."""
        with self._lock:
            self._database.execute(statement, values)

    def rows(self, statement: str, *values: str | bytes) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def row(self, statement: str, *values: str | bytes) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        found = self.rows(statement, *values)
        return found[0] if found else None


@contextmanager
def only_opener(file: Path) -> Iterator[None]:
    """Keep other processes out while a store is opened, and perhaps made."""
    with file.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
