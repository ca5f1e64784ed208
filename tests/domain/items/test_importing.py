"""Import: all rows or none, and every bad row with line, column, code and reason."""

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from broker.domain.items import importing
from broker.domain.items.exporting import export_csv, export_json
from broker.domain.items.importing import Imported, Rejected, import_csv, import_json
from broker.domain.items.item import Item, Term
from broker.domain.items.table import COLUMNS
from tests.domain.items.support import FULL, changed, starting_items

GOLDEN = Path(__file__).parent / "golden"
FIRST, SECOND = starting_items()[:2]


def bad(answer: Imported | Rejected) -> list[tuple[int, str, str]]:
    assert isinstance(answer, Rejected)
    assert all(row.reason for row in answer.rows)
    return [(row.line, row.column, row.code.value) for row in answer.rows]


def table(*items: Item) -> list[list[str]]:
    return list(csv.reader(StringIO(export_csv(items), newline="")))


def written(rows: list[list[str]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def column(zh: str) -> int:
    return [one.zh for one in COLUMNS].index(zh)


def with_cell(zh: str, cell: str) -> str:
    rows = table(FIRST, SECOND)
    rows[2][column(zh)] = cell
    return written(rows)


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_the_golden_export_does_not_change(suffix: str) -> None:
    """Files that regions have exported must be read by every later release."""
    export, import_text = {"json": (export_json, import_json), "csv": (export_csv, import_csv)}[
        suffix
    ]
    golden = (GOLDEN / f"item.{suffix}").read_bytes().decode()
    assert export([FULL]) == golden
    answer = import_text(golden)
    assert isinstance(answer, Imported)
    assert answer.items == (FULL,)


@pytest.mark.parametrize(
    ("zh", "cell", "code"),
    [
        ("行政区划代码", "", "missing"),
        ("行政区划代码", "庆阳", "region_malformed"),
        ("事项名称", "", "missing"),
        ("事项名称", " ", "text_blank"),
        ("生效日期", "2026年1月1日", "invalid_date"),
        ("生效日期", "", "missing"),
        ("事项类型", "许可", "unknown_word"),
        ("服务对象", "自然人、自然人", "repeated"),
        ("服务对象", "自然人，法人", "unknown_word"),
        ("到现场次数", "一次", "wrong_type"),
        ("到现场次数", "-1", "wrong_type"),
        ("到现场次数", "9999999999999", "out_of_range"),
        ("是否支持预约", "可以", "wrong_type"),
        ("申请材料", "身份证", "not_json"),
        ("申请材料", '[{"name": "甲"}] []', "not_json"),
        ("申请材料", '[], [{"name": "甲"}]', "not_json"),
        ("申请材料", '{"name": "甲"}', "wrong_type"),
        ("申请材料", '[{"name": "甲", "name": "乙"}]', "not_json"),
        ("申请材料", '[{"name": "甲", "copies": NaN}]', "not_json"),
        ("申请材料", "[" * 100_000, "not_json"),
        ("申请材料", "[" + "9" * 5_000 + "]", "not_json"),
        ("实施主体", "{", "not_json"),
        ("通办模式", "[]", "mode_missing"),
        ("送达时限", '{"n": -3, "unit": "wd"}', "out_of_range"),
    ],
)
def test_a_bad_cell_is_named_with_line_and_column(zh: str, cell: str, code: str) -> None:
    assert bad(import_csv(with_cell(zh, cell))) == [(3, zh, code)]


def test_a_place_inside_a_cell_stands_in_the_reason() -> None:
    answer = import_csv(with_cell("申请材料", '[{"name": "甲"}, {"name": "乙", "copies": "二"}]'))
    assert isinstance(answer, Rejected)
    assert answer.rows[0].reason == "materials[1].copies：应为整数"


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    answer = import_csv(with_cell("办件类型", "即办"))
    assert isinstance(answer, Rejected)
    assert "immediate（即办件）" in answer.rows[0].reason


def test_every_bad_row_is_reported_and_no_good_one_imported() -> None:
    rows = table(FIRST, SECOND, FULL)
    rows[1][column("到现场次数")] = "x"
    rows[1][column("申请材料")] = "x"
    rows[3][column("事项类型")] = "x"
    assert bad(import_csv(written(rows))) == [
        (2, "申请材料", "not_json"),
        (2, "到现场次数", "wrong_type"),
        (4, "事项类型", "unknown_word"),
    ]


def test_the_line_is_that_of_the_file_not_of_the_row() -> None:
    """A cell may go over several lines, and blank rows stand between."""
    rows = table(changed(FIRST, "service.quota", "一\n二\n三"), SECOND)
    rows[2][column("事项类型")] = "x"
    text = written(rows).replace("\r\n621000,KT010021", "\r\n\r\n621000,KT010021")
    assert bad(import_csv(text)) == [(6, "事项类型", "unknown_word")]


def test_a_row_with_too_many_or_too_few_cells_is_not_guessed_at() -> None:
    rows = table(FIRST, SECOND)
    assert bad(import_csv(written([*rows[:2], rows[2][:-1]]))) == [(3, "", "cell_count")]
    assert bad(import_csv(written([*rows[:2], [*rows[2], ""]]))) == [(3, "", "cell_count")]


def test_a_heading_must_be_known_unique_and_enough() -> None:
    rows = table(FIRST)
    head = rows[0]
    head[column("事项名称")], head[column("事项类型")] = "名称", "基本编码"
    assert bad(import_csv(written(rows))) == [
        (1, "名称", "unknown_column"),
        (1, "基本编码", "repeated_column"),
        (1, "事项名称", "missing_column"),
    ]


def test_columns_may_stand_in_any_order_by_path_and_some_may_be_left_out() -> None:
    rows = table(FIRST)
    keep = [n for n, _ in enumerate(COLUMNS) if any(row[n] for row in rows[1:])]
    head = [COLUMNS[n].path for n in reversed(keep)]
    answer = import_csv(written([head, [rows[1][n] for n in reversed(keep)]]))
    assert isinstance(answer, Imported)
    assert answer.items == (FIRST,)


def test_a_spreadsheet_may_put_a_mark_in_front() -> None:
    for answer in (
        import_csv("\ufeff" + export_csv([FULL])),
        import_json("\ufeff" + export_json([FULL])),
    ):
        assert isinstance(answer, Imported)
        assert answer.items == (FULL,)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@a", "'=1", "''=1", "'a"])
def test_no_cell_is_a_formula_and_none_is_changed(text: str) -> None:
    item = changed(FULL, "contacts.hours", text)
    cell = table(item)[1][column("办理时间")]
    assert cell[0] not in "=+-@"
    answer = import_csv(export_csv([item]))
    assert isinstance(answer, Imported)
    assert answer.items == (item,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, "", "empty")),
        ('行政区划代码,"事项', (1, "", "not_csv")),
        (written(table(FIRST)) + '"x"y', (3, "", "not_csv")),
    ],
)
def test_what_is_no_table_is_refused(text: str, expected: tuple[int, str, str]) -> None:
    assert bad(import_csv(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{}", 1),
        ("[", 1),
        ("[\n\n1 2]", 3),
        ("[\n{},\n]", 3),
        ('[\n{"code": }]', 2),
        ("[]\n\n[]", 3),
        ("[\n[NaN]]", 2),
        ("[\n" + "[" * 100_000, 2),
        ("[\n" + "9" * 5_000 + "]", 2),
    ],
)
def test_what_is_no_json_list_is_refused_with_its_line(text: str, line: int) -> None:
    assert bad(import_json(text))[-1] == (line, "", "not_json")


