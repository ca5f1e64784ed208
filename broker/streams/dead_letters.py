"""Dead letters: records set aside with a reason; listed, retried, discarded, never lost (E9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from broker.domain.identifiers import Instant, RegionCode
from broker.errors import BrokerError
from broker.ports import Appender, Log
from broker.schemas.records import ADDRESSED_HEADER, LogRecord, NewRecord
from broker.streams.topics import dead_letters_topic

PARTITION = 0


class Standing(StrEnum):
    """What has become of a dead letter."""

    SET_ASIDE = "set_aside"
    RETRIED = "retried"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A record set aside: where it stood, why (a code without content), and its bytes."""

    topic: str
    partition: int
    offset: int
    reason: str
    first_seen_at: Instant
    attempts: int
    standing: Standing
    note: str
    key: bytes | None
    value: bytes
    addressed: bool

    @property
    def id(self) -> str:
        """Name a dead letter by where its record stood."""
        return letter_id(self.topic, self.partition, self.offset)


class NoSuchLetter(BrokerError):
    """There is no open dead letter of this name."""


def letter_id(topic: str, partition: int, offset: int) -> str:
    """Name a dead letter."""
    return f"{topic}-{partition}-{offset}"


class DeadLetters:
    """The dead letters of a region, to write."""

    def __init__(self, *, region: RegionCode, appender: Appender) -> None:
        self._topic = dead_letters_topic(region)
        self._appender = appender

    async def set_aside(self, topic: str, partition: int, record: LogRecord, reason: str) -> None:
        """Append a record with its origin; returning means that it is in the log."""
        headers = [
            ("topic", topic.encode()),
            ("partition", str(partition).encode()),
            ("offset", str(record.offset).encode()),
            ("standing", Standing.SET_ASIDE.encode()),
            ("reason", reason.encode()),
            ("keyed", b"0" if record.key is None else b"1"),
        ]
        if any(name == ADDRESSED_HEADER for name, _ in record.headers):
            headers.append((ADDRESSED_HEADER, b"1"))
        await self._append(NewRecord(record.key or b"", record.value, tuple(headers)))

    async def close(self, letter: DeadLetter, standing: Standing, note: str) -> None:
        """Say that a dead letter was retried, or discarded and why."""
        headers = (
            ("topic", letter.topic.encode()),
            ("partition", str(letter.partition).encode()),
            ("offset", str(letter.offset).encode()),
            ("standing", standing.encode()),
            ("reason", note.encode()),
        )
        await self._append(NewRecord(b"", b"", headers))

    async def retry(self, letter: DeadLetter) -> None:
        """Put the record at the end of its topic again, then say so; its ids make it harmless."""
        headers = ((ADDRESSED_HEADER, b"1"),) if letter.addressed else ()
        record = NewRecord(letter.key, letter.value, headers)
        await self._appender.append(letter.topic, letter.partition, [record])
        await self.close(letter, Standing.RETRIED, "")

    async def _append(self, record: NewRecord) -> None:
        await self._appender.append(self._topic, PARTITION, [record])


async def list_dead_letters(log: Log, region: RegionCode) -> tuple[DeadLetter, ...]:
    """Read the dead letters of a region, oldest first; a repeated setting aside counts once."""
    letters: dict[str, DeadLetter] = {}
    topic = dead_letters_topic(region)
    begin, end = await log.bounds(topic, PARTITION)
    async for records in log.read(topic, PARTITION, start=begin, end=end):
        fold_letters(letters, records)
    return tuple(letters.values())


def fold_letters(letters: dict[str, DeadLetter], records: Sequence[LogRecord]) -> None:
    """Fold records of the topic into the letters known so far."""
    for record in records:
        headers = dict(record.headers)
        name = letter_id(
            headers["topic"].decode(), int(headers["partition"]), int(headers["offset"])
        )
        standing = Standing(headers["standing"].decode())
        known = letters.get(name)
        if standing is not Standing.SET_ASIDE:
            if known is not None:
                note = headers["reason"].decode()
                letters[name] = replace(known, standing=standing, note=note)
        elif known is not None:
            letters[name] = replace(known, attempts=known.attempts + 1)
        else:
            letters[name] = read_letter(record, headers)


def read_letter(record: LogRecord, headers: dict[str, bytes]) -> DeadLetter:
    """Read a record that was set aside."""
    return DeadLetter(
        topic=headers["topic"].decode(),
        partition=int(headers["partition"]),
        offset=int(headers["offset"]),
        reason=headers["reason"].decode(),
        first_seen_at=record.timestamp,
        attempts=1,
        standing=Standing.SET_ASIDE,
        note="",
        key=record.key if headers["keyed"] == b"1" else None,
        value=record.value,
        addressed=ADDRESSED_HEADER in headers,
    )


async def find_open(log: Log, region: RegionCode, name: str) -> DeadLetter:
    """Find a dead letter that is neither retried nor discarded."""
    for letter in await list_dead_letters(log, region):
        if letter.id == name and letter.standing is Standing.SET_ASIDE:
            return letter
    raise NoSuchLetter(name)
