"""`tongban journal tail`: the journal of a region, decoded, with sealed fields masked."""

import argparse

from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.commands.reaching import Reach, add_region_options, reach_logs
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.showing import journal_line
from broker.streams.topics import journal_topic

LAST_DEFAULT = 10
EXAMPLE = "tongban journal tail --region 621000 --last 5 --follow"


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(commands, "journal", sentence, example=EXAMPLE).add_subparsers(
        required=True, metavar="子命令"
    )
    parser = add_command(family, "tail", "输出日志末尾（每行一条 JSON）", run, example=EXAMPLE)
    add_region_options(parser)
    parser.add_argument("--partition", type=int, metavar="N", help="只看一个分区")
    parser.add_argument(
        "--last",
        type=int,
        default=LAST_DEFAULT,
        metavar="N",
        help="每个分区的末尾几条（默认 %(default)s）",
    )
    parser.add_argument("--follow", action="store_true", help="持续输出新的记录，Ctrl-C 结束")


def run(options: argparse.Namespace) -> int:
    """Print the end of the journal, and go on if asked to."""
    return run_async(tail(options))


async def tail(options: argparse.Namespace) -> int:
    """Print what is there."""
    async with reach_logs(options) as reach:
        topic = journal_topic(reach.region.code)
        ends: dict[int, int] = {}
        for partition in partitions_of(options, reach):
            begin, end = await reach.log.bounds(topic, partition)
            ends[partition] = end
            start = max(begin, end - options.last)
            async for records in reach.log.read(topic, partition, start=start, end=end):
                for record in records:
                    say(journal_line(partition, record))
        if options.follow:
            async for partition, followed in reach.log.follow(topic, ends):
                for record in followed:
                    say(journal_line(partition, record))
    return 0


def partitions_of(options: argparse.Namespace, reach: Reach) -> range:
    """Answer the partitions asked for."""
    if options.partition is None:
        return range(reach.region.partitions)
    return range(options.partition, options.partition + 1)
