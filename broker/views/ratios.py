"""How content people are with each body: the ratios of complaints (12345) and ratings (好差评)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.cases.complaints.commands import ComplaintEnd, Satisfaction
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.facts import Completed
from broker.domain.clocks.limit import Late, Met, MetUndated, Overdue, evaluate_limit
from broker.domain.clocks.rules import LimitRule, Period
from broker.domain.identifiers import Instant, RegionCode
from broker.views.complaints import ComplaintView
from broker.views.deadlines.complaints import ComplaintTimes

CONTENT = frozenset({RatingLevel.VERY_SATISFIED, RatingLevel.SATISFIED, RatingLevel.FAIR})
"""The levels that do not oblige a body to act (国办发〔2019〕51号)."""
SATISFIED_PERCENT_WANTED = 85
SOLVED_PERCENT_WANTED = 80
"""What the city's plan asks of 12345 (plan 3); the formulas are a convention."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many of so many; nothing can be said of none."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Answer the ratio with one decimal, None of nothing."""
        return None if not self.whole else round(100 * self.part / self.whole, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRatios:
    """The complaints that a body has, taken in a period."""

    region: RegionCode
    taken: int
    closed: int
    on_time: Ratio
    """Answers in time, of those that came or are overdue (按期办结率)."""
    satisfied: Ratio
    """Satisfied, of those who answered the call (满意率)."""
    solved: Ratio
    """Solved, of the reasonable requests that are closed (解决率)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingCount:
    """How often a body was rated so."""

    region: RegionCode
    level: RatingLevel
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRatios:
    """The ratings of a body in a period."""

    region: RegionCode
    counts: Mapping[str, int]
    content: Ratio
    """Not rated badly, of all ratings (好评率)."""


def rating_ratios(counts: Sequence[RatingCount]) -> tuple[RatingRatios, ...]:
    """Count the ratings of each body."""
    regions = sorted({one.region for one in counts})
    return tuple(
        _rating_ratios(region, [one for one in counts if one.region == region])
        for region in regions
    )


def _rating_ratios(region: RegionCode, counts: Sequence[RatingCount]) -> RatingRatios:
    by_level = {level.value: 0 for level in RatingLevel}
    for one in counts:
        by_level[one.level] += one.count
    content = sum(one.count for one in counts if one.level in CONTENT)
    return RatingRatios(
        region=region, counts=by_level, content=Ratio(content, sum(by_level.values()))
    )


@dataclass(slots=True)
class ComplaintTally:
    """Counts complaints body by body, so that no more than one case need be in memory."""

    times: ComplaintTimes
    calendar: WorkCalendar
    as_of: Instant
    counted: dict[RegionCode, "_Counts"]

    def add(self, body: RegionCode, complaint: ComplaintView) -> None:
        """Count a complaint for the body that has it."""
        counts = self.counted.setdefault(body, _Counts())
        counts.taken += 1
        counts.closed += complaint.closed_at is not None
        for is_in_time in _answers_in_time(complaint, self):
            counts.due += 1
            counts.on_time += is_in_time
        heard = complaint.satisfaction not in {None, Satisfaction.NOT_REACHED}
        counts.heard += heard
        counts.satisfied += complaint.satisfaction is Satisfaction.SATISFIED
        if complaint.end is ComplaintEnd.ANSWERED:
            counts.reasonable += 1
            counts.solved += complaint.solved is True

    def ratios(self) -> tuple[ComplaintRatios, ...]:
        """Answer the ratios of each body."""
        return tuple(
            ComplaintRatios(
                region=region,
                taken=counts.taken,
                closed=counts.closed,
                on_time=Ratio(counts.on_time, counts.due),
                satisfied=Ratio(counts.satisfied, counts.heard),
                solved=Ratio(counts.solved, counts.reasonable),
            )
            for region, counts in sorted(self.counted.items())
        )


@dataclass(slots=True)
class _Counts:
    taken: int = 0
    closed: int = 0
    due: int = 0
    on_time: int = 0
    heard: int = 0
    satisfied: int = 0
    reasonable: int = 0
    solved: int = 0


def complaint_ratios(
    complaints: Iterable[tuple[RegionCode, ComplaintView]],
    *,
    times: ComplaintTimes,
    calendar: WorkCalendar,
    as_of: Instant,
) -> tuple[ComplaintRatios, ...]:
    """Count complaints, each with the region of the body that has it."""
    tally = ComplaintTally(times=times, calendar=calendar, as_of=as_of, counted={})
    for body, complaint in complaints:
        tally.add(body, complaint)
    return tally.ratios()


def _answers_in_time(complaint: ComplaintView, tally: ComplaintTally) -> Iterator[bool]:
    """Judge each answer that came or is overdue; what is closed without one is not judged."""
    first, *again = (*complaint.answered_at, None)
    owed: list[tuple[Instant, Instant | None, Period]] = [
        (complaint.addressed_at, first, tally.times.answer)
    ]
    if complaint.reopened_at is not None:
        second = again[0] if again else None
        owed.append((complaint.reopened_at, second, tally.times.answer_again))
    for since, answered_at, period in owed:
        if answered_at is None and complaint.closed_at is not None:
            continue
        in_time = _is_in_time(since, answered_at, period, tally)
        if in_time is not None:
            yield in_time


def _is_in_time(
    since: Instant, answered_at: Instant | None, period: Period, tally: ComplaintTally
) -> bool | None:
    """Answer None while nobody can tell."""
    limit = evaluate_limit(
        LimitRule(period=period),
        start_on=legal_day(since),
        facts=() if answered_at is None else (Completed(at=answered_at),),
        as_of=max(tally.as_of, since if answered_at is None else answered_at),
        calendar=tally.calendar,
    )
    if isinstance(limit, CalendarUnknown):
        return None
    match limit.status:
        case Met() | MetUndated():
            return True
        case Late() | Overdue():
            return False
        case _:
            return None
