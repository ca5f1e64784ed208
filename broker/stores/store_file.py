"""The SQLite file under a store: transactions for several processes and threads."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from broker.errors import Unavailable
from broker.stores.durable import OWNER_ONLY

BUSY_SECONDS_MAX = 10.0
SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a key is on disk before the record that needs it
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
)

Value = str | bytes | int | None


class StoreFile:
    """One connection, shared by the threads of a process; only its owner reads the file.

    Everything raises Unavailable when SQLite cannot work just now: others hold the file, the disk
    is full.
    """

    def __init__(self, file: Path, name: str) -> None:
        self._name = name
        self._lock = RLock()
        with self._usable():
            self._database = sqlite3.connect(
                file, timeout=BUSY_SECONDS_MAX, isolation_level=None, check_same_thread=False
            )
            file.chmod(OWNER_ONLY)
            for setting in SETTINGS:
                self._database.execute(setting)

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside happen, or none."""
        with self._usable():
            self._database.execute("BEGIN IMMEDIATE")
            with self._database:
                yield

    def version(self) -> tuple[int, int]:
        """Answer what is another pair after any write to the file, ours or another process's."""
        ((by_others,),) = self.rows("PRAGMA data_version")
        return by_others, self._database.total_changes

    def execute(self, statement: str, *values: Value) -> None:
        """Run a statement that answers nothing."""
        with self._usable():
            self._database.execute(statement, values)

    def rows(self, statement: str, *values: Value) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._usable():
            return self._database.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Value) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        found = self.rows(statement, *values)
        return found[0] if found else None

    @contextmanager
    def _usable(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise Unavailable(f"{self._name} cannot be used: {error}") from error


@contextmanager
def only_opener(file: Path) -> Iterator[None]:
    """Keep other processes out while a store is opened, and perhaps made."""
    with file.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
