"""`tongban replay`: drop a region's read model and wait until it is rebuilt from the journal."""

import argparse
import asyncio
from collections.abc import Mapping

from broker.clock import SystemClock
from broker.engine.lead import ORIGIN, Counted, admit
from broker.errors import Unavailable
from broker.operations.commands.parsing import Subparsers, add_command
from broker.operations.commands.reaching import Reach, add_region_options, reach_logs
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.stores.views.store import SqlViewStore
from broker.streams.topics import journal_topic

POLL_SECONDS = 0.2
TELL_SECONDS = 5.0


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "replay",
        sentence,
        run,
        example="tongban replay --region 621000",
    )
    add_region_options(parser)
    parser.add_argument(
        "--seconds", type=float, default=600.0, metavar="N", help="最多等待多少秒（默认 600）"
    )


def run(options: argparse.Namespace) -> int:
    """Drop and wait."""
    return run_async(replay(options))


async def replay(options: argparse.Namespace) -> int:
    """Find where the journal ends, drop the model, wait until it has come there again."""
    clock = SystemClock()
    async with reach_logs(options) as reach:
        ends = await last_counted(reach)
        store = SqlViewStore(reach.region.views_url, reach.region.code)
        try:
            await asyncio.to_thread(store.drop_all)
            began = clock.elapsed()
            say(f"已清空 {reach.region.name} 的查询库，正在按日志重建……")
            await rebuilt(store, ends, clock, seconds_max=options.seconds)
            say(f"已重建 {sum(ends.values())} 条日志，用时 {clock.elapsed() - began:.1f} 秒。")
        finally:
            store.close()
    return 0


async def last_counted(reach: Reach) -> Mapping[int, int]:
    """Answer, by partition, the offset after the last journal record that counts."""
    topic = journal_topic(reach.region.code)
    ends: dict[int, int] = {}
    for partition in range(reach.region.partitions):
        begin, end = await reach.log.bounds(topic, partition)
        position = ORIGIN
        async for records in reach.log.read(topic, partition, start=begin, end=end):
            for record in records:
                judged = admit(position, record)
                position = judged.position
                if isinstance(judged, Counted):
                    ends[partition] = position.offset
    return ends


async def rebuilt(
    store: SqlViewStore, ends: Mapping[int, int], clock: SystemClock, *, seconds_max: float
) -> None:
    """Return when the model holds every journal record that was there."""
    began = told = clock.elapsed()
    while True:
        positions = await asyncio.to_thread(store.positions)
        reached = {number: position.offset + 1 for number, position in positions.items()}
        if all(reached.get(number, 0) >= end for number, end in ends.items()):
            return
        if clock.elapsed() - told >= TELL_SECONDS:
            told = clock.elapsed()
            say(f"  {sum(reached.values())} / {sum(ends.values())}")
        if clock.elapsed() - began >= seconds_max:
            raise Unavailable(
                f"{seconds_max:.0f} 秒内没有重建完成：请确认承担 projector 角色的节点正在运行。"
                " The read model was not rebuilt in time: does a projector run?"
            )
        await clock.sleep(POLL_SECONDS)
