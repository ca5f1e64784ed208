"""The due dates of a case, from its timeline, the rules of its item and the working calendar."""

from dataclasses import replace
from datetime import date

import pytest

from broker.domain.clocks.explain import Why
from broker.domain.clocks.passages import write_passage
from broker.domain.clocks.rules import ApplicantSilence, NoticeSilence, SupplementRule, working_days
from broker.domain.identifiers import Side
from broker.domain.items.times import Limit, NoticeRule, Times
from broker.domain.items.words import Start
from broker.views.case import TimelineEntry
from broker.views.deadlines.compute import NO_CHECK, NO_LIMIT, NO_PAUSE, NO_VERSION, deadlines_of
from broker.views.deadlines.deadline import BEARER_TEXTS, STATE_TEXTS, Bearer, DeadlineState
from broker.views.deadlines.history import ENDS, INTAKE_FACTS, is_recorded
from broker.views.labels import KIND_TEXTS
from tests.domain.clocks.support import NATIONAL, at
from tests.views.timelines import brief, count_case, found, timeline, times_of

PENSION = times_of("KT020071")
LICENCE = times_of("KT120051")
BENEFIT = times_of("KT100028")
UNEMPLOYMENT = times_of("KT020250")
NOTARY = times_of("KT010013")
PUSHED = (
    ("CaseSubmitted", "2026-06-01T09:00"),
    ("CasePushed", "2026-06-02T09:00"),
    ("PushReceived", "2026-06-02T09:01"),
)
ACCEPTED = (*PUSHED, ("CaseAccepted", "2026-06-04T10:00"))
ASKED = (*PUSHED, ("SupplementRequested", "2026-06-04T10:00"))
ANSWERED = (
    *ASKED,
    ("SupplementAnswered", "2026-06-10T10:00"),
    ("SupplementReceived", "2026-06-10T10:00"),
)


def test_each_leg_of_a_pension_transfer_starts_on_its_own_fact() -> None:
    told = count_case(PENSION, *PUSHED, as_of="2026-06-03")
    assert brief(told) == {
        "request": ("met", "2026-06-23"),
        "transfer_out": ("running", "2026-06-24"),
        "transfer_in": ("not_started", ""),
    }
    bearers = [deadline.heading.bearer for deadline in told.deadlines]
    assert bearers == [Bearer.RECEIVING, Bearer.HANDLING, Bearer.RECEIVING]
    assert found(told)["request"].settled_on == date(2026, 6, 2)


def test_the_last_leg_of_a_transfer_says_what_it_waits_for() -> None:
    returned = (*PUSHED, ("ResultReturned", "2026-06-10"), ("ResultReceived", "2026-06-10"))
    waiting = found(count_case(PENSION, *returned, as_of="2026-12-01"))["transfer_in"]
    assert waiting.state is DeadlineState.NOT_STARTED
    assert waiting.passage.conclusions == ("等待“收到转移资金”（在本系统之外办理，没有记录）",)


def test_legs_of_a_benefit_end_with_their_acts() -> None:
    told = count_case(
        BENEFIT,
        *ACCEPTED,
        ("DecisionMade", "2026-06-15"),
        ("ResultReturned", "2026-06-17T23:59"),
        ("ResultReceived", "2026-06-18"),
        ("ApplicantNotified", "2026-06-24"),
        as_of="2026-06-25",
    )
    assert brief(told) == {
        "push": ("met", "2026-06-04"),
        "handle": ("late", "2026-06-16"),
        "notify": ("met", "2026-06-24"),
    }


def test_an_act_that_is_not_recorded_here_blames_nobody() -> None:
    orphans = times_of("KT100036")
    told = brief(count_case(orphans, *PUSHED, as_of="2026-07-20"))
    assert told["first_opinion"] == ("unrecorded", "2026-06-24")
    assert brief(count_case(orphans, *PUSHED, as_of="2026-06-24"))["first_opinion"][0] == "running"


def test_a_licence_is_checked_in_five_days_and_decided_in_twenty_from_acceptance() -> None:
    told = count_case(LICENCE, *ACCEPTED, as_of="2026-06-05")
    assert brief(told) == {"check": ("met", "2026-06-09"), "statutory": ("running", "2026-07-03")}
    assert found(told)["statutory"].started_on == date(2026, 6, 4)


