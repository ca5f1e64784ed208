"""The records on topics, as values: what an intake and a journal may say."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from broker.domain.aggregates import Command
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side

GENESIS = b"\x00" * 32
"""Chain value before the first Decision of a partition."""


class LogRecord(NamedTuple):
    """A record read from a topic partition."""

    offset: int
    timestamp: Instant
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to append."""

    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A command on the intake: its head, a keyed hash of its plain body, and its payload.

    `expected_version` is the number of events of the case the principal has seen, None if it does
    not care. `payload` is one of the domain's commands.
    """

    meta: Meta
    body_hash: bytes
    expected_version: int | None
    payload: Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """An ordered way for events: from a source partition here to a target partition at the peer."""

    source: RegionCode
    target: RegionCode
    source_partition: int
    target_partition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchedEvent:
    """An event on its way, with what the peer must know to hold it unread; bytes as signed."""

    aggregate_id: AggregateId
    side: Side
    sequence: int
    event: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Consecutive events of one channel, numbered from `first`."""

    channel: Channel
    link_epoch: int
    first: int
    events: tuple[BatchedEvent, ...]

    @property
    def last(self) -> int:
        """Number of the last event; first - 1 for an empty batch."""
        return self.first + len(self.events) - 1


class Verdict(StrEnum):
    """What became of a relayed event at the peer."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventVerdict:
    """The verdict for the event with this channel number; `code` says why it was refused."""

    number: int
    verdict: Verdict
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The peer's answer to a batch: everything below `next_number` is settled there.

    A batch that began beyond the expected number has no verdicts and asks again from `next_number`.
    """

    channel: Channel
    link_epoch: int
    next_number: int
    verdicts: tuple[EventVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHeld:
    """Asks a partition to look again at events it could not read before an upgrade."""

    region: RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPeer:
    """Asks a home partition to tell a peer of all items it has published, in order of their ids.

    A page of them goes into one Decision; the next page begins behind `after_item` and
    `after_sequence`.
    """

    region: RegionCode
    peer: RegionCode
    after_item: str
    """Empty for the first page."""
    after_sequence: int


IntakeBody = Submission | Batch | Receipt | ReleaseHeld | TellPeer


class Outcome(StrEnum):
    """What an intake record came to."""

    EVENTS = "events"
    REFUSAL = "refusal"
    DUPLICATE = "duplicate"
    HELD = "held"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The intake record that a Decision answers; `digest` is SHA-256 of its value."""

    offset: int
    kind: str
    id: str
    digest: bytes


class Origin(StrEnum):
    """How an event came into a Decision."""

    OWN = "own"
    PEER = "peer"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The place of an own event in the channel to the peer (or to the region itself)."""

    peer: RegionCode
    target_partition: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedEvent:
    """An event inside a Decision, as the bytes that are hashed, relayed and shown to a court."""

    aggregate_id: AggregateId
    side: Side
    sequence: int
    origin: Origin
    event: bytes
    numbered: Numbered | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """Where the previous Decision about an aggregate stands (-1: none): a lower bound (E12)."""

    aggregate_id: AggregateId
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The one journal record that answers one intake record (E3, E5).

    `duplicate_of` is the intake offset of the first record with the command's id. `key_ids` lists
    the sealing keys of the events, or of a command that came to none: that key can be swept.
    `refusal` and `set_aside` hold codes, never personal data.
    """

    format: int
    suite: str
    now: Instant
    cause: Cause
    outcome: Outcome
    correlation_id: str
    body_hash: bytes
    events: tuple[DecidedEvent, ...]
    refusal: str | None
    duplicate_of: int | None
    set_aside: str | None
    receipt: Receipt | None
    """The answer to a peer's batch, which the relay sends."""
    noted: Receipt | None
    """A peer's answer to our batches, now on record."""
    previous: tuple[Previous, ...]
    key_ids: tuple[str, ...]
    previous_chain: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One more way that an event of a broadcast takes; `event` is its index there."""

    event: int
    numbered: Numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast(Decision):
    """A Decision with events of reference data, which travel unchanged to several partitions.

    A class of its own, so that the Decisions about cases stay as they are: as short, as fast to
    read, and readable for a release that knows no broadcasts.
    """

    copies: tuple[Copy, ...]
    """In each channel behind the numbers of the Decision's own events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling(Decision):
    """A Decision that sends a peer events of reference data which an earlier one has recorded.

    Nothing happens to the items, so `events` is empty: `told` only gives out channel numbers.
    """

    told: tuple[DecidedEvent, ...]
    """The same bytes as before, each with its next number in the channel to the peer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTaken:
    """A control record: from here on only this writer's epoch counts (E2)."""

    format: int
    epoch: int
    writer: str


JournalBody = Decision | LeadTaken
"""A Broadcast is a Decision, and so is a Telling."""

EPOCH_HEADER = "epoch"
"""Journal header: the writer's epoch as decimal digits."""
ADDRESSED_HEADER = "addressed"
"""Intake and link header: the record is meant for its partition, whatever its key (E1)."""
