"""The catalogue over HTTP: items of the own and of linked regions, published and given up."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from broker.domain.clocks.beijing import legal_day
from broker.domain.envelope import Meta
from broker.domain.identifiers import CaseId, RegionCode, Side, derive_item_id
from broker.domain.items.check import check
from broker.domain.items.commands import ItemCommand, PublishItem, RetireItem
from broker.domain.items.differences import diff
from broker.domain.items.faults import Unreadable
from broker.domain.items.item import Item
from broker.domain.items.json_rows import parse_strictly
from broker.domain.items.reading import read_item
from broker.domain.items.state import KnownItem, text_of
from broker.schemas.records import Submission
from broker.web.answers import answer
from broker.web.catalogue import find_item, read_catalogue
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.fields import Body
from broker.web.item_answers import DifferencesAnswer, ItemsAnswer
from broker.web.item_showing import show_difference, show_item, show_versions, shown_version
from broker.web.outcomes import await_outcome
from broker.web.posting import command_id_of, hash_input
from broker.web.problems import FieldProblem, Problem, invalid_parameter
from broker.web.reception import (
    expected_version,
    idempotency_key,
    read_json,
    small_number,
)

ITEMS_LIMIT_MAX = 200
ERRORS_SHOWN_MAX = 20
STATES = ("in_force", "not_yet", "ended")


class PublishItemBody(Body):
    """Publish the next version of an item (发布事项)."""

    item: dict[str, Any] = Field(description="The whole entry in its written form.")


class RetireItemBody(Body):
    """Give an item up after a last day (停办)."""

    last_on: Annotated[date, Field(strict=False, description="The last day to begin a case.")]


async def get_items(visit: Visit) -> web.Response:
    """List the items of a region by code, the own region's unless another is named."""
    query, on = visit.request.query, legal_day(visit.edge.clock.now())
    region = region_named(visit, "region", default=visit.region.code)
    limit = small_number(
        visit.request, "limit", default=ITEMS_LIMIT_MAX, lowest=1, highest=ITEMS_LIMIT_MAX
    )
    catalogue = await read_catalogue(visit.region.views, visit.edge, region)
    state = _state(visit)
    shown = [show_item(each, catalogue.source, on) for each in catalogue.items.values()]
    found = [
        each
        for each in sorted(shown, key=lambda one: one.code)
        if each.code > query.get("cursor", "")
        and (state is None or each.state == state)
        and (query.get("text", "") in each.name or query.get("text", "") == each.code)
    ]
    cursor = found[limit - 1].code if len(found) > limit else None
    answered = ItemsAnswer(
        region=region, source=catalogue.source, items=found[:limit], cursor=cursor
    )
    return answer(answered)


async def get_item(visit: Visit) -> web.Response:
    """Answer one item of the own region."""
    return await _one(visit, visit.region.code)


async def get_item_of(visit: Visit) -> web.Response:
    """Answer one item of a region, with all of its versions."""
    return await _one(visit, region_named_in_path(visit))


async def get_differences(visit: Visit) -> web.Response:
    """Compare what two regions say of an item, element by element (标准差异)."""
    on = legal_day(visit.edge.clock.now())
    other = region_named(visit, "with", default=None)
    left = shown_version(await _find(visit, region_named_in_path(visit)), on)
    right = shown_version(await _find(visit, other), on)
    answered = DifferencesAnswer(
        code=left.item.code,
        left=left.item.region,
        left_version=left.number,
        right=right.item.region,
        right_version=right.number,
        differences=[show_difference(each) for each in diff(left.item, right.item)],
    )
    return answer(answered)


async def put_item(visit: Visit) -> web.Response:
    """Publish the next version of an item of the own region; every fault is named."""
    key, code = idempotency_key(visit.request), visit.request.match_info["code"]
    body = await read_json(visit.request, PublishItemBody)
    item = _read(body)
    if item.code != code:
        raise _refused_fields([("/item/code", "code_differs", "事项编码与地址不一致", "differs")])
    command = PublishItem(code=code, written=text_of(item))
    return await _submit(visit, key, command, body)


