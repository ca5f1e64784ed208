"""A limit of a case as people see it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from broker.domain.clocks.passages import Passage
from broker.domain.identifiers import Side


class Bearer(StrEnum):
    """Who carries the duty."""

    RECEIVING = "receiving"
    HANDLING = "handling"
    APPLICANT = "applicant"

    @property
    def side(self) -> Side | None:
        """Answer the side, None for the applicant."""
        return None if self is Bearer.APPLICANT else Side(self.value)


class DeadlineState(StrEnum):
    """How a limit stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    PROVISIONAL = "provisional"
    """The due date lies in a year whose calendar is not published (K10)."""
    OVERDUE = "overdue"
    """Not kept, and the act is still owed."""
    MET = "met"
    LATE = "late"
    """Not kept, and the act is no longer owed."""
    ENDED = "ended"
    """The case ended before the limit did."""
    UNRECORDED = "unrecorded"
    """The act that ends the limit is done outside this system, so nobody is judged."""
    UNCOUNTABLE = "uncountable"
    """A day is needed from a year before the first calendar."""


STATE_TEXTS: dict[DeadlineState, str] = {
    DeadlineState.NOT_STARTED: "未起算",
    DeadlineState.RUNNING: "进行中",
    DeadlineState.PAUSED: "暂停",
    DeadlineState.PROVISIONAL: "暂定",
    DeadlineState.OVERDUE: "已逾期",
    DeadlineState.MET: "按期完成",
    DeadlineState.LATE: "逾期",
    DeadlineState.ENDED: "已终止",
    DeadlineState.UNRECORDED: "无法判断",
    DeadlineState.UNCOUNTABLE: "不能计算",
}
BEARER_TEXTS: dict[Bearer, str] = {
    Bearer.RECEIVING: "收件地",
    Bearer.HANDLING: "办理地",
    Bearer.APPLICANT: "申请人",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What is known of a limit before a day is counted."""

    name: str
    """A stable name for machines."""
    title: str
    bearer: Bearer
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A limit at an instant, with its explanation."""

    heading: Heading
    state: DeadlineState
    passage: Passage
    started_on: date | None = None
    due_on: date | None = None
    not_before: date | None = None
    """The earliest day that could be due, where the due date is provisional."""
    remaining_days: int | None = None
    """What is left once a pause is over."""
    settled_on: date | None = None
    """The day of the act that ended the limit."""
    calendar_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The limits of a case, and sentences about what cannot be counted."""

    as_of: date
    deadlines: tuple[Deadline, ...]
    notes: tuple[str, ...]
