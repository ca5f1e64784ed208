"""From a place to the wider ones: four levels, retired codes followed as far as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.offices.places import NoPlace, PlaceFault, places_of
from tests.domain.offices.support import CITY, DIRECTORY, TOWN, VILLAGE, XIFENG

LADDER = (VILLAGE, TOWN, XIFENG, CITY)


def codes(code: str, region: str = CITY) -> tuple[str, ...] | NoPlace:
    places = places_of(code, region=region, directory=DIRECTORY)
    return places if isinstance(places, NoPlace) else tuple(one.code for one in places)


@pytest.mark.parametrize("number", range(4))
def test_a_place_lies_in_the_wider_ones_up_to_its_region(number: int) -> None:
    assert codes(LADDER[number]) == LADDER[number:]
    places = places_of(LADDER[number], region=CITY, directory=DIRECTORY)
    assert not isinstance(places, NoPlace)
    assert [one.level.zh for one in places] == ["村级", "乡级", "县级", "市级"][number:]


def test_twelve_digits_may_name_a_county_or_a_city_too() -> None:
    assert codes("621002000000") == (XIFENG, CITY)
    assert codes("621000000000") == (CITY,)


@pytest.mark.parametrize(
    ("retired", "today"), [("622801", ("621002", "621000")), ("622800", ("621000",))]
)
def test_a_retired_code_leads_to_the_place_of_today(retired: str, today: tuple[str, ...]) -> None:
    """庆阳地区 was 6228xx until 2002 (domain section 5)."""
    assert codes(retired) == today


def test_a_village_of_a_retired_county_is_not_guessed() -> None:
    assert codes("622801990201") == NoPlace(fault=PlaceFault.RETIRED, about="621002")


def test_a_county_may_be_a_region_of_its_own() -> None:
    assert codes(VILLAGE, XIFENG) == (VILLAGE, TOWN, XIFENG)
    assert codes("110101", "110000") == ("110101", "110000")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", PlaceFault.MALFORMED),
        ("62100", PlaceFault.MALFORMED),
        ("62100２", PlaceFault.MALFORMED),
        ("621002000201", PlaceFault.MALFORMED),
        ("621099", PlaceFault.UNKNOWN),
        ("621099001000", PlaceFault.UNKNOWN),
        ("330106", PlaceFault.OUTSIDE),
        ("620000", PlaceFault.OUTSIDE),
    ],
)
def test_a_code_that_leads_nowhere_says_why(code: str, fault: PlaceFault) -> None:
    places = places_of(code, region=CITY, directory=DIRECTORY)
    assert isinstance(places, NoPlace)
    assert places.fault is fault


@given(st.text("0126９x", max_size=13) | st.integers(0, 10**12 - 1).map(lambda n: f"{n:012}"))
def test_any_text_is_a_place_of_the_region_or_a_fault(text: str) -> None:
    places = places_of(text, region=CITY, directory=DIRECTORY)
    assert isinstance(places, NoPlace) or places[-1].code == CITY
