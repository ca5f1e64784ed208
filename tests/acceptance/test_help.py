"""Every command explains itself in Chinese, with an example."""

import argparse
import re
from collections.abc import Iterator

import pytest

from broker.cli import build_parser

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
