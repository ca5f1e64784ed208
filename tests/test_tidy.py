"""The shape of the code: small files, one declaration of each name, pictures that are true."""

import ast
import re
import runpy
import statistics
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from broker.metrics import Metrics

REPOSITORY = Path(__file__).parents[1]
BROKER = REPOSITORY / "broker"
MODULES = sorted(BROKER.rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").rglob("*.py"))
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
# Drift ceilings: where the code is today, a little above; lowering one is always right.
FILE_LINES_MEDIAN_MAX = 110
FUNCTION_LINES_MEDIAN_MAX = 8
FUNCTION_LINES_P90_MAX = 20
LONG_FUNCTIONS_MAX = 12
LONG_FUNCTION_LINES = 30
TOPIC_PARTS = (".intake", ".journal", ".dead-letters", ".link.", ".events")
ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)+")
METRIC = re.compile(r"tongban_[a-z_]+")
PACKAGES = sorted(path.parent.name for path in BROKER.glob("*/__init__.py"))
DRAWN = re.compile(rf"\b(?:{'|'.join(PACKAGES)})(?:\.[a-z_]+)+\b")
FOREIGN = re.compile(
    "|".join(
        (
            "/" + "work/",
            "/" + "root/",
            "/" + "Users/",
            "files\\.python" + "hosted",
            "pypi\\." + "org",
            "repo\\.maven" + "\\.apache",
            "TO" + "DO",
            "FIX" + "ME",
        )
    )
)
TEXT_SUFFIXES = frozenset(
    {".py", ".md", ".toml", ".yml", ".sh", ".html", ".css", ".js", ".svg", ".xml", ".lock", ""}
)
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)\"")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#:]+)(?:#[^)]*)?\)")


@cache
def tree(path: Path) -> ast.Module:
    """Parse a module once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Name a file in a message."""
    return str(path.relative_to(REPOSITORY))


def functions(paths: list[Path]) -> Iterator[tuple[str, int]]:
    """List functions with their length in lines."""
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1


def tracked() -> list[Path]:
    """List the files that are in the repository."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    ).stdout
    found = [REPOSITORY / name.decode() for name in told.split(b"\0") if name]
    return [path for path in found if path.is_file()]


def test_every_module_opens_with_a_sentence() -> None:
    missing = []
    for path in MODULES + TESTS:
        sentence = (ast.get_docstring(tree(path)) or "").split("\n")[0]
        is_empty = not path.read_text(encoding="utf-8").strip()
        if not is_empty and not sentence.endswith((".", "?", "!", ":")):
            missing.append(name_of(path))
    assert missing == []


def test_files_are_short() -> None:
    lengths = {
        name_of(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES + TESTS
    }
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES_MAX} == {}
    of_broker = [lines for name, lines in lengths.items() if name.startswith("broker/") and lines]
    assert statistics.median(of_broker) <= FILE_LINES_MEDIAN_MAX


def test_functions_are_short() -> None:
    found = dict(functions(MODULES))
    assert {name: lines for name, lines in found.items() if lines > FUNCTION_LINES_MAX} == {}
    lengths = sorted(found.values())
    assert statistics.median(lengths) <= FUNCTION_LINES_MEDIAN_MAX
    assert lengths[len(lengths) * 9 // 10] <= FUNCTION_LINES_P90_MAX
    assert sum(lines > LONG_FUNCTION_LINES for lines in lengths) <= LONG_FUNCTIONS_MAX


def test_topics_are_named_in_one_module() -> None:
    elsewhere = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if path != BROKER / "streams" / "topics.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.JoinedStr)
        if len(fixed := [part.value for part in node.values if isinstance(part, ast.Constant)]) == 1
        if fixed[0] in TOPIC_PARTS
    ]
    assert elsewhere == []


def test_a_log_action_is_written_at_one_place() -> None:
    found = [
        value.value
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "action"
        if isinstance(value, ast.Constant)
    ]
    assert [action for action in found if not ACTION.fullmatch(str(action))] == []
    assert [action for action, count in Counter(found).items() if count > 1] == []


def test_a_metric_is_declared_once_and_used() -> None:
    names = Counter(METRIC.findall((BROKER / "metrics.py").read_text(encoding="utf-8")))
    assert [name for name, count in names.items() if count > 1] == []
    declared = {name for name in vars(Metrics()) if name != "registry"}
    used = {
        node.attr
        for path in MODULES
        if path.name != "metrics.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
    }
    assert sorted(declared - used - {"build"}) == []


def test_what_is_drawn_exists() -> None:
    drawing = ast.get_docstring(tree(BROKER / "__init__.py")) or ""
    missing = [name for name in sorted(set(DRAWN.findall(drawing))) if not is_module(name)]
    assert missing == []


def test_every_folder_is_drawn() -> None:
    drawing = ast.get_docstring(tree(BROKER / "__init__.py")) or ""
    names = {path.stem for path in BROKER.iterdir() if not path.name.startswith(("_", "."))}
    words = set(re.findall(r"[a-z]+", drawing))
    assert sorted(names - words) == []


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a module or a package of ours."""
    path = BROKER.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.zh.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/flow.md",
        "docs/decisions",
    ],
)
def test_images_and_links_of_pages_exist(page: str) -> None:
    path = REPOSITORY / page
    pages = sorted(path.glob("*.md")) if path.is_dir() else [path]
    assert pages
    for each in pages:
        text = each.read_text(encoding="utf-8")
        targets = [found[1] or found[2] for found in IMAGE.finditer(text)]
        targets += [found[1] for found in LINK.finditer(text)]
        missing = [target for target in targets if not (each.parent / target).exists()]
        assert missing == [], each


def test_nothing_names_a_machine() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in tracked()
        if path.suffix in TEXT_SUFFIXES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FOREIGN.search(line)
    ]
    assert found == []


def test_the_tables_of_figures_are_generated() -> None:
    script = runpy.run_path(str(REPOSITORY / "infra" / "docs" / "figures.py"), run_name="page")
    for page in script["HEADS"]:
        text = (REPOSITORY / page).read_text(encoding="utf-8")
        assert text == script["filled"](page, text, script["recorded"]()), (
            "run infra/docs/figures.py"
        )
