"""Contradictions of an entry: each has a stable code and is found where it is."""

import pytest

from broker.domain.clocks.fields import DAYS_MAX
from broker.domain.clocks.rules import (
    Extension,
    NoticeSilence,
    calendar_days,
    working_days,
)
from broker.domain.items.check import check
from broker.domain.items.item import Item
from broker.domain.items.problems import PROBLEM_TEXTS, Problem, ProblemCode
from broker.domain.items.service import ModeTerms
from broker.domain.items.times import Times
from broker.domain.items.words import (
    CaseType,
    DeliveryWay,
    ItemKind,
    MaterialForm,
    Mode,
    Need,
    Reach,
    Scope,
    Start,
)
from tests.domain.items.support import DUTIES, FULL, ID_CARD, PROMISE, TIMES, changed

PUBLICATION = {
    ProblemCode.WRONG_REGION,
    ProblemCode.BACKDATED,
    ProblemCode.OVERLAPS,
    ProblemCode.UNCHANGED,
    ProblemCode.NOT_PUBLISHED,
    ProblemCode.NOT_YET_IN_FORCE,
    ProblemCode.ALREADY_ENDED,
}
"""Found by the catalogue, not in the entry."""
BOTH = frozenset(Scope)
COLLECTED = ModeTerms(mode=Mode.COLLECTED, scopes=BOTH, duties=DUTIES)
ONLINE = ModeTerms(mode=Mode.ONLINE, scopes=BOTH)
PUSH, HANDLE = TIMES.legs
ONLINE_ONLY = changed(changed(FULL, "service.modes", (ONLINE,)), "service.visits", 0)
REQUIRED = changed(PROMISE, "need", Need.REQUIRED)

