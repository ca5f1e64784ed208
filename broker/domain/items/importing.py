"""Import items from JSON or CSV: all of them, or none and every bad row with line and reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

from broker.domain.items.check import check
from broker.domain.items.csv_rows import CsvInvalid, CsvRow, read_rows
from broker.domain.items.faults import Fault, FaultCode, Unreadable
from broker.domain.items.item import Item
from broker.domain.items.json_rows import JsonInvalid, JsonRow, split_rows
from broker.domain.items.reading import read_item
from broker.domain.items.table import heading_of

ROWS_MAX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One thing that is wrong with a row: the line, the column, a stable code, and in Chinese."""

    line: int
    column: str
    code: StrEnum
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRow:
    """An item with the line that it stands on."""

    line: int
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Every row is an item without contradictions; publishing is the next step."""

    rows: tuple[GoodRow, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Answer the items in the order of the file."""
        return tuple(row.item for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Nothing is imported; these rows have to be mended."""

    rows: tuple[BadRow, ...]


Import: TypeAlias = Imported | Rejected
Reading: TypeAlias = GoodRow | tuple[BadRow, ...]
"""What one row has come to."""


def import_json(text: str) -> Import:
    """Import a JSON list of written items."""
    return import_json_with(text, read_item)


def import_csv(text: str) -> Import:
    """Import a CSV table of items (see `table`)."""
    return _gather(_readings_of_csv(text))


def import_json_with(text: str, read: Callable[[object], Item]) -> Import:
    """Import a JSON list of another form, by its own reading of one row."""
    return _gather(_readings_of_json(text, read))


def _gather(readings: Iterable[Reading]) -> Import:
    """Gather good and bad rows; one bad row is enough to import nothing."""
    good: list[GoodRow] = []
    bad: list[BadRow] = []
    for reading in islice(readings, ROWS_MAX + 1):
        if isinstance(reading, GoodRow):
            good.append(reading)
        else:
            bad.extend(reading)
    if len(good) > ROWS_MAX:
        bad.append(_bad_file(good[-1].line, FaultCode.TOO_MANY_ROWS, f"最多 {ROWS_MAX} 行"))
    bad.extend(_repeated(good))
    if bad:
        return Rejected(rows=tuple(sorted(bad, key=lambda row: row.line)))
    return Imported(rows=tuple(good))


def _readings_of_json(text: str, read: Callable[[object], Item]) -> Iterator[Reading]:
    try:
        for row in split_rows(text):
            yield _read_json_row(row, read)
    except JsonInvalid as invalid:
        yield (_bad_file(invalid.line, FaultCode.NOT_JSON, invalid.sentence),)


def _read_json_row(row: JsonRow, read: Callable[[object], Item]) -> Reading:
    try:
        return _checked(row.line, read(row.written))
    except Unreadable as unreadable:
        return _bad_rows(row.line, unreadable.faults)


def _readings_of_csv(text: str) -> Iterator[Reading]:
    try:
        for row in read_rows(text):
            yield _read_csv_row(row)
    except CsvInvalid as invalid:
        yield _bad_rows(invalid.line, invalid.faults)


def _read_csv_row(row: CsvRow) -> Reading:
    if row.faults and not row.written:
        return _bad_rows(row.line, row.faults)
    try:
        item = read_item(row.written)
    except Unreadable as unreadable:
        known = {fault.path for fault in row.faults}
        others = tuple(fault for fault in unreadable.faults if fault.path not in known)
        return _bad_rows(row.line, (*row.faults, *others))
    return _bad_rows(row.line, row.faults) if row.faults else _checked(row.line, item)


def _checked(line: int, item: Item) -> Reading:
    problems = check(item)
    if not problems:
        return GoodRow(line=line, item=item)
    return tuple(
        BadRow(line=line, column=heading_of(one.path), code=one.code, reason=one.text)
        for one in problems
    )


def _bad_rows(line: int, faults: Iterable[Fault]) -> tuple[BadRow, ...]:
    return tuple(
        BadRow(line=line, column=heading_of(one.path), code=one.code, reason=_reason(one))
        for one in faults
    )


def _reason(fault: Fault) -> str:
    """Say where inside the column it is, too; in a table a column alone is not enough."""
    return f"{fault.path}：{fault.text}" if fault.path else fault.text


def _bad_file(line: int, code: FaultCode, text: str) -> BadRow:
    return BadRow(line=line, column="", code=code, reason=text)


def _repeated(rows: Iterable[GoodRow]) -> Iterator[BadRow]:
    """Find a second row for the same item from the same day on."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        from_on = row.item.effective.from_on.isoformat()
        key = (row.item.region, row.item.code, from_on)
        if key in first:
            reason = f"与第 {first[key]} 行是同一事项的同一版本"
            yield BadRow(
                line=row.line,
                column=heading_of("code"),
                code=FaultCode.REPEATED_ITEM,
                reason=reason,
            )
        first.setdefault(key, row.line)
