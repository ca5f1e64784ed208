"""Versions of an office: published all or none, in force for their days, never changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Term
from broker.domain.offices.differences import FIELD_TEXTS, diff
from broker.domain.offices.exporting import write_office
from broker.domain.offices.office import Office
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode
from broker.domain.offices.registry import (
    OfficesPublished,
    OfficeVersion,
    Registry,
    close,
    enter,
    publish,
)
from tests.domain.offices.support import (
    BUREAU,
    CITY,
    DIRECTORY,
    HALL,
    OFFICES,
    REGION,
    TODAY,
    meant_for,
    registry_of,
    window,
)

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
EMPTY = Registry(region=CITY)
RENAMED = replace(meant_for(HALL, MARCH), name="西峰区政务大厅")
Code = OfficeProblemCode


def published(registry: Registry, *offices: Office, on: date = JANUARY) -> Registry:
    answer = publish(registry, offices, published_on=on, directory=DIRECTORY)
    assert isinstance(answer, OfficesPublished), answer
    return answer.registry


def refused(registry: Registry, *offices: Office, on: date = JANUARY) -> set[OfficeProblemCode]:
    answer = publish(registry, offices, published_on=on, directory=DIRECTORY)
    assert isinstance(answer, tuple)
    return {problem.code for one in answer for problem in one.problems}


TWO = published(published(EMPTY, HALL), RENAMED)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2025, 12, 31), None),
        (JANUARY, HALL.name),
        (date(2026, 2, 28), HALL.name),
        (MARCH, RENAMED.name),
        (JUNE, RENAMED.name),
    ],
)
def test_a_version_is_in_force_until_its_successor_begins(on: date, name: str | None) -> None:
    found = TWO.in_force("hall", on)
    assert (None if found is None else found.name) == name
    assert [one.name for one in TWO.offices_on(on)] == ([] if name is None else [name])


def test_an_actor_is_found_by_the_names_it_gives() -> None:
    found = TWO.named("西峰区政务大厅", JUNE)
    assert found is not None
    assert found.window_named("2号窗口") == found.window("2")
    assert found.window_named("9号窗口") is None
    assert TWO.named("西峰区政务大厅", JANUARY) is None


def test_a_closed_office_is_there_until_its_last_day() -> None:
    registry = close(TWO, "hall", last_on=JUNE, decided_on=MARCH)
    assert isinstance(registry, Registry)
    last = registry.in_force("hall", JUNE)
    assert last is not None
    assert last.effective.until_on == JUNE
    assert registry.in_force("hall", JUNE + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("code", "last_on", "decided_on", "problem"),
    [
        ("town", JUNE, MARCH, Code.NOT_PUBLISHED),
        ("hall", date(2026, 2, 28), JANUARY, Code.NOT_YET_IN_FORCE),
        ("hall", MARCH, JUNE, Code.BACKDATED),
    ],
)
def test_an_office_is_not_closed_in_the_past(
    code: str, last_on: date, decided_on: date, problem: OfficeProblemCode
) -> None:
    answer = close(TWO, code, last_on=last_on, decided_on=decided_on)
    assert answer == OfficeProblem(code=problem, path="code", about=code)


def test_an_office_is_closed_once() -> None:
    registry = close(TWO, "hall", last_on=JUNE, decided_on=MARCH)
    assert isinstance(registry, Registry)
    again = close(registry, "hall", last_on=JUNE, decided_on=MARCH)
    assert isinstance(again, OfficeProblem)
    assert again.code is Code.ALREADY_ENDED


@pytest.mark.parametrize(
    ("office", "on", "codes"),
    [
        (replace(HALL, region=RegionCode("330100"), place="330106"), JANUARY, {Code.WRONG_REGION}),
        (RENAMED, JANUARY, {Code.UNCHANGED}),
        (replace(RENAMED, note="新"), JANUARY, {Code.OVERLAPS}),
        (replace(meant_for(RENAMED, date(2026, 4, 1)), note="新"), JUNE, {Code.BACKDATED}),
    ],
)
def test_what_is_published_is_not_published_over(
    office: Office, on: date, codes: set[OfficeProblemCode]
) -> None:
    assert refused(TWO, office, on=on) == codes


def test_a_version_may_be_in_force_on_the_day_it_is_published() -> None:
    published(published(EMPTY, HALL), RENAMED, on=MARCH)


def test_what_a_forerunner_decided_its_successor_has_given_up() -> None:
    first = replace(HALL, decides=BUREAU.decides)
    registry = published(published(EMPTY, first), meant_for(HALL, MARCH))
    published(registry, meant_for(replace(BUREAU, delegations=()), MARCH))
    too_early = meant_for(replace(BUREAU, delegations=()), date(2026, 2, 28))
    assert refused(registry, too_early) == {Code.COMPETENCE_OVERLAPS}


def test_all_of_a_list_is_published_or_nothing() -> None:
    bad = replace(BUREAU, code="bad", name="")
    assert refused(EMPTY, HALL, bad) == {Code.TEXT_BLANK}
    answer = publish(EMPTY, OFFICES, published_on=JANUARY, directory=DIRECTORY)
    assert isinstance(answer, OfficesPublished)
    assert [version.office for version in answer.versions] == list(OFFICES)


def test_a_publication_must_not_contradict_what_is_there() -> None:
    same_name = replace(BUREAU, code="other", decides=replace(BUREAU.decides))
    assert refused(REGION, same_name) == {Code.NAME_REPEATED, Code.COMPETENCE_OVERLAPS}


def test_a_delegate_must_be_published_with_its_delegation_or_before() -> None:
    assert refused(EMPTY, BUREAU) == {Code.DELEGATE_UNKNOWN}
    published(EMPTY, BUREAU, HALL)
    published(published(EMPTY, HALL), BUREAU)


def test_a_closed_delegate_does_not_hinder_others_publications() -> None:
    """The delegation leads nowhere from then on; that is for its own office to mend."""
    registry = close(
        registry_of(HALL, BUREAU), "hall", last_on=date(2026, 1, 15), decided_on=JANUARY
    )
    assert isinstance(registry, Registry)
    published(registry, replace(meant_for(HALL, JUNE), code="new", name="新"), on=MARCH)


def test_an_office_knows_the_hours_of_its_windows() -> None:
    own, kiosk = HALL.windows[0], HALL.windows[2]
    assert HALL.hours_of(own) == HALL.hours
    assert HALL.hours_of(kiosk) == kiosk.hours


def test_a_difference_names_the_field_and_the_window() -> None:
    changed = replace(
        RENAMED, windows=(replace(window("1"), name="一号"), *HALL.windows[1:5], window("7"))
    )
    found = {one.path: (one.left, one.right) for one in diff(HALL, changed)}
    assert set(found) == {"name", "windows.1", "windows.6", "windows.7"}
    assert found["name"] == ("hall部门", "西峰区政务大厅")
    assert found["windows.7"][0] is None
    assert found["windows.6"][1] is None
    assert diff(HALL, HALL) == ()


def test_every_field_is_compared() -> None:
    """Region, code and term say only which version it is."""
    assert set(write_office(HALL)) == {*FIELD_TEXTS, "region", "code", "effective"}


days = st.integers(0, 60).map(lambda n: JANUARY + timedelta(days=n))
terms = st.builds(
    lambda from_on, length: Term(
        from_on=from_on, until_on=None if length is None else from_on + timedelta(days=length)
    ),
    days,
    st.none() | st.integers(0, 15),
)


@settings(deadline=None, max_examples=100)
@given(drawn=st.lists(st.tuples(terms, days), max_size=6))
def test_versions_never_change_and_publications_alone_make_the_registry_again(
    drawn: list[tuple[Term, date]],
) -> None:
    registry, kept = EMPTY, list[OfficeVersion]()
    for term, today in drawn:
        office = replace(HALL, effective=term)
        answer = publish(registry, [office], published_on=today, directory=DIRECTORY)
        if isinstance(answer, OfficesPublished):
            registry = answer.registry
            kept.extend(answer.versions)
        assert list(registry.history("hall")) == kept
    again = EMPTY
    for version in kept:
        again = enter(again, version)
    assert again == registry
    for n in range(-1, 80):
        on = JANUARY + timedelta(days=n)
        begun = [one for one in kept if one.office.effective.from_on <= on]
        expected = begun[-1].office if begun and begun[-1].office.effective.holds(on) else None
        assert registry.in_force("hall", on) == expected


def test_the_region_of_the_tests_is_in_force_today() -> None:
    assert len(REGION.offices_on(TODAY)) == len(OFFICES)
