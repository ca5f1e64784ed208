"""One private PostgreSQL for the whole test run, from Debian's server binaries."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.operations.ports import free_port

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
# A test server may lose everything in a power cut, so it need not wait for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the SQLAlchemy URL of an empty database; the server is gone at the end."""
    folder = tmp_path_factory.mktemp("postgres")
    _let_the_server_in(folder)
    data = str(folder / "data")
    port = free_port()
    arguments = f"{OPTIONS} -p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    _run("initdb", "-D", data, "-A", "trust", "-U", "tongban", "-E", "UTF8", "--no-sync")
    _run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/server.log", "-o", arguments, "start")
    try:
        _run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "tongban", "tongban")
        yield f"postgresql+psycopg://tongban@127.0.0.1:{port}/tongban"
    finally:
        _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, which refuses to be root, as its own user if need be."""
    user = "postgres" if os.geteuid() == 0 else None
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - not a path of ours
        result = subprocess.run(
            [_find(program), *arguments],
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd="/",
            stdout=nowhere,  # a pipe would stay open in the server and never end
            stderr=subprocess.STDOUT,
            check=False,
        )
    assert result.returncode == 0, f"{program} ended with {result.returncode}"


def _find(program: str) -> str:
    versions = sorted(DEBIAN_BINARIES.glob(f"*/bin/{program}"), key=lambda path: path.parts[4])
    found = str(versions[-1]) if versions else shutil.which(program)
    assert found, "PostgreSQL's server is missing: run infra/install-system-packages.sh"
    return found


def _let_the_server_in(folder: Path) -> None:
    """Give the folder to the server's user, and let that user pass through its parents."""
    if os.geteuid() != 0:
        return
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    for parent in folder.parents:
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o001)
