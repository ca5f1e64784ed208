"""What falls due by itself: silence, signals, and how they are written (行政许可法 32, 42, 45)."""

from dataclasses import replace
from datetime import date

import pytest

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.events import CaseAccepted, Event, SupplementAnswered, WithdrawalRequested
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.cases.limits.events import (
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
    SignalKind,
    SignalRaised,
    SupervisedLimit,
    TermsApplied,
    TermsSource,
)
from broker.domain.cases.limits.terms import LEGAL_DEFAULT, national_calendar, read_terms
from broker.domain.cases.state import Accepted, Withdrawn
from broker.domain.cases.status import CaseStatus, status
from broker.domain.clocks.beijing import deadline, midnight
from broker.domain.clocks.rules import ApplicantSilence, SupplementRule, working_days
from broker.domain.identifiers import Instant, Side
from broker.domain.items.item import Term
from broker.domain.items.times import Limit, Times
from broker.domain.items.words import Start
from broker.domain.refusal import Reason
from tests.domain.clocks.support import at
from tests.support.builders import (
    ACCEPT,
    ANSWER_SUPPLEMENT,
    DECLINE,
    END_PROCEDURE,
    EXTEND,
    GRANT,
    HANGZHOU,
    ID_CARD_COPY,
    REQUEST_SUPPLEMENT,
    SEALED,
    START_PROCEDURE,
    WITHDRAW_CARD,
    WITHDRAW_CARD_WITHOUT_REASON,
)
from tests.support.dated import UNKNOWN_CODE, Log, Published, pushed
from tests.support.items import an_item
from tests.support.spec import receiving

MONDAY = at("2026-06-01T10:00")
"""No holiday until the Dragon Boat Festival on the 19th."""
SILENT = deadline(date(2026, 6, 8))
"""Five working days after Monday the 1st are over at 24:00 of Monday the 8th."""
CALENDAR = national_calendar().version
CHECK = CheckDeadline()
BY_LAW = TermsSource.LEGAL_DEFAULT


def published(times: Times) -> Published:
    """Publish the unknown item with a time regime."""
    item = an_item(code=UNKNOWN_CODE)
    term = Term(from_on=date(2026, 1, 1))
    return Published(replace(item, region=HANGZHOU, effective=term, times=times))


def signals(log: Log) -> list[tuple[str, str, str, int]]:
    """Answer the signals: kind, limit, day, counted day."""
    return [
        (one.event.signal, one.event.limit, one.event.raised_on, one.event.counted_day)
        for one in log.history
        if isinstance(one.event, SignalRaised)
    ]


def last(log: Log) -> Event:
    """Answer the last event."""
    return log.history[-1].event


def test_silence_accepts_as_of_the_day_of_receipt_article_32_k7() -> None:
    log = pushed(MONDAY)
    assert CASES.next_due(log.state) == SILENT
    assert log.settle(Instant(SILENT - 1)) == ()
    (written,) = log.settle(SILENT)
    assert written.side is Side.HANDLING
    assert written.event == CaseDeemedAccepted(
        accepted_on="2026-06-01",
        due_on="2026-06-08",
        source=TermsSource.LEGAL_DEFAULT,
        calendar=CALENDAR,
    )
    assert isinstance(log.case.handling, Accepted)
    assert status(log.case) is CaseStatus.ACCEPTED


@pytest.mark.parametrize("command", [ACCEPT, DECLINE, REQUEST_SUPPLEMENT])
def test_what_the_office_says_after_its_silence_comes_too_late_k7(command: Command) -> None:
    log = pushed(MONDAY)
    assert log.order(command, Instant(SILENT - 1)) is None
    assert not any(isinstance(one.event, CaseDeemedAccepted) for one in log.history)
    late = pushed(MONDAY)
    assert late.order(command, SILENT) is Reason.ALREADY_ACCEPTED
    assert isinstance(last(late), CaseDeemedAccepted)


def test_after_a_supplement_silence_accepts_as_of_the_answer_k8() -> None:
    log = pushed(MONDAY)
    assert log.order(REQUEST_SUPPLEMENT, at("2026-06-03T10:00")) is None
    assert CASES.next_due(log.state) is None, "the law states no time for the applicant"
    assert log.order(ANSWER_SUPPLEMENT, at("2026-06-24T10:00")) is None
    log.settle(deadline(date(2026, 7, 1)))
    event = last(log)
    assert isinstance(event, CaseDeemedAccepted)
    assert (event.accepted_on, event.due_on) == ("2026-06-24", "2026-07-01")


SILENCE_ENDS = replace(
    LEGAL_DEFAULT,
    supplement=SupplementRule(period=working_days(10), silence=ApplicantSilence.DEEMED_WITHDRAWN),
)


