"""`tongban fault`: hurt real processes on a real Kafka under load, heal, audit."""

import argparse
import shutil
import tempfile
from pathlib import Path

from broker.errors import Misconfigured
from broker.logs import start_logging
from broker.operations.commands.audit import show_finding
from broker.operations.commands.parsing import Subparsers, add_command
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.faults.report import FaultReport
from broker.operations.faults.run import RunPlan, run_faults
from broker.operations.faults.schedule import FaultKind

FINDINGS_SHOWN_MAX = 20


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(commands, "fault", sentence, run)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子（默认 1）")
    parser.add_argument(
        "--seconds", type=float, default=60.0, metavar="S", help="压测时长，秒（默认 60）"
    )
    parser.add_argument(
        "--rate", type=float, default=300.0, metavar="R", help="每秒请求数（默认 300）"
    )
    parser.add_argument(
        "--faults",
        type=read_kinds,
        default=frozenset(FaultKind),
        metavar="KIND,…",
        help="故障种类：kill stop join leave kafka，以逗号分隔，none 为无（默认全部）",
    )
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="空目录，保留日志（默认用临时目录）"
    )


def read_kinds(text: str) -> frozenset[FaultKind]:
    """Read the kinds of faults."""
    if text == "none":
        return frozenset()
    try:
        return frozenset(FaultKind(word) for word in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run(options: argparse.Namespace) -> int:
    """Run once; the folder of a clean run is removed unless it was asked for."""
    start_logging("CRITICAL")  # that processes end is what we want
    folder = make_folder(options.folder)
    plan = RunPlan(
        seed=options.seed,
        seconds=options.seconds,
        rate=options.rate,
        kinds=options.faults,
        folder=folder,
    )
    return run_async(report(plan, is_kept=options.folder is not None))


def make_folder(wanted: Path | None) -> Path:
    """Make the folder of the run; an old run's data would be audited as well."""
    if wanted is None:
        return Path(tempfile.mkdtemp(prefix="tongban-fault-"))
    wanted.mkdir(parents=True, exist_ok=True)
    if any(wanted.iterdir()):
        raise Misconfigured(f"目录 {wanted} 不是空的。 The folder {wanted} is not empty.")
    return wanted.absolute()


async def report(plan: RunPlan, *, is_kept: bool) -> int:
    """Run and print."""
    result: FaultReport = await run_faults(plan, say)
    say(result.sentence())
    for finding in result.findings[:FINDINGS_SHOWN_MAX]:
        say(show_finding(finding))
    if result.findings:
        say(f"详见 {plan.folder} (see there)")
        return 1
    if not is_kept:
        shutil.rmtree(plan.folder)
    return 0
