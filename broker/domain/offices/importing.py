"""Import offices from JSON: all of them, or none and every bad row with line and reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

from broker.domain.codes.regions import RegionDirectory
from broker.domain.items.faults import FaultCode, Unreadable
from broker.domain.items.json_rows import JsonInvalid, JsonRow, split_rows
from broker.domain.items.reading import read
from broker.domain.offices.check import check
from broker.domain.offices.office import Office
from broker.domain.offices.problems import OfficeProblem
from broker.domain.offices.together import check_together

OFFICES_MAX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BadOfficeRow:
    """One thing that is wrong with a row: the line, the field, a stable code, and in Chinese."""

    line: int
    path: str
    code: StrEnum
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """An office with the line that it begins on."""

    line: int
    office: Office


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficesImported:
    """Every row is an office, and no two contradict each other; publishing is the next step."""

    rows: tuple[OfficeRow, ...]

    @property
    def offices(self) -> tuple[Office, ...]:
        """Answer the offices in the order of the file."""
        return tuple(row.office for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficesRejected:
    """Nothing is imported; these rows have to be mended."""

    rows: tuple[BadOfficeRow, ...]


OfficeImport: TypeAlias = OfficesImported | OfficesRejected
Reading: TypeAlias = OfficeRow | tuple[BadOfficeRow, ...]
"""What one row has come to."""


def import_offices(text: str, directory: RegionDirectory) -> OfficeImport:
    """Import a JSON list of offices; one bad row is enough to import nothing."""
    good: list[OfficeRow] = []
    bad: list[BadOfficeRow] = []
    for reading in islice(_readings(text, directory), OFFICES_MAX + 1):
        if isinstance(reading, OfficeRow):
            good.append(reading)
        else:
            bad.extend(reading)
    if len(good) > OFFICES_MAX:
        bad.extend(_bad_file(good[-1].line, FaultCode.TOO_MANY_ROWS, f"最多 {OFFICES_MAX} 行"))
    if not bad:
        bad.extend(_contradictions(good))
    if bad:
        return OfficesRejected(rows=tuple(sorted(bad, key=lambda row: row.line)))
    return OfficesImported(rows=tuple(good))


def read_office(written: object) -> Office:
    """Read an office, or raise Unreadable with all of its faults."""
    office = read(Office, written, "")
    assert isinstance(office, Office)
    return office


def _readings(text: str, directory: RegionDirectory) -> Iterator[Reading]:
    try:
        for row in split_rows(text):
            yield _read_row(row, directory)
    except JsonInvalid as invalid:
        yield _bad_file(invalid.line, FaultCode.NOT_JSON, invalid.sentence)


def _read_row(row: JsonRow, directory: RegionDirectory) -> Reading:
    try:
        office = read_office(row.written)
    except Unreadable as unreadable:
        return tuple(
            BadOfficeRow(line=row.line, path=one.path, code=one.code, reason=one.text)
            for one in unreadable.faults
        )
    problems = check(office, directory)
    if problems:
        return tuple(_bad_rows(row.line, problems))
    return OfficeRow(line=row.line, office=office)


def _contradictions(rows: list[OfficeRow]) -> Iterator[BadOfficeRow]:
    """Rows are compared once each is sound by itself."""
    for placed in check_together([row.office for row in rows]):
        yield from _bad_rows(rows[placed.number].line, (placed.problem,))


def _bad_rows(line: int, problems: Iterable[OfficeProblem]) -> Iterator[BadOfficeRow]:
    for one in problems:
        yield BadOfficeRow(line=line, path=one.path, code=one.code, reason=one.text)


def _bad_file(line: int, code: FaultCode, text: str) -> tuple[BadOfficeRow, ...]:
    return (BadOfficeRow(line=line, path="", code=code, reason=text),)
