"""Fold the facts that limits hang on: the events of the track, and days of other handling events.

What has no instant is an answer that stands in no log, and no clock begins with it.
"""

from datetime import date
from typing import assert_never

from broker.domain.cases.events import (
    CaseAccepted,
    CaseNotAccepted,
    CaseTerminated,
    CaseWithdrawn,
    DecisionMade,
    PushReceived,
    StageEvent,
    SupplementReceived,
    SupplementRequested,
)
from broker.domain.cases.limits.events import (
    CardWithdrawn,
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
    SignalRaised,
    TermsApplied,
)
from broker.domain.cases.limits.state import Announced, Clock, Limits, Raised
from broker.domain.cases.procedures.commands import ThirdPartyGround
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    ProcedureEvent,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.clocks import facts
from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import Instant
from broker.domain.replacing import replace


def evolve_limits(before: Limits, event: LimitEvent) -> Limits:
    """Fold an event of this track."""
    clock = before.clock
    match event:
        case TermsApplied():
            assert not clock.terms
            return replace(before, clock=replace(clock, terms=event.terms))
        case CaseDeemedAccepted():
            on = date.fromisoformat(event.accepted_on)
            return replace(before, clock=replace(clock, accepted_on=on, deemed_accepted_on=on))
        case CaseDeemedWithdrawn():
            return stop(before)
        case SignalRaised():
            assert event.number == len(clock.raised) + 1
            raised = Raised(event.signal, event.limit, event.procedure)
            assert raised not in clock.raised
            return replace(before, clock=replace(clock, raised=(*clock.raised, raised)))
        case CardWithdrawn():
            assert 1 <= event.number <= len(clock.raised)
            assert event.number not in before.withdrawn
            return replace(before, withdrawn=(*before.withdrawn, event.number))
        case _:
            assert_never(event)


def stop(before: Limits) -> Limits:
    """Let the decision or the end stop the clock; the signals stay."""
    return replace(before, is_stopped=True)


def note_stage(before: Limits, event: StageEvent, at: Instant) -> Limits:
    """Note the day of an event of the handling side that limits hang on."""
    clock, on = before.clock, legal_day(at)
    match event:
        case PushReceived():
            return replace(before, clock=replace(clock, received_on=on))
        case SupplementRequested():
            return replace(before, clock=replace(clock, requested_on=on))
        case SupplementReceived():
            return replace(before, clock=replace(clock, answered_on=on))
        case CaseAccepted():
            return replace(before, clock=replace(clock, accepted_on=on))
        case CaseNotAccepted() | CaseWithdrawn() | CaseTerminated() | DecisionMade():
            return stop(before)
        case _:
            return before


def note_procedure(before: Limits, event: ProcedureEvent, at: Instant) -> Limits:
    """Note what pauses or lengthens the limit of the decision [行政许可法 42, 45]."""
    clock = before.clock
    match event:
        case SpecialProcedureStarted():
            opened = Announced(event.number, legal_day(at), event.announced_days)
            clock = replace(clock, announced=(*clock.announced, opened))
            if pauses(event.ground):
                fact = facts.ProcedureStarted(at=at, procedure=str(event.number))
                clock = replace(clock, on_the_way=(*clock.on_the_way, fact))
        case SpecialProcedureEnded():
            clock = _end_procedure(clock, event.number, at)
        case ExtensionGranted():
            granted = facts.ExtensionGranted(at=at)
            days = event.days if clock.extension_days is None else clock.extension_days
            clock = replace(clock, on_the_way=(*clock.on_the_way, granted), extension_days=days)
        case _:
            assert_never(event)
    return replace(before, clock=clock)


def pauses(ground: ThirdPartyGround | None) -> bool:
    """Tell whether a procedure stops the count.

    Third parties who state their case are heard within the limit: article 45 names the hearing
    (听证, articles 46 and 47) and not the statement and defence of article 36.
    """
    return ground is not ThirdPartyGround.STATEMENT


def _end_procedure(clock: Clock, number: int, at: Instant) -> Clock:
    left = tuple(one for one in clock.announced if one.number != number)
    name = str(number)
    started = any(
        isinstance(one, facts.ProcedureStarted) and one.procedure == name
        for one in clock.on_the_way
    )
    if not started:
        return replace(clock, announced=left)
    ended = facts.ProcedureEnded(at=at, procedure=name)
    return replace(clock, announced=left, on_the_way=(*clock.on_the_way, ended))
