"""What is remembered for the limits: the days on which the handling side has done what counts."""

from dataclasses import dataclass
from datetime import date

from broker.domain.cases.limits.events import SignalKind, SupervisedLimit
from broker.domain.clocks.facts import ExtensionGranted, ProcedureEnded, ProcedureStarted


@dataclass(frozen=True, slots=True)
class Announced:
    """A special procedure that is open, and the working days told for it."""

    number: int
    started_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal that was raised; each is raised once."""

    signal: SignalKind
    limit: SupervisedLimit
    procedure: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """All that decides what falls due next; equal for cases that came on the same days."""

    terms: str = ""
    """The time regime that applies, in its written form; none as long as no version was applied."""
    received_on: date | None = None
    requested_on: date | None = None
    answered_on: date | None = None
    accepted_on: date | None = None
    deemed_accepted_on: date | None = None
    on_the_way: tuple[ProcedureStarted | ProcedureEnded | ExtensionGranted, ...] = ()
    extension_days: int | None = None
    announced: tuple[Announced, ...] = ()
    raised: tuple[Raised, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The track: the clock until the decision or the end, then only the signals."""

    clock: Clock = Clock()
    is_stopped: bool = False
    """The case was decided or has ended, so nothing falls due any more."""
    withdrawn: tuple[int, ...] = ()
    """Numbers of the signals withdrawn on appeal."""


NO_LIMITS = Limits()
