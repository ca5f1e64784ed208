"""Differences by element (标准差异): between versions, and between two regions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.clocks.rules import working_days
from broker.domain.items.differences import Difference, Part, diff, standard_differences
from broker.domain.items.elements import Element
from broker.domain.items.item import Item
from broker.domain.items.words import Need
from broker.domain.items.written import value_at, write
from tests.domain.items.support import (
    FULL,
    ID_CARD,
    PROMISE,
    arbitrary,
    changed,
    elements,
    items,
    kind_at,
)


def only(differences: tuple[Difference, ...]) -> Difference:
    (difference,) = differences
    return difference


@settings(deadline=None, max_examples=60)
@given(item=items)
def test_nothing_differs_from_itself(item: Item) -> None:
    assert diff(item, item) == ()


@settings(deadline=None)
@given(data=st.data(), changes=st.lists(elements, max_size=5, unique=True))
def test_exactly_what_was_changed_is_named_with_both_values(
    data: st.DataObject, changes: list[Element]
) -> None:
    other = FULL
    for element in changes:
        other = changed(other, element.path, data.draw(arbitrary(kind_at(element.path))))
    found = diff(FULL, other)
    really = {one for one in changes if value_at(FULL, one.path) != value_at(other, one.path)}
    assert {one.element for one in found} == really
    for one in found:
        assert one.left == write(value_at(FULL, one.element.path))
        assert one.right == write(value_at(other, one.element.path))
        assert one.parts
        assert all(part.left != part.right for part in one.parts)


@settings(deadline=None, max_examples=60)
@given(left=items, right=items)
def test_the_other_way_round_the_values_change_places(left: Item, right: Item) -> None:
    there = [(one.element, one.left, one.right) for one in diff(left, right)]
    assert there == [(one.element, one.right, one.left) for one in diff(right, left)]


def test_a_part_of_a_material_is_named_by_the_name_of_the_material() -> None:
    other = changed(FULL, "materials", (ID_CARD, changed(PROMISE, "copies", 3)))
    difference = only(diff(FULL, other))
    assert difference.element.zh == "申请材料"
    assert difference.parts == (Part(path="从业人员承诺书.copies", left=2, right=3),)


def test_a_material_that_only_one_asks_for_is_named_whole() -> None:
    difference = only(diff(FULL, changed(FULL, "materials", (ID_CARD,))))
    assert difference.parts == (Part(path="从业人员承诺书", left=write(PROMISE), right=None),)


def test_another_order_is_a_difference_too() -> None:
    (part,) = only(diff(FULL, changed(FULL, "materials", (PROMISE, ID_CARD)))).parts
    assert part == Part(path="", left=write((ID_CARD, PROMISE)), right=write((PROMISE, ID_CARD)))


def test_a_limit_is_compared_down_to_the_days() -> None:
    other = changed(FULL, "times.promised.period", working_days(7))
    assert only(diff(FULL, other)).parts == (Part(path="period.n", left=10, right=7),)


def test_a_mode_is_compared_by_its_letter() -> None:
    first, second = FULL.service.modes
    other = changed(FULL, "service.modes", (first, changed(second, "duties", first.duties[:1])))
    (part,) = only(diff(FULL, other)).parts
    assert part.path == "C.duties"


def test_phones_and_codes_of_the_office_are_no_difference_of_standards() -> None:
    other = changed(FULL, "contacts.complaint_phones", ("12388",))
    other = changed(other, "materials", (ID_CARD, changed(PROMISE, "need", Need.REQUIRED)))
    assert [one.element.zh for one in diff(FULL, other)] == ["申请材料", "监督投诉电话"]
    assert [one.element.zh for one in standard_differences(FULL, other)] == ["申请材料"]


def test_code_term_and_provenance_are_no_elements() -> None:
    other = changed(changed(FULL, "region", "620000"), "name_en", "Licence")
    assert diff(FULL, other) == ()
