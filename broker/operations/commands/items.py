"""`tongban items`: publish a list, export it, show and compare items, give one up, tell a peer."""

import argparse
from collections.abc import Awaitable, Callable
from pathlib import Path

from broker.clock import SystemClock
from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import RegionCode
from broker.domain.items.exporting import export_csv, export_json
from broker.domain.items.importing import (
    BadRow,
    Import,
    Imported,
    Rejected,
    import_csv,
    import_json,
)
from broker.domain.items.reading import read_item
from broker.domain.refusal import Reason
from broker.engine.telling import first_page
from broker.errors import Misconfigured
from broker.identity import new_id
from broker.operations.client import ApiClient
from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.commands.reaching import (
    Reach,
    add_api_options,
    add_region_options,
    reach_api,
    reach_logs,
)
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.item_text import difference_lines, item_lines
from broker.operations.publishing import (
    Plan,
    plan_publishing,
    present_catalogue,
    publish_all,
)
from broker.schemas.codec import encode_intake
from broker.schemas.records import ADDRESSED_HEADER, NewRecord
from broker.streams.topics import intake_topic

FORMS = ("json", "csv")
ITEM = "KT020160"
Work = Callable[[argparse.Namespace, ApiClient], Awaitable[int]]


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(
        commands, "items", sentence, example=f"tongban items show {ITEM} --region 621000"
    ).add_subparsers(required=True, metavar="子命令")
    add_import(family)
    add_export(family)
    showing = _add(family, "show", "查看一个事项及其各个版本", show_item, item=True)
    _add_of(showing)
    add_diff(family)
    add_retire(family)
    add_tell(family)


def add_import(family: Subparsers) -> None:
    """Add the command that publishes a list."""
    importing = _add(family, "import", "检查事项文件，无误后发布（重复执行无害）", import_items)
    importing.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="事项文件（.json 或 .csv）"
    )
    importing.add_argument("--check", action="store_true", help="只检查，不发布")


def add_export(family: Subparsers) -> None:
    """Add the command that writes a list."""
    exporting = _add(family, "export", "导出一个地区的事项（现行版本）", export_items)
    _add_of(exporting)
    exporting.add_argument(
        "--format", choices=FORMS, default=FORMS[0], help="格式：json 或 csv（默认 %(default)s）"
    )
    exporting.add_argument("--out", type=Path, metavar="FILE", help="写入文件（默认输出到屏幕）")


def add_diff(family: Subparsers) -> None:
    """Add the command that compares two regions."""
    comparing = _add(family, "diff", "逐要素比较两个地区的同一事项", compare_item, item=True)
    comparing.add_argument(
        "--between", nargs=2, required=True, metavar="CODE", help="两个地区的代码"
    )


def add_retire(family: Subparsers) -> None:
    """Add the command that gives an item up."""
    retiring = _add(family, "retire", "停办一个事项；已收的办件继续办理", retire_item, item=True)
    retiring.add_argument(
        "--last-on", required=True, metavar="DATE", help="最后受理日，如 2026-12-31"
    )


def add_tell(family: Subparsers) -> None:
    """Add the command that tells a peer."""
    telling = add_command(
        family,
        "tell",
        "把本地区已发布的事项重新告知一个已接入的地区（重复执行无害）",
        run_tell,
        example="tongban items tell --region 621000 --peer 330100",
    )
    add_region_options(telling)
    telling.add_argument("--peer", required=True, metavar="CODE", help="被告知的地区代码")


def _add(
    family: Subparsers, name: str, sentence: str, work: Work, *, item: bool = False
) -> argparse.ArgumentParser:
    """Add one of the family that works through the API of a region."""

    def run(options: argparse.Namespace) -> int:
        return run_async(_with_api(options, work))

    parser = add_command(family, name, sentence, run, example=EXAMPLES[name])
    if item:
        parser.add_argument("code", metavar="ITEM", help="事项编码")
    parser.add_argument("--region", required=True, metavar="CODE", help="令牌所属的地区代码")
    add_api_options(parser)
    return parser


EXAMPLES = {
    "import": "tongban items import items.json --region 621000",
    "export": "tongban items export --region 621000 --format csv --out items.csv",
    "show": f"tongban items show {ITEM} --region 621000 --of 330100",
    "diff": f"tongban items diff {ITEM} --region 621000 --between 621000 330100",
    "retire": f"tongban items retire {ITEM} --region 621000 --last-on 2026-12-31",
}


def _add_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--of", metavar="CODE", help="哪个地区的事项（默认本地区）")


async def _with_api(options: argparse.Namespace, work: Work) -> int:
    async with reach_api(options, options.region) as api:
        return await work(options, api)


