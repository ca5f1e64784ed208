"""States of clocks in the words of the test vectors."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.counting import DaysUnpublished, Due, RollUnpublished, Undetermined
from broker.domain.clocks.facts import Ignored
from broker.domain.clocks.intake import (
    Accepted,
    AwaitingCheck,
    DeemedAccepted,
    DeemedWithdrawn,
    IntakeState,
    NotAccepted,
    NoticeOverdue,
    Standing,
    SupplementPending,
    decision_due,
)
from broker.domain.clocks.legs import LegState, NotStarted
from broker.domain.clocks.limit import (
    Late,
    LimitState,
    LimitStatus,
    Met,
    MetUndated,
    Overdue,
    Paused,
    Provisional,
    Running,
)
from broker.domain.clocks.renewal import RenewalState
from broker.domain.clocks.supervision import SupervisionState

Told = dict[str, Any]

LIMIT_WORDS: dict[type[LimitStatus], str] = {
    Running: "running",
    Overdue: "overdue",
    Paused: "paused",
    Provisional: "provisional",
    Met: "met",
    MetUndated: "met",
    Late: "late",
}
INTAKE_WORDS: dict[type[Standing], str] = {
    AwaitingCheck: "awaiting_check",
    NoticeOverdue: "notice_overdue",
    SupplementPending: "supplement_pending",
    Accepted: "accepted",
    DeemedAccepted: "deemed_accepted",
    NotAccepted: "not_accepted",
    DeemedWithdrawn: "deemed_withdrawn",
}


ONLY = (0,)
"""A leg has at most one fact that ends it."""


def tell_limit(state: LimitState, positions: Sequence[int]) -> Told:
    """Tell a limit: its status, its due date or what is known of it."""
    told: Told = {
        "status": LIMIT_WORDS[type(state.status)],
        "due_on": _write(state.due_on),
        "ignored": _tell_ignored(state.course.ignored, positions),
    }
    if state.course.pauses:
        told["excluded_days"] = state.excluded_days
    if isinstance(state.status, Paused):
        told["remaining"] = state.status.remaining
    if isinstance(state.status, Provisional):
        told |= _tell_undetermined(state.status.due)
    return told


def _tell_undetermined(due: Undetermined) -> Told:
    match due:
        case DaysUnpublished():
            return {"counted_until": _write(due.counted_until), "remaining": due.remaining}
        case RollUnpublished():
            return {"not_before": _write(due.not_before), "remaining": 0}
        case _:
            assert_never(due)


def tell_intake(state: IntakeState, calendar: WorkCalendar, positions: Sequence[int]) -> Told:
    """Tell an intake with the due dates of its latest check."""
    return {
        "status": INTAKE_WORDS[type(state.standing)],
        "notice_due_on": _write_due(state.notice_due),
        "supplement_due_on": _write_due(next(iter(state.supplement_due), None)),
        "accepted_on": _write(state.accepted_on),
        "decision_due_on": _write_due(decision_due(state, calendar)),
        "ignored": _tell_ignored(state.ignored, positions),
    }


def tell_leg(state: LegState) -> Told:
    """Tell a leg: where it started, and its limit."""
    match state:
        case NotStarted():
            return {"started_on": None, "due_on": None, "status": "not_started"}
        case _ if isinstance(state.limit, CalendarUnknown):
            return tell_unknown(state.limit)
        case _:
            return {"started_on": _write(state.started_on), **tell_limit(state.limit, ONLY)}


def tell_supervision(state: SupervisionState) -> Told:
    """Tell the counted day, the strongest signal and the due dates."""
    return {
        "day": state.day,
        "signal": state.signal.name.lower(),
        "due_on": {name: _write(limit.due_on) for name, limit in state.limits.items()},
    }


def tell_renewal(state: RenewalState, positions: Sequence[int]) -> Told:
    """Tell a renewal."""
    return {
        "status": state.status.value,
        "decide_by": _write(state.rule.expires_on),
        "ignored": _tell_ignored(state.ignored, positions),
    }


def tell_unknown(unknown: CalendarUnknown) -> Told:
    """Tell that the count is refused."""
    return {"error": "calendar_unknown", "year": unknown.year}


def _tell_ignored(ignored: Sequence[Ignored], positions: Sequence[int]) -> list[Told]:
    """Tell the facts without effect, by their position among the events of the vector."""
    told = [{"event": positions[one.position], "reason": one.reason.value} for one in ignored]
    return sorted(told, key=lambda one: int(one["event"]))


def _write(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _write_due(due: Due | None) -> str | None:
    return due.isoformat() if isinstance(due, date) else None
