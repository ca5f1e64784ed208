"""Resident identity numbers and credit codes: the vectors, and what the vectors do not say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.codes import (
    CodeFault,
    OrganisationCode,
    ResidentId,
    is_phone,
    parse_organisation_code,
    parse_resident_id,
)
from broker.web.reference import load_reference

REGIONS = load_reference().regions
ON = date(2026, 6, 1)
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "code-vectors.json").read_text(encoding="utf-8")
)


def of_kind(kind: str) -> list[Any]:
    chosen = [vector for vector in VECTORS if vector["kind"] == kind]
    assert chosen
    return [pytest.param(vector, id=vector["id"]) for vector in chosen]


@pytest.mark.parametrize("vector", of_kind("resident_id"))
def test_a_resident_identity_number_is_judged_as_the_vector_says(vector: dict[str, Any]) -> None:
    on = date.fromisoformat(vector["on"])
    assert told(parse_resident_id(vector["input"], on=on, regions=REGIONS)) == vector["expect"]


@pytest.mark.parametrize("vector", of_kind("uscc"))
def test_a_credit_code_is_judged_as_the_vector_says(vector: dict[str, Any]) -> None:
    assert told(parse_organisation_code(vector["input"], regions=REGIONS)) == vector["expect"]


def told(answer: ResidentId | OrganisationCode | CodeFault) -> dict[str, object]:
    match answer:
        case CodeFault():
            return {"valid": False, "reason": answer}
        case OrganisationCode():
            return {
                "valid": True,
                "normalized": answer.normalized,
                "category": answer.category,
                "region": answer.region,
                "organisation": answer.organisation,
            }
        case ResidentId():
            legacy = {"legacy": True, "upgraded": answer.upgraded} if answer.upgraded else {}
            return {
                "valid": True,
                "normalized": answer.normalized,
                "region": answer.region,
                "region_status": answer.region_status,
                "birth": answer.birth.isoformat(),
                "sex": answer.sex,
                **legacy,
            }


@given(st.text(max_size=24) | st.text("0123456789X", min_size=15, max_size=18))
def test_no_text_breaks_the_checks(text: str) -> None:
    parse_resident_id(text, on=ON, regions=REGIONS)
    parse_organisation_code(text, regions=REGIONS)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    number = "621002198611239711"
    wrong = str((int(number[place]) + shift) % 10)
    spoilt = number[:place] + wrong + number[place + 1 :]
    assert isinstance(parse_resident_id(spoilt, on=ON, regions=REGIONS), CodeFault)


@pytest.mark.parametrize(("on", "minor"), [(date(2019, 3, 14), True), (date(2019, 3, 15), False)])
def test_a_person_is_of_age_from_the_eighteenth_birthday(*, on: date, minor: bool) -> None:
    person = parse_resident_id("33010620010315961X", on=on, regions=REGIONS)
    assert isinstance(person, ResidentId)
    assert person.is_minor(on) is minor


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("13812345678", True),
        ("+8613812345678", True),
        ("0934-8212345", True),
        ("12812345678", False),
        ("１３８１２３４５６７８", False),
        ("13812345678\n", False),
        ("", False),
    ],
)
def test_a_phone_number_is_one_of_the_mainland(*, text: str, fine: bool) -> None:
    assert is_phone(text) is fine
