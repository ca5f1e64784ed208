"""What can be wrong with a definition: each problem by one change; import all or nothing."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.clocks.rules import Extension, Leg, LimitRule, calendar_days, working_days
from broker.domain.composites.check import check
from broker.domain.composites.check_items import check_items
from broker.domain.composites.clock import JOINT_LICENCE_LIMIT
from broker.domain.composites.definition import (
    ChildDefinition,
    ChildField,
    ChildItem,
    CompositeDefinition,
    Condition,
    Feed,
    FormField,
    JointLimit,
    Place,
    SharedMaterial,
    StageFact,
)
from broker.domain.composites.importing import (
    DefinitionsImported,
    DefinitionsRejected,
    import_definitions,
    write_definition,
)
from broker.domain.composites.problems import PROBLEM_TEXTS, CompositeProblemCode, problem
from broker.domain.composites.words import (
    ChildStage,
    CompositeKind,
    HandledIn,
    JoinPolicy,
    JointStart,
    Listing,
)
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.faults import FaultCode
from tests.domain.composites.support import DATA, load_definitions
from tests.domain.items.support import FULL

CODES = CompositeProblemCode
RECEIVING = Place(handled_in=HandledIn.RECEIVING)
UNLISTED = ChildItem(listing=Listing.UNLISTED)
JOINT = JointLimit(
    limit=JOINT_LICENCE_LIMIT,
    starts_on=JointStart.FIRST_ACCEPTANCE,
    approver="本级人民政府负责人",
    basis="行政许可法第四十二条第二款",
)
FIRST = ChildDefinition(
    key="first",
    name="先办事项",
    item=ChildItem(listing=Listing.LISTED, code=FULL.code),
    place=RECEIVING,
    fields=(ChildField(name="姓名"),),
)
SECOND = ChildDefinition(
    key="second",
    name="后办事项",
    item=UNLISTED,
    place=Place(handled_in=HandledIn.NAMED),
    after=frozenset({"first"}),
    condition=Condition(field="要后办", answers=frozenset({"是"})),
    fields=(ChildField(name="姓名"), ChildField(name="电话", required=False)),
)
NAME = FormField(
    name="申请人姓名",
    feeds=(Feed(child="first", name="姓名"), Feed(child="second", name="姓名")),
)
ASKED = FormField(name="要后办", options=("是", "否"))
CARD = SharedMaterial(
    name="身份证", feeds=(Feed(child="first", name="居民身份证"), Feed(child="second", name="卡"))
)
SOUND = CompositeDefinition(
    code="sound",
    version=1,
    name="两件事",
    kind=CompositeKind.ONE_MATTER,
    join=JoinPolicy.COMMON,
    children=(FIRST, SECOND),
    form=(NAME, ASKED),
    materials=(CARD,),
    limit=JOINT,
)
SECOND_ALWAYS = replace(SECOND, condition=None)
LEG = Leg(
    name="leg",
    side=Side.RECEIVING,
    limit=LimitRule(period=working_days(3)),
    starts_on=frozenset(),
    ends_on="nobody tells this",
)
Change = Callable[[CompositeDefinition], CompositeDefinition]


def changed(**values: object) -> CompositeDefinition:
    """Change the sound definition."""
    return replace(SOUND, **values)  # type: ignore[arg-type]


def with_second(**values: object) -> CompositeDefinition:
    """Change its second child."""
    return changed(children=(FIRST, replace(SECOND, **values)))  # type: ignore[arg-type]


BROKEN: list[tuple[CompositeProblemCode, CompositeDefinition]] = [
    (CODES.TEXT_BLANK, changed(name=" ")),
    (CODES.VERSION_ZERO, changed(version=0)),
    (CODES.NAMES_REPEATED, changed(facts=("money", "money"))),
    (CODES.NAMES_REPEATED, with_second(fields=(ChildField(name="姓名"), ChildField(name="姓名")))),
    (CODES.CHILDREN_TOO_FEW, changed(children=(FIRST,))),
    (
        CODES.CHILDREN_TOO_MANY,
        changed(children=tuple(replace(FIRST, key=str(number)) for number in range(31))),
    ),
    (CODES.CODE_MISSING, with_second(item=ChildItem(listing=Listing.LISTED))),
    (CODES.CODE_INVENTED, with_second(item=ChildItem(listing=Listing.UNLISTED, code="KT1"))),
    (CODES.CODE_CHECK_FAILED, with_second(item=ChildItem(listing=Listing.LISTED, code="KT120059"))),
    (CODES.REGION_NOT_FIXED, with_second(place=Place(handled_in=HandledIn.FIXED))),
    (CODES.REGION_NOT_FIXED, with_second(place=replace(RECEIVING, region=RegionCode("621000")))),
    (
        CODES.REGION_MALFORMED,
        with_second(place=Place(handled_in=HandledIn.FIXED, region=RegionCode("庆阳"))),
    ),
    (CODES.CHILD_UNKNOWN, with_second(after=frozenset({"third"}))),
    (CODES.CHILD_UNKNOWN, changed(lead="third")),
    (CODES.ORDER_CIRCULAR, with_second(after=frozenset({"second"}))),
    (CODES.ORDER_CIRCULAR, changed(lead="first")),
    (CODES.LEAD_MISSING, changed(join=JoinPolicy.ADVANCE)),
    (CODES.LEAD_NEEDLESS, changed(join=JoinPolicy.REPORTED, authority=RECEIVING, lead="second")),
    (CODES.LEAD_NOT_CERTAIN, changed(lead="second")),
    (CODES.AUTHORITY_MISSING, changed(join=JoinPolicy.REPORTED)),
    (CODES.AUTHORITY_NEEDLESS, changed(authority=RECEIVING)),
    (CODES.FACT_UNKNOWN, with_second(waits_for=frozenset({"money"}))),
    (CODES.LEG_FACT_UNKNOWN, changed(legs=(LEG,))),
    (
        CODES.LIMIT_TOO_LONG,
        changed(limit=replace(JOINT, limit=LimitRule(period=working_days(46)))),
    ),
    (
        CODES.LIMIT_TOO_LONG,
        changed(
            limit=replace(
                JOINT, limit=replace(JOINT_LICENCE_LIMIT, extension=Extension(n=15, times=2))
            )
        ),
    ),
    (
        CODES.LIMIT_TOO_LONG,
        changed(limit=replace(JOINT, limit=LimitRule(period=calendar_days(45)))),
    ),
    (CODES.APPROVER_MISSING, changed(limit=replace(JOINT, approver=" "))),
    (CODES.FIELD_NOT_FED, changed(form=(replace(NAME, feeds=NAME.feeds[:1]), ASKED))),
    (CODES.FIELD_FED_TWICE, changed(form=(NAME, ASKED, replace(NAME, name="又一个")))),
    (
        CODES.FIELD_UNKNOWN,
        changed(form=(NAME, replace(ASKED, feeds=(Feed(child="first", name="年龄"),)))),
    ),
    (CODES.FIELD_NEEDLESS, changed(form=(NAME, ASKED, FormField(name="婚姻状况")))),
    (CODES.CONDITION_NOT_A_CHOICE, changed(form=(NAME, replace(ASKED, options=())))),
    (CODES.CONDITION_NO_OPTION, changed(form=(NAME, replace(ASKED, options=("好", "否"))))),
    (CODES.MATERIAL_FED_TWICE, changed(materials=(CARD, replace(CARD, name="又一份")))),
    (CODES.MATERIAL_NEEDLESS, changed(materials=(CARD, SharedMaterial(name="户口簿", feeds=())))),
    (CODES.MATERIAL_MADE_LATER, changed(materials=(replace(CARD, made_by="second"),))),
    (CODES.CHILD_UNKNOWN, changed(materials=(replace(CARD, made_by="third"),))),
    (
        CODES.CHILD_UNKNOWN,
        changed(materials=(replace(CARD, feeds=(Feed(child="third", name="卡"),)),)),
    ),
]


def codes_of(definition: CompositeDefinition) -> set[CompositeProblemCode]:
    """Name what is wrong."""
    return {one.code for one in check(definition)}


def test_a_sound_definition_has_no_problem() -> None:
    assert check(SOUND) == ()


@pytest.mark.parametrize(
    ("code", "definition"), BROKEN, ids=lambda one: str(getattr(one, "value", ""))
)
def test_a_contradiction_is_found(
    code: CompositeProblemCode, definition: CompositeDefinition
) -> None:
    assert code in codes_of(definition)


def test_every_contradiction_of_a_definition_has_an_example() -> None:
    """The others are of the catalogue (below) and of a choice (test_planning)."""
    of_catalogue = {CODES.ITEM_UNKNOWN, CODES.MATERIAL_NOT_FED, CODES.MATERIAL_UNKNOWN}
    of_choice = {
        CODES.ANSWER_MISSING,
        CODES.ANSWER_NO_OPTION,
        CODES.NOT_OPTIONAL,
        CODES.REGION_NOT_NAMED,
        CODES.ITEM_VERSION_MISSING,
        CODES.NOTHING_LEFT,
    }
    assert {code for code, _ in BROKEN} == set(CODES) - of_catalogue - of_choice


def test_a_problem_is_said_in_chinese_and_english() -> None:
    assert set(PROBLEM_TEXTS) == set(CODES)
    one = problem(CODES.CHILD_UNKNOWN, "children", "third")
    assert (one.text, one.text_en) == ("没有这一事项：third", "there is no such child: third")
    blank = problem(CODES.TEXT_BLANK, "name")
    assert (blank.text, blank.text_en) == ("必填文字为空", "a required text is blank")


def test_a_trigger_that_comes_only_after_the_child_itself_is_a_circle() -> None:
    """A child that waits for what a child behind it tells would never begin."""
    fact = StageFact(stage=ChildStage.GRANTED, fact="form")
    first = replace(FIRST, waits_for=frozenset({"form"}))
    second = replace(SECOND, facts=(fact,))
    assert codes_of(changed(children=(first, second))) == {CODES.ORDER_CIRCULAR}
    told_by_window = changed(children=(first, second), facts=("form",))
    assert codes_of(told_by_window) == set()


def test_material_lists_are_those_of_the_handling_sides_item() -> None:
    catalogue = {FULL.code: FULL}
    assert check_items(SOUND, catalogue) == ()
    assert [one.code for one in check_items(SOUND, {})] == [CODES.ITEM_UNKNOWN]
    assert [one.code for one in check_items(changed(materials=()), catalogue)] == [
        CODES.MATERIAL_NOT_FED
    ]
    more = SharedMaterial(name="户口簿", feeds=(Feed(child="first", name="户口簿"),))
    assert [one.code for one in check_items(changed(materials=(CARD, more)), catalogue)] == [
        CODES.MATERIAL_UNKNOWN
    ]


# Import.


def file_of(*definitions: CompositeDefinition) -> str:
    """Write a file."""
    return json.dumps([write_definition(one) for one in definitions], ensure_ascii=False)


def test_written_and_read_again_a_definition_is_the_same() -> None:
    everything = (SOUND, *load_definitions().values())
    assert import_definitions(file_of(*everything)) == DefinitionsImported(definitions=everything)


def test_one_bad_row_is_enough_to_import_nothing() -> None:
    answer = import_definitions(file_of(SOUND, changed(code="other", name="")))
    assert isinstance(answer, DefinitionsRejected)
    assert [row.code for row in answer.rows] == [CODES.TEXT_BLANK]


def test_a_bad_row_is_named_with_its_line_and_its_place() -> None:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    (at,) = [number for number, line in enumerate(lines) if '"company_start"' in line]
    broken = "\n".join(
        line.replace('"common"', '"sometimes"') if number > at else line
        for number, line in enumerate(lines)
    )
    answer = import_definitions(broken)
    assert isinstance(answer, DefinitionsRejected)
    assert (answer.rows[0].line, answer.rows[0].path) == (at, "join")
    assert answer.rows[0].code is FaultCode.UNKNOWN_WORD


def test_a_version_is_told_once() -> None:
    answer = import_definitions(file_of(SOUND, SOUND))
    assert isinstance(answer, DefinitionsRejected)
    assert [row.code for row in answer.rows] == [FaultCode.REPEATED_ITEM]
    assert isinstance(import_definitions(file_of(SOUND, changed(version=2))), DefinitionsImported)


def test_what_is_no_json_is_refused() -> None:
    answer = import_definitions('[{"code": NaN}]')
    assert isinstance(answer, DefinitionsRejected)
    assert [row.code for row in answer.rows] == [FaultCode.NOT_JSON]


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broker.domain.composites.importing.DEFINITIONS_MAX", 1)
    answer = import_definitions(file_of(SOUND, changed(version=2)))
    assert isinstance(answer, DefinitionsRejected)
    assert [row.code for row in answer.rows] == [FaultCode.TOO_MANY_ROWS]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists))
def test_any_json_is_answered_and_never_half_imported(written: object) -> None:
    answer = import_definitions(json.dumps(written))
    assert answer == DefinitionsImported(definitions=()) or isinstance(answer, DefinitionsRejected)
