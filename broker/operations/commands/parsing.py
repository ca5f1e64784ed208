"""What the commands share: parser types, the configuration option, and how to run a coroutine."""

import argparse
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

import uvloop

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run = Callable[[argparse.Namespace], int]


def add_command(
    commands: Subparsers, name: str, sentence: str, run: Run
) -> argparse.ArgumentParser:
    """Add a command with its one-sentence help."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=sentence, description=sentence)
    parser.set_defaults(run=run)
    return parser


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Let a command name its configuration file; the demo's is the default."""
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("var/node.toml"),
        metavar="FILE",
        help="节点配置文件（默认 %(default)s）",
    )


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a coroutine on uvloop."""
    return uvloop.run(work)
