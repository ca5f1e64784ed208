"""What has happened between acceptance and decision, all of it written by the handling side."""

from dataclasses import dataclass

from broker.domain.cases.procedures.commands import (
    ApproverRole,
    SpecialProcedureKind,
    ThirdPartyGround,
)
from broker.domain.envelope import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedureStarted:
    """A special procedure began and its time was told in writing (行政许可法 art. 45)."""

    number: int
    procedure: SpecialProcedureKind
    ground: ThirdPartyGround | None
    announced_days: int
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedureEnded:
    """A special procedure ended."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted:
    """The limit of the decision was extended and the reason told (行政许可法 art. 42)."""

    days: int
    approver_office: str
    approver_role: ApproverRole
    sealed: Sealed


ProcedureEvent = SpecialProcedureStarted | SpecialProcedureEnded | ExtensionGranted
