"""The rows of a CSV text, each with the line it begins on, as written items."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass
from io import StringIO
from typing import Any

from broker.domain.items.faults import Fault, FaultCode
from broker.domain.items.json_rows import BYTE_ORDER_MARK
from broker.domain.items.table import COLUMNS, HEADINGS, Column, is_filled, read_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRow:
    """A row as a written item, with the faults of the cells that could not be taken in."""

    line: int
    written: dict[str, Any]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of one row, blank rows left out."""

    line: int
    cells: tuple[str, ...]


class CsvInvalid(ValueError):
    """The text is no table of items; the faults say why, the line says where."""

    def __init__(self, line: int, *faults: Fault) -> None:
        """Keep line and faults."""
        super().__init__(*faults)
        self.line = line
        self.faults = faults


def read_rows(text: str) -> Iterator[CsvRow]:
    """Answer the rows one by one; raise CsvInvalid for a heading or quotes that do not fit."""
    rows = _split(text.removeprefix(BYTE_ORDER_MARK))
    head = next(rows, None)
    if head is None:
        raise CsvInvalid(1, Fault(path="", code=FaultCode.EMPTY, text="没有表头"))
    columns = _read_heading(head)
    for row in rows:
        yield _read_row(columns, row)


def _split(text: str) -> Iterator[Cells]:
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in rows:
            if any(cells):
                yield Cells(line=line, cells=tuple(cells))
            line = rows.line_num + 1
    except csv.Error as error:
        fault = Fault(path="", code=FaultCode.NOT_CSV, text=f"不是合法的 CSV：{error}")
        raise CsvInvalid(line, fault) from None


def _read_heading(head: Cells) -> tuple[Column, ...]:
    names = [cell.strip() for cell in head.cells]
    unknown = [name for name in names if name not in HEADINGS]
    columns = tuple(HEADINGS[name] for name in names if name in HEADINGS)
    counted = Counter(column.zh for column in columns)
    repeated = [name for name, count in counted.items() if count > 1]
    needed = [column.zh for column in COLUMNS if column.default is MISSING]
    missing = [name for name in needed if name not in counted]
    faults = (
        *_faults(unknown, FaultCode.UNKNOWN_COLUMN, "没有这一列"),
        *_faults(repeated, FaultCode.REPEATED_COLUMN, "同一列出现两次"),
        *_faults(missing, FaultCode.MISSING_COLUMN, "缺少必需的列"),
    )
    if faults:
        raise CsvInvalid(head.line, *faults)
    return columns


def _faults(names: list[str], code: FaultCode, text: str) -> Iterator[Fault]:
    return (Fault(path=name, code=code, text=text) for name in names)


def _read_row(columns: tuple[Column, ...], row: Cells) -> CsvRow:
    if len(row.cells) != len(columns):
        text = f"应有 {len(columns)} 格，实有 {len(row.cells)} 格"
        fault = Fault(path="", code=FaultCode.CELL_COUNT, text=text)
        return CsvRow(line=row.line, written={}, faults=(fault,))
    written: dict[str, Any] = {}
    faults = []
    for column, cell in zip(columns, row.cells, strict=True):
        *groups, key = column.path.split(".")
        place = _open_groups(written, groups)
        value = read_cell(column, cell) if is_filled(column, cell) else None
        if isinstance(value, Fault):
            faults.append(value)
        elif value is not None:
            place[key] = value
    return CsvRow(line=row.line, written=written, faults=tuple(faults))


def _open_groups(written: dict[str, Any], groups: Sequence[str]) -> dict[str, Any]:
    """Open the groups of a field, so that a missing field is missed under its own name."""
    for group in groups:
        written = written.setdefault(group, {})
    return written
