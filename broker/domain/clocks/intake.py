"""From receipt to acceptance: one notice, one supplement, and what silence means (K7, K8, K9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import deadline, legal_day
from broker.domain.clocks.counting import Due, count_out
from broker.domain.clocks.facts import (
    CaseAccepted,
    CaseNotAccepted,
    Ignored,
    IntakeFact,
    NoEffect,
    SupplementReceived,
    SupplementRequested,
    known_at,
)
from broker.domain.clocks.rules import ApplicantSilence, IntakeRule, NoticeSilence
from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingCheck:
    """The office has to give its notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOverdue:
    """No notice in time, and this item's rule gives silence no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementPending:
    """The applicant has to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Accepted in writing."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedAccepted:
    """Accepted by silence, as of the day of receipt [行政许可法 32(4)] (K7)."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """Declined in writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedWithdrawn:
    """Withdrawn by the applicant's silence [安阳市政务服务条例 36]."""


Standing: TypeAlias = (
    AwaitingCheck
    | NoticeOverdue
    | SupplementPending
    | Accepted
    | DeemedAccepted
    | NotAccepted
    | DeemedWithdrawn
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """The intake at an instant, with the due dates of the latest check."""

    rule: IntakeRule
    received_on: tuple[date, ...]
    """Where each check began: the receipt, then the complete answer to a supplement."""
    notice_due: Due
    requested_on: tuple[date, ...] = ()
    supplement_due: tuple[Due, ...] = ()
    standing: Standing = AwaitingCheck()
    ignored: tuple[Ignored, ...] = ()

    @property
    def accepted_on(self) -> date | None:
        """Answer the day of acceptance, express or deemed: the decision starts there (K9)."""
        match self.standing:
            case Accepted() | DeemedAccepted():
                return self.standing.on
            case _:
                return None


def evaluate_intake(
    rule: IntakeRule,
    *,
    received_on: date,
    facts: Sequence[IntakeFact],
    as_of: Instant,
    calendar: WorkCalendar,
) -> IntakeState | CalendarUnknown:
    """Say how an intake stands at an instant, given the facts known by then."""
    state = _check_again(rule, (received_on,), calendar)
    for position, fact in known_at(facts, as_of):
        state = settle(state, at=fact.at)
        taken = take(state, fact, calendar)
        if isinstance(taken, NoEffect):
            ignored = Ignored(position=position, reason=taken)
            taken = replace(state, ignored=(*state.ignored, ignored))
        state = taken
    if isinstance(state.notice_due, CalendarUnknown):
        return state.notice_due
    return settle(state, at=as_of)


def settle(state: IntakeState, *, at: Instant) -> IntakeState:
    """Let silence have its effect if its time is over, reachable partner or not (K7)."""
    match state.standing:
        case AwaitingCheck() if _is_over(state.notice_due, at):
            return replace(state, standing=_silence_of_office(state))
        case SupplementPending() if any(_is_over(due, at) for due in state.supplement_due):
            return replace(state, standing=_silence_of_applicant(state.rule))
        case _:
            return state


def _is_over(due: Due, at: Instant) -> bool:
    return isinstance(due, date) and at >= deadline(due)


def _silence_of_office(state: IntakeState) -> DeemedAccepted | NoticeOverdue:
    """Accept as of the receipt day of the latest check, or only note the delay (K7, K8)."""
    match state.rule.silence:
        case NoticeSilence.DEEMED_ACCEPTED:
            return DeemedAccepted(on=state.received_on[-1])
        case NoticeSilence.NONE:
            return NoticeOverdue()


def _silence_of_applicant(rule: IntakeRule) -> DeemedWithdrawn | SupplementPending:
    """Withdraw where the item rule says so; else go on waiting."""
    if rule.supplement is None:
        return SupplementPending()
    match rule.supplement.silence:
        case ApplicantSilence.DEEMED_WITHDRAWN:
            return DeemedWithdrawn()
        case ApplicantSilence.NONE:
            return SupplementPending()


def take(state: IntakeState, fact: IntakeFact, calendar: WorkCalendar) -> IntakeState | NoEffect:
    """Let one fact have its effect, or say why it has none."""
    match fact:
        case SupplementReceived():
            return _receive_supplement(state, fact, calendar)
        case SupplementRequested() | CaseAccepted() | CaseNotAccepted():
            ended = _why_ended(state.standing)
            return ended if ended is not None else _take_notice(state, fact, calendar)
        case _:
            assert_never(fact)


def _why_ended(standing: Standing) -> NoEffect | None:
    """Refuse a notice after the end: an acceptance, also by silence, cannot be undone (K7)."""
    match standing:
        case Accepted() | DeemedAccepted():
            return NoEffect.ALREADY_ACCEPTED
        case NotAccepted() | DeemedWithdrawn():
            return NoEffect.ALREADY_ENDED
        case AwaitingCheck() | NoticeOverdue() | SupplementPending():
            return None
        case _:
            assert_never(standing)


def _take_notice(
    state: IntakeState,
    fact: SupplementRequested | CaseAccepted | CaseNotAccepted,
    calendar: WorkCalendar,
) -> IntakeState | NoEffect:
    match fact:
        case SupplementRequested():
            return _request_supplement(state, legal_day(fact.at), calendar)
        case CaseAccepted():
            return replace(state, standing=Accepted(on=legal_day(fact.at)))
        case CaseNotAccepted():
            return replace(state, standing=NotAccepted())
        case _:
            assert_never(fact)


def _request_supplement(
    state: IntakeState, on: date, calendar: WorkCalendar
) -> IntakeState | NoEffect:
    """Ask once and completely; a second list has no effect [一次告知] (K8)."""
    if state.requested_on:
        return NoEffect.SECOND_REQUEST
    asked = replace(state, requested_on=(on,), standing=SupplementPending())
    if state.rule.supplement is None:
        return asked
    due = count_out(state.rule.supplement.period, start_on=on, calendar=calendar)
    return replace(asked, supplement_due=(due,))


def _receive_supplement(
    state: IntakeState, fact: SupplementReceived, calendar: WorkCalendar
) -> IntakeState | NoEffect:
    """Begin the check again, with the same n, from the receipt of the answer (K8)."""
    if not isinstance(state.standing, SupplementPending):
        return NoEffect.NOT_PENDING
    again = _check_again(state.rule, (*state.received_on, legal_day(fact.at)), calendar)
    return replace(
        again,
        requested_on=state.requested_on,
        supplement_due=state.supplement_due,
        ignored=state.ignored,
    )


def _check_again(
    rule: IntakeRule, received_on: tuple[date, ...], calendar: WorkCalendar
) -> IntakeState:
    due = count_out(rule.notice, start_on=received_on[-1], calendar=calendar)
    return IntakeState(rule=rule, received_on=received_on, notice_due=due)


def decision_due(state: IntakeState, calendar: WorkCalendar) -> Due | None:
    """Find when the decision is due: its limit starts on the day of acceptance (K9)."""
    if state.accepted_on is None:
        return None
    return count_out(state.rule.decision, start_on=state.accepted_on, calendar=calendar)


def silence_at(state: IntakeState) -> Instant | None:
    """Answer the instant at which silence takes effect, to be woken then."""
    match state.standing:
        case AwaitingCheck() if isinstance(state.notice_due, date):
            return deadline(state.notice_due)
        case SupplementPending():
            dues = [deadline(due) for due in state.supplement_due if isinstance(due, date)]
            return min(dues, default=None)
        case _:
            return None
