"""What may be asked about a complaint on a case: the side that took it keeps its number."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side


class ComplaintSource(StrEnum):
    """Where somebody complained."""

    HOTLINE = "hotline"
    """The line 12345 (政务服务便民热线)."""
    WINDOW = "window"
    ONLINE = "online"
    LETTER = "letter"


class Satisfaction(StrEnum):
    """What the complainant says when called back (回访)."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    NOT_REACHED = "not_reached"
    """Nobody answered the call, so it counts for no ratio."""


class ComplaintEnd(StrEnum):
    """Why a complaint is closed; only what was answered counts as a reasonable request."""

    ANSWERED = "answered"
    UNREASONABLE = "unreasonable"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterComplaint:
    """Register a complaint about one of the two bodies (登记投诉)."""

    side: Side
    """The side that takes it."""
    against: Side
    """The body that is to answer."""
    source: ComplaintSource
    work_order: str | None
    """Number of the hotline's work order (工单编号), if it has one."""
    sealed: Sealed | None
    """What the complainant says; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferComplaint:
    """Pass a misaddressed complaint to the other body, once (转办)."""

    side: Side
    """The body it was addressed to."""
    registrar: Side
    """The side that took it."""
    complaint: int
    """Number of the complaint among those of that side."""
    sealed: Sealed | None
    """The reason; required. What the complainant says goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComplaint:
    """Answer a complaint (答复), once before and once after it is reopened."""

    side: Side
    """The body that answers."""
    registrar: Side
    """The side that took it."""
    complaint: int
    """Number of the complaint among those of that side."""
    sealed: Sealed | None
    """The answer; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpComplaint:
    """Record what the complainant says of the answer (回访)."""

    side: Side
    """The side that took the complaint."""
    complaint: int
    """Number of the complaint among those of that side."""
    satisfaction: Satisfaction
    solved: bool
    """Whether the matter itself is settled."""
    sealed: Sealed | None
    """What was said; optional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenComplaint:
    """Have a complaint answered anew, once, because the answer did not do (重办)."""

    side: Side
    """The side that took the complaint."""
    complaint: int
    """Number of the complaint among those of that side."""
    sealed: Sealed | None
    """What is still wrong; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseComplaint:
    """Close a complaint (办结投诉)."""

    side: Side
    """The side that took the complaint."""
    complaint: int
    """Number of the complaint among those of that side."""
    end: ComplaintEnd
    sealed: Sealed | None
    """The reason; required for an unreasonable one."""


ComplaintCommand = (
    RegisterComplaint
    | TransferComplaint
    | AnswerComplaint
    | FollowUpComplaint
    | ReopenComplaint
    | CloseComplaint
)
