"""Until when a body has to answer a complaint, whatever the stage of the case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.calendar import WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.rules import LimitRule, Period, working_days
from broker.domain.identifiers import Instant, Side
from broker.views.case import TimelineEntry
from broker.views.deadlines.deadline import Bearer, Deadline, Heading
from broker.views.deadlines.history import History
from broker.views.deadlines.showing import Span, show_span
from broker.views.labels import SIDE_TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintTimes:
    """How long a body has to answer; every place sets its own days, so a node is told them."""

    answer: Period
    answer_again: Period


def complaint_times(days: int) -> ComplaintTimes:
    """Give a body as many working days for a second answer as for the first."""
    return ComplaintTimes(answer=working_days(days), answer_again=working_days(days))


COMPLAINT_DAYS = 5
"""Working days where nothing is configured: a common term of the hotlines, not a rule of law."""
CUSTOMARY = complaint_times(COMPLAINT_DAYS)

ABOUT_OWN = frozenset({"ComplaintFollowedUp", "ComplaintReopened", "ComplaintClosed"})
"""What the side that took a complaint writes: its number alone says which."""
ABOUT_ANY = frozenset({"ComplaintTransferred", "ComplaintAnswered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answering:
    """One answer that a body owes: from when, and when it came."""

    name: str
    title: str
    body: Side
    period: Period
    since: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    """When the complaint was closed."""


def show_complaints(
    entries: Sequence[TimelineEntry],
    *,
    as_of: Instant,
    calendars: Mapping[Side, WorkCalendar],
    times: ComplaintTimes = CUSTOMARY,
) -> Iterator[Deadline]:
    """Show the limit of each answer, in the calendar of the body that owes it (K3, K12)."""
    known = [entry for entry in entries if entry.at <= as_of]
    for taken in known:
        if taken.kind != "ComplaintRegistered":
            continue
        for answering in _answerings(taken, known, times):
            yield _show(answering, as_of=as_of, calendar=calendars[answering.body])


def _answerings(
    taken: TimelineEntry, known: Sequence[TimelineEntry], times: ComplaintTimes
) -> Iterator[_Answering]:
    """List the answers owed: of the body that has it in the end, from when it got it (K13)."""
    number, registrar = taken.summary["complaint"], taken.side
    about = [entry for entry in known if _is_about(entry, registrar, number)]
    body, transferred = Side(taken.summary["against"]), _first(about, "ComplaintTransferred")
    if transferred is not None:
        body = body.other
    closed = _first(about, "ComplaintClosed")
    answers = [entry.at for entry in about if entry.kind == "ComplaintAnswered"]
    suffix, title = f"{registrar}_{number}", f"（{SIDE_TEXTS[registrar]}登记第 {number} 号）"
    starts = [(taken if transferred is None else transferred, times.answer, "answer", "投诉答复")]
    reopened = _first(about, "ComplaintReopened")
    if reopened is not None:
        starts.append((reopened, times.answer_again, "answer_again", "投诉重办答复"))
    for place, (start, period, name, words) in enumerate(starts):
        yield _Answering(
            name=f"complaint_{name}_{suffix}",
            title=f"{words}{title}",
            body=body,
            period=period,
            since=start.at,
            answered_at=answers[place] if place < len(answers) else None,
            ended_at=None if closed is None else closed.at,
        )


def _is_about(entry: TimelineEntry, registrar: Side, number: str) -> bool:
    if entry.kind in ABOUT_OWN:
        return entry.side is registrar and entry.summary["complaint"] == number
    if entry.kind in ABOUT_ANY:
        return (entry.summary["registrar"], entry.summary["complaint"]) == (registrar, number)
    return False


def _first(entries: Sequence[TimelineEntry], kind: str) -> TimelineEntry | None:
    return next((entry for entry in entries if entry.kind == kind), None)


def _show(one: _Answering, *, as_of: Instant, calendar: WorkCalendar) -> Deadline:
    """Show a limit; a complaint that is closed before it is answered ends it."""
    ended = "" if one.ended_at is None or one.answered_at is not None else "投诉已办结"
    until = as_of if one.ended_at is None else min(as_of, one.ended_at)
    return show_span(
        Heading(name=one.name, title=one.title, bearer=Bearer(one.body.value)),
        LimitRule(period=one.period),
        Span(start_on=legal_day(one.since), ended_at=one.answered_at),
        history=History(first={}, intake=(), until=until, ended=ended),
        calendar=calendar,
    )