ENTRIES: dict[ProblemCode, list[Item]] = {
    ProblemCode.TEXT_BLANK: [
        changed(FULL, "code", ""),
        changed(FULL, "identity.name", " "),
        changed(FULL, "times.extension.approver", ""),
        changed(FULL, "easing.commitment.terms", ""),
        changed(FULL, "easing.leniency.consequence", ""),
        changed(FULL, "materials", (changed(ID_CARD, "name", ""), PROMISE)),
    ],
    ProblemCode.REGION_MALFORMED: [changed(FULL, "region", "6210")],
    ProblemCode.CODE_WITH_BLANKS: [changed(FULL, "code", "KT12 0051")],
    ProblemCode.CODE_CHECK_FAILED: [changed(FULL, "code", "KT120052")],
    ProblemCode.CODES_DISAGREE: [
        changed(FULL, "identity.basic_code", "000117002002"),
        changed(FULL, "authority.body.code", "11620000MB0000002X"),
    ],
    ProblemCode.SERVED_NOBODY: [changed(FULL, "identity.served", frozenset())],
    ProblemCode.JOINT_WITHOUT_BODIES: [
        changed(changed(FULL, "identity.case_type", CaseType.JOINT), "authority.joint_bodies", ())
    ],
    ProblemCode.TERM_BACKWARDS: [
        changed(FULL, "effective.until_on", FULL.effective.from_on.replace(year=2025))
    ],
    ProblemCode.NAMES_REPEATED: [
        changed(FULL, "materials", (PROMISE, PROMISE)),
        changed(FULL, "times.legs", (PUSH, PUSH)),
        changed(FULL, "fees.charges", (FULL.fees.charges or ()) * 2),
    ],
    ProblemCode.MODE_MISSING: [changed(FULL, "service.modes", ())],
    ProblemCode.MODE_REPEATED: [changed(FULL, "service.modes", (COLLECTED, COLLECTED))],
    ProblemCode.MODE_WITHOUT_SCOPE: [
        changed(FULL, "service.modes", (changed(COLLECTED, "scopes", frozenset()),))
    ],
    ProblemCode.MODE_WITHOUT_RECEIVING_DUTIES: [
        changed(FULL, "service.modes", (changed(COLLECTED, "duties", DUTIES[1:]),))
    ],
    ProblemCode.MODE_WITHOUT_HANDLING_DUTIES: [
        changed(FULL, "service.modes", (changed(COLLECTED, "duties", DUTIES[:1]),))
    ],
    ProblemCode.ONLINE_NEEDS_VISITS: [changed(FULL, "service.modes", (COLLECTED, ONLINE))],
    ProblemCode.ONLINE_NEEDS_ORIGINALS: [ONLINE_ONLY],
    ProblemCode.VISITS_WITHOUT_REASON: [changed(FULL, "service.visits_reason", "")],
    ProblemCode.REACH_TOO_NARROW: [
        changed(FULL, "service.reach", reach)
        for reach in (Reach.PROVINCE, Reach.CITY, Reach.COUNTY)
    ],
    ProblemCode.POST_DISAGREES: [changed(FULL, "service.post", value=False)],
    ProblemCode.DAYS_TOO_MANY: [
        changed(FULL, "times.statutory.period", working_days(DAYS_MAX + 1)),
        changed(FULL, "times.supplement.period", working_days(DAYS_MAX + 1)),
        changed(FULL, "times.extension.extension", Extension(n=DAYS_MAX + 1)),
        changed(FULL, "times.legs", (changed(PUSH, "limit.period.n", DAYS_MAX + 1),)),
        changed(FULL, "easing.commitment.verified_within", working_days(DAYS_MAX + 1)),
        changed(FULL, "easing.leniency.due.period", working_days(DAYS_MAX + 1)),
        changed(
            FULL,
            "times.procedures",
            (changed(TIMES.procedures[0], "announced", working_days(DAYS_MAX + 1)),),
        ),
    ],
    ProblemCode.CLOSING_OUT_OF_DAY: [
        changed(FULL, "times.statutory.closing_minute", 0),
        changed(FULL, "times.promised.closing_minute", 24 * 60 + 1),
        changed(FULL, "times.legs", (changed(PUSH, "limit.closing_minute", 0),)),
    ],
    ProblemCode.PROMISED_LONGER: [changed(FULL, "times.promised.period", working_days(21))],
    ProblemCode.PROMISED_UNIT_DIFFERS: [changed(FULL, "times.promised.period", calendar_days(1))],
    ProblemCode.PROMISED_STARTS_LATER: [changed(FULL, "times.statutory.starts_on", Start.RECEIPT)],
    ProblemCode.IMMEDIATE_WITH_DAYS: [changed(FULL, "identity.case_type", CaseType.IMMEDIATE)],
    ProblemCode.EXTENSION_WITHOUT_LIMIT: [changed(FULL, "times", Times(extension=TIMES.extension))],
    ProblemCode.EXTENSION_EMPTY: [
        changed(FULL, "times.extension.extension", Extension(n=0)),
        changed(FULL, "times.extension.extension", Extension(n=10, times=0)),
    ],
    ProblemCode.SUPPLEMENT_WITHOUT_NOTICE: [changed(FULL, "times.notice", None)],
    ProblemCode.LICENCE_SILENCE: [changed(FULL, "times.notice.silence", NoticeSilence.NONE)],
    ProblemCode.LICENCE_NOTICE_LONG: [
        changed(FULL, "times.notice.period", working_days(6)),
        changed(FULL, "times.notice.period", calendar_days(8)),
    ],
    ProblemCode.LICENCE_DELIVERY_LONG: [
        changed(FULL, "times.delivery", working_days(11)),
        changed(FULL, "times.delivery", calendar_days(15)),
    ],
    ProblemCode.LEG_FACT_UNKNOWN: [
        changed(FULL, "times.legs", (changed(PUSH, "ends_on", "CasePosted"),)),
        changed(FULL, "times.legs", (changed(HANDLE, "starts_on", frozenset({"Pushed"})),)),
    ],
    ProblemCode.LEG_ENDS_WITH_ITS_START: [
        changed(FULL, "times.legs", (changed(HANDLE, "ends_on", "PushReceived"),))
    ],
    ProblemCode.LENIENT_WITHOUT_TERMS: [changed(FULL, "easing.leniency", None)],
    ProblemCode.LENIENCY_WITHOUT_MATERIAL: [
        changed(FULL, "materials", (ID_CARD,)),
        changed(FULL, "materials", None),
    ],
    ProblemCode.LENIENCY_WITHOUT_TIME: [
        changed(FULL, "easing.leniency.due.period", working_days(0))
    ],
    ProblemCode.COMMITMENT_WITHOUT_EXCLUSION: [
        changed(FULL, "easing.commitment.excluded", ()),
        changed(FULL, "easing.commitment.excluded", (" ",)),
    ],
    ProblemCode.MATERIAL_WITHOUT_COPIES: [
        changed(
            changed(FULL, "easing.leniency", None),
            "materials",
            (changed(changed(REQUIRED, "copies", 0), "original_needed", value=False),),
        )
    ],
    ProblemCode.CERTIFICATE_TYPE_MALFORMED: [
        changed(FULL, "materials", (changed(ID_CARD, "certificate_type", "身份证"), PROMISE))
    ],
    ProblemCode.FEE_WITHOUT_BASIS: [changed(FULL, "fees.basis", ())],
}


