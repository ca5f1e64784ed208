"""The operations listener: alive at once, ready when every part is, measured."""

from aiohttp.test_utils import TestClient, TestServer

from broker.web.operations import make_operations_app


async def is_ready() -> str | None:
    return None


async def is_waiting() -> str | None:
    return "等待接管分区"


async def test_ready_when_every_part_is() -> None:
    app = make_operations_app({"recorder": is_ready, "projector": is_ready}, lambda: b"up 1\n")
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 200
        metrics = await client.get("/metrics")
        assert await metrics.read() == b"up 1\n"
        assert metrics.content_type == "text/plain"


async def test_not_ready_names_the_part_and_what_it_waits_for() -> None:
    app = make_operations_app({"recorder": is_waiting, "projector": is_ready}, lambda: b"")
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert (await answer.json())["waiting"] == {"recorder": "等待接管分区"}
        assert (await client.get("/healthz")).status == 200
