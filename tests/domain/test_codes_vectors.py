"""The shared vectors of identifiers, and what the reader of vectors says of a bad file."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from broker.domain.codes.regions import parse_regions
from broker.domain.codes.vectors import judge_codes
from broker.domain.verdict import VectorInvalid
from tests.domain.clocks.support import load

DIRECTORY = parse_regions(
    json.loads(files("broker").joinpath("data", "regions.json").read_text(encoding="utf-8"))
)
TODAY = date(2026, 6, 1)
VECTORS: list[dict[str, Any]] = load("code-vectors.json")


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["id"]) for one in VECTORS])
def test_a_code_is_judged_as_the_vector_says(vector: dict[str, Any]) -> None:
    (verdict,) = judge_codes([vector], regions=DIRECTORY.table, today=TODAY)
    assert verdict.differences == ()
    assert verdict.explanation


def test_a_wrong_expectation_is_named_and_the_answer_explained() -> None:
    vector = {**VECTORS[5], "expect": {"valid": True}}
    (verdict,) = judge_codes([vector], regions=DIRECTORY.table, today=TODAY)
    assert verdict.differences == ("valid：应为 True，算得 False",)
    assert verdict.explanation == ("不通过（check）：校验码不符",)


def test_a_number_without_a_day_is_judged_as_of_today() -> None:
    vector = {key: value for key, value in VECTORS[24].items() if key != "on"}
    for today, passed in ((TODAY, True), (date(2026, 5, 31), False)):
        (verdict,) = judge_codes([vector], regions=DIRECTORY.table, today=today)
        assert verdict.passed is passed


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("x", "文件的最外层应为列表"),
        ([{"id": "a", "expect": {}, "kind": "phone"}], "a：kind 应为"),
        ([{"id": "a", "expect": {}, "kind": "uscc", "input": 9}], "a：缺少 input"),
        ([{"id": "a", "expect": {}, "kind": "uscc", "input": "", "on": "x"}], "a：on 不是日期"),
        ([{"id": "a", "expect": {}, "kind": "uscc", "input": "", "on": 1}], "a：on 不是日期"),
    ],
)
def test_a_file_out_of_format_is_refused_with_one_sentence(document: object, sentence: str) -> None:
    with pytest.raises(VectorInvalid, match=f"^{sentence}"):
        judge_codes(document, regions=DIRECTORY.table, today=TODAY)
