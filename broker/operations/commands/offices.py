"""`tongban offices check|route`: check a file of offices; name the competent office of a case."""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from broker.clock import SystemClock
from broker.domain.calendar import WorkCalendar, parse_calendar
from broker.domain.cases.commands import AcceptCase
from broker.domain.clocks.beijing import legal_day
from broker.domain.codes.regions import (
    REGION_LENGTH,
    RegionDirectory,
    is_region_code,
    parse_regions,
)
from broker.domain.identifiers import RegionCode
from broker.domain.items.importing import Imported
from broker.domain.items.item import Item, Term
from broker.domain.items.starting import import_starting
from broker.domain.offices.hours import Doubt, NotKnown, opening_on
from broker.domain.offices.importing import OfficesImported, OfficesRejected, import_offices
from broker.domain.offices.office import Office
from broker.domain.offices.permission import Ask, Desk, Permitted, permit
from broker.domain.offices.registry import OfficesPublished, Registry, publish
from broker.domain.offices.routing import NotRouted, Routed, competent_office
from broker.errors import Misconfigured
from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.console import say

CHECK = "tongban offices check offices.json"
ROUTE = "tongban offices route --region 621000 --item KT110023 --place 621002"
DOUBT_TEXTS = {
    Doubt.YEAR_UNPUBLISHED: "该年度放假安排尚未公布",
    Doubt.MAKE_UP_UNSTATED: "调休上班日未写明补星期几",
}


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family: a file, a case."""
    family = add_family(commands, "offices", sentence, example=ROUTE)
    kinds = family.add_subparsers(dest="offices", required=True, metavar="子命令")
    check = add_command(
        kinds, "check", "检查部门与窗口文件，逐行说明问题", run_check, example=CHECK
    )
    check.add_argument("file", type=Path, metavar="FILE", help="部门与窗口文件（JSON 列表）")
    route = add_command(
        kinds, "route", "按事项和地点确定主管部门与可受理的窗口", run_route, example=ROUTE
    )
    route.add_argument("--region", required=True, metavar="CODE", help="办理地的六位区划代码")
    route.add_argument("--item", required=True, metavar="CODE", help="事项编码")
    route.add_argument(
        "--place", required=True, metavar="CODE", help="六位区划代码，或十二位乡镇、村代码"
    )
    route.add_argument("--on", metavar="DATE", help="日期，如 2026-11-23（默认今天）")
    route.add_argument(
        "--file", type=Path, metavar="FILE", help="部门与窗口文件（默认为随产品提供的演示数据）"
    )


def run_check(options: argparse.Namespace) -> int:
    """Print every problem with its line, and the count; any problem is an exit status of 1."""
    answer = import_offices(_read_file(options.file), _directory())
    if isinstance(answer, OfficesImported):
        windows = sum(len(office.windows) for office in answer.offices)
        invented = sum(office.demo for office in answer.offices)
        say(f"{len(answer.offices)} 个部门、{windows} 个窗口，没有问题（演示数据 {invented} 个）")
        return 0
    _print_problems(answer)
    return 1


def run_route(options: argparse.Namespace) -> int:
    """Print the competent office and its windows, or why none can be named (status 1)."""
    directory, on = _directory(), _day(options.on)
    registry = _registry(options, directory)
    item = _item(registry.region, options.item)
    routing = competent_office(item, options.place, on=on, registry=registry, directory=directory)
    say(f"事项      {item.identity.name}（{item.code}）")
    if isinstance(routing, NotRouted):
        say(f"无法确定  {routing.text}")
        return 1
    _print_routed(routing, directory)
    say(f"受理窗口  {on.isoformat()}")
    lines = list(_windows(registry, routing.office, item, on))
    for line in lines or ["当日没有可受理的窗口"]:
        say(f"  {line}")
    return 0


def _print_problems(answer: OfficesRejected) -> None:
    for row in answer.rows:
        where = f"第 {row.line} 行 {row.path}".rstrip()
        say(f"{where}  {row.reason}（{row.code.value}）")
    say(f"共 {len(answer.rows)} 个问题，文件未采用")


def _print_routed(routing: Routed, directory: RegionDirectory) -> None:
    office, place = routing.office, routing.place
    name = directory.full_name(place.code[:REGION_LENGTH])
    say(f"职权地点  {name}（{place.code}，{place.level.zh}）")
    mark = "  【演示数据】" if office.demo else ""
    say(f"主管部门  {office.name}（{office.code}）{mark}")
    if office.hosted_by:
        host = directory.full_name(office.hosted_by) or office.hosted_by
        say(f"代管地区  {host}（{office.hosted_by}）")


def _windows(registry: Registry, competent: Office, item: Item, on: date) -> Iterator[str]:
    """List who may accept: the office's own windows, and those it lets act for it."""
    calendar = parse_calendar(json.loads(_read_table("calendars.json")))
    for office in registry.offices_on(on):
        for window in office.windows:
            desk = Desk(office=office, window=window)
            ask = Ask(desk=desk, act=AcceptCase, item=item, on=on)
            permission = permit(ask, competent=competent)
            if isinstance(permission, Permitted):
                given = permission.delegation
                right = "本部门" if given is None else f"授权至 {given.until_on.isoformat()}"
                opening = _opening(desk, calendar, on)
                yield f"{office.name} {window.name}（{window.kind.zh}）  {right}  {opening}"


