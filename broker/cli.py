"""The command line `tongban`: each command is a module of broker.operations.commands."""

import argparse
from collections.abc import Sequence

from broker.errors import BrokerError, Fatal, Misconfigured
from broker.operations.commands import COMMANDS
from broker.operations.commands.parsing import ChineseHelp, in_chinese
from broker.operations.console import complain

PROGRAM = "tongban"
FAILED = 1
MISCONFIGURED = 78
"""As sysexits.h has it: starting again does not help."""
INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """Build the parser with every command."""
    parser = in_chinese(
        argparse.ArgumentParser(
            prog=PROGRAM,
            description="通办：跨区域政务办件中枢 (cross-region case broker)",
            epilog=f"示例：{PROGRAM} demo；每个命令的用法见 {PROGRAM} 命令 --help",
            formatter_class=ChineseHelp,
            add_help=False,
        )
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; an error that a person can mend is one sentence, not a traceback."""
    options = build_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except BrokerError as error:
        complain(f"{PROGRAM}: {error}")
        return status_of(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def status_of(error: BrokerError) -> int:
    """Answer the exit status of an error; a supervisor reads it."""
    match error:
        case Fatal():
            return error.exit_status
        case Misconfigured():
            return MISCONFIGURED
        case _:
            return FAILED
