"""Test vectors of clocks: evaluate one, compare, explain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from broker.domain.calendar import CalendarUnknown, WorkCalendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.intake import evaluate_intake
from broker.domain.clocks.legs import Started, evaluate_legs
from broker.domain.clocks.limit import evaluate_limit
from broker.domain.clocks.passages import (
    Passage,
    explain_intake,
    explain_legs,
    explain_limit,
    explain_renewal,
    explain_supervision,
    explain_unknown,
    write_passage,
)
from broker.domain.clocks.renewal import evaluate_renewal
from broker.domain.clocks.supervision import evaluate_supervision
from broker.domain.clocks.tell import (
    Told,
    tell_intake,
    tell_leg,
    tell_limit,
    tell_renewal,
    tell_supervision,
    tell_unknown,
)
from broker.domain.clocks.written import (
    ClockCase,
    IntakeCase,
    LegsCase,
    LimitCase,
    RenewalCase,
    SupervisionCase,
    parse_case,
)
from broker.domain.identifiers import Side
from broker.domain.verdict import Verdict, as_rows, compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What the rules say, in the words of the vectors, and why."""

    told: Told
    passages: tuple[Passage, ...]


def judge_clocks(document: object, national: WorkCalendar) -> tuple[Verdict, ...]:
    """Judge every vector of a document; a document out of format raises VectorInvalid."""
    rows = as_rows(document)
    cases = [parse_case(row) for row in rows]
    return tuple(_judge(row, case, national) for row, case in zip(rows, cases, strict=True))


def _judge(row: Mapping[str, Any], case: ClockCase, national: WorkCalendar) -> Verdict:
    computed = compute(case, national)
    return Verdict(
        id=row["id"],
        differences=compare(row["expect"], computed.told),
        explanation=tuple(line for passage in computed.passages for line in write_passage(passage)),
    )


def compute(case: ClockCase, national: WorkCalendar) -> Computed:
    """Evaluate a case as of its instant."""
    calendars = {side: national.for_region(case.setting.overlays[side]) for side in Side}
    match case:
        case LimitCase():
            return _compute_limit(case, calendars[case.side])
        case IntakeCase():
            return _compute_intake(case, calendars[case.side])
        case LegsCase():
            return _compute_legs(case, calendars)
        case SupervisionCase():
            return _compute_supervision(case, calendars[case.side])
        case RenewalCase():
            state = evaluate_renewal(case.rule, facts=case.facts, as_of=case.setting.as_of)
            told = tell_renewal(state, case.positions)
            return Computed(told=told, passages=(explain_renewal(state),))
        case _:
            assert_never(case)


def _compute_limit(case: LimitCase, calendar: WorkCalendar) -> Computed:
    state = evaluate_limit(
        case.rule,
        start_on=legal_day(case.setting.start),
        facts=case.facts,
        as_of=case.setting.as_of,
        calendar=calendar,
    )
    if isinstance(state, CalendarUnknown):
        return _unknown(state)
    return Computed(
        told=tell_limit(state, case.positions),
        passages=(explain_limit(state, calendar, title="期限"),),
    )


def _compute_intake(case: IntakeCase, calendar: WorkCalendar) -> Computed:
    state = evaluate_intake(
        case.rule,
        received_on=legal_day(case.setting.start),
        facts=case.facts,
        as_of=case.setting.as_of,
        calendar=calendar,
    )
    if isinstance(state, CalendarUnknown):
        return _unknown(state)
    told = tell_intake(state, calendar, case.positions)
    return Computed(told=told, passages=explain_intake(state, calendar))


def _compute_legs(case: LegsCase, calendars: Mapping[Side, WorkCalendar]) -> Computed:
    states = evaluate_legs(
        case.legs,
        handed_in=case.setting.start,
        facts=case.facts,
        as_of=case.setting.as_of,
        calendars=calendars,
    )
    for state in states.values():
        if isinstance(state, Started) and isinstance(state.limit, CalendarUnknown):
            return _unknown(state.limit)
    told = {"legs": {name: tell_leg(state) for name, state in states.items()}}
    return Computed(told=told, passages=explain_legs(case.legs, states, calendars))


def _compute_supervision(case: SupervisionCase, calendar: WorkCalendar) -> Computed:
    state = evaluate_supervision(
        case.rule,
        start_on=legal_day(case.setting.start),
        facts=case.facts,
        as_of=case.setting.as_of,
        calendar=calendar,
    )
    if isinstance(state, CalendarUnknown):
        return _unknown(state)
    return Computed(told=tell_supervision(state), passages=explain_supervision(state, calendar))


def _unknown(unknown: CalendarUnknown) -> Computed:
    return Computed(told=tell_unknown(unknown), passages=(explain_unknown(unknown),))