def _opening(desk: Desk, calendar: WorkCalendar, on: date) -> str:
    hours = desk.office.hours_of(desk.window)
    if hours is None:
        return "开放时间未公布"
    opening = opening_on(hours, calendar, on)
    if isinstance(opening, NotKnown):
        return f"开放时间未定：{DOUBT_TEXTS[opening.doubt]}"
    spans = "、".join(f"{span.opens}–{span.closes}" for span in opening.spans)
    return f"开放 {spans}" if spans else "当日不开放"


def _registry(options: argparse.Namespace, directory: RegionDirectory) -> Registry:
    """Publish the region's offices of a file, which tells what has been there all along."""
    text = _starting(options.region) if options.file is None else _read_file(options.file)
    answer = import_offices(text, directory)
    if isinstance(answer, OfficesRejected):
        raise Misconfigured(
            "部门与窗口文件有问题，请先用 tongban offices check 检查。"
            " The file of offices has problems: see `tongban offices check`."
        )
    region = RegionCode(options.region)
    own = [office for office in answer.offices if office.region == region]
    own.sort(key=lambda office: office.effective.from_on)
    empty = Registry(region=region)
    published = publish(empty, own, published_on=date.min, directory=directory)
    if isinstance(published, OfficesPublished) and own:
        return published.registry
    raise Misconfigured(
        f"文件中没有 {options.region} 可用的部门。 The file has no usable office of this region."
    )


def _item(region: RegionCode, code: str) -> Item:
    term = Term(from_on=date.min)
    imported = import_starting(_read_table("items.json"), region=region, effective=term)
    assert isinstance(imported, Imported)
    found = next((item for item in imported.items if item.code == code), None)
    if found is None:
        raise Misconfigured(f"没有事项 {code}，请核对编码。 There is no item {code}.")
    return found


def _starting(region: str) -> str:
    """Read what comes with the product; only a region's code may become part of a path."""
    table = files("broker").joinpath("data", "offices", f"{region}.json")
    if not is_region_code(region) or not table.is_file():
        raise Misconfigured(
            f"没有 {region} 的部门数据，请用 --file 指定文件。"
            f" There are no offices of {region}: name a file with --file."
        )
    return table.read_text(encoding="utf-8")


def _day(text: str | None) -> date:
    if text is None:
        return legal_day(SystemClock().now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misconfigured(f"{text} 不是日期（年-月-日）。 {text} is not a date.") from None


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misconfigured(
            f"无法读取 {path}（{error.strerror}）。 {path} cannot be read."
        ) from error
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path} 不是 UTF-8 文本。 {path} is not UTF-8.") from error


def _directory() -> RegionDirectory:
    return parse_regions(json.loads(_read_table("regions.json")))


def _read_table(name: str) -> str:
    return files("broker").joinpath("data", name).read_text(encoding="utf-8")
