"""The written form: identity there and back, and a fault for everything else."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from broker.domain.items.check import check
from broker.domain.items.csv_rows import read_rows
from broker.domain.items.exporting import export_csv, export_json
from broker.domain.items.faults import FaultCode, Unreadable
from broker.domain.items.importing import Imported, import_csv, import_json
from broker.domain.items.item import Item
from broker.domain.items.reading import LIST_LENGTH_MAX, TEXT_LENGTH_MAX, read_item
from broker.domain.items.written import write_item
from tests.domain.items.support import FULL, changed, items, sound_items, starting_items

arbitrary_items = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@arbitrary_items
@given(item=items)
def test_a_written_item_is_read_back(item: Item) -> None:
    assert read_item(json.loads(json.dumps(write_item(item)))) == item


@arbitrary_items
@given(item=items.filter(lambda one: one.code and one.region and one.identity.name))
def test_a_row_of_the_table_is_read_back(item: Item) -> None:
    """An empty cell of a needed column says that it is missing, so those must be filled."""
    if not item.identity.served:
        return
    (row,) = read_rows(export_csv([item]))
    assert row.faults == ()
    assert read_item(row.written) == item


@arbitrary_items
@given(item=items)
def test_an_import_takes_what_is_free_of_contradictions(item: Item) -> None:
    imported = {type(import_csv(export_csv([item]))), type(import_json(export_json([item])))}
    assert len(imported) == 1
    assert (imported == {Imported}) == (check(item) == ())


@arbitrary_items
@given(item=sound_items)
def test_an_entry_without_contradictions_travels_both_ways(item: Item) -> None:
    for answer in (import_json(export_json([item])), import_csv(export_csv([item]))):
        assert isinstance(answer, Imported)
        assert answer.items == (item,)


@pytest.mark.parametrize("items", [(FULL,), starting_items(), ()], ids=["full", "starting", "none"])
def test_files_are_read_back(items: tuple[Item, ...]) -> None:
    for answer in (import_json(export_json(items)), import_csv(export_csv(items))):
        assert isinstance(answer, Imported)
        assert answer.items == items


def faults_with(path: str, value: object) -> list[tuple[str, FaultCode]]:
    written: Any = write_item(FULL)
    place = written
    *groups, key = path.split("/")
    for group in groups:
        place = place[int(group) if group.isdigit() else group]
    place[key] = value
    with pytest.raises(Unreadable) as unreadable:
        read_item(written)
    return [(fault.path, FaultCode(fault.code)) for fault in unreadable.value.faults]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("code", 7, ("code", FaultCode.WRONG_TYPE)),
        ("code", "KT\x00", ("code", FaultCode.TEXT_NOT_ALLOWED)),
        ("code", "KT\ud800", ("code", FaultCode.TEXT_NOT_ALLOWED)),
        ("name_en", "a" * (TEXT_LENGTH_MAX + 1), ("name_en", FaultCode.TOO_LONG)),
        ("colour", "red", ("colour", FaultCode.UNKNOWN_FIELD)),
        ("identity/kind", "permit", ("identity.kind", FaultCode.UNKNOWN_WORD)),
        ("identity/served", ["N", "N"], ("identity.served", FaultCode.REPEATED)),
        ("identity", [], ("identity", FaultCode.WRONG_TYPE)),
        ("effective/from_on", "20260101", ("effective.from_on", FaultCode.INVALID_DATE)),
        ("effective/from_on", "2026-02-30", ("effective.from_on", FaultCode.INVALID_DATE)),
        ("materials/1/copies", -1, ("materials[1].copies", FaultCode.OUT_OF_RANGE)),
        ("materials/1/copies", True, ("materials[1].copies", FaultCode.WRONG_TYPE)),
        ("materials/0/original_needed", 1, ("materials[0].original_needed", FaultCode.WRONG_TYPE)),
        ("times/delivery", {"n": 3}, ("times.delivery.unit", FaultCode.MISSING)),
        ("legal_basis", [{}] * (LIST_LENGTH_MAX + 1), ("legal_basis", FaultCode.TOO_LONG)),
        ("materials", {}, ("materials", FaultCode.WRONG_TYPE)),
    ],
)
def test_what_is_no_value_is_placed_and_named(
    path: str, value: object, expected: tuple[str, FaultCode]
) -> None:
    assert faults_with(path, value) == [expected]


def test_what_just_fits_is_read() -> None:
    longest = changed(
        changed(FULL, "name_en", "a" * TEXT_LENGTH_MAX), "service.flow", ("审",) * 500
    )
    assert len(longest.service.flow) == LIST_LENGTH_MAX
    assert read_item(write_item(longest)) == longest


def test_every_fault_of_a_row_is_found() -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_item({"region": 1, "service": {"modes": [{"mode": "D"}], "visits": "x"}})
    assert {fault.path for fault in unreadable.value.faults} == {
        "region",
        "code",
        "effective",
        "identity",
        "authority",
        "service.modes[0].mode",
        "service.modes[0].scopes",
        "service.visits",
    }