def test_before_the_hand_over_arrives_nothing_runs_at_the_handling_side() -> None:
    told = brief(count_case(LICENCE, ("CaseSubmitted", "2026-06-01"), as_of="2026-06-20"))
    assert told == {"check": ("not_started", ""), "statutory": ("not_started", "")}


def test_silence_accepts_as_of_the_receipt_and_a_later_refusal_has_no_effect() -> None:
    silent = brief(count_case(LICENCE, *PUSHED, as_of="2026-06-10"))
    assert silent == {"check": ("late", "2026-06-09"), "statutory": ("running", "2026-07-01")}
    refused = count_case(LICENCE, *PUSHED, ("CaseNotAccepted", "2026-06-10"), as_of="2026-07-02")
    assert brief(refused)["statutory"] == ("overdue", "2026-07-01")
    assert refused.notes == (
        "2026-06-10（周三）的“不予受理”不影响期限：此前已经受理（含视为受理）。",
    )


RATED = "2026-06-12T15:00"
"""A Friday."""


def rated_case(*after: tuple[str, str], level: str = "dissatisfied") -> tuple[TimelineEntry, ...]:
    """Write a case that was rated after it was not accepted; the handling body is rated."""
    happened = timeline(*PUSHED, ("CaseNotAccepted", "2026-06-09"), ("CaseRated", RATED), *after)
    summary = {"rated": "handling", "level": level}
    return tuple(
        replace(entry, side=Side.HANDLING)
        if entry.kind in {"RatingContacted", "RatingRectified"}
        else replace(entry, summary=summary if entry.kind == "CaseRated" else {})
        for entry in happened
    )


def count_ratings(entries: tuple[TimelineEntry, ...], as_of: str) -> dict[str, tuple[str, str]]:
    """Count what is owed for the ratings."""
    calendars = dict.fromkeys(Side, NATIONAL)
    told = deadlines_of(entries, times=None, calendars=calendars, as_of=at(as_of))
    return brief(told)


def test_a_bad_rating_is_answered_in_one_working_day_and_put_right_in_fifteen() -> None:
    """上海市优化营商环境条例 30 (contact); practice (rectification)."""
    assert count_ratings(rated_case(), "2026-06-15") == {
        "contact_handling": ("running", "2026-06-15"),
        "rectification_handling": ("running", "2026-07-06"),
    }
    late = rated_case(("RatingContacted", "2026-06-16"), ("RatingRectified", "2026-06-30"))
    assert count_ratings(late, "2026-08-01") == {
        "contact_handling": ("late", "2026-06-15"),
        "rectification_handling": ("met", "2026-07-06"),
    }
    assert count_ratings(rated_case(), "2026-08-01")["contact_handling"][0] == "overdue"


def test_a_good_rating_obliges_to_nothing() -> None:
    assert count_ratings(rated_case(level="fair"), "2026-08-01") == {}


def test_a_refusal_in_time_ends_the_clocks() -> None:
    told = count_case(LICENCE, *PUSHED, ("CaseNotAccepted", "2026-06-09"), as_of="2026-09-01")
    assert brief(told) == {"check": ("met", "2026-06-09"), "statutory": ("ended", "")}


def test_a_supplement_pauses_the_check_and_its_answer_begins_it_again() -> None:
    waiting = count_case(LICENCE, *ASKED, as_of="2026-06-09")
    assert brief(waiting)["check"] == ("met", "2026-06-09")
    again = found(waiting)["check_again"]
    assert (again.state, again.remaining_days) == (DeadlineState.PAUSED, 5)
    told = count_case(LICENCE, *ANSWERED, as_of="2026-06-11")
    assert brief(told)["check_again"] == ("running", "2026-06-17")
    late = brief(count_case(LICENCE, *ANSWERED, as_of="2026-06-18"))
    assert late["check_again"] == ("late", "2026-06-17")
    assert late["statutory"] == ("running", "2026-07-09")


