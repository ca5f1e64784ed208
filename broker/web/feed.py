"""The live feed (SSE): which case changed, for those who may see it."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from broker.errors import Unavailable
from broker.web.entrance import Visit
from broker.web.ports import FeedItem, FeedLost
from broker.web.problems import invalid_parameter
from broker.web.sight import find_case

UPDATED = "case.updated"
RESET = "reset"
HEARTBEAT_SECONDS = 15.0
STREAM_SECONDS_MAX = 600.0
"""A stream ends after this time, so that a client proves again who it is."""
RETRY_MILLISECONDS = 2_000
ARRIVAL_SECONDS_MAX = 10.0
LAST_ID_HEADER = "Last-Event-ID"
LAST_ID = re.compile(r"[0-9]{1,5}-[0-9]{1,18}(?:,[0-9]{1,5}-[0-9]{1,18}){0,255}", re.ASCII)

STREAMS: web.AppKey[set[asyncio.Task[None]]] = web.AppKey("streams", set)
"""Open streams, which are ended when the application shuts down."""


class UpdatedData(BaseModel):
    """What an event of the feed says; the rest is a read away."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case_id: str
    version: int
    status: str
    position: str


async def get_events(visit: Visit) -> web.StreamResponse:
    """Stream changes of visible cases until the client leaves or the time is over."""
    after = read_last_id(visit.request.headers.get(LAST_ID_HEADER))
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
    )
    await response.prepare(visit.request)
    streams = visit.request.config_dict[STREAMS]
    stream = asyncio.create_task(_stream(visit, response, after))
    streams.add(stream)
    try:
        with suppress(ConnectionError, asyncio.CancelledError):  # The reader or we went away.
            await stream
    finally:
        streams.discard(stream)
        stream.cancel()
    return response


async def end_streams(app: web.Application) -> None:
    """End all open streams; clients come back with their Last-Event-ID."""
    for stream in app[STREAMS]:
        stream.cancel()


def read_last_id(text: str | None) -> Mapping[int, int] | None:
    """Read positions by partition, as `write_id` wrote them."""
    if not text:
        return None
    if not LAST_ID.fullmatch(text):
        raise invalid_parameter(LAST_ID_HEADER, "格式不对。", "It is the id of an event.")
    pairs = (pair.split("-") for pair in text.split(","))
    return {int(partition): int(offset) for partition, offset in pairs}


def write_id(positions: Mapping[int, int]) -> str:
    """Write positions by partition as the id of an event."""
    return ",".join(f"{partition}-{offset}" for partition, offset in sorted(positions.items()))


async def _stream(
    visit: Visit, response: web.StreamResponse, after: Mapping[int, int] | None
) -> None:
    clock = visit.edge.clock
    ends_at = clock.elapsed() + STREAM_SECONDS_MAX
    await response.write(f"retry: {RETRY_MILLISECONDS}\n\n".encode())
    with suppress(Unavailable):  # The read model does not follow: the client asks again.
        async with visit.region.feed.subscribe(after) as subscription:
            while clock.elapsed() < ends_at:
                item = await subscription.next(HEARTBEAT_SECONDS)
                await response.write((await _write(visit, item)).encode())


async def _write(visit: Visit, item: FeedItem | FeedLost | None) -> str:
    match item:
        case None:
            return ": waiting\n\n"
        case FeedItem():
            return await _write_item(visit, item)
        case FeedLost():
            return await _write_reset(visit, item)


async def _write_reset(visit: Visit, lost: FeedLost) -> str:
    """Tell a client to read its lists again, once they show all that it was not told."""
    for partition, offset in lost.positions.items():
        await _arrival(visit, partition, offset)
    return f"id: {write_id(lost.positions)}\nevent: {RESET}\ndata: {{}}\n\n"


async def _write_item(visit: Visit, item: FeedItem) -> str:
    """Write an item; one that this reader may not see still moves the id on."""
    await _arrival(visit, item.partition, item.offset)
    view = await find_case(visit, item.case_id)
    if view is None:
        return f"id: {write_id(item.positions)}\n\n"
    data = UpdatedData(
        case_id=view.case_id,
        version=view.version,
        status=view.status,
        position=f"{item.partition}:{item.offset}",
    )
    return f"id: {write_id(item.positions)}\nevent: {UPDATED}\ndata: {data.model_dump_json()}\n\n"


async def _arrival(visit: Visit, partition: int, offset: int) -> None:
    """Wait until the read model holds a journal position; Unavailable if it does not come."""
    arrivals = visit.region.arrivals
    if offset >= 0 and not await arrivals.wait_until(partition, offset, ARRIVAL_SECONDS_MAX):
        raise Unavailable("the read model does not follow")
