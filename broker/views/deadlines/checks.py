"""Intake: each check of the papers, the applicant's time to answer, and what silence means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.cases.limits.count import count_intake
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.facts import (
    IntakeFact,
    SupplementReceived,
    SupplementRequested,
    known_at,
)
from broker.domain.clocks.intake import (
    DeemedAccepted,
    DeemedWithdrawn,
    IntakeState,
    SupplementPending,
)
from broker.domain.clocks.passages import Passage
from broker.domain.clocks.rules import LimitRule
from broker.domain.clocks.wording import write_day, write_period
from broker.domain.identifiers import Instant
from broker.domain.items.times import Times
from broker.views.deadlines.deadline import Bearer, Deadline, DeadlineState, Heading
from broker.views.deadlines.history import History
from broker.views.deadlines.showing import Span, concluded, show_span, show_waiting

CHECK = Heading(
    name="check", title="受理审查（受理、不予受理或一次性告知补正）", bearer=Bearer.HANDLING
)
CHECK_AGAIN = Heading(name="check_again", title="补正后的受理审查", bearer=Bearer.HANDLING)
ANSWER = Heading(name="supplement", title="申请人补正", bearer=Bearer.APPLICANT)
RECEIPT = "PushReceived"
"""The office has received the papers when they enter its own region [电子签名法 11] (K13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A check: from the receipt of the papers to the notice of the office."""

    received_at: Instant
    told_at: Instant | None = None


def evaluate_checks(
    times: Times, history: History, calendar: WorkCalendar
) -> IntakeState | CalendarUnknown | None:
    """Say how the intake stands; None without a published rule, or before the receipt."""
    received_at = history.first.get(RECEIPT)
    return count_intake(
        times,
        received_on=None if received_at is None else legal_day(received_at),
        facts=history.intake,
        as_of=history.until,
        calendar=calendar,
    )


def show_checks(
    times: Times,
    intake: IntakeState | CalendarUnknown | None,
    history: History,
    calendar: WorkCalendar,
) -> Iterator[Deadline]:
    """Show each check and the supplement between them, in the order of the way."""
    if times.notice is None:
        return
    if RECEIPT not in history.first:
        yield show_waiting(CHECK, "办理地尚未收到移交", history=history)
        return
    state = intake if isinstance(intake, IntakeState) else None
    facts = () if state is None else _effective(state, history)
    rule = LimitRule(period=times.notice.period)
    first, *again = _rounds(history.first[RECEIPT], facts)
    for heading, check in ((CHECK, first), *((CHECK_AGAIN, one) for one in again)):
        span = Span(start_on=legal_day(check.received_at), ended_at=check.told_at)
        shown = show_span(heading, rule, span, history=history, calendar=calendar)
        yield _by_silence(shown, state) if check.told_at is None else shown
        if heading is CHECK:
            yield from _show_answer(times, facts, state, history, calendar)
    if state is not None and isinstance(state.standing, SupplementPending) and not history.ended:
        yield _show_pause(rule)


def _effective(state: IntakeState, history: History) -> tuple[IntakeFact, ...]:
    """Answer the facts that moved the clock, in order of time (K7, K8)."""
    ignored = {one.position for one in state.ignored}
    known = known_at(history.intake, history.until)
    return tuple(fact for position, fact in known if position not in ignored)


def _rounds(received_at: Instant, facts: Sequence[IntakeFact]) -> list[Round]:
    """Pair each receipt with the first notice after it."""
    rounds = [Round(received_at=received_at)]
    for fact in facts:
        if isinstance(fact, SupplementReceived):
            rounds.append(Round(received_at=fact.at))
        elif rounds[-1].told_at is None:
            rounds[-1] = replace(rounds[-1], told_at=fact.at)
    return rounds


def _by_silence(shown: Deadline, state: IntakeState | None) -> Deadline:
    """Say what the silence of the office has led to (K7)."""
    if state is None or not isinstance(state.standing, DeemedAccepted):
        return shown
    since = write_day(state.standing.on)
    return concluded(shown, DeadlineState.LATE, f"逾期未告知，自收到之日 {since}起视为受理")


def _show_answer(
    times: Times,
    facts: Sequence[IntakeFact],
    state: IntakeState | None,
    history: History,
    calendar: WorkCalendar,
) -> Iterator[Deadline]:
    """Show the applicant's time, where the item rule states one."""
    requested = [fact.at for fact in facts if isinstance(fact, SupplementRequested)]
    if times.supplement is None or not requested:
        return
    answered = [fact.at for fact in facts if isinstance(fact, SupplementReceived)]
    span = Span(start_on=legal_day(requested[0]), ended_at=next(iter(answered), None))
    rule = LimitRule(period=times.supplement.period)
    shown = show_span(ANSWER, rule, span, history=history, calendar=calendar)
    if state is not None and isinstance(state.standing, DeemedWithdrawn):
        shown = concluded(shown, DeadlineState.LATE, "逾期未补正，按该事项规定视为撤回")
    yield shown


def _show_pause(rule: LimitRule) -> Deadline:
    """Show that the check waits for the applicant, and begins anew with the answer (K8)."""
    sentence = f"等待申请人补正；收到补正材料后重新计算 {write_period(rule.period)}"
    return Deadline(
        heading=CHECK_AGAIN,
        state=DeadlineState.PAUSED,
        passage=Passage(title=CHECK_AGAIN.title, conclusions=(sentence,)),
        remaining_days=rule.period.n,
    )
