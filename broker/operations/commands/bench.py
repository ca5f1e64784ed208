"""`tongban bench`: measure the figures to hold, with the repository's folder bench."""

import argparse
import subprocess
import sys

from broker.errors import Misconfigured
from broker.operations.commands.parsing import Subparsers, add_command
from broker.operations.kafka_jars import REPOSITORY

PACKAGE = "bench"


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(commands, "bench", sentence, run)
    parser.add_argument("--quick", action="store_true", help="约两分钟的小规模测量")
    parser.add_argument("--record", action="store_true", help="写入 docs/figures.json")
    parser.add_argument(
        "--only", action="append", default=[], metavar="ROW", help="只测此项，可重复"
    )


def run(options: argparse.Namespace) -> int:
    """Run the package as a process of its own, from the repository."""
    if not (REPOSITORY / PACKAGE / "__main__.py").is_file():
        raise Misconfigured(
            f"找不到 {REPOSITORY / PACKAGE}：性能测量只能在代码仓库中进行。"
            f" There is no {REPOSITORY / PACKAGE}: measuring needs the repository."
        )
    command = [sys.executable, "-m", PACKAGE]
    command += [f"--{name}" for name in ("quick", "record") if getattr(options, name)]
    command += [word for row in options.only for word in ("--only", row)]
    return subprocess.run(command, cwd=REPOSITORY, check=False).returncode
