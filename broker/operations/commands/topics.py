"""`tongban topics`: create the topics of this node's regions, or check that they are right."""

import argparse

from broker.config import Config, load_config
from broker.operations.commands.parsing import (
    Subparsers,
    add_command,
    add_config_option,
)
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.topics import create_topics_of


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    add_config_option(add_command(commands, "topics", sentence, run))


def run(options: argparse.Namespace) -> int:
    """Create what is missing."""
    return run_async(create(load_config(options.config)))


async def create(config: Config) -> int:
    """Create what is missing and say what was created."""
    created = await create_topics_of(config)
    for name in created:
        say(f"已创建 {name}")
    say(f"主题齐备，新建 {len(created)} 个。")
    return 0
