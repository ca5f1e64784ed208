"""Certificates, regions with their history, item codes, dates: what the vectors do not say."""

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.codes import (
    CertificateFault,
    CertificateId,
    parse_certificate_id,
    parse_date,
    parse_item_code,
)
from broker.domain.codes.checks import ALPHANUMERIC, certificate_check, item_check
from broker.domain.codes.items import (
    BasicItemCode,
    CarriedOutItemCode,
    ForeignItemCode,
    ProjectItemCode,
)
from broker.domain.codes.regions import (
    RegionDirectory,
    RetiredRegion,
    is_region_code,
    is_village_code,
)
from tests.domain.test_codes_vectors import DIRECTORY

ITEMS = files("broker").joinpath("data", "items.json").read_text(encoding="utf-8")
TYPE, REGION = "1110000000YXC4D95K003", "621002"
LETTERS = st.text(ALPHANUMERIC, min_size=1, max_size=20)


def certificate(serial: str, version: str, check: str) -> str:
    return f"1.2.156.3005.2.{TYPE}.{REGION}.{serial}.{version}.{check}"


@given(serial=LETTERS, number=st.integers(0, 999))
def test_an_identifier_with_its_check_character_is_read_back(serial: str, number: int) -> None:
    version = f"{number:03}"
    check = certificate_check(TYPE + REGION + serial + version)
    found = parse_certificate_id(f" {certificate(serial, version, check).lower()}\n")
    assert found == CertificateId(
        normalized=certificate(serial, version, check),
        type=TYPE,
        issuer=REGION,
        serial=serial,
        version=version,
    )


@given(serial=LETTERS, place=st.integers(0, 19), other=st.sampled_from(ALPHANUMERIC))
def test_one_wrong_character_is_always_found(serial: str, place: int, other: str) -> None:
    check = certificate_check(TYPE + REGION + serial + "001")
    place %= len(serial)
    spoilt = serial[:place] + other + serial[place + 1 :]
    found = parse_certificate_id(certificate(spoilt, "001", check))
    assert (found == CertificateFault.CHECK) is (spoilt != serial)


@given(st.text(max_size=90) | st.text("0123456789ABC.", max_size=90).map("1.2.156.3005.2.".__add__))
def test_no_text_breaks_the_checks(text: str) -> None:
    parse_certificate_id(text)
    parse_item_code(text)
    parse_date(text)


@pytest.mark.parametrize(
    ("identifier", "fault"),
    [
        (certificate("A-1", "001", "0"), CertificateFault.SERIAL),
        (certificate("Ａ1", "001", "0"), CertificateFault.SERIAL),
        (certificate("A1", "0１1", "0"), CertificateFault.VERSION),
        (certificate("A1", "001", ""), CertificateFault.CHECK),
        (f"1.2.156.3005.2.{TYPE}.62100A.A1.001.0", CertificateFault.ISSUER),
        (f"1.2.156.3005.2.{TYPE}..A1.001.0", CertificateFault.ISSUER),
        (f"1.2.156.3005.2.{TYPE[:-4]}-003.621002.A1.001.0", CertificateFault.TYPE),
    ],
)
def test_the_first_failing_check_is_the_answer(identifier: str, fault: CertificateFault) -> None:
    assert parse_certificate_id(identifier) is fault


# Regions.


def test_a_retired_code_leads_to_the_region_of_today() -> None:
    region = DIRECTORY.current_region("622801")
    assert region is not None
    assert (region.code, region.name) == ("621002", "西峰区")
    assert DIRECTORY.retired["622801"].name == "西峰市"
    assert DIRECTORY.current_region("999999") is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("621002", "甘肃省庆阳市西峰区"),
        ("622821", "甘肃省庆阳市庆城县"),
        ("110101", "北京市东城区"),
        ("620000", "甘肃省"),
        ("470000", None),
    ],
)
def test_a_region_has_the_names_above_it(code: str, name: str | None) -> None:
    assert DIRECTORY.full_name(code) == name


def test_codes_that_succeed_each_other_for_ever_lead_nowhere() -> None:
    loop = RetiredRegion(
        code="622899", name="环", valid_from=None, valid_to=2002, successor="622899"
    )
    assert RegionDirectory(regions={}, retired={"622899": loop}).current_region("622899") is None


def test_two_regions_of_a_province_make_a_case_inside_it() -> None:
    assert DIRECTORY.is_same_province("621002", "622801")
    assert not DIRECTORY.is_same_province("621002", "330106")


def test_a_code_has_its_digits() -> None:
    assert is_region_code("621002")
    assert not is_region_code("62100")
    assert not is_region_code("62100２")
    assert is_village_code("621002001001")
    assert not is_village_code("621002")


# Items and dates.


def test_every_code_of_the_projects_list_is_well_formed() -> None:
    for row in json.loads(ITEMS):
        found = parse_item_code(row["code"])
        assert isinstance(found, ProjectItemCode), row["code"]
        assert found.code == f"KT{found.department}{found.serial}{item_check(row['code'][2:7])}"


@pytest.mark.parametrize("code", ["KT010014", "KT01001", "KT0100133", "省-17", ""])
def test_a_code_of_another_scheme_is_kept_as_it_is(code: str) -> None:
    assert parse_item_code(code) == ForeignItemCode(code=code)


def test_the_official_schemes_are_taken_apart() -> None:
    assert parse_item_code("000114001002") == BasicItemCode(
        code="000114001002", province="00", type="01", department="14", serial="001", part="002"
    )
    carried_out = "1162100000YYQ8T36W4000114001002"
    assert parse_item_code(carried_out) == CarriedOutItemCode(
        code=carried_out,
        organisation="1162100000YYQ8T36W",
        level="4",
        basic="000114001002",
        variant="",
    )
    found = parse_item_code(carried_out + "01")
    assert isinstance(found, CarriedOutItemCode)
    assert found.variant == "01"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026-02-29", None),
        ("20260228", None),
        ("2026-2-28", None),
        ("２026-02-28", None),
        ("", None),
    ],
)
def test_a_date_is_a_day_that_exists(text: str, day: date | None) -> None:
    assert parse_date(text) == day
