"""Complaints as they are shown: one picture in whatever order, their limits, and the ratios."""

from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.status import Act
from broker.domain.identifiers import CaseId, RegionCode, Side
from broker.views.complaints import ComplaintView
from broker.views.deadlines.complaints import CUSTOMARY, complaint_times
from broker.views.deadlines.compute import deadlines_of
from broker.views.ratios import (
    RatingCount,
    Ratio,
    complaint_ratios,
    rating_ratios,
)
from tests.domain.clocks.support import NATIONAL, at
from tests.support.complaints import (
    answer_complaint,
    close_complaint,
    complain,
    follow_up,
    pass_on,
    reopen,
)
from tests.views.histories import MORNING, USUAL, play
from tests.views.test_project import seen
from tests.views.timelines import Happened, brief, timeline

CASE = CaseId("621000-complained")
HERE, THERE = RegionCode("621000"), RegionCode("330100")
R, H = Side.RECEIVING, Side.HANDLING
PUSHED_STEPS = USUAL[:3]
MINE = {"complaint": "1"}
THEIRS = {"registrar": "handling", "complaint": "1"}
TAKEN = ("ComplaintRegistered", "2026-06-08T10:00", {**MINE, "against": "handling"})
"""On a Monday, by the handling side."""


def test_a_complaint_shows_how_far_it_is_and_since_when() -> None:
    steps = (*PUSHED_STEPS, complain(R, R, work_order="GD-1"))
    (taken,) = seen(play(CASE, steps)).views[CASE].complaints
    assert (taken.registrar, taken.number, taken.body) == (R, 1, R)
    assert taken.work_order == "GD-1"
    passed = seen(play(CASE, (*steps, pass_on(R, R)))).views[CASE]
    assert passed.complaints[0].body is H
    (answer,) = passed.duties
    assert (answer.duty.act, answer.duty.side) == (Act.ANSWER_COMPLAINT, H)
    assert answer.since == passed.complaints[0].transferred_at


def test_each_act_about_a_complaint_is_owed_since_the_one_before() -> None:
    unhappy = follow_up(R, satisfaction=Satisfaction.DISSATISFIED, solved=False)
    acts = (complain(R, H), answer_complaint(H, R), unhappy, reopen(R), answer_complaint(H, R))
    first = MORNING + 1_000 * (len(PUSHED_STEPS) + 1)
    for number in range(1, len(acts) + 1):
        view = seen(play(CASE, (*PUSHED_STEPS, *acts[:number]))).views[CASE]
        (duty,) = view.duties
        assert duty.since == first + 1_000 * (number - 1)
    end = close_complaint(R, end=ComplaintEnd.ANSWERED)
    view = seen(play(CASE, (*PUSHED_STEPS, *acts, follow_up(R), end))).views[CASE]
    assert view.duties == ()
    (closed,) = view.complaints
    assert (closed.end, closed.satisfaction) == (ComplaintEnd.ANSWERED, Satisfaction.SATISFIED)
    assert len(closed.answered_at) == 2


def limits(*happened: Happened, as_of: str, days: int = 5) -> dict[str, tuple[str, str]]:
    """Count what is owed for the complaints."""
    told = deadlines_of(
        timeline(*happened),
        times=None,
        calendars=dict.fromkeys(Side, NATIONAL),
        as_of=at(as_of),
        complaint_times=complaint_times(days),
    )
    return brief(told)


def test_an_answer_has_the_days_that_the_place_sets_from_the_day_after() -> None:
    """K1, K3: the day of the complaint does not count; every place sets its own number."""
    running = {"complaint_answer_handling_1": ("running", "2026-06-15")}
    assert limits(TAKEN, as_of="2026-06-09") == running
    longer = {"complaint_answer_handling_1": ("running", "2026-06-22")}
    assert limits(TAKEN, as_of="2026-06-09", days=9) == longer
    overdue = {"complaint_answer_handling_1": ("overdue", "2026-06-15")}
    assert limits(TAKEN, as_of="2026-06-16") == overdue
    answered = ("ComplaintAnswered", "2026-06-15T23:00", {**THEIRS, "round": "1"})
    met = {"complaint_answer_handling_1": ("met", "2026-06-15")}
    assert limits(TAKEN, answered, as_of="2026-07-01") == met


