"""Versions of an item: published once, in force for their days, kept by the cases they began."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.identifiers import RegionCode
from broker.domain.items.catalogue import (
    Catalogue,
    ItemReference,
    NotPublished,
    Published,
    Version,
    discontinue,
    enter,
    publish,
    publish_all,
)
from broker.domain.items.item import Item, Term
from broker.domain.items.problems import Problem, ProblemCode
from tests.domain.items.support import FULL, REGION, changed, starting_items

CODE = FULL.code
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
EMPTY = Catalogue(region=REGION)


def meant_for(from_on: date, until_on: date | None = None, *, hours: str = "") -> Item:
    contacts = replace(FULL.contacts, hours=hours)
    return replace(FULL, contacts=contacts, effective=Term(from_on=from_on, until_on=until_on))


def published(catalogue: Catalogue, item: Item, on: date = JANUARY) -> Catalogue:
    answer = publish(catalogue, item, published_on=on)
    assert isinstance(answer, Published)
    return answer.catalogue


def refused(catalogue: Catalogue, item: Item, on: date = JANUARY) -> set[ProblemCode]:
    answer = publish(catalogue, item, published_on=on)
    assert isinstance(answer, NotPublished)
    return {problem.code for problem in answer.problems}


TWO = published(published(EMPTY, meant_for(JANUARY)), meant_for(MARCH))


def number_in_force(catalogue: Catalogue, on: date) -> int | None:
    version = catalogue.in_force(CODE, on)
    return None if version is None else version.number


@pytest.mark.parametrize(
    ("on", "number"),
    [(date(2025, 12, 31), None), (JANUARY, 1), (date(2026, 2, 28), 1), (MARCH, 2), (JUNE, 2)],
)
def test_a_version_is_in_force_until_its_successor_begins(on: date, number: int | None) -> None:
    assert number_in_force(TWO, on) == number


def test_a_version_ends_with_its_last_day_and_its_forerunner_does_not_come_back() -> None:
    catalogue = published(published(EMPTY, meant_for(JANUARY)), meant_for(MARCH, date(2026, 4, 30)))
    assert number_in_force(catalogue, date(2026, 4, 30)) == 2
    assert number_in_force(catalogue, date(2026, 5, 1)) is None


def test_an_item_nobody_published_is_not_in_force() -> None:
    assert EMPTY.in_force(CODE, JUNE) is None


def test_a_case_keeps_the_version_it_began_with() -> None:
    before = published(EMPTY, meant_for(JANUARY, hours="上午"))
    began_with = before.in_force(CODE, JANUARY)
    assert began_with is not None
    after = published(before, meant_for(MARCH, hours="全天"))
    gone = discontinue(after, CODE, last_on=JUNE, decided_on=MARCH)
    assert isinstance(gone, Catalogue)
    assert gone.resolve(began_with.reference) == began_with


@pytest.mark.parametrize(
    "reference",
    [
        ItemReference(region=REGION, code=CODE, number=3),
        ItemReference(region=REGION, code=CODE, number=0),
        ItemReference(region=REGION, code="KT010013", number=1),
        ItemReference(region=RegionCode("620000"), code=CODE, number=1),
    ],
)
def test_a_reference_to_nothing_finds_nothing(reference: ItemReference) -> None:
    assert TWO.resolve(reference) is None


def test_a_first_version_tells_what_has_been_in_force_all_along() -> None:
    assert number_in_force(published(EMPTY, meant_for(JANUARY), on=JUNE), MARCH) == 1


def test_a_later_version_cannot_change_days_that_have_passed() -> None:
    assert refused(TWO, meant_for(MARCH + timedelta(days=9)), on=JUNE) == {ProblemCode.BACKDATED}


def test_a_version_may_begin_on_the_day_it_is_published() -> None:
    """自公布之日起施行: the cases of that morning keep the version they began with."""
    assert number_in_force(published(TWO, meant_for(JUNE), on=JUNE), JUNE) == 3


def test_two_versions_cannot_begin_on_the_same_day() -> None:
    assert refused(TWO, meant_for(MARCH, hours="全天")) == {ProblemCode.OVERLAPS}


def test_a_version_with_a_last_day_keeps_its_days() -> None:
    catalogue = published(EMPTY, meant_for(JANUARY, JUNE))
    assert refused(catalogue, meant_for(JUNE)) == {ProblemCode.OVERLAPS}
    assert number_in_force(published(catalogue, meant_for(JUNE + timedelta(days=1))), JUNE) == 1


def test_the_same_entry_again_is_no_new_version() -> None:
    assert refused(TWO, meant_for(MARCH)) == {ProblemCode.UNCHANGED}


def test_only_the_handling_region_publishes() -> None:
    elsewhere = Catalogue(region=RegionCode("620000"))
    assert refused(elsewhere, FULL) == {ProblemCode.WRONG_REGION}


def test_an_entry_with_contradictions_is_not_published() -> None:
    assert refused(EMPTY, changed(FULL, "identity.name", " ")) == {ProblemCode.TEXT_BLANK}


def test_an_item_is_given_up_for_days_to_come() -> None:
    gone = discontinue(TWO, CODE, last_on=JUNE, decided_on=MARCH)
    assert isinstance(gone, Catalogue)
    assert number_in_force(gone, JUNE) == 2
    assert number_in_force(gone, JUNE + timedelta(days=1)) is None
    assert number_in_force(published(gone, meant_for(date(2026, 9, 1))), date(2026, 9, 1)) == 3


@pytest.mark.parametrize(
    ("code", "last_on", "decided_on", "problem"),
    [
        ("KT010013", JUNE, MARCH, ProblemCode.NOT_PUBLISHED),
        (CODE, JANUARY, JANUARY, ProblemCode.NOT_YET_IN_FORCE),
        (CODE, MARCH, JUNE, ProblemCode.BACKDATED),
    ],
)
def test_what_has_begun_cannot_be_given_up_afterwards(
    code: str, last_on: date, decided_on: date, problem: ProblemCode
) -> None:
    answer = discontinue(TWO, code, last_on=last_on, decided_on=decided_on)
    assert answer == Problem(code=problem, path="code", about=code)


def test_today_may_be_the_last_day() -> None:
    assert isinstance(discontinue(TWO, CODE, last_on=JUNE, decided_on=JUNE), Catalogue)


def test_an_end_is_brought_forward() -> None:
    catalogue = published(EMPTY, meant_for(JANUARY, JUNE))
    sooner = discontinue(catalogue, CODE, last_on=MARCH, decided_on=JANUARY)
    assert isinstance(sooner, Catalogue)
    assert number_in_force(sooner, MARCH) == 1
    assert number_in_force(sooner, MARCH + timedelta(days=1)) is None


@pytest.mark.parametrize("last_on", [MARCH, JUNE])
def test_an_end_is_not_put_off(last_on: date) -> None:
    catalogue = published(EMPTY, meant_for(JANUARY, MARCH))
    answer = discontinue(catalogue, CODE, last_on=last_on, decided_on=JANUARY)
    assert isinstance(answer, Problem)
    assert answer.code is ProblemCode.ALREADY_ENDED


def test_all_of_a_list_is_published_or_nothing() -> None:
    items = starting_items()
    answer = publish_all(EMPTY, items, published_on=JANUARY)
    assert isinstance(answer, Published)
    assert len(answer.catalogue.versions) == len(answer.versions) == len(items)
    again = publish_all(answer.catalogue, [*items[:2], FULL], published_on=JANUARY)
    assert isinstance(again, tuple)
    assert [one.item.code for one in again] == [items[0].code, items[1].code, CODE]


days = st.integers(0, 60).map(lambda n: JANUARY + timedelta(days=n))
terms = st.builds(
    lambda from_on, length: Term(
        from_on=from_on, until_on=None if length is None else from_on + timedelta(days=length)
    ),
    days,
    st.none() | st.integers(0, 15),
)


def by_hand(catalogue: Catalogue, on: date) -> Version | None:
    """Walk through the versions as a reader of the list would."""
    found = None
    for version in catalogue.history(CODE):
        if version.item.effective.from_on <= on:
            found = version
    return None if found is None or not found.item.effective.holds(on) else found


@settings(deadline=None, max_examples=200)
@given(drawn=st.lists(st.tuples(terms, days), max_size=8))
def test_versions_never_change_and_never_overlap(drawn: list[tuple[Term, date]]) -> None:
    catalogue, kept = EMPTY, list[Version]()
    for term, today in drawn:
        answer = publish(catalogue, replace(FULL, effective=term), published_on=today)
        if isinstance(answer, NotPublished):
            continue
        catalogue = answer.catalogue
        kept.extend(answer.versions)
        assert list(catalogue.history(CODE)) == kept
        assert all(catalogue.resolve(version.reference) == version for version in kept)
    for n in range(-1, 80):
        on = JANUARY + timedelta(days=n)
        assert catalogue.in_force(CODE, on) == by_hand(catalogue, on)
        holding = [one for one in kept if is_held(catalogue, one, on)]
        assert holding == [one for one in [catalogue.in_force(CODE, on)] if one is not None]


def is_held(catalogue: Catalogue, version: Version, on: date) -> bool:
    last_on = catalogue.last_day(version)
    return version.item.effective.from_on <= on and (last_on is None or on <= last_on)


@settings(deadline=None, max_examples=100)
@given(drawn=st.lists(st.tuples(terms, days), max_size=6))
def test_publications_alone_make_the_catalogue_again(drawn: list[tuple[Term, date]]) -> None:
    """What the log will carry is the versions: entering them again gives the same catalogue."""
    catalogue, versions = EMPTY, list[Version]()
    for term, today in drawn:
        answer = publish(catalogue, replace(FULL, effective=term), published_on=today)
        if isinstance(answer, Published):
            catalogue = answer.catalogue
            versions.extend(answer.versions)
    again = EMPTY
    for version in versions:
        again = enter(again, version)
    assert again == catalogue
