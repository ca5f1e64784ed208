"""The operations listener: alive, ready, measured; never the content of a case."""

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

METRICS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Readiness = Callable[[], Awaitable[str | None]]
"""Answers None when a part is ready, else one sentence that says what it waits for."""


def make_operations_app(
    readiness: Mapping[str, Readiness], write_metrics: Callable[[], bytes]
) -> web.Application:
    """Build the listener that operators and Prometheus ask."""

    async def healthz(_request: web.Request) -> web.Response:
        return _status(200, {"status": "alive"})

    async def readyz(_request: web.Request) -> web.Response:
        told = {name: await ask() for name, ask in readiness.items()}
        waiting = {name: sentence for name, sentence in told.items() if sentence is not None}
        if waiting:
            return _status(503, {"status": "waiting", "waiting": waiting})
        return _status(200, {"status": "ready"})

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=write_metrics(), headers={"Content-Type": METRICS_MEDIA_TYPE})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app


def _status(status: int, told: Mapping[str, object]) -> web.Response:
    return web.json_response(
        told,
        status=status,
        headers={"Cache-Control": "no-store"},
        dumps=lambda value: json.dumps(value, ensure_ascii=False),
    )