def test_the_applicants_silence_withdraws_only_where_the_terms_say_so_anyang_36() -> None:
    log = pushed(MONDAY, reference=published(SILENCE_ENDS))
    assert log.order(REQUEST_SUPPLEMENT, at("2026-06-02T10:00")) is None
    due = date(2026, 6, 16)
    assert CASES.next_due(log.state) == deadline(due)
    log.settle(deadline(due))
    assert last(log) == CaseDeemedWithdrawn(
        due_on="2026-06-16", source=TermsSource.PUBLISHED, calendar=CALENDAR
    )
    assert log.case.handling == Withdrawn(by_silence=True)
    assert status(log.case) is CaseStatus.WITHDRAWN
    assert CASES.next_due(log.state) is None


@pytest.mark.parametrize(
    "crossing",
    [
        SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED),
        WithdrawalRequested(sealed=SEALED),
    ],
)
def test_what_crosses_a_withdrawal_by_silence_has_no_effect(
    crossing: SupplementAnswered | WithdrawalRequested,
) -> None:
    log = pushed(MONDAY, reference=published(SILENCE_ENDS))
    log.region = HANGZHOU
    assert log.order(REQUEST_SUPPLEMENT, at("2026-06-02T10:00")) is None
    (written,) = receiving(crossing)
    log.take(written._replace(at=at("2026-06-16T15:00")), at("2026-06-18T09:00"))
    assert isinstance(log.case.handling, Withdrawn)
    assert status(log.case) is CaseStatus.WITHDRAWN


def test_the_version_in_force_on_the_day_of_receipt_applies_for_life() -> None:
    times = replace(
        LEGAL_DEFAULT, promised=Limit(period=working_days(7), starts_on=Start.ACCEPTANCE)
    )
    log = pushed(MONDAY, reference=published(times))
    applied = last(log)
    assert isinstance(applied, TermsApplied)
    assert (applied.item_number, read_terms(applied.terms)) == (1, times)
    before = pushed(at("2025-06-02T10:00"), reference=published(times))
    assert not isinstance(last(before), TermsApplied), "not in force on that day"


def test_an_item_without_a_rule_for_silence_is_not_accepted_by_it() -> None:
    log = pushed(MONDAY, reference=published(Times()))
    assert CASES.next_due(log.state) is None
    assert log.settle(at("2026-12-01T10:00")) == ()


def test_signals_are_raised_once_each_on_their_counted_day_4_5() -> None:
    times = replace(
        LEGAL_DEFAULT, promised=Limit(period=working_days(5), starts_on=Start.ACCEPTANCE)
    )
    log = pushed(MONDAY, reference=published(times))
    assert log.order(ACCEPT, MONDAY) is None
    assert CASES.next_due(log.state) == midnight(date(2026, 6, 4))
    for moment in ("2026-06-04T00:00", "2026-06-04T12:00", "2026-06-05T00:00", "2026-08-03T10:00"):
        assert log.order(CHECK, at(moment)) is None
        assert log.order(CHECK, at(moment)) is None
    assert signals(log) == [
        ("warning", "promised", "2026-06-04", 3),
        ("yellow", "promised", "2026-06-09", 6),
        ("red", "statutory", "2026-07-01", 21),
    ]
    assert CASES.next_due(log.state) is None


def test_a_signal_names_its_rule_and_its_due_date() -> None:
    log = pushed(MONDAY)
    assert log.order(ACCEPT, MONDAY) is None
    log.settle(at("2026-06-26T00:00"))
    assert last(log) == SignalRaised(
        number=1,
        signal=SignalKind.WARNING,
        limit=SupervisedLimit.PROMISED,
        limit_days=20,
        procedure=None,
        counted_day=18,
        raised_on="2026-06-26",
        due_on="2026-06-30",
        provisional=False,
        source=TermsSource.LEGAL_DEFAULT,
        calendar=CALENDAR,
    )


def test_no_signal_is_raised_on_a_rest_day_4_5() -> None:
    log = pushed(MONDAY)
    log.order(ACCEPT, MONDAY)
    log.settle(at("2026-12-01T10:00"))
    days = [date.fromisoformat(on) for _, _, on, _ in signals(log)]
    assert days
    assert all(national_calendar().describe(day).works for day in days)


def test_an_extension_moves_the_signals_that_are_still_to_come_k6() -> None:
    log = pushed(MONDAY)
    log.order(ACCEPT, MONDAY)
    assert log.order(EXTEND, at("2026-06-26T10:00")) is None
    log.settle(at("2026-08-03T10:00"))
    assert signals(log) == [
        ("warning", "promised", "2026-06-26", 18),
        ("yellow", "promised", "2026-07-15", 31),
        ("red", "statutory", "2026-07-15", 31),
    ]


