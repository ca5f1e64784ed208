"""The commands of `tongban`, one module each, in the order that --help shows."""

from typing import Protocol

from broker.operations.commands import (
    accounts,
    audit,
    bench,
    case,
    dead_letters,
    demo,
    fault,
    journal,
    node,
    replay,
    submit,
    topics,
    vectors,
)
from broker.operations.commands.parsing import Subparsers


class CommandModule(Protocol):
    """A module with one command, or one family of commands."""

    def add_parser(self, commands: Subparsers) -> None:
        """Add its parser; the parsed options carry `run`."""
        ...


COMMANDS: tuple[CommandModule, ...] = (
    demo,
    node,
    topics,
    submit,
    case,
    journal,
    dead_letters,
    replay,
    accounts,
    audit,
    fault,
    vectors,
    bench,
)
