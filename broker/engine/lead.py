"""The lead rule: which journal records count, told from epochs alone (design E2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from broker.errors import CorruptLog, DecodeError, NewerFormat
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_journal
from broker.schemas.records import (
    EPOCH_HEADER,
    GENESIS,
    Decision,
    JournalBody,
    LeadTaken,
    LogRecord,
)

JOURNAL_FORMAT = 1
"""Written form of Decision and LeadTaken; a journal of a newer format is refused."""
UNKNOWN_SCHEMA = "unknown_schema"
"""Code of bytes in Confluent form whose schema only a newer release can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPosition:
    """How far a reader has come: next offset, epoch in force, chain value so far."""

    offset: int = 0
    epoch: int = 0
    chain: bytes = GENESIS


ORIGIN = JournalPosition()

Read = Callable[[bytes], JournalBody]


class Counted(NamedTuple):
    """A journal record that counts, and the position after it."""

    position: JournalPosition
    body: JournalBody


class Stale(NamedTuple):
    """A record of an older epoch behind a newer lead, or a lead that came too late: ignored."""

    position: JournalPosition


def epoch_of(record: LogRecord) -> int:
    """Read the epoch header of a journal record."""
    for name, value in record.headers:
        if name == EPOCH_HEADER and value.isdigit():
            return int(value)
    raise CorruptLog(f"journal record at offset {record.offset} has no epoch")


def admit(
    position: JournalPosition, record: LogRecord, read: Read = decode_journal
) -> Counted | Stale:
    """Judge the next record of a journal partition; `read` may remember what others have read.

    Raises CorruptLog when no correct writer can have appended it, NewerFormat when this release is
    too old to read it.
    """
    epoch = epoch_of(record)
    if epoch < position.epoch:
        return Stale(passing(position, record))
    body = read_known(record, read)
    if isinstance(body, LeadTaken):
        return admit_lead(position, body, record, epoch)
    return admit_decision(position, body, record, epoch)


def read_known(record: LogRecord, read: Read) -> JournalBody:
    """Read a journal record of a format and a schema that this release knows."""
    try:
        body = read(record.value)
    except DecodeError as error:
        if error.code != UNKNOWN_SCHEMA:
            raise
        raise NewerFormat(f"a schema not known here at offset {record.offset}") from error
    if body.format > JOURNAL_FORMAT:
        raise NewerFormat(f"journal format {body.format} at offset {record.offset}")
    return body


def passing(position: JournalPosition, record: LogRecord) -> JournalPosition:
    """Answer the position after a record that changes nothing."""
    return JournalPosition(offset=record.offset + 1, epoch=position.epoch, chain=position.chain)


def admit_lead(
    position: JournalPosition, lead: LeadTaken, record: LogRecord, epoch: int
) -> Counted | Stale:
    """Let a lead count if it raises the epoch; of two equal ones the first wins."""
    if lead.epoch != epoch:
        raise CorruptLog(f"lead {lead.epoch} under header epoch {epoch}")
    if lead.epoch == position.epoch:
        return Stale(passing(position, record))
    after = JournalPosition(offset=record.offset + 1, epoch=lead.epoch, chain=position.chain)
    return Counted(after, lead)


def admit_decision(
    position: JournalPosition, decision: Decision, record: LogRecord, epoch: int
) -> Counted:
    """Let a Decision of the epoch in force count if it continues the chain."""
    if epoch > position.epoch:
        raise CorruptLog(f"offset {record.offset}: epoch {epoch} without its lead")
    if decision.previous_chain != position.chain:
        raise CorruptLog(f"offset {record.offset}: the hash chain is broken")
    chain = chain_value(record.value)
    return Counted(JournalPosition(offset=record.offset + 1, epoch=epoch, chain=chain), decision)
