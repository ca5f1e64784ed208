"""Plant small mistakes in the rules of clocks, one at a time, and see whether a test finds each.

`python -m tests.mutation.clocks` copies the rules and their tests to a temporary folder, runs the
quick tests against each mistake and all of them against what the quick ones miss, and prints the
score. `python -m tests.mutation.clocks K5` takes only the mistakes of one rule.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.planted_in_clocks import MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]
COPIED = (
    "broker/__init__.py",
    "broker/data",
    "broker/domain",
    "tests/__init__.py",
    "tests/data",
    "tests/domain/__init__.py",
    "tests/domain/clocks",
    "tests/domain/test_calendar.py",
)
SETTINGS = "[pytest]\npythonpath = .\naddopts = --import-mode=importlib -p no:cacheprovider -q -x\n"
CLOCKS = "tests/domain/clocks"
QUICK = tuple(f"{CLOCKS}/test_{name}.py" for name in ("vectors", "limit", "legs", "renewal"))
ALL = (CLOCKS, "tests/domain/test_calendar.py")
TEST_SECONDS_MAX = 600


def main(rules: list[str]) -> int:
    """Run the mistakes; a mistake that survives is an exit status of 1."""
    chosen = [one for one in MUTATIONS if not rules or one.rule in rules]
    with tempfile.TemporaryDirectory() as name:
        folder = copy_to(Path(name))
        assert not finds_mistake(folder, QUICK), "the tests fail without any mistake"
        survivors = [one for one in chosen if not is_killed(folder, one)]
    for one in survivors:
        print(f"survived: {one.rule} {one.file}: {one.old!r} -> {one.new!r}")  # noqa: T201
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} mistakes found")  # noqa: T201
    return 1 if survivors else 0


def copy_to(folder: Path) -> Path:
    """Copy what the tests of the rules need, and nothing that does I/O."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    return folder


def is_killed(folder: Path, mutation: Mutation) -> bool:
    """Plant one mistake, run the tests, take it out again."""
    file = folder / "broker" / "domain" / mutation.file
    sound = file.read_text(encoding="utf-8")
    assert sound.count(mutation.old) == 1, mutation
    file.write_text(sound.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        return finds_mistake(folder, QUICK) or finds_mistake(folder, ALL)
    finally:
        file.write_text(sound, encoding="utf-8")


def finds_mistake(folder: Path, tests: tuple[str, ...]) -> bool:
    """Answer whether a test fails; a mistake that hangs is found too."""
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", "--hypothesis-seed=0", *tests],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            timeout=TEST_SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    assert done.returncode in {0, 1, 2}, done.stdout.decode()
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
