"""`tongban submit`: hand a case in through the API."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from broker.domain.cases.commands import DeliveryWay
from broker.errors import Misconfigured
from broker.identity import new_id
from broker.operations.client import Told
from broker.operations.commands.parsing import Subparsers, add_command
from broker.operations.commands.reaching import add_api_options, reach_api
from broker.operations.commands.running import run_async
from broker.operations.console import say

STANDARD_INPUT = Path("-")
FIELDS = ("item", "handling", "name", "resident_id", "phone")
EXAMPLE = (
    "tongban submit --region 621000 --item KT080017 --handling 610100"
    " --name 冯晓岚 --resident-id 621002198804129738 --phone 13800000001"
)


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(commands, "submit", sentence, run, example=EXAMPLE)
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="请求内容（JSON），- 为标准输入"
    )
    parser.add_argument("--region", required=True, metavar="CODE", help="收件地区代码")
    parser.add_argument("--item", metavar="CODE", help="事项编码")
    parser.add_argument("--handling", metavar="CODE", help="办理地区代码")
    parser.add_argument("--name", metavar="NAME", help="申请人姓名（自然人）")
    parser.add_argument("--resident-id", metavar="NUMBER", help="公民身份号码")
    parser.add_argument("--phone", metavar="NUMBER", help="联系电话")
    parser.add_argument(
        "--delivery",
        default=DeliveryWay.ONLINE.value,
        choices=[way.value for way in DeliveryWay],
        metavar="WAY",
        help=f"领取方式：{' '.join(DeliveryWay)}（默认 %(default)s）",
    )
    parser.add_argument(
        "--key", metavar="KEY", help="幂等编号；结果不明时用同一编号重发（默认新编）"
    )
    add_api_options(parser)


def run(options: argparse.Namespace) -> int:
    """Hand it in and say what became of it."""
    body = read_body(options)
    return run_async(submit(options, body, key=options.key or new_id()))


async def submit(options: argparse.Namespace, body: dict[str, Any], *, key: str) -> int:
    """Hand it in."""
    say(f"幂等编号 {key}")
    async with reach_api(options, options.region) as api:
        return report(await api.submit(body, key=key))


def report(told: Told) -> int:
    """Say what became of a command."""
    match told.outcome:
        case "events":
            say(f"已收件 {told.case_id}")
            return 0
        case "pending":
            say(f"已登记，尚未处理完毕：{told.case_id}")
            return 0
        case _:
            say(f"未收件：{told.detail}（{told.reason}）")
            return 1


def read_body(options: argparse.Namespace) -> dict[str, Any]:
    """Read the body from a file, or write it from the options."""
    if options.file is None:
        return body_of_options(options)
    try:
        text = (
            sys.stdin.read()
            if options.file == STANDARD_INPUT
            else options.file.read_text(encoding="utf-8")
        )
        body = json.loads(text)
    except OSError as error:
        raise Misconfigured(f"无法读取 {options.file}：{error.strerror}。") from error
    except ValueError as error:
        raise Misconfigured(f"{options.file} 不是 UTF-8 的 JSON：{error}") from error
    if not isinstance(body, dict):
        raise Misconfigured(f"{options.file} 应为一个 JSON 对象。")
    return body


def body_of_options(options: argparse.Namespace) -> dict[str, Any]:
    """Write a body for a natural person."""
    missing = [name for name in FIELDS if getattr(options, name) is None]
    if missing:
        names = "、".join(f"--{name.replace('_', '-')}" for name in missing)
        raise Misconfigured(f"请给出 JSON 文件，或补上 {names}。")
    return {
        "item_code": options.item,
        "handling_region": options.handling,
        "applicant": {
            "kind": "natural",
            "name": options.name,
            "resident_id": options.resident_id,
            "phone": options.phone,
        },
        "delivery_way": options.delivery,
    }
