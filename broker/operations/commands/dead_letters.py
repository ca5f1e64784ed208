"""`tongban dead-letters`: records set aside, to list, show, retry and discard (E9)."""

import argparse
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from broker.errors import Misconfigured
from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.commands.reaching import Reach, add_region_options, reach_logs
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.showing import intake_document
from broker.streams.dead_letters import (
    DeadLetter,
    DeadLetters,
    NoSuchLetter,
    Standing,
    find_open,
    list_dead_letters,
)
from broker.web.bodies import DiscardReason

STANDING_TEXTS = {
    Standing.SET_ASIDE: "已搁置",
    Standing.RETRIED: "已重试",
    Standing.DISCARDED: "已作废",
}
LETTER = "621000.intake-2-17"
Work = Callable[[argparse.Namespace, Reach], Awaitable[None]]


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(
        commands, "dead-letters", sentence, example="tongban dead-letters list --region 621000"
    ).add_subparsers(required=True, metavar="子命令")
    listing = add_act(family, "list", "列出", show_all, named=False)
    listing.add_argument("--all", action="store_true", help="包括已重试和已作废的")
    add_act(family, "show", "查看一条（密封内容不显示）", show_one)
    add_act(family, "retry", "放回原主题，再处理一次", retry)
    discard_parser = add_act(family, "discard", "作废，并记下理由", discard)
    discard_parser.add_argument(
        "--reason",
        required=True,
        type=DiscardReason,
        choices=list(DiscardReason),
        metavar="CODE",
        help=f"作废理由，只用代码以免写入个人信息：{' '.join(DiscardReason)}",
    )


def add_act(
    family: Subparsers, name: str, sentence: str, work: Work, *, named: bool = True
) -> argparse.ArgumentParser:
    """Add one of the family, on a letter or on all."""

    def run(options: argparse.Namespace) -> int:
        return run_async(with_logs(options, work))

    reason = " --reason repeated" if name == "discard" else ""
    example = f"tongban dead-letters {name}{f' {LETTER}' if named else ''} --region 621000{reason}"
    parser = add_command(family, name, sentence, run, example=example)
    if named:
        parser.add_argument("letter", metavar="ID", help="编号：主题-分区-位置")
    add_region_options(parser)
    return parser


async def with_logs(options: argparse.Namespace, work: Work) -> int:
    """Do the work; a letter that is not there is said in a sentence."""
    try:
        async with reach_logs(options) as reach:
            await work(options, reach)
    except NoSuchLetter as error:
        raise Misconfigured(
            f"没有编号为 {error} 的待处理记录：用 tongban dead-letters list 查看。"
        ) from error
    return 0


async def show_all(options: argparse.Namespace, reach: Reach) -> None:
    """List them, those that wait for somebody unless all are wanted."""
    letters = [
        letter
        for letter in await list_dead_letters(reach.log, reach.region.code)
        if options.all or letter.standing is Standing.SET_ASIDE
    ]
    for letter in letters:
        say("  ".join((letter.id, seen_at(letter), STANDING_TEXTS[letter.standing], letter.reason)))
    say(f"共 {len(letters)} 条。")


async def show_one(options: argparse.Namespace, reach: Reach) -> None:
    """Show one with its record, sealed fields masked."""
    for letter in await list_dead_letters(reach.log, reach.region.code):
        if letter.id == options.letter:
            shown = {
                "id": letter.id,
                "first_seen_at": seen_at(letter),
                "reason": letter.reason,
                "attempts": letter.attempts,
                "standing": letter.standing.value,
                "note": letter.note,
                "record": intake_document(letter.value),
            }
            say(json.dumps(shown, ensure_ascii=False, indent=2))
            return
    raise NoSuchLetter(options.letter)


async def retry(options: argparse.Namespace, reach: Reach) -> None:
    """Put one back."""
    letter = await find_open(reach.log, reach.region.code, options.letter)
    await DeadLetters(region=reach.region.code, appender=reach.appender).retry(letter)
    say(f"已放回 {letter.topic} 的分区 {letter.partition}。")


async def discard(options: argparse.Namespace, reach: Reach) -> None:
    """Close one for good."""
    letter = await find_open(reach.log, reach.region.code, options.letter)
    letters = DeadLetters(region=reach.region.code, appender=reach.appender)
    await letters.close(letter, Standing.DISCARDED, options.reason)
    say(f"已作废 {letter.id}。")


def seen_at(letter: DeadLetter) -> str:
    """Write when a record was set aside."""
    return datetime.fromtimestamp(letter.first_seen_at / 1000, UTC).isoformat(timespec="seconds")
