"""`tongban case`: show a case, its timeline or its due dates, as the API tells it."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.commands.reaching import add_api_options, reach_api
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.player import pad
from broker.views.labels import SIDE_TEXTS

SIDES = {side.value: text for side, text in SIDE_TEXTS.items()}
REGION_DIGITS = 6
CASE = "621000-eas2mc5m2eksabrfsbwc6kpcjt"


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(
        commands, "case", sentence, example=f"tongban case timeline {CASE}"
    ).add_subparsers(required=True, metavar="子命令")
    show = add_command(family, "show", "办件现状", run_show, example=f"tongban case show {CASE}")
    timeline = add_command(
        family, "timeline", "办理过程", run_timeline, example=f"tongban case timeline {CASE}"
    )
    deadlines = add_command(
        family,
        "explain-deadline",
        "逐日说明各项办理期限：哪些日子计入、哪些不计入、为什么",
        run_explain_deadline,
        example=f"tongban case explain-deadline {CASE}",
    )
    for parser in (show, timeline, deadlines):
        parser.add_argument("case_id", metavar="CASE", help="办件编号")
        parser.add_argument(
            "--region", metavar="CODE", help="从哪个地区查看（默认为收件地，即编号前六位）"
        )
        parser.add_argument("--json", action="store_true", help="原样输出 JSON")
        add_api_options(parser)


def run_show(options: argparse.Namespace) -> int:
    """Show how far a case is."""
    return run_async(show(options))


def run_timeline(options: argparse.Namespace) -> int:
    """Show the events of a case."""
    return run_async(timeline(options))


def run_explain_deadline(options: argparse.Namespace) -> int:
    """Explain the due dates of a case."""
    return run_async(explain_deadline(options))


async def show(options: argparse.Namespace) -> int:
    """Read and print a case."""
    async with reach_api(options, region_of(options)) as api:
        view = await api.case(options.case_id)
    if options.json:
        say(json.dumps(view, ensure_ascii=False, indent=2))
        return 0
    owed = view["owed"]
    say(f"{view['item_name']}（{view['item_code']}）  {view['status_text']}")
    say(f"  收件地  {place(view['receiving'])}")
    say(f"  办理地  {place(view['handling'])}")
    say(f"  下一步  {SIDES[owed['side']] + '：' + owed['text'] if owed else '无'}")
    for duty in view["duties"]:
        about = f"{SIDES[duty['of']]}第 {duty['number']} 号，自 {duty['since']}"
        say(f"  另待办  {SIDES[duty['side']]}：{duty['text']}（{about}）")
    for originals in view["originals"]:
        say(f"  原件    {'、'.join(originals['titles'])}：{originals['text']}")
    say(f"  收件    {view['submitted_at']}")
    return 0


async def timeline(options: argparse.Namespace) -> int:
    """Read and print the events."""
    async with reach_api(options, region_of(options)) as api:
        entries = await api.timeline(options.case_id)
    if options.json:
        say(json.dumps(entries, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        actor = entry["actor"]
        where = f"{actor['office']} {actor['window']}".strip() or actor["subject"]
        say(f"{entry['at']}  {SIDES[entry['side']]}  {pad(entry['text'], 14)}{where}")
    return 0


async def explain_deadline(options: argparse.Namespace) -> int:
    """Read and print each limit with the days on its way."""
    async with reach_api(options, region_of(options)) as api:
        told = await api.deadlines(options.case_id)
    if options.json:
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    say(f"截至 {told['as_of']}，办件 {told['case_id']} 的期限：")
    for deadline in told["deadlines"]:
        say(f"\n{deadline['title']}  {deadline['state_text']}  {due(deadline)}")
        say(f"  责任方  {bearer(deadline['duty'])}")
        for line in deadline["explanation"]:
            say(f"  {line}")
    for note in told["notes"]:
        say(f"\n{note}")
    return 0


def due(deadline: Mapping[str, Any]) -> str:
    """Write when a limit is due, or what is known of it."""
    if deadline["due_on"] is not None:
        return f"到期日 {deadline['due_on']}"
    if deadline["not_before"] is not None:
        return f"到期日待定，不早于 {deadline['not_before']}"
    if deadline["remaining_days"] is not None:
        return f"剩余 {deadline['remaining_days']} 天"
    return "没有到期日"


def bearer(duty: Mapping[str, Any]) -> str:
    """Write who carries a duty."""
    region = duty["region"]
    return duty["text"] if region is None else f"{duty['text']} {region['name']}"


def region_of(options: argparse.Namespace) -> str:
    """Answer the region to ask: the one named, else the one where the case was handed in."""
    region: str = options.region or options.case_id[:REGION_DIGITS]
    return region


def place(side: Mapping[str, Any]) -> str:
    """Write region, office and window of a side."""
    region = side["region"]
    return f"{region['name']} {side['office']} {side['window']}".strip()
