"""Check the time regime of an entry: promise and law, extension, licences, legs (domain 4)."""

from collections.abc import Iterator

from broker.domain.clocks.beijing import MIDNIGHT_MINUTE
from broker.domain.clocks.fields import DAYS_MAX
from broker.domain.clocks.rules import NoticeSilence, Period, Unit
from broker.domain.items.item import Item
from broker.domain.items.problems import Problem, ProblemCode
from broker.domain.items.times import LEG_FACTS, Limit, Times
from broker.domain.items.words import CaseType, ItemKind, Start

LICENCE_NOTICE_WORKING_DAYS = 5
LICENCE_DELIVERY_WORKING_DAYS = 10
WORKING_DAYS_OF_WEEK, DAYS_OF_WEEK = 5, 7


def check_times(item: Item) -> Iterator[Problem]:
    """Find what is wrong with the limits."""
    yield from check_bounds(item.times)
    yield from _check_promise(item.times)
    yield from _check_immediate(item)
    yield from _check_extension(item.times)
    if item.identity.kind is ItemKind.LICENCE:
        yield from _check_licence(item.times)
    yield from _check_legs(item.times)


def check_bounds(times: Times) -> Iterator[Problem]:
    """Find limits that no calendar can count."""
    for path, n in _days(times):
        if n > DAYS_MAX:
            yield Problem(code=ProblemCode.DAYS_TOO_MANY, path=path, about=str(n))
    for path, minute in _closings(times):
        if not 0 < minute <= MIDNIGHT_MINUTE:
            yield Problem(code=ProblemCode.CLOSING_OUT_OF_DAY, path=path)


def _days(times: Times) -> Iterator[tuple[str, int]]:
    for name, ruled in (
        ("statutory", times.statutory),
        ("promised", times.promised),
        ("notice", times.notice),
        ("supplement", times.supplement),
    ):
        if ruled is not None:
            yield f"times.{name}", ruled.period.n
    if times.delivery is not None:
        yield "times.delivery", times.delivery.n
    if times.extension is not None:
        yield "times.extension", times.extension.extension.n
    for procedure in times.procedures:
        if procedure.announced is not None:
            yield "times.procedures", procedure.announced.n
    for leg in times.legs:
        yield "times.legs", leg.limit.period.n


def _closings(times: Times) -> Iterator[tuple[str, int]]:
    for name, limit in (("statutory", times.statutory), ("promised", times.promised)):
        if limit is not None:
            yield f"times.{name}", limit.closing_minute
    for leg in times.legs:
        yield "times.legs", leg.limit.closing_minute


def _check_promise(times: Times) -> Iterator[Problem]:
    """The promise is the shorter one [优化营商环境条例 36]."""
    promised, statutory = times.promised, times.statutory
    if promised is None or statutory is None:
        return
    if promised.period.unit is not statutory.period.unit:
        yield _of_promise(ProblemCode.PROMISED_UNIT_DIFFERS)
    elif promised.period.n > statutory.period.n:
        yield _of_promise(
            ProblemCode.PROMISED_LONGER, about=f"{promised.period.n} > {statutory.period.n}"
        )
    if _starts_later(promised, statutory):
        yield _of_promise(ProblemCode.PROMISED_STARTS_LATER)


def _starts_later(promised: Limit, statutory: Limit) -> bool:
    return promised.starts_on is Start.ACCEPTANCE and statutory.starts_on is Start.RECEIPT


def _of_promise(code: ProblemCode, *, about: str = "") -> Problem:
    return Problem(code=code, path="times.promised", about=about)


def _check_immediate(item: Item) -> Iterator[Problem]:
    promised = item.times.promised
    if item.identity.case_type is not CaseType.IMMEDIATE or promised is None:
        return
    if promised.period.n and not promised.on_the_spot:
        yield _of_promise(ProblemCode.IMMEDIATE_WITH_DAYS)


def _check_extension(times: Times) -> Iterator[Problem]:
    if times.supplement is not None and times.notice is None:
        yield Problem(code=ProblemCode.SUPPLEMENT_WITHOUT_NOTICE, path="times.supplement")
    if times.extension is None:
        return
    if times.statutory is None and times.promised is None:
        yield Problem(code=ProblemCode.EXTENSION_WITHOUT_LIMIT, path="times.extension")
    if not (times.extension.extension.n and times.extension.extension.times):
        yield Problem(code=ProblemCode.EXTENSION_EMPTY, path="times.extension")


def _check_licence(times: Times) -> Iterator[Problem]:
    """What an item may not loosen for a licence [行政许可法 32, 44]."""
    if times.notice is not None:
        if times.notice.silence is not NoticeSilence.DEEMED_ACCEPTED:
            yield Problem(code=ProblemCode.LICENCE_SILENCE, path="times.notice")
        if _exceeds(times.notice.period, LICENCE_NOTICE_WORKING_DAYS):
            yield Problem(code=ProblemCode.LICENCE_NOTICE_LONG, path="times.notice")
    if times.delivery is not None and _exceeds(times.delivery, LICENCE_DELIVERY_WORKING_DAYS):
        yield Problem(code=ProblemCode.LICENCE_DELIVERY_LONG, path="times.delivery")


def _exceeds(period: Period, working_days_max: int) -> bool:
    """Compare with working days; calendar days are given the weekends that lie between."""
    if period.unit is Unit.WORKING_DAYS:
        return period.n > working_days_max
    return period.n > working_days_max // WORKING_DAYS_OF_WEEK * DAYS_OF_WEEK


def _check_legs(times: Times) -> Iterator[Problem]:
    if len({leg.name for leg in times.legs}) != len(times.legs):
        yield Problem(code=ProblemCode.NAMES_REPEATED, path="times.legs")
    for leg in times.legs:
        for fact in sorted((leg.starts_on | {leg.ends_on}) - LEG_FACTS):
            yield Problem(code=ProblemCode.LEG_FACT_UNKNOWN, path="times.legs", about=fact)
        if leg.ends_on in leg.starts_on:
            yield Problem(
                code=ProblemCode.LEG_ENDS_WITH_ITS_START, path="times.legs", about=leg.name
            )
