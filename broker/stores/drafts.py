"""Drafts in SQL, in a table of their own beside the read model: a rebuild leaves them alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId, CommandId, Instant
from broker.ports import StoredDraft
from broker.stores.views.conditions import is_storable
from broker.stores.views.database import OPENING_LOCK, open_database, writing

LISTED_MAX = 200
"""Drafts in one list."""

METADATA = MetaData()
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("case_id", String, primary_key=True),
    Column("command_id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("office", String, nullable=False),
    Column("suite", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("drafts_by_owner", "owner", "saved_at"),
    Index("drafts_by_office", "office", "saved_at"),
    Index("drafts_by_expiry", "expires_at"),
)


class SqlDrafts:
    """Synchronous and safe for threads; several processes may open the same database."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        with writing(self._engine) as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(OPENING_LOCK)))
            METADATA.create_all(connection)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def save(self, draft: StoredDraft) -> None:
        """Keep a draft in place of what was kept for its case."""
        dialect = sqlite if self._engine.dialect.name == "sqlite" else postgresql
        insert = dialect.insert(DRAFTS)
        statement = insert.on_conflict_do_update(
            index_elements=["case_id"],
            set_={column.name: column for column in insert.excluded},
        )
        with writing(self._engine) as connection:
            connection.execute(statement, _row(draft))

    def find(self, case_id: str, now: Instant) -> StoredDraft | None:
        """Answer the draft of a case to be."""
        if not is_storable(case_id):
            return None
        asked = select(DRAFTS).where(DRAFTS.c.case_id == case_id, DRAFTS.c.expires_at > now)
        with self._engine.connect() as connection:
            row = connection.execute(asked).mappings().one_or_none()
        return None if row is None else _draft(row)

    def of(self, owner: str, office: str | None, now: Instant) -> tuple[StoredDraft, ...]:
        """List the drafts of an owner, and of an office unless it is None; saved last first."""
        ours = [DRAFTS.c.owner == owner]
        if office is not None:
            ours.append(DRAFTS.c.office == office)
        asked = (
            select(DRAFTS)
            .where(or_(*ours), DRAFTS.c.expires_at > now)
            .order_by(DRAFTS.c.saved_at.desc(), DRAFTS.c.case_id)
            .limit(LISTED_MAX)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked).mappings().all()
        return tuple(_draft(row) for row in rows)

    def delete(self, case_id: str) -> bool:
        """Forget a draft; False if there is none."""
        if not is_storable(case_id):
            return False
        statement = delete(DRAFTS).where(DRAFTS.c.case_id == case_id).returning(DRAFTS.c.case_id)
        with writing(self._engine) as connection:
            return bool(connection.execute(statement).all())

    def forget_expired(self, now: Instant) -> int:
        """Delete what has expired; answer how many."""
        statement = delete(DRAFTS).where(DRAFTS.c.expires_at <= now).returning(DRAFTS.c.case_id)
        with writing(self._engine) as connection:
            return len(connection.execute(statement).all())


def _row(draft: StoredDraft) -> Mapping[str, Any]:
    return {
        "case_id": draft.case_id,
        "command_id": draft.command_id,
        "key": draft.key,
        "owner": draft.owner,
        "office": draft.office,
        "suite": draft.sealed.suite,
        "key_id": draft.sealed.key_id,
        "nonce": draft.sealed.nonce,
        "ciphertext": draft.sealed.ciphertext,
        "saved_at": draft.saved_at,
        "expires_at": draft.expires_at,
    }


def _draft(row: RowMapping) -> StoredDraft:
    sealed = Sealed(
        suite=row["suite"],
        key_id=row["key_id"],
        nonce=bytes(row["nonce"]),
        ciphertext=bytes(row["ciphertext"]),
    )
    return StoredDraft(
        case_id=CaseId(row["case_id"]),
        command_id=CommandId(row["command_id"]),
        key=row["key"],
        owner=row["owner"],
        office=row["office"],
        sealed=sealed,
        saved_at=Instant(row["saved_at"]),
        expires_at=Instant(row["expires_at"]),
    )