def test_the_applicants_time_is_shown_where_the_item_states_one() -> None:
    silence = ApplicantSilence.DEEMED_WITHDRAWN
    times = replace(LICENCE, supplement=SupplementRule(period=working_days(3), silence=silence))
    told = count_case(times, *ASKED, as_of="2026-06-08")
    assert brief(told)["supplement"] == ("running", "2026-06-09")
    assert found(told)["supplement"].heading.bearer is Bearer.APPLICANT
    assert brief(count_case(times, *ANSWERED[:-2], as_of="2026-06-10")) == {
        "check": ("met", "2026-06-09"),
        "supplement": ("late", "2026-06-09"),
        "statutory": ("ended", ""),
    }


def test_an_office_whose_silence_means_nothing_is_overdue() -> None:
    notice = NoticeRule(period=working_days(5), silence=NoticeSilence.NONE)
    told = brief(count_case(replace(LICENCE, notice=notice), *PUSHED, as_of="2026-06-10"))
    assert told == {"check": ("overdue", "2026-06-09"), "statutory": ("not_started", "")}


def test_a_limit_from_receipt_does_not_wait_for_the_acceptance() -> None:
    assert brief(count_case(UNEMPLOYMENT, *PUSHED, as_of="2026-06-03")) == {
        "statutory": ("running", "2026-06-16")
    }


def test_without_a_published_supplement_rule_nothing_is_taken_off() -> None:
    told = count_case(UNEMPLOYMENT, *ANSWERED, as_of="2026-06-16")
    assert brief(told)["statutory"] == ("running", "2026-06-16")
    assert told.notes == (NO_PAUSE,)


def test_without_a_published_check_the_silence_of_the_office_accepts_nothing() -> None:
    told = count_case(NOTARY, *PUSHED, as_of="2026-09-01")
    assert brief(told) == {"statutory": ("not_started", "")}
    assert told.notes == (NO_CHECK,)


def test_no_published_limit_is_said_and_not_guessed() -> None:
    told = count_case(times_of("KT020014"), *ACCEPTED, as_of="2026-09-01")
    assert (told.deadlines, told.notes) == ((), (NO_LIMIT,))


def test_a_version_that_nobody_knows_is_said() -> None:
    told = count_case(None, *ACCEPTED, as_of="2026-09-01")
    assert (told.deadlines, told.notes) == ((), (NO_VERSION,))


def test_a_withdrawal_ends_what_runs_and_keeps_what_was_late() -> None:
    early = count_case(LICENCE, *ACCEPTED, ("CaseWithdrawn", "2026-06-10"), as_of="2026-12-01")
    assert brief(early)["statutory"] == ("ended", "2026-07-03")
    assert found(early)["statutory"].passage.conclusions[0] == "办件已撤回，期限随之终止"
    late = count_case(LICENCE, *ACCEPTED, ("CaseWithdrawn", "2026-07-04"), as_of="2026-12-01")
    assert brief(late)["statutory"] == ("late", "2026-07-03")


def test_a_withdrawal_before_the_push_leaves_no_duty() -> None:
    told = count_case(
        PENSION,
        ("CaseSubmitted", "2026-06-01"),
        ("CaseWithdrawn", "2026-06-02"),
        as_of="2027-06-01",
    )
    assert {state for state, _ in brief(told).values()} == {"ended"}


@pytest.mark.parametrize(
    ("decided", "state"), [("2026-07-03T23:59:59", "met"), ("2026-07-04T00:00", "late")]
)
def test_a_decision_counts_until_midnight_in_beijing(decided: str, state: str) -> None:
    told = count_case(LICENCE, *ACCEPTED, ("DecisionMade", decided), as_of="2026-08-01")
    assert brief(told)["statutory"] == (state, "2026-07-03")


def test_statutory_and_promised_limit_are_both_kept() -> None:
    promised = Limit(period=working_days(10), starts_on=Start.ACCEPTANCE)
    told = brief(count_case(replace(LICENCE, promised=promised), *ACCEPTED, as_of="2026-06-22"))
    assert (told["statutory"][0], told["promised"]) == ("running", ("overdue", "2026-06-18"))


def test_delivery_runs_from_the_decision() -> None:
    times = replace(LICENCE, delivery=working_days(10))
    assert brief(count_case(times, *ACCEPTED, as_of="2026-06-05"))["delivery"][0] == "not_started"
    decided = (*ACCEPTED, ("DecisionMade", "2026-06-08"))
    told = brief(count_case(times, *decided, ("ResultDelivered", "2026-06-22"), as_of="2026-07-01"))
    assert told["delivery"] == ("met", "2026-06-23")


