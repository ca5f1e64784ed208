"""Check opening hours: times that are times, spans in order, each day once."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, pairwise
from typing import TypeVar

from broker.domain.offices.hours import CLOCK_TIME, Hours, Span
from broker.domain.offices.office import Office
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode
from broker.domain.offices.words import WEEKEND, weekday_of

Found = Iterator[tuple[OfficeProblemCode, str]]
Day = TypeVar("Day", bound=Hashable)


def check_hours(office: Office) -> Iterator[OfficeProblem]:
    """Find what is wrong with the hours of an office and of its windows."""
    for path, hours in told_hours(office):
        for code, about in chain(_check_spans(hours), _check_days(hours), _check_make_up(hours)):
            yield OfficeProblem(code=code, path=path, about=about)


def told_hours(office: Office) -> Iterator[tuple[str, Hours]]:
    """List the hours that an office and its windows tell, with where they stand."""
    told = (("hours", office.hours), *(("windows", one.hours) for one in office.windows))
    return ((path, hours) for path, hours in told if hours is not None)


def _check_spans(hours: Hours) -> Found:
    for spans in (*(one.spans for one in hours.weekly), *(one.spans for one in hours.exceptions)):
        wrong = [span for span in spans if not _is_written_well(span)]
        if wrong:
            yield from ((OfficeProblemCode.TIME_MALFORMED, _show(span)) for span in wrong)
            continue
        for span in spans:
            if not span.minutes:
                yield OfficeProblemCode.SPAN_BACKWARDS, _show(span)
        for one, after in pairwise(sorted(spans, key=lambda span: span.minutes.start)):
            if after.minutes.start < one.minutes.stop:
                yield OfficeProblemCode.SPANS_OVERLAP, f"{_show(one)}，{_show(after)}"


def _check_days(hours: Hours) -> Found:
    weekdays = chain.from_iterable(sorted(one.days) for one in hours.weekly)
    for weekday in _repeated(weekdays):
        yield OfficeProblemCode.WEEKDAY_REPEATED, weekday.zh
    for days in ((one.on for one in hours.exceptions), (one.on for one in hours.make_up)):
        for day in _repeated(days):
            yield OfficeProblemCode.DAY_REPEATED, day.isoformat()


def _check_make_up(hours: Hours) -> Found:
    for one in hours.make_up:
        if weekday_of(one.on) not in WEEKEND:
            yield OfficeProblemCode.MAKE_UP_AT_WORK, one.on.isoformat()
        if one.as_ in WEEKEND:
            yield OfficeProblemCode.MAKE_UP_OF_REST, one.on.isoformat()


def _is_written_well(span: Span) -> bool:
    return all(CLOCK_TIME.fullmatch(time) for time in (span.opens, span.closes))


def _show(span: Span) -> str:
    return f"{span.opens}–{span.closes}"


def _repeated(days: Iterable[Day]) -> list[Day]:
    return [day for day, count in Counter(days).items() if count > 1]
