"""Contradictions of an office, alone and beside others: each has a code and is found."""

from dataclasses import replace
from datetime import date

import pytest

from broker.domain.identifiers import RegionCode
from broker.domain.offices.check import check
from broker.domain.offices.handled import EVERYTHING, NOTHING, Handled
from broker.domain.offices.hours import ExceptionalDay, Hours, MakeUpDay, Span, WeekdayHours
from broker.domain.offices.office import Contacts, Office
from broker.domain.offices.problems import (
    OFFICE_PROBLEM_TEXTS,
    OfficeProblem,
    OfficeProblemCode,
)
from broker.domain.offices.together import check_together
from broker.domain.offices.words import OfficeLevel, Weekday, WindowKind
from tests.domain.items.support import changed
from tests.domain.offices.support import (
    BUREAU,
    CITY,
    DIRECTORY,
    GIVEN,
    HALL,
    HUANXIAN,
    MORNING,
    OFFICES,
    SOCIAL,
    TOWN_OFFICE,
    WEEK,
    XIFENG,
    meant_for,
    window,
)

Code = OfficeProblemCode
PUBLICATION = {
    Code.WRONG_REGION,
    Code.BACKDATED,
    Code.OVERLAPS,
    Code.UNCHANGED,
    Code.NOT_PUBLISHED,
    Code.NOT_YET_IN_FORCE,
    Code.ALREADY_ENDED,
}
"""Found by the registry, not in the office."""
MONDAY = frozenset({Weekday.MONDAY})
SUNDAY = date(2026, 1, 4)
DAY_OFF = ExceptionalDay(on=SUNDAY, reason="停电检修")
MAKE_UP = MakeUpDay(on=SUNDAY, as_=Weekday.FRIDAY)


def with_spans(*spans: tuple[str, str]) -> Office:
    made = tuple(Span(opens=opens, closes=closes) for opens, closes in spans)
    return replace(HALL, hours=Hours(weekly=(WeekdayHours(days=MONDAY, spans=made),)))


def with_hours(path: str, value: object) -> Office:
    return replace(HALL, hours=changed(WEEK, path, value))


def delegating(**more: object) -> Office:
    given = GIVEN
    for name, value in more.items():
        given = changed(given, name, value)
    return replace(BUREAU, delegations=(given,))


