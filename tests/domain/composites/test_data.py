"""The composites that come with the product: sound, fed, and each played to its end."""

from datetime import date
from pathlib import Path

import pytest

from broker.domain.composites.check import check
from broker.domain.composites.check_items import check_items
from broker.domain.composites.commands import CompositeCommand, NoteChildProgress, RecordFact
from broker.domain.composites.form import missing, split
from broker.domain.composites.plan import Plan
from broker.domain.composites.state import Composite, UnderWay
from broker.domain.composites.status import CompositeStatus, status
from broker.domain.composites.tell import tell_opening, tell_outcome
from broker.domain.composites.words import CompositeKind, Listing
from broker.domain.items.importing import Imported
from broker.domain.items.item import Term
from broker.domain.items.starting import import_starting
from broker.domain.items.words import Certainty
from tests.domain.composites.support import (
    DATA,
    DELIVER,
    ELSEWHERE,
    FINISH,
    FRONT,
    NOTIFY,
    WAY_TO_GRANT,
    begin,
    given,
    load_definitions,
    planned,
)

DEFINITIONS = load_definitions()
ITEMS = Path(DATA).with_name("items.json")


def started(state: Composite) -> set[str]:
    """Name the children that have begun."""
    return {one.key for one in state.front.children if one.stage is not None}


def play(plan: Plan, *, until: frozenset[str] = frozenset()) -> list[CompositeCommand]:
    """Grant children one by one as they begin, all of them or until these are granted."""
    steps: list[CompositeCommand] = [begin(plan)]
    while True:
        state = given(*steps).composite
        running = [one.key for one in state.front.children if isinstance(one.phase, UnderWay)]
        ended = {one.key for one in state.front.children if one.has_ended}
        if not running or (until and until <= ended):
            return steps
        for number, stage in enumerate(WAY_TO_GRANT, start=1):
            assert status(given(*steps).composite) is CompositeStatus.IN_PROGRESS
            steps.append(NoteChildProgress(child=running[0], number=number, stage=stage))


def play_to_the_end(plan: Plan) -> Composite:
    """Grant everything, then one result, one notice, one end."""
    state = given(*play(plan), DELIVER, NOTIFY, FINISH).composite
    assert status(state) is CompositeStatus.FINISHED
    return state


@pytest.mark.parametrize("code", DEFINITIONS)
def test_a_definition_of_the_data_is_sound(code: str) -> None:
    assert check(DEFINITIONS[code]) == ()


@pytest.mark.parametrize("code", DEFINITIONS)
def test_listed_children_are_items_of_the_catalogue_with_all_their_materials(code: str) -> None:
    text = ITEMS.read_text(encoding="utf-8")
    term = Term(from_on=date(2026, 1, 1))
    answer = import_starting(text, region=FRONT, effective=term)
    assert isinstance(answer, Imported)
    assert check_items(DEFINITIONS[code], {item.code: item for item in answer.items}) == ()


def test_what_is_common_practice_only_says_that_it_is_unverified() -> None:
    sure = {
        code
        for code, one in DEFINITIONS.items()
        if one.provenance is not None and one.provenance.certainty is Certainty.SOURCED
    }
    assert sure == {"newborn", "pension_transfer"}
    assert all(one.provenance is not None and one.provenance.note for one in DEFINITIONS.values())


def test_a_child_that_the_catalogue_does_not_have_has_no_code() -> None:
    unlisted = [
        child
        for one in DEFINITIONS.values()
        for child in one.children
        if child.item.listing is Listing.UNLISTED
    ]
    assert unlisted
    assert {child.item.code for child in unlisted} == {""}


def test_newborn_seven_children_the_certificate_first() -> None:
    """新生儿出生 (practice, Lanzhou)."""
    plan = planned(DEFINITIONS["newborn"], 母亲参加生育保险="是")
    assert len(plan.children) == 7
    assert started(given(begin(plan)).composite) == {"birth_certificate", "childcare_guidance"}
    certified = given(*play(plan, until=frozenset({"birth_certificate"}))).composite
    assert started(certified) >= {"vaccination_card", "household_entry", "birth_reimbursement"}
    assert not started(certified) & {"social_security_card", "medical_insurance"}
    play_to_the_end(plan)


