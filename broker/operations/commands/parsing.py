"""What the parsers of the commands share: their types, their Chinese, their options."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from typing_extensions import override

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run = Callable[[argparse.Namespace], int]


class ChineseHelp(argparse.RawDescriptionHelpFormatter):
    """Argparse's help with its own few words in Chinese."""

    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def in_chinese(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Put the headings and the option --help of a parser into Chinese."""
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser._positionals.title = "参数"  # argparse has no other way to name it
    parser._optionals.title = "选项"
    return parser


def add_command(
    commands: Subparsers, name: str, sentence: str, run: Run, *, example: str = ""
) -> argparse.ArgumentParser:
    """Add a command with its one-sentence help and an example."""
    parser = add_family(commands, name, sentence, example=example)
    parser.set_defaults(run=run)
    return parser


def add_family(
    commands: Subparsers, name: str, sentence: str, *, example: str = ""
) -> argparse.ArgumentParser:
    """Add a command that only holds others; its example may stand for all of them."""
    return in_chinese(
        commands.add_parser(
            name,
            help=sentence,
            description=sentence,
            epilog=f"示例：{example or f'tongban {name}'}",
            formatter_class=ChineseHelp,
            add_help=False,
        )
    )


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """Let a command name its configuration file; the demo's is the default."""
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("var/node.toml"),
        metavar="FILE",
        help="节点配置文件（默认 %(default)s）",
    )
