"""The 46 elements of the implementation list (domain section 6)."""

from collections import Counter
from dataclasses import fields

import pytest

from broker.domain.items.check import check, unpublished
from broker.domain.items.elements import ELEMENT_COUNT, ELEMENTS, Origin
from broker.domain.items.item import Item
from broker.domain.items.reading import hints_of
from broker.domain.items.table import SEPARATOR
from broker.domain.items.words import Word
from tests.domain.items.support import FULL, changed, starting_items

GROUPS = ("identity", "authority", "service", "times", "eligibility", "easing", "fees", "result")
NO_ELEMENTS = {"region", "code", "effective", "name_en", "provenance"}


def test_there_are_46_elements_35_of_them_named_in_section_6() -> None:
    assert ELEMENT_COUNT == 46
    assert Counter(one.origin for one in ELEMENTS) == {Origin.SECTION_6: 35, Origin.COMPLETED: 11}


def test_an_element_is_one_field_and_every_field_is_an_element() -> None:
    groups = {*GROUPS, "contacts"}
    single = {one.name for one in fields(Item)} - groups - NO_ELEMENTS
    declared = {f"{name}.{one.name}" for name in groups for one in fields(hints_of(Item)[name])}
    assert sorted(one.path for one in ELEMENTS) == sorted(single | declared)


def test_no_two_elements_have_one_name() -> None:
    assert len({one.zh for one in ELEMENTS}) == ELEMENT_COUNT


def test_an_entry_with_everything_has_neither_gaps_nor_problems() -> None:
    assert unpublished(FULL) == ()
    assert check(FULL) == ()


def test_a_gap_is_what_is_not_published_yet() -> None:
    known = {"identity.name", "identity.served", "authority.body", "service.modes", "materials"}
    (item,) = (item for item in starting_items() if item.code == "KT010056")
    assert {one.path for one in ELEMENTS} - {one.path for one in unpublished(item)} == known


@pytest.mark.parametrize(
    ("path", "answer"),
    [("fees.charges", ()), ("service.visits", 0), ("service.booking", False), ("materials", ())],
)
def test_free_of_charge_no_visits_and_no_are_answers(path: str, answer: object) -> None:
    assert path not in {one.path for one in unpublished(changed(FULL, path, answer))}


def test_every_word_has_its_chinese_and_only_one() -> None:
    for vocabulary in Word.__subclasses__():
        chinese = [word.zh for word in vocabulary]
        assert all(chinese)
        assert len(set(chinese)) == len(chinese)
        assert not any(SEPARATOR in one for one in chinese)
