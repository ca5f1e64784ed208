"""Local accounts, service tokens and sessions of the web, in one SQLite file.

Passwords are kept as Argon2id; secrets of tokens as HMAC under a pepper that is not in the file;
sessions as a digest of the opaque cookie. Nothing here can be turned back into a credential.
"""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.principals import Principal
from broker.identity import new_bytes, new_id, new_token
from broker.stores.secret_file import secret_in
from broker.stores.store_file import StoreFile, only_opener

SESSION_MILLISECONDS = 8 * 3_600_000
ARGON_ITERATIONS = 2
ARGON_LANES = 1
ARGON_MEMORY_KIB = 19_456
SERVICE_MARK = "tb"
PASSWORD_LENGTH_MIN = 8

TABLES = (
    """CREATE TABLE IF NOT EXISTS account (
  name TEXT PRIMARY KEY, actor TEXT NOT NULL, title TEXT NOT NULL, password TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE IF NOT EXISTS token (
  prefix TEXT PRIMARY KEY, actor TEXT NOT NULL, title TEXT NOT NULL, scope TEXT,
  expires_at INTEGER NOT NULL, secret BLOB NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
) STRICT""",
    """CREATE TABLE IF NOT EXISTS session (
  digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name),
  expires_at INTEGER NOT NULL
) STRICT""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who logs in with name and password."""

    name: str
    title: str
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldToken:
    """A service token as the file has it."""

    principal: Principal
    secret: bytes
    expires_at: Instant


class AccountStore:
    """Who may come in; several processes may hold it open."""

    def __init__(self, path: Path, pepper: bytes) -> None:
        self._pepper = pepper
        with only_opener(path):
            self._file = StoreFile(path, "the accounts")
            for table in TABLES:
                self._file.execute(table)
        self._nobody = hash_password(new_token())
        self._tokens: dict[str, HeldToken] = {}
        self._tokens_version = (0, 0)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def put_account(self, account: Account, password: str) -> None:
        """Create an account, or give it this password, role and place; its sessions end."""
        assert len(password) >= PASSWORD_LENGTH_MIN
        hashed = hash_password(password)
        with self._file.transaction():
            self._file.execute(
                "INSERT INTO account (name, actor, title, password) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET actor = excluded.actor, title = excluded.title,"
                " password = excluded.password, disabled = 0",
                account.name,
                _write_actor(account.actor),
                account.title,
                hashed,
            )
            self._file.execute("DELETE FROM session WHERE account = ?", account.name)

    def disable_account(self, name: str) -> None:
        """Shut an account and its sessions out, at once."""
        with self._file.transaction():
            self._file.execute("UPDATE account SET disabled = 1 WHERE name = ?", name)
            self._file.execute("DELETE FROM session WHERE account = ?", name)

    def new_service_token(
        self, *, actor: Actor, title: str, scope: frozenset[str], expires_at: Instant
    ) -> str:
        """Make a token `tb_prefix.secret`; this is the only time its text is to be had."""
        prefix, secret = new_id()[:12], new_token()
        self._file.execute(
            "INSERT INTO token (prefix, actor, title, scope, expires_at, secret)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            prefix,
            _write_actor(actor),
            title,
            json.dumps(sorted(scope)),
            expires_at,
            self._keyed(secret),
        )
        return f"{SERVICE_MARK}_{prefix}.{secret}"

    def revoke_token(self, token: str) -> None:
        """Make a token worthless, by its text or by its part before the dot."""
        self._file.execute("UPDATE token SET revoked = 1 WHERE prefix = ?", _split_token(token)[0])

    def principal_of_token(self, token: str, now: Instant) -> Principal | None:
        """Answer who holds this token; None when it is wrong, revoked or expired."""
        prefix, secret = _split_token(token)
        held = self._held_token(prefix)
        if held is None or held.expires_at <= now:
            return None
        return held.principal if hmac.compare_digest(held.secret, self._keyed(secret)) else None

    def _held_token(self, prefix: str) -> HeldToken | None:
        """Answer a token from memory as long as nobody has written to the file since."""
        version = self._file.version()
        if version != self._tokens_version:
            self._tokens.clear()
            self._tokens_version = version
        if prefix not in self._tokens and (held := self._read_token(prefix)) is not None:
            self._tokens[prefix] = held
        return self._tokens.get(prefix)

    def _read_token(self, prefix: str) -> HeldToken | None:
        row = self._file.row(
            "SELECT actor, title, scope, secret, expires_at FROM token"
            " WHERE prefix = ? AND NOT revoked",
            prefix,
        )
        if row is None:
            return None
        scope = frozenset(json.loads(row[2]))
        principal = Principal(actor=_read_actor(row[0]), title=row[1], scope=scope)
        return HeldToken(principal=principal, secret=row[3], expires_at=Instant(row[4]))

    async def log_in(self, name: str, password: str, now: Instant) -> str | None:
        """Check name and password; answer the secret of a new session.

        An unknown name costs the same time as a wrong password.
        """
        row = self._file.row("SELECT password FROM account WHERE name = ? AND NOT disabled", name)
        stored = self._nobody if row is None else row[0]
        is_right = await asyncio.to_thread(is_password, stored, password)
        if row is None or not is_right:
            return None
        secret = new_token()
        self._file.execute("DELETE FROM session WHERE expires_at <= ?", now)
        self._file.execute(
            "INSERT INTO session (digest, account, expires_at) VALUES (?, ?, ?)",
            _digest(secret),
            name,
            now + SESSION_MILLISECONDS,
        )
        return secret

    def principal_of_session(self, secret: str, now: Instant) -> Principal | None:
        """Answer who is logged in with this cookie, None when nobody is."""
        row = self._file.row(
            "SELECT account.actor, account.title FROM session JOIN account"
            " ON account.name = session.account"
            " WHERE session.digest = ? AND session.expires_at > ? AND NOT account.disabled",
            _digest(secret),
            now,
        )
        if row is None:
            return None
        return Principal(actor=_read_actor(row[0]), title=row[1], scope=None)

    def log_out(self, secret: str) -> None:
        """End a session."""
        self._file.execute("DELETE FROM session WHERE digest = ?", _digest(secret))

    def _keyed(self, secret: str) -> bytes:
        return hmac.digest(self._pepper, secret.encode(), hashlib.sha256)


def open_accounts(path: Path) -> AccountStore:
    """Open the file, with the pepper in a file of mode 0600 next to it; both are made once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return AccountStore(path, secret_in(path.with_suffix(".pepper")))


def hash_password(password: str) -> str:
    """Hash with Argon2id; the answer names its own parameters."""
    return Argon2id(
        salt=new_bytes(16),
        length=32,
        iterations=ARGON_ITERATIONS,
        lanes=ARGON_LANES,
        memory_cost=ARGON_MEMORY_KIB,
    ).derive_phc_encoded(password.encode())


def is_password(stored: str, password: str) -> bool:
    """Compare; slow on purpose, so call it in a thread."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored)
    except InvalidKey:
        return False
    return True


def _split_token(token: str) -> tuple[str, str]:
    prefix, _, secret = token.removeprefix(f"{SERVICE_MARK}_").partition(".")
    return prefix, secret


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _write_actor(actor: Actor) -> str:
    return json.dumps([actor.subject, actor.role, actor.region, actor.office, actor.window])


def _read_actor(text: str) -> Actor:
    subject, role, region, office, window = json.loads(text)
    return Actor(
        subject=subject, role=Role(role), region=RegionCode(region), office=office, window=window
    )
