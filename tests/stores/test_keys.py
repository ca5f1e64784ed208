"""Sealing keys are kept by case, travel wrapped, and are gone for ever when destroyed."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError, Misconfigured
from broker.stores.keys import KeyStore

LANZHOU, CHENGDU = RegionCode("620100"), RegionCode("510100")
CASE, OTHER_CASE = CaseId("620100-a"), CaseId("620100-b")
KEY, OTHER_KEY = b"k" * 32, b"l" * 32


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    store = KeyStore(tmp_path / "lanzhou" / "keys.sqlite", LANZHOU)
    yield store
    store.close()


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[KeyStore]:
    store = KeyStore(tmp_path / "chengdu" / "keys.sqlite", CHENGDU)
    yield store
    store.close()


def test_a_key_is_found_by_its_id_and_by_its_case(keys: KeyStore) -> None:
    keys.store("2", CASE, OTHER_KEY)
    keys.store("1", CASE, KEY)
    keys.store("3", OTHER_CASE, KEY)
    assert keys.get("1") == KEY
    assert keys.get("9") is None
    assert keys.of_case(CASE) == [("1", KEY), ("2", OTHER_KEY)]


def test_a_repetition_changes_nothing(keys: KeyStore) -> None:
    keys.store("1", CASE, KEY)
    keys.store("1", CASE, KEY)
    assert keys.claim("1", CASE, OTHER_KEY) == KEY
    with pytest.raises(AssertionError):
        keys.store("1", CASE, OTHER_KEY)
    with pytest.raises(AssertionError):
        keys.store("1", OTHER_CASE, KEY)


def test_a_discarded_key_is_gone(keys: KeyStore) -> None:
    keys.store("1", CASE, KEY)
    keys.discard("1")
    keys.discard("1")
    assert keys.get("1") is None


def test_a_destroyed_case_has_no_keys_and_gets_none_again(keys: KeyStore, peer: KeyStore) -> None:
    peer.store("2", CASE, OTHER_KEY)
    keys.store("1", CASE, KEY)
    keys.store("3", OTHER_CASE, KEY)
    late = peer.wrap(["2"], keys.public_key(), receiver=LANZHOU)
    keys.destroy_case(CASE)
    keys.store("1", CASE, KEY)
    keys.unwrap_and_store(late)
    assert keys.claim("4", CASE, KEY) is None
    assert keys.of_case(CASE) == []
    assert keys.get("3") == KEY


def test_nothing_of_a_destroyed_key_stays_in_the_files(keys: KeyStore, tmp_path: Path) -> None:
    keys.store("key-to-erase", CASE, KEY)
    files = list((tmp_path / "lanzhou").iterdir())
    assert any(b"key-to-erase" in each.read_bytes() for each in files)
    keys.destroy_case(CASE)
    assert not any(b"key-to-erase" in each.read_bytes() for each in files)


def test_keys_travel_wrapped_to_the_peer(keys: KeyStore, peer: KeyStore) -> None:
    keys.store("1", CASE, KEY)
    keys.store("2", CASE, OTHER_KEY)
    wrapped = keys.wrap(["1", "2", "discarded"], peer.public_key(), receiver=CHENGDU)
    peer.unwrap_and_store(wrapped)
    peer.unwrap_and_store(wrapped)
    assert peer.of_case(CASE) == [("1", KEY), ("2", OTHER_KEY)]


def test_keys_for_another_region_are_refused(keys: KeyStore, peer: KeyStore) -> None:
    keys.store("1", CASE, KEY)
    for public, receiver in ((peer.public_key(), LANZHOU), (keys.public_key(), CHENGDU)):
        with pytest.raises(DecodeError, match="unwrap_failed"):
            peer.unwrap_and_store(keys.wrap(["1"], public, receiver=receiver))
    assert peer.get("1") is None


def test_a_peer_cannot_replace_a_key(keys: KeyStore, peer: KeyStore) -> None:
    peer.store("1", CASE, KEY)
    keys.store("0", CASE, KEY)
    keys.store("1", OTHER_CASE, OTHER_KEY)
    with pytest.raises(DecodeError, match="key_conflict"):
        peer.unwrap_and_store(keys.wrap(["0", "1"], peer.public_key(), receiver=CHENGDU))
    assert peer.of_case(CASE) == [("1", KEY)]


def test_keys_are_encrypted_at_rest_and_readable_by_their_owner_only(
    keys: KeyStore, tmp_path: Path
) -> None:
    keys.store("1", CASE, KEY)
    folder = tmp_path / "lanzhou"
    assert not any(KEY in each.read_bytes() for each in folder.iterdir())
    for name in ("keys.sqlite", "keys.sqlite-wal", "keys.master"):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_a_store_is_found_again(keys: KeyStore, tmp_path: Path) -> None:
    keys.store("1", CASE, KEY)
    again = KeyStore(tmp_path / "lanzhou" / "keys.sqlite", LANZHOU)
    assert again.get("1") == KEY
    assert again.public_key() == keys.public_key()
    again.close()


@pytest.mark.parametrize("content", [None, b"short", b"x" * 32])
def test_a_store_without_its_master_key_says_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "keys.sqlite"
    KeyStore(file, LANZHOU).close()
    master = file.with_suffix(".master")
    master.unlink()
    if content is not None:
        master.write_bytes(content)
    with pytest.raises(Misconfigured, match="master key"):
        KeyStore(file, LANZHOU)


def test_threads_share_a_store(keys: KeyStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keys.store(f"{number:03}", CASE, KEY), range(40)))
    assert len(keys.of_case(CASE)) == 40


OPEN_AND_STORE = """
import sys
from pathlib import Path
from broker.stores.keys import KeyStore
keys = KeyStore(Path(sys.argv[1]), "620100")
for number in range(20):
    keys.store(f"{sys.argv[2]}-{number}", "620100-a", b"k" * 32)
print(keys.public_key().hex())
"""


def test_processes_share_a_store_from_its_first_moment(tmp_path: Path) -> None:
    file = tmp_path / "keys.sqlite"
    command = [sys.executable, "-c", OPEN_AND_STORE, str(file)]
    started = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE) for number in range(3)
    ]
    answers = {each.communicate()[0] for each in started}
    assert [each.returncode for each in started] == [0, 0, 0]
    store = KeyStore(file, LANZHOU)
    assert answers == {f"{store.public_key().hex()}\n".encode()}
    assert len(store.of_case(CASE)) == 60
    store.close()
