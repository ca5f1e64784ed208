"""From definition and choice to the plan of a parent case."""

from dataclasses import replace

from broker.domain.composites.definition import (
    CompositeDefinition,
    Feed,
    Place,
    SharedMaterial,
    StageFact,
)
from broker.domain.composites.form import asked, missing, split
from broker.domain.composites.plan import Plan, is_sound
from broker.domain.composites.planning import Choice, make_plan
from broker.domain.composites.problems import CompositeProblemCode
from broker.domain.composites.words import ChildStage, HandledIn, JoinPolicy
from broker.domain.identifiers import RegionCode
from tests.domain.composites.support import ABOVE, ELSEWHERE, FRONT
from tests.domain.composites.test_definition import FIRST, SECOND, SOUND

CODES = CompositeProblemCode
CHOICE = Choice(
    receiving=FRONT, answers={"要后办": "是"}, regions={"second": ELSEWHERE}, versions={"first": 3}
)


def plan(definition: CompositeDefinition = SOUND, choice: Choice = CHOICE) -> Plan:
    """Make a plan that can be made."""
    answer = make_plan(definition, choice)
    assert isinstance(answer, Plan), answer
    return answer


def problems(choice: Choice, definition: CompositeDefinition = SOUND) -> list[str]:
    """Name what keeps a plan from being made."""
    answer = make_plan(definition, choice)
    assert not isinstance(answer, Plan)
    return [one.code for one in answer]


def test_a_child_is_handled_where_its_rule_says() -> None:
    """事权 never moves: the receiving region, a fixed one, or the one that is named."""
    assert [child.handling_region for child in plan().children] == [FRONT, ELSEWHERE]
    fixed = replace(SECOND, place=Place(handled_in=HandledIn.FIXED, region=ABOVE))
    assert plan(replace(SOUND, children=(FIRST, fixed))).children[1].handling_region == ABOVE


def test_a_plan_keeps_the_version_of_each_item_it_began_with() -> None:
    assert [child.item_version for child in plan().children] == [3, 0]
    assert (plan().composite_code, plan().composite_version) == ("sound", 1)


def test_a_child_whose_condition_does_not_hold_is_left_out_with_its_order() -> None:
    """Who waited for it waits no longer."""
    third = replace(FIRST, key="third", after=frozenset({"second"}))
    definition = replace(SOUND, children=(FIRST, SECOND, third))
    choice = replace(CHOICE, answers={"要后办": "否"}, versions={"first": 1, "third": 1})
    made = plan(definition, choice)
    assert [(child.key, child.after) for child in made.children] == [("first", ()), ("third", ())]
    assert is_sound(made)


def test_what_a_left_out_child_would_have_told_or_made_comes_from_the_person() -> None:
    form = StageFact(stage=ChildStage.GRANTED, fact="form")
    maker = replace(SECOND, after=frozenset(), facts=(form,))
    taker = replace(FIRST, after=frozenset({"second"}), waits_for=frozenset({"form", "money"}))
    result = SharedMaterial(
        name="证书", feeds=(Feed(child="first", name="证书"),), made_by="second"
    )
    definition = replace(SOUND, children=(taker, maker), materials=(result,), facts=("money",))
    with_it, without = (
        plan(definition, replace(CHOICE, answers={"要后办": answer})).children[0]
        for answer in ("是", "否")
    )
    assert (with_it.waits_for, with_it.materials[0].made_by) == (("form", "money"), "second")
    assert (without.waits_for, without.materials[0].made_by) == (("money",), "")


def test_an_optional_child_is_taken_only_if_it_is_wanted() -> None:
    definition = replace(SOUND, children=(FIRST, replace(SECOND, is_optional=True)))
    assert plan(definition).find("second") is None
    assert plan(definition, replace(CHOICE, wanted=frozenset({"second"}))).find("second")


def test_a_choice_that_is_incomplete_is_named() -> None:
    assert problems(replace(CHOICE, answers={})) == [CODES.ANSWER_MISSING]
    assert problems(replace(CHOICE, answers={"要后办": "也许"})) == [CODES.ANSWER_NO_OPTION]
    assert problems(replace(CHOICE, wanted=frozenset({"first"}))) == [CODES.NOT_OPTIONAL]
    assert problems(replace(CHOICE, regions={})) == [CODES.REGION_NOT_NAMED]
    malformed = replace(CHOICE, regions={"second": RegionCode("六二")})
    assert problems(malformed) == [CODES.REGION_MALFORMED]
    assert problems(replace(CHOICE, versions={})) == [CODES.ITEM_VERSION_MISSING]


def test_a_plan_of_nothing_is_no_plan() -> None:
    optional = tuple(replace(child, is_optional=True) for child in (FIRST, SECOND))
    assert problems(CHOICE, replace(SOUND, children=optional)) == [CODES.NOTHING_LEFT]


def test_the_authority_of_a_reported_composite_has_its_region() -> None:
    definition = replace(
        SOUND, join=JoinPolicy.REPORTED, authority=Place(handled_in=HandledIn.NAMED)
    )
    assert problems(CHOICE, definition) == [CODES.REGION_NOT_NAMED]
    named = replace(CHOICE, regions={"second": ELSEWHERE, "": ABOVE})
    assert plan(definition, named).authority_region == ABOVE


def test_what_can_be_extended_is_what_the_joint_limit_allows() -> None:
    assert plan().may_extend
    assert not plan(replace(SOUND, limit=None)).may_extend


def test_only_what_the_taken_children_need_is_asked_and_passed_on() -> None:
    """个人信息保护法 art. 6: the minimum, each part to whom it concerns."""
    assert [field.name for field in asked(SOUND, {"first"})] == ["申请人姓名", "要后办"]
    assert missing(SOUND, {"first", "second"}, set()) == ("申请人姓名",)
    assert missing(SOUND, set(), set()) == ()
    values = {"申请人姓名": "某某", "要后办": "是"}
    assert split(SOUND, {"second"}, values) == {"second": {"姓名": "某某"}}
