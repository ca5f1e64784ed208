"""The written form of clock vectors: JSON objects into rules and facts, or a clear sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from broker.domain.calendar import CalendarInvalid, Overlay
from broker.domain.clocks.facts import Completed, IntakeFact, LimitFact, NamedFact
from broker.domain.clocks.fields import (
    Row,
    read,
    read_date,
    read_instant,
    read_row,
    read_word,
)
from broker.domain.clocks.rules import IntakeRule, Leg, LimitRule, RenewalRule, SupervisionRule
from broker.domain.clocks.written_facts import (
    read_completions,
    read_intake_facts,
    read_limit_facts,
    read_named_facts,
)
from broker.domain.clocks.written_rules import (
    read_intake_rule,
    read_legs,
    read_limit_rule,
    read_named_days,
    read_supervision_rule,
)
from broker.domain.identifiers import Instant, Side
from broker.domain.verdict import VectorInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every vector names: when it starts, when it is asked, the local days."""

    start: Instant
    as_of: Instant
    overlays: Mapping[Side, Overlay]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitCase:
    """A vector of kind `limit`; positions are those of the facts among its events."""

    setting: Setting
    side: Side
    rule: LimitRule
    facts: tuple[LimitFact, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeCase:
    """A vector of kind `intake`."""

    setting: Setting
    side: Side
    rule: IntakeRule
    facts: tuple[IntakeFact, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegsCase:
    """A vector of kind `legs`."""

    setting: Setting
    legs: tuple[Leg, ...]
    facts: tuple[NamedFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionCase:
    """A vector of kind `supervision`."""

    setting: Setting
    side: Side
    rule: SupervisionRule
    facts: tuple[LimitFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCase:
    """A vector of kind `renewal`."""

    setting: Setting
    rule: RenewalRule
    facts: tuple[Completed, ...]
    positions: tuple[int, ...]


ClockCase: TypeAlias = LimitCase | IntakeCase | LegsCase | SupervisionCase | RenewalCase


def parse_case(row: Row) -> ClockCase:
    """Read a vector; what is wrong with it is said with its id."""
    try:
        rule = read_row(row, "rule")
        return _parser_of(rule)(_read_setting(row), rule, row)
    except (VectorInvalid, CalendarInvalid) as error:
        raise VectorInvalid(f"{row['id']}：{error}") from error


def _parser_of(rule: Row) -> Callable[[Setting, Row, Row], ClockCase]:
    kind = read(rule, "kind", str)
    if kind not in PARSERS:
        raise VectorInvalid(f"没有 {kind!r} 这一类规则")
    return PARSERS[kind]


def _read_setting(row: Row) -> Setting:
    overlays = read_row(row, "overlays") if "overlays" in row else {}
    if not overlays.keys() <= set(Side):
        raise VectorInvalid("overlays 只能属于 receiving 或 handling")
    return Setting(
        start=read_instant(row, "start"),
        as_of=read_instant(row, "as_of"),
        overlays={side: _read_overlay(overlays, side) for side in Side},
    )


def _read_overlay(overlays: Row, side: Side) -> Overlay:
    local: Mapping[str, Any] = read_row(overlays, side) if side in overlays else {}
    return Overlay(off=read_named_days(local, "off"), work=read_named_days(local, "work"))


def _parse_limit(setting: Setting, rule: Row, row: Row) -> LimitCase:
    facts, positions = read_limit_facts(row)
    return LimitCase(
        setting=setting,
        side=read_word(rule, "side", Side),
        rule=read_limit_rule(rule),
        facts=facts,
        positions=positions,
    )


def _parse_intake(setting: Setting, rule: Row, row: Row) -> IntakeCase:
    facts, positions = read_intake_facts(row)
    return IntakeCase(
        setting=setting,
        side=read_word(rule, "side", Side),
        rule=read_intake_rule(rule),
        facts=facts,
        positions=positions,
    )


def _parse_legs(setting: Setting, rule: Row, row: Row) -> LegsCase:
    return LegsCase(setting=setting, legs=read_legs(rule), facts=read_named_facts(row))


def _parse_supervision(setting: Setting, rule: Row, row: Row) -> SupervisionCase:
    facts, _ = read_limit_facts(row)
    return SupervisionCase(
        setting=setting,
        side=read_word(rule, "side", Side),
        rule=read_supervision_rule(rule),
        facts=facts,
    )


def _parse_renewal(setting: Setting, rule: Row, row: Row) -> RenewalCase:
    facts, positions = read_completions(row)
    return RenewalCase(
        setting=setting,
        rule=RenewalRule(
            expires_on=read_date(rule, "expires_on"),
            applied_in_time=read(rule, "applied_in_time", bool),
        ),
        facts=facts,
        positions=positions,
    )


PARSERS: dict[str, Callable[[Setting, Row, Row], ClockCase]] = {
    "limit": _parse_limit,
    "intake": _parse_intake,
    "legs": _parse_legs,
    "supervision": _parse_supervision,
    "renewal": _parse_renewal,
}