def test_a_transfer_starts_the_clock_of_the_other_body() -> None:
    """K13: a leg starts with its own fact."""
    passed = ("ComplaintTransferred", "2026-06-09T09:00", THEIRS)
    told = limits(TAKEN, passed, as_of="2026-06-10")
    assert told == {"complaint_answer_handling_1": ("running", "2026-06-16")}


def test_a_reopened_complaint_has_a_limit_of_its_own() -> None:
    answered = ("ComplaintAnswered", "2026-06-10", {**THEIRS, "round": "1"})
    reopened = ("ComplaintReopened", "2026-06-11", {**MINE, "body": "handling"})
    told = limits(TAKEN, answered, reopened, as_of="2026-06-12")
    assert told["complaint_answer_handling_1"] == ("met", "2026-06-15")
    assert told["complaint_answer_again_handling_1"] == ("running", "2026-06-18")


def test_what_is_taken_back_ends_the_limit() -> None:
    closed = ("ComplaintClosed", "2026-06-10", {**MINE, "body": "handling", "end": "taken_back"})
    told = limits(TAKEN, closed, as_of="2026-08-01")
    assert told == {"complaint_answer_handling_1": ("ended", "2026-06-15")}


def complaint(
    *,
    answered: str | None = None,
    satisfaction: Satisfaction | None = None,
    solved: bool | None = None,
    end: ComplaintEnd | None = None,
) -> ComplaintView:
    """Write a complaint of 8 June 2026 as it is shown."""
    return ComplaintView(
        registrar=R,
        number=1,
        source=ComplaintSource.HOTLINE,
        work_order=None,
        body=H,
        registered_at=at("2026-06-08"),
        answered_at=() if answered is None else (at(answered),),
        satisfaction=satisfaction,
        solved=solved,
        end=end,
        closed_at=None if end is None else at("2026-07-20"),
    )


def test_the_ratios_count_answered_calls_and_reasonable_requests() -> None:
    """Domain reference, section 8: satisfied of answered calls, solved of reasonable requests."""
    happy, unhappy = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
    counted = (
        complaint(
            answered="2026-06-09", satisfaction=happy, solved=True, end=ComplaintEnd.ANSWERED
        ),
        complaint(
            answered="2026-07-01", satisfaction=unhappy, solved=False, end=ComplaintEnd.ANSWERED
        ),
        complaint(answered="2026-06-10", satisfaction=Satisfaction.NOT_REACHED, solved=True),
        complaint(answered="2026-06-10", end=ComplaintEnd.UNREASONABLE),
        complaint(end=ComplaintEnd.TAKEN_BACK),
        complaint(),
    )
    there, here = complaint_ratios(
        [*((THERE, one) for one in counted), (HERE, complaint())],
        times=CUSTOMARY,
        calendar=NATIONAL,
        as_of=at("2026-08-01"),
    )
    assert (there.region, there.taken, there.closed) == (THERE, 6, 4)
    assert there.on_time == Ratio(3, 5)
    assert there.satisfied == Ratio(1, 2)
    assert there.solved == Ratio(1, 2)
    assert there.satisfied.percent == 50.0
    assert (here.region, here.on_time) == (HERE, Ratio(0, 1))
    assert here.satisfied.percent is None


def test_what_is_still_in_time_is_not_judged() -> None:
    (body,) = complaint_ratios(
        [(HERE, complaint())], times=CUSTOMARY, calendar=NATIONAL, as_of=at("2026-06-10")
    )
    assert body.on_time == Ratio(0, 0)


def test_ratings_are_content_unless_they_oblige() -> None:
    """国办发〔2019〕51号."""
    counts = [
        RatingCount(region=HERE, level=RatingLevel.FAIR, count=2),
        RatingCount(region=HERE, level=RatingLevel.VERY_DISSATISFIED, count=1),
        RatingCount(region=THERE, level=RatingLevel.SATISFIED, count=4),
    ]
    there, here = rating_ratios(counts)
    assert there.content == Ratio(4, 4)
    assert here.content == Ratio(2, 3)
    assert here.content.percent == 66.7
    assert here.counts["very_dissatisfied"] == 1
