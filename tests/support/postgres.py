"""One private PostgreSQL for the whole test run, from Debian's server binaries."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from broker.operations.ports import free_port

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
# A test server may lose everything in a power cut, so it need not wait for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the SQLAlchemy URL of an empty database; the server is gone at the end."""
    # Not below pytest's folder, which is closed to the server's user.
    with TemporaryDirectory(prefix="tongban-postgres-") as folder:
        if (user := _server_user()) is not None:
            shutil.chown(folder, user, user)
        data = f"{folder}/data"
        port = free_port()
        arguments = f"{OPTIONS} -p {port} -c listen_addresses=127.0.0.1 -k {folder}"
        _run("initdb", "-D", data, "-A", "trust", "-U", "tongban", "-E", "UTF8", "--no-sync")
        _run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/server.log", "-o", arguments, "start")
        try:
            _run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tongban", "tongban")
            yield f"postgresql+psycopg://tongban@127.0.0.1:{port}/tongban"
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _server_user() -> str | None:
    """Name the user that PostgreSQL runs as when we are root, which it refuses to be."""
    return "postgres" if os.geteuid() == 0 else None


def _run(program: str, *arguments: str) -> None:
    user = _server_user()
    result = subprocess.run(
        [_find(program), *arguments],
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server would hold a pipe open for as long as it lives
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert result.returncode == 0, f"{program} ended with {result.returncode}"


def _find(program: str) -> str:
    versions = sorted(DEBIAN_BINARIES.glob(f"*/bin/{program}"), key=lambda path: path.parts[4])
    found = str(versions[-1]) if versions else shutil.which(program)
    assert found, "PostgreSQL's server is missing: run infra/install-system-packages.sh"
    return found
