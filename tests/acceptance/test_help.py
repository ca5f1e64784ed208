"""Every command explains itself in Chinese, with an example."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from broker.cli import build_parser
from broker.operations.commands import COMMANDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """List a parser and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


@pytest.mark.parametrize("parser", list(parsers(build_parser())), ids=lambda parser: parser.prog)
def test_help_is_chinese_and_has_an_example(parser: argparse.ArgumentParser) -> None:
    text = parser.format_help()
    assert text.startswith("用法：")
    assert "示例：tongban" in text
    for action in parser._actions:
        assert action.help is None or CHINESE.search(action.help), action.dest
        is_group = isinstance(action, argparse._SubParsersAction)
        assert action.help is not None or is_group, f"{action.dest} is not explained"


def test_help_names_every_command_without_importing_any() -> None:
    assert build_parser(()).format_help() == build_parser().format_help()
    asked = subprocess.run(
        (sys.executable, "-X", "importtime", "-m", "broker", "--help"),
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    assert all(f"\n    {name}" in asked.stdout for name in COMMANDS)
    imported = {line.rpartition("|")[2].strip() for line in asked.stderr.splitlines()}
    modules = {f"broker.operations.commands.{name.replace('-', '_')}" for name in COMMANDS}
    assert "broker.operations.commands" in imported
    assert not imported & (modules | {"aiohttp", "asyncio", "faust", "sqlalchemy"})