def test_a_procedure_pauses_the_signals_and_has_its_own_k5() -> None:
    log = pushed(MONDAY)
    log.order(ACCEPT, MONDAY)
    assert log.order(START_PROCEDURE, at("2026-06-03T10:00")) is None
    log.settle(at("2026-08-03T10:00"))
    assert signals(log) == [
        ("warning", "procedure", "2026-06-23", 13),
        ("yellow", "procedure", "2026-06-26", 16),
        ("red", "procedure", "2026-06-29", 17),
    ]
    assert CASES.next_due(log.state) is None, "while it is open there is no due date"
    assert log.order(END_PROCEDURE, at("2026-08-03T10:00")) is None
    log.settle(at("2026-10-30T10:00"))
    # Two days were counted before it ended on 3 August; day 18 is sixteen working days later.
    assert signals(log)[3] == ("warning", "promised", "2026-08-25", 18)


def test_a_decision_stops_the_clocks() -> None:
    log = pushed(MONDAY)
    log.order(ACCEPT, MONDAY)
    assert log.order(GRANT, at("2026-06-10T10:00")) is None
    assert CASES.next_due(log.state) is None
    assert log.settle(at("2026-12-01T10:00")) == ()


def test_no_legal_effect_stands_on_a_year_that_is_not_published_k10() -> None:
    log = pushed(at("2026-12-28T10:00"))
    assert CASES.next_due(log.state) is None
    assert log.settle(at("2028-01-01T10:00")) == ()


def test_a_signal_says_when_its_due_date_is_provisional_k10() -> None:
    log = pushed(at("2026-12-07T10:00"))
    log.order(ACCEPT, at("2026-12-07T10:00"))
    log.settle(at("2026-12-31T23:00"))
    event = last(log)
    assert isinstance(event, SignalRaised)
    assert (event.raised_on, event.due_on, event.provisional) == ("2026-12-31", None, True)


def test_a_look_adds_nothing_but_what_is_due() -> None:
    log = pushed(MONDAY)
    assert log.order(CHECK, MONDAY) is None
    assert log.order(CHECK, SILENT) is None
    assert isinstance(last(log), CaseDeemedAccepted)
    assert log.order(CHECK, SILENT) is None
    assert CASES.decide(CHECK, HANGZHOU, CASES.initial, SILENT) != ()


def test_a_card_is_withdrawn_on_appeal_with_a_reason_and_is_not_raised_again_4_5() -> None:
    log = pushed(MONDAY)
    log.order(ACCEPT, MONDAY)
    assert log.order(WITHDRAW_CARD, MONDAY) is Reason.SIGNAL_UNKNOWN
    late = at("2026-06-26T10:00")
    assert log.order(WITHDRAW_CARD_WITHOUT_REASON, late) is Reason.REASON_MISSING
    assert log.order(WITHDRAW_CARD, late) is None
    assert log.order(WITHDRAW_CARD, late) is Reason.SIGNAL_WITHDRAWN
    log.settle(at("2026-12-01T10:00"))
    assert [kind for kind, *_ in signals(log)] == ["warning", "yellow", "red"]
    assert log.case.limits.withdrawn == (1,)


def test_only_the_handling_sides_log_settles_its_clocks() -> None:
    log = pushed(MONDAY)
    assert CASES.next_due(log.state, Side.HANDLING) == SILENT
    assert CASES.next_due(log.state, Side.RECEIVING) is None


def test_a_late_acceptance_of_an_older_journal_still_counts_from_the_receipt_k7() -> None:
    log = pushed(MONDAY)
    (accepted,) = [one for one in CASES.decide(ACCEPT, HANGZHOU, log.state, SILENT) if one]  # type: ignore[union-attr]
    assert isinstance(accepted.event, CaseAccepted)
    log.write(accepted, at("2026-06-10T10:00"))
    log.settle(at("2026-06-26T00:00"))
    assert signals(log) == [("warning", "promised", "2026-06-26", 18)]


@pytest.mark.parametrize(
    "event",
    [
        TermsApplied(item_number=1, terms="{"),
        TermsApplied(item_number=1, terms='{"notice": 5}'),
        TermsApplied(item_number=0, terms="{}"),
        TermsApplied(item_number=1, terms='{"delivery": {"n": 999999999, "unit": "wd"}}'),
        CaseDeemedAccepted(
            accepted_on="yesterday", due_on="2026-06-08", source=BY_LAW, calendar=""
        ),
        CaseDeemedWithdrawn(due_on="2026-6-8", source=BY_LAW, calendar=""),
    ],
)
def test_a_peer_cannot_send_terms_or_dates_that_nobody_can_read(event: LimitEvent) -> None:
    log = pushed(MONDAY)
    assert not CASES.follows(Written(Side.HANDLING, event, MONDAY), log.state)
    good = TermsApplied(item_number=1, terms="{}")
    assert CASES.follows(Written(Side.HANDLING, good, MONDAY), log.state)
    assert not CASES.follows(Written(Side.RECEIVING, good, MONDAY), log.state)
