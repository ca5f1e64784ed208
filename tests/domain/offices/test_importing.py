"""Import of offices: all rows or none, each bad one with line and reason; and the starting data."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.importing import Imported
from broker.domain.items.item import Term
from broker.domain.items.starting import import_starting
from broker.domain.offices import importing
from broker.domain.offices.exporting import export_offices, write_office
from broker.domain.offices.importing import OfficesImported, OfficesRejected, import_offices
from broker.domain.offices.office import Office
from broker.domain.offices.permission import Ask, Desk, Permitted, permit
from broker.domain.offices.registry import OfficesPublished, Registry, publish
from broker.domain.offices.routing import Routed, competent_office
from broker.domain.offices.words import OfficeLevel, WindowKind
from broker.operations.morning import DESKS, MORNING, TOWNS
from broker.operations.scenario import Act, Scene
from tests.domain.items.support import STARTING, arbitrary
from tests.domain.offices.support import BUREAU, DIRECTORY, HALL, OFFICES, TERM, TODAY

GOLDEN = Path(__file__).parent / "golden" / "offices.json"


def bad(text: str) -> list[tuple[int, str, str]]:
    answer = import_offices(text, DIRECTORY)
    assert isinstance(answer, OfficesRejected)
    assert all(row.reason for row in answer.rows)
    return [(row.line, row.path, row.code.value) for row in answer.rows]


def lines(*rows: dict[str, object]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


ROW = write_office(HALL)


def test_what_is_exported_is_imported_again() -> None:
    answer = import_offices(export_offices(OFFICES), DIRECTORY)
    assert isinstance(answer, OfficesImported)
    assert answer.offices == OFFICES
    assert [row.line for row in answer.rows] == [2, 3, 4, 5, 6]


def test_the_golden_export_does_not_change() -> None:
    """Files that regions have exported must be read by every later release."""
    golden = GOLDEN.read_text(encoding="utf-8")
    assert export_offices((HALL, BUREAU)) == golden
    answer = import_offices(golden, DIRECTORY)
    assert isinstance(answer, OfficesImported)
    assert answer.offices == (HALL, BUREAU)


def test_what_is_not_published_may_be_left_out() -> None:
    names = ("region", "code", "name", "level", "place", "effective")
    answer = import_offices(lines({name: ROW[name] for name in names}), DIRECTORY)
    assert isinstance(answer, OfficesImported)
    assert answer.offices[0].windows == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"level": "region"}, ("level", "unknown_word")),
        ({"colour": "red"}, ("colour", "unknown_field")),
        ({"name": None}, ("name", "wrong_type")),
        ({"effective": {"from_on": "2026年"}}, ("effective.from_on", "invalid_date")),
        ({"windows": [{"code": "1"}]}, ("windows[0].name", "missing")),
        ({"place": "622801"}, ("place", "place_retired")),
        ({"name": " "}, ("name", "text_blank")),
    ],
)
def test_a_bad_row_is_named_with_line_and_reason(
    change: dict[str, object], found: tuple[str, str]
) -> None:
    rows = bad(lines(write_office(BUREAU), {**ROW, **change}))
    assert (3, *found) in rows
    assert {line for line, _, _ in rows} == {3}


def test_every_bad_row_is_reported_and_no_good_one_imported() -> None:
    rows = lines({**ROW, "name": ""}, ROW, {**ROW, "code": "a b"})
    assert bad(rows) == [(2, "name", "text_blank"), (4, "code", "code_with_blanks")]


def test_rows_that_contradict_each_other_are_named() -> None:
    assert bad(lines(ROW, ROW)) == [(3, "code", "version_repeated")]
    assert bad(lines(write_office(BUREAU))) == [(2, "delegations", "delegate_unknown")]


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("{}", 1), ("[\n{}\n", 3), ("[] x", 1), ('[\n{"a": NaN}]', 2)]
)
def test_what_is_no_list_is_refused(text: str, line: int) -> None:
    assert (line, "", "not_json") in bad(text)


def test_a_file_is_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "OFFICES_MAX", 2)
    assert (4, "", "too_many_rows") in bad(export_offices(OFFICES))


@settings(deadline=None, max_examples=60)
@given(st.lists(arbitrary(Office), max_size=3))
def test_any_office_sound_or_not_is_written_and_read_whole(offices: list[Office]) -> None:
    """What is imported is what was exported; what is refused has its reasons."""
    answer = import_offices(export_offices(offices), DIRECTORY)
    if isinstance(answer, OfficesImported):
        assert list(answer.offices) == offices
    else:
        assert answer.rows
    assert [importing.read_office(write_office(one)) for one in offices] == offices


def starting(region: str) -> Registry:
    text = files("broker").joinpath("data", "offices", f"{region}.json").read_text(encoding="utf-8")
    answer = import_offices(text, DIRECTORY)
    assert isinstance(answer, OfficesImported), answer
    assert all(one.demo and one.note for one in answer.offices)
    made = publish(
        Registry(region=RegionCode(region)),
        answer.offices,
        published_on=TERM.from_on,
        directory=DIRECTORY,
    )
    assert isinstance(made, OfficesPublished), made
    return made.registry


STARTED = {town.code: starting(town.code) for town in TOWNS}


def test_the_starting_data_has_every_level_and_every_kind_of_window() -> None:
    offices = STARTED[RegionCode("621000")].offices_on(TODAY)
    assert {one.level for one in offices} == set(OfficeLevel)
    assert {window.kind for one in offices for window in one.windows} == set(WindowKind)
    counties = {one.code for one in DIRECTORY.regions.values() if one.parent == "621000"}
    assert {one.place for one in offices if one.level is OfficeLevel.COUNTY} == counties


def test_every_desk_of_the_demo_is_a_window_of_the_starting_data() -> None:
    for desk in DESKS:
        office = STARTED[desk.town.code].named(desk.town.office, TODAY)
        assert office is not None
        assert office.window_named(desk.window) is not None


@pytest.mark.parametrize("region", [town.code for town in TOWNS])
def test_every_item_of_the_catalogue_is_routed_in_every_region_of_the_demo(
    region: RegionCode,
) -> None:
    text = STARTING.read_text(encoding="utf-8")
    imported = import_starting(text, region=region, effective=Term(from_on=TERM.from_on))
    assert isinstance(imported, Imported)
    for item in imported.items:
        routing = competent_office(
            item, region, on=TODAY, registry=STARTED[region], directory=DIRECTORY
        )
        assert isinstance(routing, Routed), (item.code, routing)


@pytest.mark.parametrize("scene", MORNING, ids=lambda scene: scene.name)
def test_every_act_of_the_morning_is_permitted_at_its_window(scene: Scene) -> None:
    region = scene.handling.town.code
    acts = [step for step in scene.steps if isinstance(step, Act)]
    imported = import_starting(
        STARTING.read_text(encoding="utf-8"), region=region, effective=Term(from_on=TERM.from_on)
    )
    assert isinstance(imported, Imported)
    item = next(one for one in imported.items if one.code == acts[0].body["item_code"])
    routing = competent_office(
        item, region, on=TODAY, registry=STARTED[region], directory=DIRECTORY
    )
    assert isinstance(routing, Routed)
    kinds = {kind.__name__: kind for kind in COMMAND_SIDES}
    for act in acts:
        office = STARTED[act.desk.town.code].named(act.desk.town.office, TODAY)
        assert office is not None
        window = office.window_named(act.desk.window)
        assert window is not None
        desk = Desk(office=office, window=window)
        ask = Ask(desk=desk, act=kinds[act.kind], item=item, on=TODAY)
        permission = permit(ask, competent=routing.office)
        assert isinstance(permission, Permitted)
        by_delegation = COMMAND_SIDES[kinds[act.kind]] is Side.HANDLING
        assert (permission.delegation is not None) == by_delegation
