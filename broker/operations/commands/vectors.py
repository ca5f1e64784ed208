"""`tongban vectors clock|codes FILE`: judge test vectors, and explain each one that fails."""

import argparse
import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from broker.clock import SystemClock
from broker.domain.calendar import parse_calendar
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.vectors import judge_clocks
from broker.domain.codes.regions import parse_regions
from broker.domain.codes.vectors import judge_codes
from broker.domain.verdict import VectorInvalid, Verdict
from broker.errors import Misconfigured
from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.console import say

Judge = Callable[[object], Sequence[Verdict]]
EXAMPLE = "tongban vectors clock clock-vectors.json"


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family: clocks and identifiers."""
    family = add_family(commands, "vectors", sentence, example=EXAMPLE)
    kinds = family.add_subparsers(dest="vectors", required=True, metavar="种类")
    clock = add_command(kinds, "clock", "核对法定期限（K1–K13）", run_clock, example=EXAMPLE)
    codes = add_command(
        kinds,
        "codes",
        "核对证件号码与代码",
        run_codes,
        example="tongban vectors codes code-vectors.json",
    )
    for parser in (clock, codes):
        parser.add_argument("file", type=Path, metavar="FILE", help="测试向量文件（JSON）")


def run_clock(options: argparse.Namespace) -> int:
    """Judge clocks with the national calendar that comes with the product."""
    calendar = parse_calendar(_read_table("calendars.json"))
    return _judge_file(options.file, lambda document: judge_clocks(document, calendar))


def run_codes(options: argparse.Namespace) -> int:
    """Judge identifiers; a vector without a day is judged as of today."""
    regions = parse_regions(_read_table("regions.json")).table
    today = legal_day(SystemClock().now())
    return _judge_file(
        options.file, lambda document: judge_codes(document, regions=regions, today=today)
    )


def _judge_file(path: Path, judge: Judge) -> int:
    """Print each failure and the count; anything failed is an exit status of 1."""
    try:
        verdicts = judge(_read_document(path))
    except VectorInvalid as error:
        raise Misconfigured(f"{path} 不是可用的测试向量文件：{error}") from error
    failed = [verdict for verdict in verdicts if not verdict.passed]
    for verdict in failed:
        _print_failure(verdict)
    say(f"{len(verdicts) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _print_failure(verdict: Verdict) -> None:
    say(f"FAILED {verdict.id}")
    for line in (*verdict.differences, *verdict.explanation):
        say(f"  {line}")
    say("")


def _read_document(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise VectorInvalid(f"无法读取（{error.strerror}）") from error
    except (ValueError, RecursionError) as error:
        raise VectorInvalid(f"不是 JSON（{error}）") from error


def _read_table(name: str) -> Any:
    return json.loads(files("broker").joinpath("data", name).read_text(encoding="utf-8"))
