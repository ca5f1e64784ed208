"""Open the database of a read model: SQLite for one machine, PostgreSQL for several."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TextIO

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from broker.errors import Misconfigured, NewerFormat
from broker.stores.views.tables import FORMAT, META, METADATA

LOCK_WAIT_SECONDS_MAX = 30
OPENING_LOCK = 0x746F6E67
"""PostgreSQL's number of the lock under which tables are made."""
WRITES = "tongban_writes"
"""Execution option of a connection that is going to write."""


def open_database(url: str) -> Engine:
    """Open a database and make its tables, anew if they are of an older format."""
    target = make_url(url)
    match target.get_backend_name():
        case "sqlite":
            engine = _open_sqlite(target)
        case "postgresql":
            engine = create_engine(target, pool_pre_ping=True)
        case other:
            raise Misconfigured(f"a read model can be in SQLite or PostgreSQL, not in {other}")
    with ExitStack() as on_failure:
        on_failure.callback(engine.dispose)
        _prepare_tables(engine)
        on_failure.pop_all()
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside one transaction that is meant to write."""
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def _open_sqlite(target: URL) -> Engine:
    """Open SQLite so that readers never wait and writers wait for each other."""
    if target.database is None or target.database in {"", ":memory:"}:
        raise Misconfigured("a read model in SQLite needs the path of a file")
    _switch_to_wal(target.database)
    engine = create_engine(
        target, connect_args={"timeout": LOCK_WAIT_SECONDS_MAX, "check_same_thread": False}
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _switch_to_wal(path: str) -> None:
    """Set the mode that stays in the file, one process at a time.

    SQLite does not wait for others in this one step, and would say that the database is locked.
    """
    with _open_lock(path) as lock:
        flock(lock, LOCK_EX)
        with closing(sqlite3.connect(path, timeout=LOCK_WAIT_SECONDS_MAX)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")


def _open_lock(path: str) -> TextIO:
    try:
        return Path(f"{path}.lock").open("w")
    except OSError as error:
        reason = error.strerror
        raise Misconfigured(f"cannot write beside the read model {path}: {reason}") from error


def _set_pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # the driver's own BEGIN comes too late
    connection.execute("PRAGMA synchronous = NORMAL")  # a lost tail is read again from the journal


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, so that a transaction never fails halfway for want of it."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_tables(engine: Engine) -> None:
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(OPENING_LOCK)))
        found = _format_of(connection)
        if found is not None and found > FORMAT:
            raise NewerFormat(f"the read model has format {found}, this release knows {FORMAT}")
        if found == FORMAT:
            return
        METADATA.drop_all(connection)
        METADATA.create_all(connection)
        connection.execute(delete(META))
        connection.execute(insert(META), {"name": "format", "content": str(FORMAT)})


def _format_of(connection: Connection) -> int | None:
    if not inspect(connection).has_table(META.name):
        return None
    content = connection.scalar(select(META.c.content).where(META.c.name == "format"))
    return None if content is None else int(content)
