"""The ports: what the shells promise to the engine; memory.py and the Kafka adapters keep them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId, CommandId, Instant
from broker.schemas.records import LogRecord, NewRecord


class Clock(Protocol):
    """Wall clock and sleeping; only shells ask it."""

    def now(self) -> Instant:
        """Milliseconds since the epoch."""
        ...

    def elapsed(self) -> float:
        """Monotonic seconds."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Log(Protocol):
    """Topics to read, without a consumer group."""

    async def bounds(self, topic: str, partition: int) -> tuple[int, int]:
        """First offset still held, and the offset that the next record will get."""
        ...

    def read(
        self, topic: str, partition: int, *, start: int, end: int
    ) -> AsyncIterator[Sequence[LogRecord]]:
        """Records with start <= offset < end, in order; ends when the position reaches `end`."""
        ...


class Appender(Protocol):
    """An idempotent writer; one object for one process."""

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append in order and answer the offsets.

        Raises AppendUnknown when the outcome cannot be told (E6): the caller's process exits, or,
        at an edge, says so to its client.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """What every reader and writer of logs needs."""

    log: Log
    appender: Appender
    clock: Clock


class ObjectStore(Protocol):
    """Bytes by name; writing the same name again replaces it."""

    async def put(self, name: str, content: bytes) -> None:
        """Store whole or not at all."""
        ...

    async def get(self, name: str) -> bytes | None:
        """Answer the bytes, None when there are none."""
        ...

    async def names(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        ...

    async def delete(self, name: str) -> None:
        """Forget; unknown names are fine."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A hand-in that is not made yet (暂存): sealed like a case, and no case."""

    case_id: CaseId
    """The case that it becomes when it is handed in."""
    command_id: CommandId
    """Of the hand-in, derived from its owner and the key."""
    key: str
    """The Idempotency-Key of the hand-in, as its owner chose it."""
    owner: str
    office: str
    sealed: Sealed
    saved_at: Instant
    expires_at: Instant


class DraftStore(Protocol):
    """Drafts of one region, outside every log; synchronous, called from any thread.

    What has expired by `now` is not there any more, whether it was swept or not.
    """

    def save(self, draft: StoredDraft) -> None:
        """Keep a draft in place of what was kept for its case."""
        ...

    def find(self, case_id: str, now: Instant) -> StoredDraft | None:
        """Answer the draft of a case to be."""
        ...

    def of(self, owner: str, office: str | None, now: Instant) -> tuple[StoredDraft, ...]:
        """List the drafts of an owner, and of an office unless it is None; saved last first."""
        ...

    def delete(self, case_id: str) -> bool:
        """Forget a draft; False if there is none."""
        ...

    def forget_expired(self, now: Instant) -> int:
        """Delete what has expired; answer how many."""
        ...
