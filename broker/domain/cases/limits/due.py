"""What falls due next, and when: a pure function of the days remembered, whoever asks and when."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from broker.domain.cases.limits.count import count_intake
from broker.domain.cases.limits.events import (
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
)
from broker.domain.cases.limits.signals import next_signals
from broker.domain.cases.limits.state import Clock
from broker.domain.cases.limits.terms import Terms, national_calendar, terms_of
from broker.domain.clocks.beijing import midnight
from broker.domain.clocks.facts import (
    CaseAccepted,
    IntakeFact,
    SupplementReceived,
    SupplementRequested,
)
from broker.domain.clocks.intake import AwaitingCheck, IntakeState, SupplementPending, silence_at
from broker.domain.clocks.rules import ApplicantSilence, NoticeSilence
from broker.domain.identifiers import Instant

CLOCKS_SHARED = 16_384
"""Cases of one item that came on the same day wait for the same instant."""


class Effect(NamedTuple):
    """An event that the rules lead to, and the instant from which on it is true."""

    at: Instant
    event: LimitEvent


@lru_cache(CLOCKS_SHARED)
def next_effect(clock: Clock, item_code: str) -> Effect | None:
    """Answer the first effect that is not written yet; None as long as nothing has a date.

    A year that is not published has no dates (K10): nothing of it happens until it is.
    """
    terms = terms_of(clock.terms, item_code)
    intake = intake_of(terms, clock)
    if isinstance(intake, IntakeState) and clock.accepted_on is None:
        effects = [*_silence(terms, intake, clock), *_signals(terms, clock, None)]
    else:
        effects = [*_signals(terms, clock, accepted_on(intake, clock))]
    return min(effects, key=lambda effect: effect.at, default=None)


def intake_of(terms: Terms, clock: Clock) -> object:
    """Follow the intake as it is remembered, by days: its limits end with a day (K2)."""
    facts = tuple(_facts(clock))
    as_of = max((fact.at for fact in facts), default=Instant(0))
    return count_intake(
        terms.times,
        received_on=clock.received_on,
        facts=facts,
        as_of=as_of,
        calendar=national_calendar(),
    )


def _facts(clock: Clock) -> Iterator[IntakeFact]:
    if clock.requested_on is not None:
        yield SupplementRequested(at=midnight(clock.requested_on))
    if clock.answered_on is not None:
        yield SupplementReceived(at=midnight(clock.answered_on))
    if clock.accepted_on is not None:
        yield CaseAccepted(at=midnight(clock.accepted_on))


def accepted_on(intake: object, clock: Clock) -> date | None:
    """Answer the day of acceptance: what was written down stays, whatever a calendar says later.

    An express acceptance after silence has no effect on clocks (K7).
    """
    if clock.deemed_accepted_on is not None:
        return clock.deemed_accepted_on
    if isinstance(intake, IntakeState):
        return intake.accepted_on
    return clock.accepted_on


def _silence(terms: Terms, intake: IntakeState, clock: Clock) -> Iterator[Effect]:
    """Tell what silence leads to, where the terms name it; else the delay is only shown."""
    at, calendar = silence_at(intake), national_calendar().version
    if at is None:
        return
    match intake.standing:
        case AwaitingCheck() if intake.rule.silence is NoticeSilence.DEEMED_ACCEPTED:
            assert isinstance(intake.notice_due, date)
            event: LimitEvent = CaseDeemedAccepted(
                accepted_on=intake.received_on[-1].isoformat(),
                due_on=intake.notice_due.isoformat(),
                source=terms.source,
                calendar=calendar,
            )
            yield Effect(at, event)
        case SupplementPending() if _withdraws(terms):
            due = min(due for due in intake.supplement_due if isinstance(due, date))
            event = CaseDeemedWithdrawn(
                due_on=due.isoformat(), source=terms.source, calendar=calendar
            )
            yield Effect(at, event)
        case _:
            return


def _withdraws(terms: Terms) -> bool:
    rule = terms.times.supplement
    return rule is not None and rule.silence is ApplicantSilence.DEEMED_WITHDRAWN


def _signals(terms: Terms, clock: Clock, on: date | None) -> Iterator[Effect]:
    for raised_on, event in next_signals(terms, clock, accepted_on=on):
        yield Effect(midnight(raised_on), event)
