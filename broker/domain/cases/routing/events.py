"""What has happened to the office that has a case, all of it written by the handling side."""

from dataclasses import dataclass

from broker.domain.envelope import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRouted:
    """An office of the handling region has the case (办件调度)."""

    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred:
    """The case was misrouted, and another office of the region has it now (移送)."""

    office: str
    sealed: Sealed


RoutingEvent = CaseRouted | CaseTransferred