async def import_items(options: argparse.Namespace, api: ApiClient) -> int:
    """Check every file, then all rows against what is published; only then publish anything."""
    imports = {path: read_list(path) for path in options.files}
    rejected = {path: one for path, one in imports.items() if isinstance(one, Rejected)}
    good = {path: one for path, one in imports.items() if isinstance(one, Imported)}
    for path, bad in rejected.items():
        say_bad(path, bad.rows)
    if rejected:
        return 1
    codes = [item.code for one in good.values() for item in one.items]
    present, today = await present_catalogue(api, codes), legal_day(SystemClock().now())
    plans: dict[Path, Plan] = {}
    for path, one in good.items():
        plans[path] = plan_publishing(one.rows, present, today=today)
        present = plans[path].after
    bad_plans = {path: plan for path, plan in plans.items() if plan.bad}
    for path, plan in bad_plans.items():
        say_bad(path, plan.bad)
    if bad_plans:
        return 1
    for path, plan in plans.items():
        await _publish(options, api, path, plan)
    return 0


async def _publish(options: argparse.Namespace, api: ApiClient, path: Path, plan: Plan) -> None:
    known, count = len(plan.known), len(plan.to_publish)
    if options.check:
        say(f"{path}：没有问题，{count} 个版本可以发布，{known} 个此前已发布")
        return
    tally = await publish_all(api, plan.to_publish, SystemClock())
    known += len(tally.known)
    say(f"{path}：新发布 {len(tally.published)} 个版本，此前已发布 {known} 个")


async def export_items(options: argparse.Namespace, api: ApiClient) -> int:
    """Write the version of each item that is in force, or the last one."""
    region = options.of or options.region
    items = []
    for listed in (await api.items(region))["items"]:
        document = await api.item(region, listed["code"])
        shown = document["versions"][listed["version"] - 1]
        items.append(read_item(shown["item"]))
    text = export_csv(items) if options.format == "csv" else export_json(items)
    if options.out is None:
        say(text.rstrip("\n"))
        return 0
    try:
        options.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Misconfigured(f"无法写入 {options.out}：{error.strerror}。") from error
    say(f"已导出 {len(items)} 个事项到 {options.out}")
    return 0


async def show_item(options: argparse.Namespace, api: ApiClient) -> int:
    """Print an item."""
    document = await api.item(options.of or options.region, options.code)
    for line in item_lines(document):
        say(line)
    return 0


async def compare_item(options: argparse.Namespace, api: ApiClient) -> int:
    """Print every element that differs; nothing differs is said, too."""
    left, right = options.between
    document = await api.item_differences(options.code, left, right)
    for line in difference_lines(document):
        say(line)
    return 0


async def retire_item(options: argparse.Namespace, api: ApiClient) -> int:
    """Give an item up; one that has ended by then already needs nothing more."""
    told = await api.retire_item(options.code, options.last_on, key=new_id())
    if told.reason == Reason.ITEM_ALREADY_ENDED:
        say(f"{options.code} 在 {options.last_on} 或之前已经停办")
        return 0
    if told.outcome != "events":
        say(f"未停办：{told.detail or '尚未处理完毕'}（{told.reason or told.outcome}）")
        return 1
    say(f"{options.code} 最后受理日为 {options.last_on}，已收的办件按原版本继续办理")
    return 0


def run_tell(options: argparse.Namespace) -> int:
    """Ask every partition of the region to tell a peer."""
    return run_async(tell(options))


async def tell(options: argparse.Namespace) -> int:
    """Put the record on every partition; those that published nothing answer with nothing."""
    async with reach_logs(options) as reach:
        body = encode_intake(first_page(reach.region.code, linked_peer(options.peer, reach)))
        record = NewRecord(None, body, ((ADDRESSED_HEADER, b"1"),))
        for partition in range(reach.region.partitions):
            await reach.appender.append(intake_topic(reach.region.code), partition, [record])
    say(f"已请求把 {options.region} 发布的事项告知 {options.peer}；已知的事项对方不会重复登记")
    return 0


def linked_peer(text: str, reach: Reach) -> RegionCode:
    """Answer a region that is linked by the configuration."""
    if text == reach.region.code or text not in reach.config.names:
        raise Misconfigured(f"配置中没有地区 {text}。 The configuration links no region {text}.")
    return RegionCode(text)


def read_list(path: Path) -> Import:
    """Read a file by the end of its name."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misconfigured(f"无法读取 {path}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path} 不是 UTF-8 文本。 {path} is not UTF-8.") from error
    match path.suffix.lower():
        case ".json":
            return import_json(text)
        case ".csv":
            return import_csv(text)
        case _:
            raise Misconfigured(f"{path} 应以 .json 或 .csv 结尾。 Name it .json or .csv.")


def say_bad(path: Path, rows: tuple[BadRow, ...]) -> None:
    """Print every bad row with its line, its column and the reason."""
    for row in rows:
        where = f"第 {row.line} 行 {row.column}".rstrip()
        say(f"{path} {where}：{row.reason}（{row.code.value}）")
    say(f"{path}：共 {len(rows)} 个问题，没有发布任何事项")
