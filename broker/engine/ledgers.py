"""What a region's journals say, written down independently of the fold, for the auditor.

An event is written down as the digest of its bytes: a ledger stays small beside its journals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from broker.domain.aggregates import State, kind_of
from broker.domain.identifiers import AggregateId, RegionCode
from broker.engine.channels import Peering
from broker.engine.fold import CaseSide
from broker.schemas.records import Decision, LogRecord, Outcome


class Oracle(StrEnum):
    """The assertion that a finding breaks (reliability reference, section 3)."""

    LOST = "O1"
    DOUBLED = "O2"
    INVENTED = "O3"
    ORDER = "O4"
    LEGAL = "O5"
    LIVE = "O6"
    EVIDENCE = "O7"
    SECRET = "O8"  # noqa: S105  # the name of an oracle


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be; `place` says where, the message holds no personal data."""

    oracle: Oracle
    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionRecords:
    """Everything that one partition's intake and journal still hold, in order, in memory."""

    partition: int
    intake: Sequence[LogRecord]
    intake_end: int
    journal: Sequence[LogRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRecords:
    """Everything of a region: its partitions, its links by peer, the records it set aside.

    `set_aside` holds (partition, offset) of intake records that are dead letters.
    """

    region: RegionCode
    partitions: Sequence[PartitionRecords]
    links: Mapping[RegionCode, Sequence[LogRecord]]
    set_aside: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Lane:
    """A channel as its own region sees it: partition here, and the peer's end."""

    partition: int
    end: Peering


@dataclass(frozen=True, slots=True)
class Sent:
    """An own event under its channel number."""

    place: CaseSide
    sequence: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What first became of a command."""

    intake_offset: int
    body_hash: bytes
    outcome: Outcome
    refusal: str | None


def digest_of(event: bytes) -> bytes:
    """Answer what stands for the bytes of an event in a ledger."""
    return sha256(event).digest()


@dataclass(frozen=True, slots=True)
class Book:
    """The events of aggregates, and what they come to."""

    events: dict[CaseSide, list[bytes]] = field(default_factory=dict)
    states: dict[AggregateId, State] = field(default_factory=dict)


@dataclass(slots=True)
class Ledger:
    """A region's truth, collected from all its partitions; events as digests of their bytes."""

    region: RegionCode
    findings: list[Finding] = field(default_factory=list)
    events: dict[CaseSide, list[bytes]] = field(default_factory=dict)
    own: set[bytes] = field(default_factory=set)
    foreign: dict[bytes, str] = field(default_factory=dict)
    states: dict[AggregateId, State] = field(default_factory=dict)
    reference: dict[int, "Book"] = field(default_factory=dict)
    """Reference data by partition, for each is to hold all of it; the rest is about cases."""
    held: dict[tuple[Lane, int], str] = field(default_factory=dict)
    sent: dict[Lane, list[Sent]] = field(default_factory=dict)
    settled: dict[Lane, int] = field(default_factory=dict)
    received: dict[Lane, int] = field(default_factory=dict)
    answers: dict[str, FirstAnswer] = field(default_factory=dict)
    effects: dict[str, int] = field(default_factory=dict)
    decisions: int = 0
    stale: int = 0

    def book(self, partition: int, aggregate_id: AggregateId) -> "Book":
        """Answer where an aggregate is written down for a partition."""
        kind = kind_of(aggregate_id)
        if kind is None or not kind.is_reference:
            return Book(self.events, self.states)
        return self.reference[partition]

    def find(self, oracle: Oracle, place: str, message: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(oracle, place, message))


@dataclass(frozen=True, slots=True)
class Standing:
    """A Decision that counts, and where it stands."""

    place: str
    partition: int
    offset: int
    decision: Decision