def test_a_due_date_in_an_unpublished_year_is_provisional() -> None:
    happened = (
        ("CaseSubmitted", "2026-12-14"),
        ("CasePushed", "2026-12-15"),
        ("PushReceived", "2026-12-15"),
        ("CaseAccepted", "2026-12-16"),
    )
    told = found(count_case(LICENCE, *happened, as_of="2027-02-01"))["statutory"]
    assert (told.state, told.due_on) == (DeadlineState.PROVISIONAL, None)
    assert told.not_before == date(2027, 1, 9)
    assert told.passage.steps[-1].why is Why.UNPUBLISHED
    decided = (*happened, ("DecisionMade", "2027-01-05"), ("CaseFinished", "2027-01-06"))
    assert brief(count_case(LICENCE, *decided, as_of="2027-02-01"))["statutory"] == ("met", "")


def test_a_year_before_the_first_calendar_is_not_counted() -> None:
    told = count_case(UNEMPLOYMENT, ("PushReceived", "2019-06-01"), as_of="2026-01-01")
    assert brief(told) == {"statutory": ("uncountable", "")}


def test_holidays_weekends_and_make_up_days_are_told_day_by_day() -> None:
    happened = [(kind, "2026-02-10T10:00") for kind, _ in PUSHED]
    check = found(count_case(LICENCE, *happened, as_of="2026-02-11"))["check"]
    assert check.due_on == date(2026, 2, 24)
    lines = write_passage(check.passage)
    assert "  2026-02-14（周六）：春节调休上班，第 4 天" in lines
    assert "  2026-02-15（周日）至 2026-02-23（周一）：春节放假，不计入" in lines


def test_each_side_counts_in_its_own_calendar() -> None:
    handling = brief(
        count_case(BENEFIT, *PUSHED, as_of="2026-06-02T12:00", rest={Side.HANDLING: "2026-06-03"})
    )
    assert (handling["push"][1], handling["handle"][1]) == ("2026-06-04", "2026-06-17")
    receiving = brief(
        count_case(BENEFIT, *PUSHED, as_of="2026-06-02T12:00", rest={Side.RECEIVING: "2026-06-03"})
    )
    assert (receiving["push"][1], receiving["handle"][1]) == ("2026-06-05", "2026-06-16")


def test_what_happened_later_is_not_known_yet_and_arrival_does_not_matter() -> None:
    assert brief(count_case(LICENCE, *ACCEPTED, as_of="2026-06-03"))["check"][0] == "running"
    mixed = count_case(LICENCE, *reversed(ACCEPTED), as_of="2026-06-05")
    assert mixed == count_case(LICENCE, *ACCEPTED, as_of="2026-06-05")


def test_the_vocabularies_are_complete() -> None:
    assert set(STATE_TEXTS) == set(DeadlineState)
    assert set(BEARER_TEXTS) == set(Bearer)
    assert {*INTAKE_FACTS, *ENDS} <= KIND_TEXTS.keys()
    assert all(is_recorded(kind) for kind in KIND_TEXTS)
    assert not is_recorded("FundsReceived")
    assert count_case(Times(), *ACCEPTED, as_of="2026-06-05").notes == (NO_LIMIT,)


def started(number: int, when: str, ground: str = "") -> tuple[str, str, dict[str, str]]:
    """Say that a special procedure started; only a hearing of third parties has a ground."""
    said = {"number": str(number), **({"ground": ground} if ground else {})}
    return "SpecialProcedureStarted", when, said


def ended(number: int, when: str) -> tuple[str, str, dict[str, str]]:
    """Say that a special procedure ended."""
    return "SpecialProcedureEnded", when, {"number": str(number)}


def extended(days: int, when: str) -> tuple[str, str, dict[str, str]]:
    """Say that the limit was extended."""
    return "ExtensionGranted", when, {"days": str(days)}


