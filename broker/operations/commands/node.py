"""`tongban node`: run one node process until it is told to stop."""

import argparse
import asyncio
import logging
import signal

from broker.config import ALL_ROLES, Config, NodeRole, load_config
from broker.errors import Misconfigured
from broker.logs import start_logging
from broker.operations.commands.parsing import (
    Subparsers,
    add_command,
    add_config_option,
)
from broker.operations.commands.running import run_async
from broker.streams.tail import exit_process
from broker.wiring.collector import calm_collector
from broker.wiring.node import Node

log = logging.getLogger(__name__)


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(commands, "node", sentence, run)
    add_config_option(parser)
    parser.add_argument(
        "--role",
        action="append",
        type=NodeRole,
        choices=list(NodeRole),
        metavar="ROLE",
        help=f"只承担此角色，可重复：{' '.join(NodeRole)}（默认全部）",
    )


def run(options: argparse.Namespace) -> int:
    """Run the node."""
    start_logging()
    calm_collector()
    roles = frozenset(options.role) if options.role else ALL_ROLES
    return run_async(serve(load_config(options.config), roles))


async def serve(config: Config, roles: frozenset[NodeRole]) -> int:
    """Start, wait for SIGTERM or SIGINT, stop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    node = Node(config, roles)
    try:
        await node.start(stopping)
    except Misconfigured:
        raise
    except Exception as error:  # noqa: BLE001  # the crash boundary
        exit_process(error)
    log.info("the node has started", extra={"action": "node.started", "roles": sorted(roles)})
    await stopping.wait()
    await node.stop()
    log.info("the node has stopped", extra={"action": "node.stopped"})
    return 0