def test_a_bad_item_of_json_is_named_with_its_line() -> None:
    lines = export_json([FIRST, SECOND, FULL]).split("\n")
    lines[2] = lines[2].replace('"needs"', '"need"').replace('"code": "KT010021"', '"code": 1')
    lines[3] = json.dumps({**json.loads(lines[3]), "colour": "red"})
    assert bad(import_json("\n".join(lines))) == [
        (3, "事项编码", "wrong_type"),
        (4, "colour", "unknown_field"),
    ]


def test_what_contradicts_itself_is_a_bad_row() -> None:
    longer = changed(FULL, "times.promised.period.n", 21)
    assert bad(import_json(export_json([FIRST, longer]))) == [
        (3, "承诺时限", "promised_longer_than_statutory")
    ]


def test_the_same_version_twice_is_a_bad_row_even_on_one_line() -> None:
    assert bad(import_csv(export_csv([FIRST, FIRST]))) == [(3, "事项编码", "repeated_item")]
    text = export_json([FIRST, FIRST]).replace("\n", "")
    assert bad(import_json(text)) == [(1, "事项编码", "repeated_item")]


def test_two_versions_of_one_item_may_stand_in_one_file() -> None:
    later = Term(from_on=FULL.effective.from_on.replace(year=2027))
    items = (FULL, replace(FULL, effective=later))
    answer = import_csv(export_csv(items))
    assert isinstance(answer, Imported)
    assert [(row.line, row.item.effective) for row in answer.rows] == [
        (2, FULL.effective),
        (3, later),
    ]


def test_a_file_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ROWS_MAX", 1)
    assert bad(import_csv(export_csv([FIRST, SECOND]))) == [(3, "", "too_many_rows")]
    assert isinstance(import_csv(export_csv([FIRST])), Imported)
