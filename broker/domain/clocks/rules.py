"""What an item prescribes: limits, extensions, silence, legs, signals (domain 4.2, 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from broker.domain.clocks.beijing import MIDNIGHT_MINUTE
from broker.domain.identifiers import Side


class Unit(StrEnum):
    """Working days [行政许可法 82] or calendar days [民法典 203]."""

    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """So many days of a unit; n = 0 means on the spot."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a negative number of days."""
        assert self.n >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More days of the limit's unit, granted with a reason [行政许可法 42]."""

    n: int
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule:
    """A limit that one side must keep."""

    period: Period
    extension: Extension | None = None
    closing_minute: int = MIDNIGHT_MINUTE


class NoticeSilence(StrEnum):
    """What the office's silence means once the notice is due."""

    DEEMED_ACCEPTED = "deemed_accepted"
    NONE = "none"


class ApplicantSilence(StrEnum):
    """What the applicant's silence means once the supplement is due."""

    DEEMED_WITHDRAWN = "deemed_withdrawn"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRule:
    """How long the applicant has to answer, in the unit the item rule states."""

    period: Period
    silence: ApplicantSilence


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRule:
    """From receipt to acceptance, and the decision limit that follows [行政许可法 32, 42]."""

    notice: Period
    silence: NoticeSilence
    decision: Period
    supplement: SupplementRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A part of the way with its own limit, which starts with its own facts (K13)."""

    name: str
    side: Side
    limit: LimitRule
    starts_on: frozenset[str]
    """All of these facts must be there; none means the hand-in itself."""
    ends_on: str


class Signal(IntEnum):
    """What electronic supervision shows; a stronger one is greater."""

    NORMAL = 0
    WARNING = 1
    YELLOW = 2
    RED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Raise a signal from the counted day `limit + from_day` on."""

    signal: Signal
    limit: str
    from_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRule:
    """What is supervised: named limits of working days, and when they raise which signal."""

    limits: Mapping[str, LimitRule]
    thresholds: tuple[Threshold, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be counted with one number of days (K12)."""
        assert self.limits
        assert all(one.period.unit is Unit.WORKING_DAYS for one in self.limits.values())
        assert all(threshold.limit in self.limits for threshold in self.thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRule:
    """A licence that runs out, and whether its renewal was applied for in time [行政许可法 50]."""

    expires_on: date
    applied_in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationRule:
    """An answer owed within minutes or hours of elapsed time, day and night."""

    minutes: int


def working_days(n: int) -> Period:
    """Write n working days."""
    return Period(n=n, unit=Unit.WORKING_DAYS)


def calendar_days(n: int) -> Period:
    """Write n calendar days."""
    return Period(n=n, unit=Unit.CALENDAR_DAYS)


CASE_THRESHOLDS = (
    Threshold(signal=Signal.WARNING, limit="promised", from_day=-2),
    Threshold(signal=Signal.YELLOW, limit="promised", from_day=1),
    Threshold(signal=Signal.RED, limit="statutory", from_day=1),
)
PROCEDURE_THRESHOLDS = (
    Threshold(signal=Signal.WARNING, limit="announced", from_day=-2),
    Threshold(signal=Signal.YELLOW, limit="announced", from_day=1),
    Threshold(signal=Signal.RED, limit="announced", from_day=2),
)
ONLINE_CHECK_THRESHOLDS = (
    Threshold(signal=Signal.WARNING, limit="check", from_day=1),
    Threshold(signal=Signal.YELLOW, limit="check", from_day=4),
    Threshold(signal=Signal.RED, limit="check", from_day=6),
)
CERTIFICATE_THRESHOLDS = (Threshold(signal=Signal.YELLOW, limit="certificate", from_day=1),)
COMPLAINT_THRESHOLDS = (
    Threshold(signal=Signal.WARNING, limit="answer", from_day=-2),
    Threshold(signal=Signal.YELLOW, limit="answer", from_day=1),
    Threshold(signal=Signal.RED, limit="answer", from_day=2),
)
