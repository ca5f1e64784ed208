"""What may be asked about the office that has a case: name one, transfer it to another."""

from dataclasses import dataclass

from broker.domain.envelope import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCase:
    """Give a case to an office of the handling region (办件调度)."""

    office: str
    """Code of the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCase:
    """Pass a misrouted case on to another office of the region (移送); no clock is touched."""

    office: str
    """Code of the office that is to have it."""
    sealed: Sealed | None
    """The reason; required."""


RoutingCommand = RouteCase | TransferCase
