"""Import definitions from JSON: all of them, or none and every bad row with line and reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from broker.domain.composites.check import check
from broker.domain.composites.definition import CompositeDefinition
from broker.domain.items.faults import FaultCode, Unreadable
from broker.domain.items.json_rows import JsonInvalid, split_rows
from broker.domain.items.reading import read
from broker.domain.items.written import write

DEFINITIONS_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDefinition:
    """One thing that is wrong with a row: line, place inside the row, stable code, sentence."""

    line: int
    path: str
    code: StrEnum
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsImported:
    """Every row is a definition without contradictions."""

    definitions: tuple[CompositeDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsRejected:
    """Nothing is imported; these rows have to be mended."""

    rows: tuple[BadDefinition, ...]


DefinitionImport: TypeAlias = DefinitionsImported | DefinitionsRejected
Placed: TypeAlias = tuple[int, CompositeDefinition]
"""A definition and the line on which it begins."""


def import_definitions(text: str) -> DefinitionImport:
    """Import a JSON list of written definitions."""
    good: list[Placed] = []
    bad: list[BadDefinition] = []
    try:
        for row in split_rows(text):
            answer = _read_row(row.line, row.written)
            good.extend(one for one in answer if isinstance(one, tuple))
            bad.extend(one for one in answer if isinstance(one, BadDefinition))
    except JsonInvalid as invalid:
        bad.append(_bad(invalid.line, "", FaultCode.NOT_JSON, invalid.sentence))
    bad.extend(_objections(good))
    if bad:
        return DefinitionsRejected(rows=tuple(sorted(bad, key=lambda row: row.line)))
    return DefinitionsImported(definitions=tuple(definition for _, definition in good))


def write_definition(definition: CompositeDefinition) -> object:
    """Write a definition as plain JSON values; reading them back gives the same."""
    written: object = write(definition)
    return written


def _read_row(line: int, written: object) -> tuple[Placed | BadDefinition, ...]:
    try:
        definition = read(CompositeDefinition, written, "")
    except Unreadable as unreadable:
        return tuple(_bad(line, one.path, one.code, one.text) for one in unreadable.faults)
    problems = tuple(_bad(line, one.path, one.code, one.text) for one in check(definition))
    return problems or ((line, definition),)


def _objections(good: Iterable[Placed]) -> Iterator[BadDefinition]:
    """Find what is wrong with the list as a whole: too long, or a version told twice."""
    first: dict[tuple[str, int], int] = {}
    for count, (line, definition) in enumerate(good, start=1):
        key = (definition.code, definition.version)
        if key in first:
            reason = f"与第 {first[key]} 行是同一事项的同一版本"
            yield _bad(line, "code", FaultCode.REPEATED_ITEM, reason)
        first.setdefault(key, line)
        if count > DEFINITIONS_MAX:
            yield _bad(line, "", FaultCode.TOO_MANY_ROWS, f"最多 {DEFINITIONS_MAX} 项")


def _bad(line: int, path: str, code: StrEnum, reason: str) -> BadDefinition:
    return BadDefinition(line=line, path=path, code=code, reason=reason)
