"""From receipt to acceptance: notice, silence, one supplement (K7, K8, K9)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.calendar import CalendarUnknown
from broker.domain.clocks.beijing import midnight
from broker.domain.clocks.facts import (
    CaseAccepted,
    CaseNotAccepted,
    Ignored,
    IntakeFact,
    NoEffect,
    SupplementReceived,
    SupplementRequested,
)
from broker.domain.clocks.intake import (
    Accepted,
    AwaitingCheck,
    DeemedAccepted,
    DeemedWithdrawn,
    IntakeState,
    NotAccepted,
    NoticeOverdue,
    SupplementPending,
    decision_due,
    evaluate_intake,
    silence_at,
)
from broker.domain.clocks.rules import (
    ApplicantSilence,
    IntakeRule,
    NoticeSilence,
    SupplementRule,
    calendar_days,
    working_days,
)
from broker.domain.identifiers import Instant
from tests.domain.clocks.support import NATIONAL, Drawn, at, calendars, early_days, on

LICENCE = IntakeRule(
    notice=working_days(5), silence=NoticeSilence.DEEMED_ACCEPTED, decision=working_days(20)
)
SILENT = IntakeRule(
    notice=working_days(5),
    silence=NoticeSilence.NONE,
    decision=working_days(20),
    supplement=SupplementRule(period=working_days(10), silence=ApplicantSilence.DEEMED_WITHDRAWN),
)
PATIENT = IntakeRule(
    notice=working_days(5),
    silence=NoticeSilence.DEEMED_ACCEPTED,
    decision=working_days(20),
    supplement=SupplementRule(period=working_days(10), silence=ApplicantSilence.NONE),
)
MONDAY = "2026-03-02"


def stand(rule: IntakeRule, *facts: IntakeFact, as_of: str, received: str = MONDAY) -> IntakeState:
    state = evaluate_intake(
        rule, received_on=on(received), facts=facts, as_of=at(as_of), calendar=NATIONAL
    )
    assert isinstance(state, IntakeState)
    return state


def requested(text: str) -> SupplementRequested:
    return SupplementRequested(at=at(text))


def answered(text: str) -> SupplementReceived:
    return SupplementReceived(at=at(text))


def accepted(text: str) -> CaseAccepted:
    return CaseAccepted(at=at(text))


def declined(text: str) -> CaseNotAccepted:
    return CaseNotAccepted(at=at(text))


def test_silence_accepts_at_midnight_and_not_before() -> None:
    """行政许可法 32(4) (K2, K7)."""
    waiting = stand(LICENCE, as_of="2026-03-09T23:59:59.999")
    assert waiting.standing == AwaitingCheck()
    assert silence_at(waiting) == at("2026-03-10")
    silent = stand(LICENCE, as_of="2026-03-10")
    assert silent.standing == DeemedAccepted(on=on(MONDAY))
    assert decision_due(silent, NATIONAL) == on("2026-03-30")
    assert silence_at(silent) is None


@pytest.mark.parametrize("late", [requested, accepted, declined])
def test_nothing_undoes_an_acceptance_by_silence(late: type) -> None:
    """K7."""
    state = stand(LICENCE, late("2026-03-10"), as_of="2026-03-11")
    assert state.standing == DeemedAccepted(on=on(MONDAY))
    assert state.ignored == (Ignored(position=0, reason=NoEffect.ALREADY_ACCEPTED),)


def test_silence_without_effect_is_only_a_delay() -> None:
    overdue = stand(SILENT, as_of="2026-03-10")
    assert overdue.standing == NoticeOverdue()
    assert overdue.accepted_on is None
    assert decision_due(overdue, NATIONAL) is None
    at_last = stand(SILENT, accepted("2026-03-12T09:00"), as_of="2026-03-13")
    assert at_last.standing == Accepted(on=on("2026-03-12"))
    assert at_last.ignored == ()
    asked = stand(SILENT, requested("2026-03-12T09:00"), as_of="2026-03-13")
    assert asked.standing == SupplementPending()


def test_the_answer_starts_the_check_again_with_the_same_days() -> None:
    """K8: and a deemed acceptance then dates to the answer."""
    facts = (requested("2026-03-04T09:00"), answered("2026-04-01T09:00"))
    checking = stand(LICENCE, *facts, as_of="2026-04-09T12:00")
    assert checking.notice_due == on("2026-04-09")
    assert checking.standing == AwaitingCheck()
    silent = stand(LICENCE, *facts, as_of="2026-04-10")
    assert silent.standing == DeemedAccepted(on=on("2026-04-01"))


def test_a_second_list_has_no_effect_before_or_after_the_answer() -> None:
    """K8 [一次告知]."""
    facts = (
        requested("2026-03-04T09:00"),
        requested("2026-03-05T09:00"),
        answered("2026-03-06T09:00"),
        requested("2026-03-09T09:00"),
    )
    state = stand(LICENCE, *facts, as_of="2026-03-10")
    assert [(one.position, one.reason) for one in state.ignored] == [
        (1, NoEffect.SECOND_REQUEST),
        (3, NoEffect.SECOND_REQUEST),
    ]
    assert state.standing == AwaitingCheck()


def test_an_answer_nobody_waits_for_has_no_effect() -> None:
    for facts in (
        (answered("2026-03-03"),),
        (accepted("2026-03-03"), answered("2026-03-04")),
    ):
        state = stand(LICENCE, *facts, as_of="2026-03-05")
        assert state.ignored[-1].reason is NoEffect.NOT_PENDING


def test_an_office_waits_for_the_applicant_as_long_as_no_rule_ends_it() -> None:
    asked = requested("2026-03-04T09:00")
    for rule in (LICENCE, PATIENT):
        state = stand(rule, asked, as_of="2026-12-01")
        assert state.standing == SupplementPending()
    assert stand(PATIENT, asked, as_of="2026-12-01").supplement_due == (on("2026-03-18"),)
    assert silence_at(stand(LICENCE, asked, as_of="2026-12-01")) is None


def test_the_applicants_silence_withdraws_where_the_item_says_so() -> None:
    """安阳市政务服务条例 36."""
    asked = requested("2026-03-04T09:00")
    waiting = stand(SILENT, asked, as_of="2026-03-18T23:59:59")
    assert waiting.standing == SupplementPending()
    assert silence_at(waiting) == at("2026-03-19")
    gone = stand(SILENT, asked, answered("2026-03-19"), accepted("2026-03-20"), as_of="2026-03-21")
    assert gone.standing == DeemedWithdrawn()
    assert [one.reason for one in gone.ignored] == [NoEffect.NOT_PENDING, NoEffect.ALREADY_ENDED]
    in_time = stand(SILENT, asked, answered("2026-03-18T23:59:59"), as_of="2026-03-19")
    assert in_time.standing == AwaitingCheck()


def test_a_declined_case_stays_declined() -> None:
    """行政许可法 32(1)(2)."""
    state = stand(LICENCE, declined("2026-03-04"), accepted("2026-03-05"), as_of="2026-12-01")
    assert state.standing == NotAccepted()
    assert [one.reason for one in state.ignored] == [NoEffect.ALREADY_ENDED]


def test_a_case_may_be_accepted_or_declined_while_the_supplement_is_open() -> None:
    asked = requested("2026-03-04T09:00")
    yes = stand(LICENCE, asked, accepted("2026-03-20T09:00"), as_of="2026-03-21")
    assert yes.standing == Accepted(on=on("2026-03-20"))
    no = stand(LICENCE, asked, declined("2026-03-20T09:00"), as_of="2026-03-21")
    assert no.standing == NotAccepted()


def test_a_notice_in_an_unpublished_year_is_not_guessed() -> None:
    """K10: no silence takes effect on a due date that nobody knows."""
    state = stand(LICENCE, received="2026-12-29", as_of="2027-06-01")
    assert state.standing == AwaitingCheck()
    assert silence_at(state) is None


def test_an_intake_in_an_earlier_unknown_year_is_refused() -> None:
    answer = evaluate_intake(
        LICENCE, received_on=on("2023-12-20"), facts=(), as_of=at("2024-01-05"), calendar=NATIONAL
    )
    assert answer == CalendarUnknown(year=2023)


def test_three_calendar_days_for_the_notice_roll_over_a_holiday() -> None:
    """排污许可管理条例 11 (K4)."""
    rule = IntakeRule(
        notice=calendar_days(3), silence=NoticeSilence.NONE, decision=calendar_days(20)
    )
    assert stand(rule, received="2026-04-30", as_of="2026-05-01").notice_due == on("2026-05-06")


rules = st.sampled_from([LICENCE, SILENT, PATIENT])
facts_after = st.lists(
    st.tuples(
        st.integers(0, 40 * 24),
        st.sampled_from([SupplementRequested, SupplementReceived, CaseAccepted, CaseNotAccepted]),
    ),
    max_size=6,
)


def evaluate(
    drawn: Drawn, rule: IntakeRule, start: date, facts: tuple[IntakeFact, ...], hours: int
) -> IntakeState:
    state = evaluate_intake(
        rule,
        received_on=start,
        facts=facts,
        as_of=Instant(midnight(start) + hours * 3_600_000),
        calendar=drawn.calendar,
    )
    assert isinstance(state, IntakeState)
    return state


@settings(deadline=None)
@given(drawn=calendars(), rule=rules, start=early_days, drawn_facts=facts_after)
def test_an_intake_that_has_ended_stays_as_it_ended(
    drawn: Drawn,
    rule: IntakeRule,
    start: date,
    drawn_facts: list[tuple[int, type[SupplementRequested] | type[CaseAccepted]]],
) -> None:
    facts = tuple(
        kind(at=Instant(midnight(start) + hour * 3_600_000)) for hour, kind in drawn_facts
    )
    ended = None
    for hours in range(0, 60 * 24, 36):
        state = evaluate(drawn, rule, start, facts, hours)
        assert ended is None or state.standing == ended
        assert len(state.requested_on) <= 1
        if isinstance(state.standing, Accepted | DeemedAccepted | NotAccepted | DeemedWithdrawn):
            ended = state.standing


@settings(deadline=None)
@given(drawn=calendars(), rule=rules, start=early_days, drawn_facts=facts_after)
def test_silence_takes_effect_exactly_when_announced(
    drawn: Drawn,
    rule: IntakeRule,
    start: date,
    drawn_facts: list[tuple[int, type[SupplementRequested] | type[CaseAccepted]]],
) -> None:
    """A timer set by silence_at fires neither early nor twice."""
    facts = tuple(
        kind(at=Instant(midnight(start) + hour * 3_600_000)) for hour, kind in drawn_facts
    )
    state = evaluate(drawn, rule, start, facts, 41 * 24)
    wakes_at = silence_at(state)
    if wakes_at is None:
        return
    for shift, same in (
        (-1, True),
        (0, isinstance(state.standing, SupplementPending) and rule is PATIENT),
    ):
        asked = evaluate_intake(
            rule,
            received_on=start,
            facts=facts,
            as_of=Instant(wakes_at + shift),
            calendar=drawn.calendar,
        )
        assert isinstance(asked, IntakeState)
        assert (asked.standing == state.standing) is same