def test_a_special_procedure_is_not_counted_article_45() -> None:
    reviewed = (*ACCEPTED, started(1, "2026-06-10"), ended(1, "2026-06-17"))
    told = found(count_case(LICENCE, *reviewed, as_of="2026-06-20"))["statutory"]
    assert (told.state, told.due_on) == (DeadlineState.RUNNING, date(2026, 7, 10))
    excluded = [step.on for step in told.passage.steps if step.why is Why.PROCEDURE]
    assert excluded == [date(2026, 6, day) for day in (11, 12, 15, 16, 17)]


def test_while_a_procedure_is_open_there_is_only_a_remainder() -> None:
    overlapping = (
        *ACCEPTED,
        started(1, "2026-06-10"),
        started(2, "2026-06-12", "public_interest"),
        ended(1, "2026-06-15"),
    )
    told = found(count_case(LICENCE, *overlapping, as_of="2026-09-01"))["statutory"]
    assert (told.state, told.due_on, told.remaining_days) == (DeadlineState.PAUSED, None, 16)
    assert told.passage.conclusions[0] == "暂停，剩余 16 天"
    over = (*overlapping, ended(2, "2026-06-17"))
    assert brief(count_case(LICENCE, *over, as_of="2026-06-20"))["statutory"][1] == "2026-07-10"


def test_a_statement_of_third_parties_is_heard_within_the_limit_article_36() -> None:
    heard = (*ACCEPTED, started(1, "2026-06-10", "statement"), ended(1, "2026-06-17"))
    told = count_case(LICENCE, *heard, as_of="2026-06-20")
    assert brief(told)["statutory"] == ("running", "2026-07-03")
    assert not any("不影响期限" in line for line in found(told)["statutory"].passage.conclusions)
    hearing = (*ACCEPTED, started(1, "2026-06-10", "major_interest"), ended(1, "2026-06-17"))
    assert brief(count_case(LICENCE, *hearing, as_of="2026-06-20"))["statutory"][1] == "2026-07-10"


@pytest.mark.parametrize(
    ("days", "due_on"), [(10, "2026-07-17"), (5, "2026-07-10"), (30, "2026-07-17")]
)
def test_an_extension_adds_what_was_granted_and_the_item_allows_article_42(
    days: int, due_on: str
) -> None:
    told = count_case(LICENCE, *ACCEPTED, extended(days, "2026-07-03"), as_of="2026-07-10")
    assert brief(told)["statutory"] == ("running", due_on)


def test_what_comes_after_the_due_date_is_named_and_has_no_effect() -> None:
    late = (
        *ACCEPTED,
        extended(10, "2026-07-04"),
        started(1, "2026-07-06"),
        ended(1, "2026-07-08"),
    )
    told = found(count_case(LICENCE, *late, as_of="2026-07-10"))["statutory"]
    assert (told.state, told.due_on) == (DeadlineState.OVERDUE, date(2026, 7, 3))
    first, second = told.passage.conclusions[1:3]
    assert first.startswith("2026-07-04（周六）的“延长办理期限”不影响期限：")
    assert second.startswith("2026-07-06（周一）的“启动特别程序”不影响期限：")
    assert "特别程序结束" not in "".join(told.passage.conclusions)


def test_an_extension_that_the_item_does_not_know_has_no_effect() -> None:
    told = count_case(
        replace(LICENCE, extension=None), *ACCEPTED, extended(10, "2026-06-10"), as_of="2026-06-20"
    )
    assert brief(told)["statutory"] == ("running", "2026-07-03")
    assert "该事项不允许延长" in "".join(found(told)["statutory"].passage.conclusions)


def test_the_promised_limit_is_paused_too() -> None:
    promised = Limit(period=working_days(10), starts_on=Start.ACCEPTANCE)
    open_one = (*ACCEPTED, started(1, "2026-06-10"))
    told = found(count_case(replace(LICENCE, promised=promised), *open_one, as_of="2026-07-20"))
    assert (told["promised"].state, told["promised"].remaining_days) == (DeadlineState.PAUSED, 6)


def test_a_termination_ends_the_clocks() -> None:
    told = count_case(LICENCE, *ACCEPTED, ("CaseTerminated", "2026-06-10"), as_of="2026-12-01")
    assert brief(told)["statutory"] == ("ended", "2026-07-03")
    assert found(told)["statutory"].passage.conclusions[0] == "办件已终止，期限随之终止"
