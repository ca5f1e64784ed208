"""docs/law.md tells a lawyer where each rule stands: every file, name and vector in it exists."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
QUOTED = re.compile(r"`([^`]+)`")
VECTOR = re.compile(r"\b(clk|cod)-(\d{3})(?: to (?:cod-|clk-)?(\d{3}))?")
ALWAYS = ("", "broker/domain", "broker/domain/cases", "tests/domain")
"""Where the paths of the page may begin, beside the folders that the text of a section names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rule: what stands in its cells for code and test, and where their paths may begin."""

    rule: str
    code: str
    test: str
    bases: tuple[Path, ...]


def rows() -> Iterator[Row]:
    """Read every table that has a column of code and one of tests."""
    for section in PAGE.split("\n## ")[1:]:
        bases = bases_of(section)
        in_table = False
        for line in section.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if not line.startswith("|"):
                in_table = False
            elif cells[-2:] == ["code", "test"]:
                in_table = True
            elif in_table and not line.startswith("|---"):
                rule, _, code, test = cells
                yield Row(rule=rule, code=code, test=test.rstrip("| "), bases=bases)


def bases_of(section: str) -> tuple[Path, ...]:
    """Collect the folders that the words round the tables of a section name."""
    words = "\n".join(line for line in section.splitlines() if not line.startswith("|"))
    named = [path for path in QUOTED.findall(words) if path.endswith("/")]
    begun = [ROOT / base for base in ALWAYS]
    return (*begun, *(base / path for base in begun for path in named if (base / path).is_dir()))


ROWS = tuple(rows())


def is_path(quoted: str) -> bool:
    """Tell a file or a folder from a name."""
    return quoted.endswith(("/", ".py", ".json", ".xsd"))


def found_at(quoted: str, bases: tuple[Path, ...]) -> list[Path]:
    """Answer every file or folder that a path of the page may mean."""
    return [base / quoted for base in bases if (base / quoted).exists()]


@cache
def names_in(file: Path) -> frozenset[str]:
    """List what a module defines, and what its classes do: as `name` and as `Class.name`."""
    if file.suffix != ".py":
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = set(defined(tree))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            members = set(defined(node))
            names |= members | {f"{node.name}.{name}" for name in members}
    return frozenset(names)


def defined(block: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Name what a block defines or assigns."""
    for node in block.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def modules(places: list[Path]) -> list[Path]:
    """Answer the modules at these places, those of a folder too."""
    return [
        file for place in places for file in (place.glob("*.py") if place.is_dir() else [place])
    ]


def missing_in(cell: str, bases: tuple[Path, ...], *, elsewhere: str) -> list[str]:
    """List what a cell names and nobody finds; a name stands in a module that the cell names.

    Where a cell names no module, a name may stand in any module of the folder `elsewhere`.
    """
    quoted = QUOTED.findall(cell)
    named = [path for one in quoted if is_path(one) for path in found_at(one, bases)]
    missing = [one for one in quoted if is_path(one) and not found_at(one, bases)]
    known = modules(named) or sorted((ROOT / elsewhere).rglob("*.py"))
    names = frozenset[str]().union(*(names_in(file) for file in known))
    return missing + [one for one in quoted if not is_path(one) and one not in names]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule[:60])
def test_the_code_of_a_rule_exists(row: Row) -> None:
    assert missing_in(row.code, row.bases, elsewhere="broker") == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule[:60])
def test_the_tests_of_a_rule_exist(row: Row) -> None:
    named = QUOTED.findall(row.test)
    assert [one for one in named if is_path(one) and not found_at(one, row.bases)] == []
    # The file of a test is named where its section first needs it.
    names = " ".join(f"`{one}`" for one in named if not is_path(one))
    assert missing_in(names, row.bases, elsewhere="tests") == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule[:60])
def test_the_vectors_of_a_rule_exist(row: Row) -> None:
    known = vectors()
    for kind, first, last in VECTOR.findall(row.test):
        for number in range(int(first), int(last or first) + 1):
            assert f"{kind}-{number:03}" in known


@cache
def vectors() -> frozenset[str]:
    """List the identifiers of the shared vectors."""
    files = (ROOT / "tests" / "data" / f"{name}-vectors.json" for name in ("clock", "code"))
    texts = [json.dumps(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return frozenset(re.findall(r'"((?:clk|cod)-\d{3})"', "".join(texts)))


def test_the_page_has_rules() -> None:
    assert len(ROWS) > 100
    assert all(row.code and row.test for row in ROWS)