ALONE: dict[OfficeProblemCode, list[Office]] = {
    Code.TEXT_BLANK: [
        replace(HALL, code=""),
        replace(HALL, name=" "),
        replace(HALL, windows=(replace(window("1"), name=""),)),
        replace(HALL, windows=(replace(window("1"), code=" "),)),
        replace(HALL, contacts=Contacts(phones=("",))),
        replace(HALL, windows=(replace(window("1"), contacts=Contacts(phones=(" ",))),)),
        delegating(basis=""),
        with_hours("exceptions", (replace(DAY_OFF, reason=" "),)),
    ],
    Code.CODE_WITH_BLANKS: [replace(HALL, code="a b"), replace(HALL, windows=(window("1 2"),))],
    Code.REGION_UNKNOWN: [
        replace(HALL, region=RegionCode("6210")),
        replace(HALL, region=RegionCode("622800")),
    ],
    Code.PLACE_MALFORMED: [replace(HALL, place="西峰区")],
    Code.PLACE_UNKNOWN: [replace(HALL, place="621099")],
    Code.PLACE_RETIRED: [
        replace(HALL, place="622801"),
        replace(TOWN_OFFICE, place="622801001000"),
    ],
    Code.PLACE_OUTSIDE: [replace(HALL, place="330106")],
    Code.LEVEL_DISAGREES: [replace(HALL, level=OfficeLevel.CITY), replace(HALL, place=CITY)],
    Code.TERM_BACKWARDS: [meant_for(HALL, date(2026, 1, 2), date(2026, 1, 1))],
    Code.HOST_UNKNOWN: [replace(HALL, hosted_by=RegionCode("999999"))],
    Code.HOST_IS_ITSELF: [replace(HALL, hosted_by=CITY)],
    Code.WINDOW_REPEATED: [
        replace(HALL, windows=(window("1"), replace(window("1"), name="甲"))),
        replace(HALL, windows=(window("1"), replace(window("1"), code="2"))),
    ],
    Code.WINDOW_WITHOUT_ITEMS: [replace(HALL, windows=(window("1", handles=NOTHING),))],
    Code.VILLAGE_POINT_ELSEWHERE: [
        replace(HALL, windows=(window("1", WindowKind.VILLAGE_POINT),)),
        replace(TOWN_OFFICE, windows=(window("1", WindowKind.VILLAGE_POINT),)),
    ],
    Code.ITEMS_SAID_TWICE: [
        replace(HALL, decides=Handled(all_items=True, codes=frozenset({"KT010013"}))),
        replace(HALL, windows=(window("1", handles=replace(SOCIAL, all_items=True)),)),
    ],
    Code.ITEM_CODE_WRONG: [
        replace(HALL, decides=Handled(codes=frozenset({"KT010014"}))),
        replace(HALL, decides=Handled(codes=frozenset({"A 1"}))),
        replace(HALL, decides=Handled(codes=frozenset({""}))),
        replace(HALL, decides=Handled(departments=frozenset({" "}))),
    ],
    Code.TIME_MALFORMED: [
        with_spans(("9:00", "12:00")),
        with_spans(("09:00", "24:01")),
        with_spans(("09:00", "12:60")),
        replace(HALL, windows=(window("1", hours=with_spans(("上午", "12:00")).hours),)),
        with_hours("exceptions", (replace(DAY_OFF, spans=(Span(opens="", closes="12:00"),)),)),
    ],
    Code.SPAN_BACKWARDS: [with_spans(("12:00", "12:00")), with_spans(("12:00", "09:00"))],
    Code.SPANS_OVERLAP: [with_spans(("14:00", "18:00"), ("09:00", "14:01"))],
    Code.WEEKDAY_REPEATED: [
        with_hours("weekly", (*WEEK.weekly, WeekdayHours(days=MONDAY, spans=(MORNING,))))
    ],
    Code.DAY_REPEATED: [
        with_hours("exceptions", (DAY_OFF, DAY_OFF)),
        with_hours("make_up", (MAKE_UP, replace(MAKE_UP, as_=Weekday.MONDAY))),
    ],
    Code.MAKE_UP_AT_WORK: [with_hours("make_up", (replace(MAKE_UP, on=date(2026, 1, 5)),))],
    Code.MAKE_UP_OF_REST: [with_hours("make_up", (replace(MAKE_UP, as_=Weekday.SATURDAY),))],
    Code.DELEGATION_BACKWARDS: [delegating(until_on=date(2026, 1, 31))],
    Code.DELEGATION_EMPTY: [delegating(handles=NOTHING), delegating(acts=frozenset())],
    Code.DELEGATION_TO_ITSELF: [
        delegating(to_office="rs"),
        delegating(to_office="rs", to_region=CITY),
    ],
    Code.DELEGATION_BEYOND_POWER: [
        delegating(handles=EVERYTHING),
        delegating(handles=Handled(departments=frozenset({"人社", "公安"}))),
        replace(
            delegating(handles=Handled(codes=frozenset({"KT020186", "KT010013"}))),
            decides=Handled(codes=frozenset({"KT020186"})),
        ),
    ],
    Code.ACT_NOT_DELEGABLE: [
        delegating(acts=frozenset({"AcceptCase", "SubmitCase"})),
        delegating(acts=frozenset({"AcceptCase", "Accept"})),
    ],
}
TOGETHER: dict[OfficeProblemCode, list[tuple[Office, ...]]] = {
    Code.DELEGATE_UNKNOWN: [
        (BUREAU,),
        (delegating(to_window="9"), HALL),
        (BUREAU, meant_for(HALL, date(2026, 9, 1))),
    ],
    Code.DELEGATION_BEYOND_KIND: [
        (delegating(to_window=code, acts=frozenset({"AcceptCase"})), HALL) for code in "3456"
    ],
    Code.NAME_REPEATED: [(HALL, replace(HALL, code="other"))],
    Code.COMPETENCE_OVERLAPS: [
        (HALL, BUREAU, replace(BUREAU, code="other", name="甲")),
        (HALL, BUREAU, replace(TOWN_OFFICE, place=XIFENG, decides=EVERYTHING)),
    ],
    Code.HOSTS_DIFFER: [(HALL, replace(TOWN_OFFICE, hosted_by=RegionCode("620000")))],
    Code.HOST_IS_HOSTED: [
        (
            replace(HALL, hosted_by=RegionCode("620300")),
            replace(HALL, region=RegionCode("620300"), hosted_by=RegionCode("620400")),
        )
    ],
    Code.VERSION_REPEATED: [(HALL, replace(HALL, name="甲"))],
}


