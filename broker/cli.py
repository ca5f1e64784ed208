"""The command line `tongban`: each command is a module of broker.operations.commands.

Only the command that was typed is imported; help knows the others by their sentence.
"""

import argparse
import sys
from collections.abc import Collection, Sequence

from broker.errors import BrokerError, Fatal, Misconfigured
from broker.operations.commands import COMMANDS, command_module
from broker.operations.commands.parsing import ChineseHelp, in_chinese
from broker.operations.console import complain

PROGRAM = "tongban"
FAILED = 1
MISCONFIGURED = 78
"""As sysexits.h has it: starting again does not help."""
INTERRUPTED = 130


def build_parser(typed: Collection[str] = COMMANDS.keys()) -> argparse.ArgumentParser:
    """Build the parser; a command that was not typed is only named."""
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
    for name, sentence in COMMANDS.items():
        if name in typed:
            command_module(name).add_parser(commands, sentence)
        else:
            commands.add_parser(name, help=sentence)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; an error that a person can mend is one sentence, not a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    options = build_parser(words[:1]).parse_args(words)
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