@pytest.mark.parametrize(
    ("code", "item"),
    [(code, item) for code, entries in ENTRIES.items() for item in entries],
    ids=lambda one: one.value if isinstance(one, ProblemCode) else "",
)
def test_a_contradiction_is_found_and_nothing_else(code: ProblemCode, item: Item) -> None:
    assert {problem.code for problem in check(item)} == {code}


def test_every_contradiction_has_an_entry_that_shows_it() -> None:
    assert set(ENTRIES) | PUBLICATION == set(ProblemCode)
    assert set(PROBLEM_TEXTS) == set(ProblemCode)


def test_a_problem_says_in_chinese_what_it_is_about() -> None:
    (problem,) = check(changed(FULL, "times.promised.period", working_days(21)))
    assert problem.path == "times.promised"
    assert problem.text == "承诺时限长于法定时限：21 > 20"
    assert Problem(code=ProblemCode.FEE_WITHOUT_BASIS, path="fees.basis").text == "收费须写明依据"


def fine(item: Item) -> bool:
    return check(item) == ()


def test_the_longest_limit_that_can_be_counted_is_fine() -> None:
    longest = working_days(DAYS_MAX)
    for path in ("statutory.period", "supplement.period"):
        assert fine(changed(FULL, f"times.{path}", longest))
    assert fine(changed(FULL, "easing.commitment.verified_within", longest))
    assert fine(changed(FULL, "easing.leniency.due.period", longest))


def test_what_is_not_published_of_a_material_is_no_contradiction() -> None:
    unknown = changed(changed(REQUIRED, "copies", 0), "original_needed", None)
    assert fine(changed(changed(FULL, "easing.leniency", None), "materials", (unknown,)))


def test_calendar_days_are_given_the_weekends_between() -> None:
    """行政许可法 32, 44: five and ten working days lie within one and two weeks."""
    assert fine(changed(FULL, "times.notice.period", calendar_days(7)))
    assert fine(changed(FULL, "times.delivery", calendar_days(14)))


def test_only_a_licence_is_bound_by_the_law_on_licences() -> None:
    loose = changed(FULL, "times.notice.silence", NoticeSilence.NONE)
    loose = changed(loose, "times.delivery", working_days(30))
    assert fine(changed(loose, "identity.kind", ItemKind.PUBLIC_SERVICE))


def test_a_promise_may_start_earlier_than_the_law_asks() -> None:
    assert fine(changed(FULL, "times.promised.starts_on", Start.RECEIPT))
    assert fine(changed(FULL, "times.promised.period", working_days(20)))


def test_an_immediate_case_is_on_the_spot_where_the_papers_are_complete() -> None:
    immediate = changed(FULL, "identity.case_type", CaseType.IMMEDIATE)
    assert fine(changed(immediate, "times.promised.period", working_days(0)))
    assert fine(changed(immediate, "times.promised.on_the_spot", value=True))


def test_inside_one_province_the_reach_may_be_one_province() -> None:
    """省内通办: the same modes between regions of one province."""
    inside = changed(COLLECTED, "scopes", frozenset({Scope.WITHIN_PROVINCE}))
    item = changed(changed(FULL, "service.modes", (inside,)), "service.reach", Reach.PROVINCE)
    assert fine(item)
    assert not item.service.is_open(Mode.COLLECTED, Scope.CROSS_PROVINCE)
    assert item.service.is_open(Mode.COLLECTED, Scope.WITHIN_PROVINCE)
    assert not item.service.is_open(Mode.ONLINE, Scope.WITHIN_PROVINCE)


def test_originals_may_be_needed_where_another_mode_is_open() -> None:
    both = changed(ONLINE_ONLY, "service.modes", (ONLINE, COLLECTED))
    assert fine(both)


def test_paper_that_is_only_shown_needs_no_copies() -> None:
    shown = changed(changed(REQUIRED, "copies", 0), "original_needed", value=True)
    assert shown.form is MaterialForm.PAPER
    assert fine(changed(changed(FULL, "easing.leniency", None), "materials", (shown,)))


def test_delivery_at_windows_only_needs_no_post() -> None:
    windows = frozenset({DeliveryWay.RECEIVING_WINDOW, DeliveryWay.HANDLING_WINDOW})
    assert fine(
        changed(changed(FULL, "service.delivery_ways", windows), "service.post", value=False)
    )


def test_free_of_charge_needs_no_basis() -> None:
    assert fine(changed(changed(FULL, "fees.charges", ()), "fees.basis", ()))
