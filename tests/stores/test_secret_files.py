"""Secrets in files: made once, on the disk before they are used, never silently another."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broker.errors import Misconfigured
from broker.stores.master_key import create_master_key
from broker.stores.secret_file import SECRET_BYTES, secret_in

SYNCED_FIRST = [True, False]
"""What was brought to the disk in turn: is it a regular file? Then the folder with its name."""


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note what is brought to the disk: True for a file, False for a folder."""
    found: list[bool] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        found.append(stat.S_ISREG(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    return found


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "region" / "pepper"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(secret_in, [path] * 16))
    assert found == {path.read_bytes()}
    assert len(path.read_bytes()) == SECRET_BYTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_is_on_the_disk_with_its_name(tmp_path: Path, synced: list[bool]) -> None:
    secret_in(tmp_path / "pepper")
    assert synced == SYNCED_FIRST


def test_a_master_key_is_on_the_disk_with_its_name(tmp_path: Path, synced: list[bool]) -> None:
    create_master_key(tmp_path / "keys.master")
    assert synced == SYNCED_FIRST


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_what_is_no_secret_is_not_used(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pepper"
    path.write_bytes(content)
    with pytest.raises(Misconfigured, match=r"pepper is not a secret of 32 bytes: put .* back"):
        secret_in(path)
    assert path.read_bytes() == content
