"""The region's key store: sealing keys by case, encrypted at rest, outside every log."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from broker.clock import SystemClock
from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError, Unavailable
from broker.identity import new_bytes
from broker.ports import Clock
from broker.schemas.link import WrappedKey
from broker.schemas.sealed import KEY_BYTES, NONCE_BYTES
from broker.schemas.wrapping import PlainKey, Way, unwrap_key, wrap_key
from broker.stores.master_key import MasterKey, create_master_key, read_master_key
from broker.stores.store_file import StoreFile, only_opener
from broker.stores.waiting import WaitingKeys

TABLES = (
    "CREATE TABLE IF NOT EXISTS keys (key_id TEXT PRIMARY KEY, case_id TEXT NOT NULL,"
    " nonce BLOB NOT NULL, ciphertext BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS keys_of_case ON keys (case_id)",
    "CREATE TABLE IF NOT EXISTS destroyed (case_id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS own"
    " (name TEXT PRIMARY KEY, nonce BLOB NOT NULL, ciphertext BLOB NOT NULL) WITHOUT ROWID",
)
OWN_SECRET = "x25519"  # noqa: S105 - the name of a row


class KeyStore:
    """Keys of one region; several processes and threads may use the same file."""

    def __init__(self, file: Path, region: RegionCode, clock: Clock | None = None) -> None:
        self._region = region
        self._clock = clock or SystemClock()
        file.parent.mkdir(parents=True, exist_ok=True)
        with only_opener(file):
            self._file = StoreFile(file, "the key store")
            for table in TABLES:
                self._file.execute(table)
            self.waiting = WaitingKeys(self._file, file)
            self._master, self._secret = _own_keys(self._file, file.with_suffix(".master"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def store(self, key_id: str, case_id: CaseId, key: bytes) -> None:
        """Keep a key durably, before the append that needs it; a destroyed case keeps none."""
        self.store_all([PlainKey(key_id=key_id, case_id=case_id, key=key)])

    def store_all(self, keys: Sequence[PlainKey]) -> None:
        """Keep keys durably, all or none, for the price of one."""
        assert all(len(each.key) == KEY_BYTES for each in keys)
        with self._file.transaction():
            for each in keys:
                standing = self._claim(each)
                assert standing in (each, None), "a key id was used twice"
                if standing is not None:
                    self.waiting.note(each.key_id, each.case_id, self._clock.now(), ())

    def claim(
        self, key_id: str, case_id: CaseId, key: bytes, objects: Sequence[str] = ()
    ) -> bytes | None:
        """Keep a key unless the id has one; answer the id's key, None if the case was destroyed.

        `objects` names what will be stored under it, to be swept with it if no event names it.
        """
        assert len(key) == KEY_BYTES
        with self._file.transaction():
            standing = self._claim(PlainKey(key_id=key_id, case_id=case_id, key=key))
            if standing is not None:
                self.waiting.note(key_id, case_id, self._clock.now(), objects)
        assert standing is None or standing.case_id == case_id, "a key id was used for two cases"
        return None if standing is None else standing.key

    def renew(self, case_id: CaseId) -> None:
        """Keep from the sweep for longer what no event of a case names yet: its draft was saved."""
        with self._file.transaction():
            self.waiting.renew(case_id, self._clock.now())

    def get(self, key_id: str) -> bytes | None:
        """Answer a key, None when there is none (any more)."""
        found = self._find(key_id)
        return None if found is None else found.key

    def of_case(self, case_id: CaseId) -> list[tuple[str, bytes]]:
        """Answer all keys of a case with their ids, sorted by id."""
        query = "SELECT key_id, nonce, ciphertext FROM keys WHERE case_id = ? ORDER BY key_id"
        return [
            (key_id, self._master.decrypt(nonce, ciphertext, key_id, case_id))
            for key_id, nonce, ciphertext in self._file.rows(query, case_id)
        ]

    def discard(self, key_id: str) -> None:
        """Forget a key that no event names; unknown ids are fine."""
        with self._file.transaction():
            self._file.execute("DELETE FROM keys WHERE key_id = ?", key_id)
            self.waiting.forget([key_id])

    def named(self, key_ids: Iterable[str]) -> None:
        """Note that events name these keys: no sweep takes them from now on."""
        with self._file.transaction():
            self.waiting.forget(key_ids)

    def destroy_case(self, case_id: CaseId) -> None:
        """Erase a person: no key of the case exists from here on, nor will again.

        Raises Unavailable while a reader keeps old pages alive; repeat it then.
        """
        with self._file.transaction():
            self._file.execute("INSERT OR IGNORE INTO destroyed VALUES (?)", case_id)
            self.waiting.forget_sealings(case_id)
            self._file.execute("DELETE FROM keys WHERE case_id = ?", case_id)
        ((is_busy, _, _),) = self._file.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_busy:
            raise Unavailable("the key store is being read; destroy the keys of the case again")

    def public_key(self) -> bytes:
        """Answer what peers wrap keys for."""
        return X25519PrivateKey.from_private_bytes(self._secret).public_key().public_bytes_raw()

    def wrap(
        self, key_ids: Iterable[str], peer_public: bytes, *, receiver: RegionCode
    ) -> list[WrappedKey]:
        """Encrypt keys for a peer; an id whose key was destroyed or discarded is left out."""
        way = Way(sender=self._region, receiver=receiver)
        return [
            wrap_key(
                found,
                way=way,
                peer_public=peer_public,
                ephemeral_secret=new_bytes(KEY_BYTES),
                nonce=new_bytes(NONCE_BYTES),
            )
            for found in map(self._find, key_ids)
            if found is not None
        ]

    def unwrap_and_store(self, wrapped: Sequence[WrappedKey]) -> None:
        """Keep a peer's keys, all or none; raises DecodeError when one is not what it claims."""
        if any(each.receiver != self._region for each in wrapped):
            raise DecodeError("unwrap_failed")
        keys = [unwrap_key(each, own_secret=self._secret) for each in wrapped]
        with self._file.transaction():
            for each in keys:
                if self._claim(each) not in {each, None}:
                    raise DecodeError("key_conflict")

    def _claim(self, plain: PlainKey) -> PlainKey | None:
        """The key that stands under the id; inside a transaction."""
        if self._file.row("SELECT 1 FROM destroyed WHERE case_id = ?", plain.case_id) is not None:
            return None
        if (found := self._find(plain.key_id)) is not None:
            return found
        nonce, ciphertext = self._master.encrypt(plain.key, plain.key_id, plain.case_id)
        insert = "INSERT INTO keys VALUES (?, ?, ?, ?)"
        self._file.execute(insert, plain.key_id, plain.case_id, nonce, ciphertext)
        return plain

    def _find(self, key_id: str) -> PlainKey | None:
        row = self._file.row("SELECT case_id, nonce, ciphertext FROM keys WHERE key_id = ?", key_id)
        if row is None:
            return None
        case_id, nonce, ciphertext = row
        key = self._master.decrypt(nonce, ciphertext, key_id, case_id)
        return PlainKey(key_id=key_id, case_id=case_id, key=key)


def _own_keys(file: StoreFile, master_file: Path) -> tuple[MasterKey, bytes]:
    """The master key and the own X25519 secret; made when the store is new."""
    row = file.row("SELECT nonce, ciphertext FROM own WHERE name = ?", OWN_SECRET)
    if row is not None:
        master = read_master_key(master_file)
        return master, master.decrypt(*row, OWN_SECRET)
    master, secret = create_master_key(master_file), new_bytes(KEY_BYTES)
    file.execute(
        "INSERT INTO own VALUES (?, ?, ?)", OWN_SECRET, *master.encrypt(secret, OWN_SECRET)
    )
    return master, secret
