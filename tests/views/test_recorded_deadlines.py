"""What the log itself says of limits is shown: acceptance and withdrawal by silence, signals."""

from datetime import date

from broker.domain.cases.limits.terms import LEGAL_DEFAULT
from broker.domain.identifiers import Side
from broker.views.deadlines.deadline import DeadlineState
from tests.views.test_deadlines import ASKED, PUSHED
from tests.views.timelines import count_case, found

DEEMED = (
    *PUSHED,
    (
        "CaseDeemedAccepted",
        "2026-06-10T00:00",
        {
            "accepted_on": "2026-06-02",
            "due_on": "2026-06-09",
            "source": "legal_default",
            "calendar": "CN-2026.1",
        },
    ),
)
CARD = (
    "SignalRaised",
    "2026-06-29T00:00",
    {
        "number": "1",
        "signal": "warning",
        "limit": "promised",
        "limit_days": "20",
        "counted_day": "18",
        "raised_on": "2026-06-29",
        "due_on": "2026-07-01",
        "provisional": "no",
        "source": "legal_default",
        "calendar": "CN-2026.1",
    },
)


def test_a_case_accepted_by_silence_says_so_and_counts_from_the_receipt_k7() -> None:
    told = count_case(LEGAL_DEFAULT, *DEEMED, as_of="2026-06-12")
    assert found(told)["check"].passage.conclusions[0] == (
        "逾期未告知，自收到之日 2026-06-02（周二）起视为受理"
    )
    assert found(told)["statutory"].started_on == date(2026, 6, 2)
    assert told.notes == (
        "系统已于 2026-06-10（周三）按规则记录：自 2026-06-02（周二）起视为受理"
        "（依据行政许可法的一般规定，告知期限截至 2026-06-09（周二））。",
    )


def test_what_was_written_stays_whatever_a_later_calendar_says() -> None:
    rest = {Side.HANDLING: "2026-06-09"}
    told = count_case(LEGAL_DEFAULT, *DEEMED, as_of="2026-06-10T01:00", rest=rest)
    assert found(told)["statutory"].started_on == date(2026, 6, 2)


def test_a_standing_card_and_a_withdrawn_one_are_both_shown_4_5() -> None:
    standing = count_case(LEGAL_DEFAULT, *DEEMED, CARD, as_of="2026-06-30")
    withdrawal = ("CardWithdrawn", "2026-06-30T09:00", {"number": "1"})
    withdrawn = count_case(LEGAL_DEFAULT, *DEEMED, CARD, withdrawal, as_of="2026-07-01")
    assert standing.notes[-1] == (
        "2026-06-29（周一）预警（第 1 号）：办理地作出决定的承诺时限 20 个工作日，"
        "已计 18 个工作日，到期日：2026-07-01（周三）。"
    )
    assert withdrawn.notes[-1] == standing.notes[-1].replace("）。", "）；申诉成立，已撤销。")


def test_a_withdrawal_by_silence_ends_the_clocks_and_says_so() -> None:
    said = {"due_on": "2026-06-18", "source": "published", "calendar": "CN-2026.1"}
    told = count_case(
        LEGAL_DEFAULT, *ASKED, ("CaseDeemedWithdrawn", "2026-06-22T00:00", said), as_of="2026-07-01"
    )
    assert "视为撤回" in told.notes[-1]
    assert found(told)["statutory"].state is DeadlineState.ENDED