@pytest.mark.parametrize(
    ("code", "one"),
    [(code, one) for code, offices in ALONE.items() for one in offices],
    ids=lambda one: one.value if isinstance(one, OfficeProblemCode) else "",
)
def test_a_contradiction_is_found_and_nothing_else(code: OfficeProblemCode, one: Office) -> None:
    assert {problem.code for problem in check(one, DIRECTORY)} == {code}


@pytest.mark.parametrize(
    ("code", "offices"),
    [(code, offices) for code, cases in TOGETHER.items() for offices in cases],
    ids=lambda one: one.value if isinstance(one, OfficeProblemCode) else "",
)
def test_a_contradiction_between_offices_is_found(
    code: OfficeProblemCode, offices: tuple[Office, ...]
) -> None:
    assert {placed.problem.code for placed in check_together(offices)} == {code}


def test_every_contradiction_has_an_office_that_shows_it() -> None:
    assert set(ALONE) | set(TOGETHER) | PUBLICATION == set(OfficeProblemCode)
    assert set(OFFICE_PROBLEM_TEXTS) == set(OfficeProblemCode)


def test_a_sound_region_has_no_problems() -> None:
    assert [check(one, DIRECTORY) for one in OFFICES] == [()] * len(OFFICES)
    assert check_together(OFFICES) == ()


def test_offices_contradict_each_other_only_on_a_day_that_both_have() -> None:
    """A successor under a new code takes over the name and the items of its forerunner."""
    ended = meant_for(BUREAU, date(2026, 1, 1), date(2026, 5, 31))
    heir = replace(meant_for(BUREAU, date(2026, 6, 1)), code="heir")
    assert check_together((HALL, ended, heir)) == ()
    begun = replace(heir, effective=replace(heir.effective, from_on=date(2026, 5, 31)))
    assert check_together((HALL, ended, begun)) != ()


def test_a_version_ends_where_its_successor_begins() -> None:
    first = replace(HALL, decides=SOCIAL)
    second = meant_for(HALL, date(2026, 3, 1))
    other = replace(meant_for(BUREAU, date(2026, 3, 1)), delegations=())
    assert check_together((first, second, other)) == ()


def test_an_authority_may_delegate_to_every_window_of_an_office() -> None:
    """One window that can is enough; each is judged again when it acts."""
    assert check_together((delegating(to_window=""), HALL)) == ()


def test_a_delegate_of_another_region_is_not_in_sight() -> None:
    away = delegating(to_region=RegionCode("330100"), to_office="hz-zw")
    assert check(away, DIRECTORY) == ()
    assert check_together((away,)) == ()


def test_an_office_that_decides_nothing_contradicts_nobody() -> None:
    everything = replace(BUREAU, decides=EVERYTHING)
    assert check_together((HALL, everything)) == check_together((everything, HALL)) == ()


def test_which_codes_a_department_has_is_not_known_here() -> None:
    """A code may be one of the department's: only its catalogue tells."""
    assert check(delegating(handles=Handled(codes=frozenset({"KT020186"}))), DIRECTORY) == ()


def test_a_term_may_be_one_day_and_spans_may_touch() -> None:
    day = GIVEN.from_on
    assert check(meant_for(HALL, day, day), DIRECTORY) == ()
    assert check(delegating(until_on=day), DIRECTORY) == ()
    assert check(with_spans(("09:00", "12:00"), ("12:00", "24:00")), DIRECTORY) == ()


def test_the_same_items_at_another_place_are_no_contradiction() -> None:
    there = replace(BUREAU, code="hx", name="环县部门", place=HUANXIAN)
    assert check_together((HALL, BUREAU, there)) == ()


def test_a_hosted_region_names_its_host() -> None:
    """A partner without a broker of its own has a log of its own in another one's broker."""
    hosted = replace(HALL, hosted_by=RegionCode("620000"))
    assert check(hosted, DIRECTORY) == ()
    assert check_together((hosted,)) == ()


def test_a_problem_says_in_chinese_what_it_is_about() -> None:
    (problem,) = check(replace(HALL, place="622801"), DIRECTORY)
    assert problem.path == "place"
    assert problem.text == "所在地代码已停用，应使用现行代码：621002"
    blank = OfficeProblem(code=Code.TEXT_BLANK, path="name")
    assert blank.text == "必填文字为空"
