"""The rules of clock vectors, field by field."""

from datetime import date

from broker.domain.calendar import NamedDay
from broker.domain.clocks.fields import Row, read, read_days, read_row, read_rows, read_word
from broker.domain.clocks.rules import (
    ApplicantSilence,
    Extension,
    IntakeRule,
    Leg,
    LimitRule,
    NoticeSilence,
    Period,
    Signal,
    SupervisionRule,
    SupplementRule,
    Threshold,
    Unit,
    working_days,
)
from broker.domain.identifiers import Side
from broker.domain.verdict import VectorInvalid

HAND_IN = "start"


def read_limit_rule(row: Row) -> LimitRule:
    """Read a limit with its extension."""
    if row.get("extension") is None:
        return LimitRule(period=_read_period(row))
    extension = read_row(row, "extension")
    times = read_days(extension, "times") if "times" in extension else 1
    return LimitRule(
        period=_read_period(row), extension=Extension(n=read_days(extension, "n"), times=times)
    )


def _read_period(row: Row) -> Period:
    return Period(n=read_days(row, "n"), unit=read_word(row, "unit", Unit))


def read_intake_rule(row: Row) -> IntakeRule:
    """Read notice, silence, decision and, where there is one, the applicant's time."""
    supplement = read_row(row, "supplement") if row.get("supplement") is not None else None
    return IntakeRule(
        notice=_read_period(read_row(row, "notice")),
        silence=read_word(row, "silence", NoticeSilence),
        decision=_read_period(read_row(row, "decision")),
        supplement=None if supplement is None else _read_supplement(supplement),
    )


def _read_supplement(row: Row) -> SupplementRule:
    silent = row.get("silence") is not None
    return SupplementRule(
        period=_read_period(row),
        silence=read_word(row, "silence", ApplicantSilence) if silent else ApplicantSilence.NONE,
    )


def read_legs(row: Row) -> tuple[Leg, ...]:
    """Read the legs, each with a name of its own."""
    legs = tuple(_read_leg(leg) for leg in read_rows(row, "legs"))
    if len({leg.name for leg in legs}) != len(legs):
        raise VectorInvalid("legs 中有重名")
    return legs


def _read_leg(row: Row) -> Leg:
    return Leg(
        name=read(row, "leg", str),
        side=read_word(row, "side", Side),
        limit=read_limit_rule(row),
        starts_on=_read_starts(row),
        ends_on=read(row, "ends_on", str),
    )


def _read_starts(row: Row) -> frozenset[str]:
    """Read the facts that must all be there; the hand-in always is."""
    starts = row.get("starts_on")
    names = read(starts, "all_of", list) if isinstance(starts, dict) else [starts]
    if not names or not all(isinstance(name, str) for name in names):
        raise VectorInvalid("starts_on 应为事件名或 all_of")
    return frozenset(names) - {HAND_IN}


def read_supervision_rule(row: Row) -> SupervisionRule:
    """Read the limits in working days and the thresholds of the signals."""
    limits = read_row(row, "limits")
    thresholds = tuple(_read_threshold(signal) for signal in read_rows(row, "signals"))
    if not limits or any(threshold.limit not in limits for threshold in thresholds):
        raise VectorInvalid("signals 引用了没有的 limits")
    return SupervisionRule(
        limits={name: LimitRule(period=working_days(read_days(limits, name))) for name in limits},
        thresholds=thresholds,
    )


def _read_threshold(row: Row) -> Threshold:
    name = read(row, "signal", str).upper()
    if name not in Signal.__members__:
        raise VectorInvalid(f"没有 {name.lower()!r} 这一信号")
    return Threshold(
        signal=Signal[name], limit=read(row, "of", str), from_day=read(row, "from_day", int)
    )


def read_named_days(row: Row, key: str) -> tuple[NamedDay, ...]:
    """Read local days: a list of dates, or an object of dates with names."""
    found = row.get(key, [])
    named = found if isinstance(found, dict) else dict.fromkeys(_as_list(found, key), "")
    try:
        return tuple(
            NamedDay(on=date.fromisoformat(day), name=str(name)) for day, name in named.items()
        )
    except (TypeError, ValueError):
        raise VectorInvalid(f"{key} 中有无效的日期") from None


def _as_list(found: object, key: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(day, str) for day in found):
        raise VectorInvalid(f"{key} 应为日期的列表")
    return found