async def retire_item(visit: Visit) -> web.Response:
    """Give an item of the own region up after a last day."""
    key, code = idempotency_key(visit.request), visit.request.match_info["code"]
    body = await read_json(visit.request, RetireItemBody)
    command = RetireItem(code=code, last_on=body.last_on.isoformat())
    return await _submit(visit, key, command, body)


def region_named(visit: Visit, name: str, *, default: RegionCode | None) -> RegionCode:
    """Answer a region of the query: the own one or a linked one."""
    text = visit.request.query.get(name, default)
    if text is None or text not in visit.edge.known_regions:
        raise invalid_parameter(name, "该地区尚未接入。", "It names no connected region.")
    return RegionCode(text)


def region_named_in_path(visit: Visit) -> RegionCode:
    """Answer the region whose item is asked for."""
    text = visit.request.match_info["owner"]
    if text not in visit.edge.known_regions:
        raise Problem(Fault.NOT_FOUND)
    return RegionCode(text)


async def _one(visit: Visit, region: RegionCode) -> web.Response:
    code = visit.request.match_info["code"]
    found = await find_item(visit.region.views, visit.edge, region, code)
    if found.item is None:
        raise Problem(Fault.NOT_FOUND)
    on = legal_day(visit.edge.clock.now())
    return answer(show_versions(found.item, found.source, on))


async def _find(visit: Visit, region: RegionCode) -> KnownItem:
    code = visit.request.match_info["code"]
    found = await find_item(visit.region.views, visit.edge, region, code)
    if found.item is None:
        raise Problem(Fault.NOT_FOUND)
    return found.item


def _state(visit: Visit) -> str | None:
    text = visit.request.query.get("state")
    if text is not None and text not in STATES:
        allowed = "、".join(STATES)
        raise invalid_parameter("state", f"只能是 {allowed}。", f"One of {', '.join(STATES)}.")
    return text


def _read(body: PublishItemBody) -> Item:
    """Read an entry and look for contradictions; raise a Problem with every fault and its place."""
    try:
        item = read_item(parse_strictly(json.dumps(body.item, ensure_ascii=False)))
    except Unreadable as unreadable:
        faults = [(each.path, each.code, each.text, each.code) for each in unreadable.faults]
        raise _refused_fields(faults) from None
    problems = [(each.path, each.code, each.text, each.code) for each in check(item)]
    if problems:
        raise _refused_fields(problems)
    return item


def _refused_fields(faults: Sequence[tuple[str, str, str, str]]) -> Problem:
    errors = [
        FieldProblem(
            pointer=path if path.startswith("/") else pointer_of(path),
            reason=code,
            detail=f"{zh}。",
            detail_en=f"{path or 'item'}: {en}.",
        )
        for path, code, zh, en in faults[:ERRORS_SHOWN_MAX]
    ]
    return Problem(Fault.INVALID_BODY, reason=errors[0].reason, errors=errors)


def pointer_of(path: str) -> str:
    """Write a path such as materials[1].copies as a pointer into the body."""
    return f"/item/{path.replace('[', '.').replace(']', '').replace('.', '/')}".rstrip("/")


async def _submit(visit: Visit, key: str, command: ItemCommand, body: Body) -> web.Response:
    item_id = derive_item_id(visit.region.code, command.code)
    command_id = command_id_of(visit, key, item_id)
    kind = type(command).__name__
    submission = Submission(
        meta=Meta(
            id=command_id,
            aggregate_id=item_id,
            side=Side.HANDLING,
            sequence=0,
            region=visit.region.code,
            at=visit.edge.clock.now(),
            causation_id="",
            correlation_id=item_id,
            actor=visit.principal.actor,
        ),
        body_hash=visit.region.sealer.hash_body(hash_input(kind, CaseId(item_id), body)),
        expected_version=expected_version(visit.request),
        payload=command,
    )
    accepted = await visit.region.gateway.submit(submission)
    return await await_outcome(visit, key, submission, accepted)
