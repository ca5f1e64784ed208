"""What has happened to a case, as far as clocks care, and which of it had no effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStarted:
    """A hearing, inspection or expert review began and its time was told [行政许可法 45]."""

    at: Instant
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureEnded:
    """A special procedure ended."""

    at: Instant
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted:
    """The head of the office approved more days [行政许可法 42]."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The act that the limit waits for was done."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRequested:
    """The office told once and completely what is missing [行政许可法 32(4)]."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementReceived:
    """The complete answer of the applicant arrived."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted:
    """The office accepted the case in writing [行政许可法 32(5)]."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNotAccepted:
    """The office declined to take the case in [行政许可法 32(1)(2)]."""

    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFact:
    """A fact that may start or end a leg, as recorded at its addressee (K13)."""

    at: Instant
    name: str


LimitFact: TypeAlias = ProcedureStarted | ProcedureEnded | ExtensionGranted | Completed
IntakeFact: TypeAlias = SupplementRequested | SupplementReceived | CaseAccepted | CaseNotAccepted


class NoEffect(StrEnum):
    """Why a fact did not move a clock; it is recorded in the case all the same."""

    AFTER_DUE = "after_due"
    ALREADY_EXTENDED = "already_extended"
    NOT_ALLOWED = "not_allowed"
    NOT_OPEN = "not_open"
    ALREADY_OPEN = "already_open"
    ALREADY_ACCEPTED = "already_accepted"
    SECOND_REQUEST = "second_request"
    NOT_PENDING = "not_pending"
    ALREADY_RENEWED = "already_renewed"
    ALREADY_COMPLETED = "already_completed"
    ALREADY_ENDED = "already_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """The fact at this position of the given ones, and why it had no effect."""

    position: int
    reason: NoEffect


class Dated(Protocol):
    """Anything that happened at an instant."""

    @property
    def at(self) -> Instant:
        """Answer when."""
        ...


DatedT = TypeVar("DatedT", bound=Dated)


def known_at(facts: Sequence[DatedT], as_of: Instant) -> tuple[tuple[int, DatedT], ...]:
    """Put what is known by an instant in order of time, each with its position as given."""
    known = [(position, fact) for position, fact in enumerate(facts) if fact.at <= as_of]
    return tuple(sorted(known, key=lambda entry: entry[1].at))
