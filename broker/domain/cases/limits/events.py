"""What limits lead to: all of it is written by the handling side, the dates by their rules.

A date is the day in Beijing time, as YYYY-MM-DD; when it was written down, the head of the event
says. Each names the calendar it was counted with.
"""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Sealed


class TermsSource(StrEnum):
    """Whose terms were counted with."""

    PUBLISHED = "published"
    """A version of the item that the handling region has published."""
    NATIONAL_LIST = "national_list"
    """The list of items that comes with the broker."""
    LEGAL_DEFAULT = "legal_default"
    """Nothing is known of the item: the limits of the licensing law [行政许可法 32, 42, 44]."""


class SignalKind(StrEnum):
    """A signal of electronic supervision (电子监察), domain reference 4.5."""

    WARNING = "warning"
    YELLOW = "yellow"
    RED = "red"


class SupervisedLimit(StrEnum):
    """Which limit a signal is about."""

    PROMISED = "promised"
    STATUTORY = "statutory"
    PROCEDURE = "procedure"
    """The time told for a special procedure [行政许可法 45]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsApplied:
    """The version of the item that is in force applies to the case, for as long as it lasts."""

    item_number: int
    """The number of the version that the handling region has published."""
    terms: str
    """Its time regime in the written form of items, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeemedAccepted:
    """Accepted by the silence of the office, as of the receipt [行政许可法 32(4)] (K7)."""

    accepted_on: str
    """The day of the receipt, or of the receipt of the complete answer to a supplement (K8)."""
    due_on: str
    """The last day for the notice."""
    source: TermsSource
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeemedWithdrawn:
    """The applicant was silent, and the terms of the item take that for a withdrawal."""

    due_on: str
    """The last day for the answer."""
    source: TermsSource
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRaised:
    """A limit came near or was missed by the office that decides (预警、黄牌、红牌), once each."""

    number: int
    """Of the signals of the case, from 1."""
    signal: SignalKind
    limit: SupervisedLimit
    limit_days: int
    """Working days of the limit, an extension included."""
    procedure: int | None
    """The number of the special procedure, where its time is supervised."""
    counted_day: int
    """The working day of the count that raised it (K12)."""
    raised_on: str
    """A working day."""
    due_on: str | None
    """The last day of the limit; none while its year is not published (K10)."""
    provisional: bool
    source: TermsSource
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWithdrawn:
    """A signal was withdrawn on appeal."""

    number: int
    sealed: Sealed


LimitEvent = TermsApplied | CaseDeemedAccepted | CaseDeemedWithdrawn | SignalRaised | CardWithdrawn
