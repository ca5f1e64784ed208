"""The starting data: every row of items.json is an item, and says no more than it knows."""

import json
from collections import Counter
from typing import Any

import pytest

from broker.domain.clocks.rules import Extension, Leg, NoticeSilence, calendar_days, working_days
from broker.domain.clocks.written_rules import read_legs
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.check import check
from broker.domain.items.faults import FaultCode
from broker.domain.items.importing import Rejected
from broker.domain.items.item import Item
from broker.domain.items.starting import import_starting
from broker.domain.items.times import Times
from broker.domain.items.words import Certainty, Mode, Scope, Served, Start
from tests.domain.clocks.support import load
from tests.domain.items.support import REGION, STARTING, TERM, starting_items

ITEMS = {item.code: item for item in starting_items()}
ROWS = {row["code"]: row for row in json.loads(STARTING.read_text(encoding="utf-8"))}


def rejected(row: dict[str, Any]) -> list[tuple[str, str]]:
    answer = import_starting(json.dumps([row]), region=REGION, effective=TERM)
    assert isinstance(answer, Rejected)
    return [(one.reason.partition("：")[0], one.code.value) for one in answer.rows]


def test_all_122_rows_are_items_without_contradictions() -> None:
    assert len(ITEMS) == len(ROWS) == 122
    assert [check(item) for item in ITEMS.values()] == [()] * 122
    assert {item.region for item in ITEMS.values()} == {RegionCode("621000")}


@pytest.mark.parametrize("code", ROWS)
def test_nothing_of_a_row_is_lost(code: str) -> None:
    row, item = ROWS[code], ITEMS[code]
    assert (item.identity.name, item.name_en) == (row["name"], row["en"])
    assert item.identity.served == {Served(one) for one in row["subjects"]}
    assert item.authority.body.department == row["department"]
    assert [one.department for one in item.authority.joint_bodies] == row.get("co_departments", [])
    assert [one.mode.value for one in item.service.modes] == row.get("modes", [row["mode"]])
    materials = [{"name": one.name, "en": one.name_en} for one in item.materials or ()]
    assert materials == row["materials"]
    assert_provenance(row, item)
    assert (item.times == Times()) == (row["limit"] is None)


def assert_provenance(row: dict[str, Any], item: Item) -> None:
    provenance = item.provenance
    assert provenance is not None
    assert provenance.certainty.value == row["certainty"]
    assert provenance.name_verified == row["verified"]
    assert provenance.mode_verified == row.get("mode_verified", False)
    assert provenance.regional == (row.get("scope") == "regional")
    assert provenance.note == row.get("note", "")
    assert provenance.limit_source == (row["limit"] or {}).get("source", "")


def test_certainty_is_kept() -> None:
    counted = Counter(item.provenance.certainty for item in ITEMS.values() if item.provenance)
    assert counted == {Certainty.SOURCED: 50, Certainty.RECALLED: 44, Certainty.DOUBTFUL: 28}


def test_each_mode_is_open_across_and_inside_a_province() -> None:
    both = {scope for item in ITEMS.values() for one in item.service.modes for scope in one.scopes}
    assert both == set(Scope)


@pytest.mark.parametrize("mode", [Mode.COLLECTED, Mode.SEVERAL_PLACES])
def test_collecting_for_another_place_has_duties_of_both_sides(mode: Mode) -> None:
    """国办发〔2020〕35号 (domain 2)."""
    terms = [item.service.terms_of(mode) for item in ITEMS.values()]
    opened = [one for one in terms if one is not None]
    assert opened
    assert all(one.duties_of(side) for one in opened for side in Side)


def test_an_identity_card_takes_sixty_days_and_thirty_more() -> None:
    """居民身份证法 12."""
    times = ITEMS["KT030093"].times
    assert times.statutory is not None
    assert times.statutory.period == calendar_days(60)
    assert times.statutory.starts_on is Start.RECEIPT
    assert times.extension is not None
    assert times.extension.extension == Extension(n=30)


def test_a_licence_has_the_notice_of_its_law() -> None:
    """行政许可法 32, 42; 不动产登记暂行条例 17, 20."""
    for code, days in (("KT120051", working_days(5)), ("KT070011", working_days(0))):
        notice = ITEMS[code].times.notice
        assert notice is not None
        assert (notice.period, notice.silence) == (days, NoticeSilence.DEEMED_ACCEPTED)
    assert ITEMS["KT010013"].times.notice is None


def test_an_unclear_unit_stays_unclear() -> None:
    """排污许可管理条例 12-13 says 日 only."""
    limit = ITEMS["KT050019"].times.statutory
    assert limit is not None
    assert limit.unit_unclear


def without_names(legs: tuple[Leg, ...]) -> list[object]:
    return [(leg.side, leg.limit, leg.starts_on, leg.ends_on) for leg in legs]


@pytest.mark.parametrize(
    ("code", "vector"), [("KT100028", "clk-036"), ("KT100036", "clk-038"), ("KT020071", "clk-039")]
)
def test_legs_are_those_of_the_clock_vectors(code: str, vector: str) -> None:
    """K13: 3+10+3, 3+15+15+3, and the leg that waits for form and money."""
    (row,) = [one for one in load("clock-vectors.json") if one["id"] == vector]
    assert without_names(ITEMS[code].times.legs) == without_names(read_legs(row["rule"]))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"colour": "red"}, ("colour", "unknown_field")),
        ({"mode": "D"}, ("mode", "unknown_word")),
        ({"subjects": "N"}, ("subjects", "wrong_type")),
        ({"scope": "local"}, ("scope", "unknown_word")),
        ({"limit": {"source": "甲"}}, ("limit.n", "missing")),
        ({"limit": {"source": "甲", "n": 3}}, ("limit.unit", "missing")),
        ({"limit": {"source": "甲", "n": 3, "unit": "wd"}}, ("limit.from", "missing")),
        (
            {
                "limit": {
                    "source": "甲",
                    "n": 3,
                    "unit": "wd",
                    "from": "receipt",
                    "extension": {"n": 3, "unit": "d"},
                }
            },
            ("limit.extension.unit", "out_of_range"),
        ),
        ({"code": "KT010014"}, ("事项编码的校验位不符", "code_check_failed")),
    ],
)
def test_a_row_that_is_wrong_is_named(change: dict[str, Any], found: tuple[str, str]) -> None:
    assert rejected({**ROWS["KT010013"], **change}) == [found]


def test_one_bad_row_imports_nothing() -> None:
    rows = [ROWS["KT010013"], {**ROWS["KT010021"], "name": 1}]
    text = ",\n".join(json.dumps(row) for row in rows)
    answer = import_starting(f"[\n{text}\n]", region=REGION, effective=TERM)
    assert isinstance(answer, Rejected)
    assert [(row.line, row.code) for row in answer.rows] == [(3, FaultCode.WRONG_TYPE)]
