"""The pages of the catalogue: what can be handed in where, and what an item asks for."""

from typing import Any

from aiohttp import web

from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.rules import Period
from broker.domain.clocks.wording import UNIT_TEXTS
from broker.domain.items.item import Item
from broker.domain.items.times import Limit
from broker.web.catalogue import Source, find_item, read_catalogue
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.item_showing import show_item, show_versions, shown_version
from broker.web.items import region_named, region_named_in_path
from broker.web.page import frame, html
from broker.web.problems import Problem
from broker.web.rendering import Screen, render

STATE_TEXTS = {"in_force": "现行", "not_yet": "尚未生效", "ended": "已停办或失效"}
SOURCE_TEXTS = {
    Source.PUBLISHED: "以下为该地区已发布的事项。",
    Source.STARTING: "该地区尚未发布事项，以下为产品自带的起始数据，仅供参考。",
}
FEN_IN_YUAN = 100
NOT_PUBLISHED = "未公布"


async def items_page(visit: Visit) -> web.Response:
    """List the items of a region, the own one unless another is chosen."""
    on = legal_day(visit.edge.clock.now())
    region = region_named(visit, "region", default=visit.region.code)
    catalogue = await read_catalogue(visit.region.views, visit.edge, region)
    wanted = visit.request.query.get("text", "")[:100]
    rows = [show_item(item, catalogue.source, on) for item in catalogue.items.values()]
    rows = [row for row in rows if wanted in row.name or wanted == row.code]
    values = {
        **frame(visit),
        "rows": sorted(rows, key=lambda row: row.code),
        "chosen": region,
        "wanted": wanted,
        "source_text": SOURCE_TEXTS[catalogue.source],
        "state_texts": STATE_TEXTS,
    }
    return html(render(Screen.ITEMS, values))


async def item_page(visit: Visit) -> web.Response:
    """Show the version in force: materials with trust grades, limits, fees, exclusions."""
    on = legal_day(visit.edge.clock.now())
    region, code = region_named_in_path(visit), visit.request.match_info["code"]
    found = await find_item(visit.region.views, visit.edge, region, code)
    if found.item is None:
        raise Problem(Fault.NOT_FOUND)
    version = shown_version(found.item, on)
    values = {
        **frame(visit),
        "shown": show_versions(found.item, found.source, on),
        "item": version.item,
        "lines": lines_of(version.item),
        "fees": fees_of(version.item),
        "source_text": SOURCE_TEXTS[found.source],
        "state_texts": STATE_TEXTS,
    }
    return html(render(Screen.ITEM, values))


def lines_of(item: Item) -> list[tuple[str, str]]:
    """Write what a window asks first; what is not published is said to be so."""
    service, times = item.service, item.times
    modes = "；".join(
        f"{terms.mode.zh}（{'、'.join(scope.zh for scope in sorted(terms.scopes))}）"
        for terms in service.modes
    )
    ways = "、".join(way.zh for way in sorted(service.delivery_ways))
    return [
        ("通办模式", modes or NOT_PUBLISHED),
        ("服务对象", "、".join(word.zh for word in sorted(item.identity.served))),
        ("实施主体", item.authority.body.name or item.authority.body.department),
        ("法定时限", limit_text(times.statutory)),
        ("承诺时限", limit_text(times.promised)),
        ("送达方式", ways or NOT_PUBLISHED),
        ("到现场次数", NOT_PUBLISHED if service.visits is None else f"{service.visits} 次"),
        ("办理时间", item.contacts.hours or NOT_PUBLISHED),
        ("咨询电话", "、".join(item.contacts.consultation_phones) or NOT_PUBLISHED),
    ]


def limit_text(limit: Limit | None) -> str:
    """Write a limit with its start."""
    if limit is None:
        return NOT_PUBLISHED
    basis = f"（{limit.basis}）" if limit.basis else ""
    spot = "当场办结，其余" if limit.on_the_spot else ""
    return f"{spot}{period_text(limit.period)}，自{limit.starts_on.zh}起{basis}"


def period_text(period: Period) -> str:
    """Write a number of days."""
    return f"{period.n}{UNIT_TEXTS[period.unit]}" if period.n else "当场"


def fees_of(item: Item) -> list[dict[str, Any]] | None:
    """Write the charges in yuan; None where they are not published."""
    if item.fees.charges is None:
        return None
    return [
        {"name": fee.name, "yuan": f"{fee.amount_fen / FEN_IN_YUAN:.2f}", "per": fee.per}
        for fee in item.fees.charges
    ]