def test_newborn_without_maternity_insurance_asks_for_no_account() -> None:
    definition = DEFINITIONS["newborn"]
    plan = planned(definition, 母亲参加生育保险="否")
    assert plan.find("birth_reimbursement") is None
    opening = tell_opening(definition, plan)
    assert "收款账户" not in opening.fields
    assert "病历资料" not in opening.materials
    assert "出生医学证明" not in opening.materials, "an earlier child makes it"
    assert opening.children[:1] == ("出生医学证明签发",)
    play_to_the_end(plan)


def test_newborn_one_name_goes_to_five_children() -> None:
    """一表申请: the child's name is written once."""
    definition = DEFINITIONS["newborn"]
    keys = {child.key for child in definition.children}
    parts = split(definition, keys, {"新生儿姓名": "某某"})
    assert sum("某某" in part.values() for part in parts.values()) == 5
    assert parts["social_security_card"] == {"持卡人姓名": "某某"}
    assert parts["birth_reimbursement"] == {}


def test_company_start_everything_follows_the_licence() -> None:
    """企业开办."""
    plan = planned(DEFINITIONS["company_start"])
    assert started(given(begin(plan)).composite) == {"business_licence"}
    licensed = given(*play(plan, until=frozenset({"business_licence"}))).composite
    assert started(licensed) == {child.key for child in plan.children}
    play_to_the_end(plan)


def test_retirement_in_two_regions() -> None:
    """退休: a fund elsewhere, care elsewhere."""
    definition = DEFINITIONS["retirement"]
    plan = planned(definition, 缴存过住房公积金="是", 退休后居住地="外省市")
    regions = {child.key: child.handling_region for child in plan.children}
    assert (regions["pension_approval"], regions["housing_fund"]) == (FRONT, ELSEWHERE)
    notice = tell_outcome(play_to_the_end(plan))
    assert notice is not None
    assert len(notice.lines) == 5
    short = planned(definition, 缴存过住房公积金="否", 退休后居住地="本地")
    assert len(short.children) == 3
    play_to_the_end(short)


def test_property_and_utilities_the_new_certificate_opens_the_rest() -> None:
    """不动产登记与水电气."""
    plan = planned(DEFINITIONS["property_utilities"], 按揭贷款="是")
    assert started(given(begin(plan)).composite) == {"ownership"}
    water = plan.find("water")
    assert water is not None
    assert [one.made_by for one in water.materials] == ["", "ownership"]
    play_to_the_end(plan)


def test_pension_transfer_waits_for_form_and_money() -> None:
    """养老保险关系转移接续 as 多地联办: two triggers (K13)."""
    definition = DEFINITIONS["pension_transfer"]
    assert definition.kind is CompositeKind.SEVERAL_PLACES
    plan = planned(definition)
    form_only = play(plan)
    assert started(given(*form_only).composite) == {"transfer_out"}
    money = RecordFact(fact="FundsReceived")
    assert started(given(begin(plan), money).composite) == {"transfer_out"}
    both = given(*form_only, money).composite
    assert started(both) == {"transfer_out", "transfer_in"}
    assert both.front.is_lead_released
    joined = [
        NoteChildProgress(child="transfer_in", number=number, stage=stage)
        for number, stage in enumerate(WAY_TO_GRANT, start=1)
    ]
    done = given(*form_only, money, *joined, DELIVER, NOTIFY, FINISH).composite
    assert status(done) is CompositeStatus.FINISHED
    assert "RecordsJoined" in done.front.facts


@pytest.mark.parametrize("code", DEFINITIONS)
def test_the_one_form_feeds_every_required_field_of_every_child(code: str) -> None:
    definition = DEFINITIONS[code]
    keys = {child.key for child in definition.children}
    everything = {field.name: field.name for field in definition.form}
    assert missing(definition, keys, everything) == ()
    parts = split(definition, keys, everything)
    for child in definition.children:
        assert {one.name for one in child.fields} == parts[child.key].keys()
