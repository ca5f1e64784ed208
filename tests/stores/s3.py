"""A bucket that speaks enough S3 for our store: put, get, list, delete; kept in memory."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer
from obstore.store import S3Store

ETAG = {"ETag": '"1"'}


class Bucket:
    """Objects of one bucket."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request."""
        name = request.match_info["name"].removeprefix("/")
        match request.method:
            case "PUT":
                self.objects[name] = await request.read()
                return web.Response(headers=ETAG)
            case "GET" if not name:
                return self._listing(request.query.get("prefix", ""))
            case "GET" if name in self.objects:
                modified = {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
                return web.Response(body=self.objects[name], headers=ETAG | modified)
            case "DELETE":
                self.objects.pop(name, None)
                return web.Response(status=204)
            case "POST":
                return self._delete_listed(await request.read())
            case _:
                return web.Response(status=404)

    def _listing(self, prefix: str) -> web.Response:
        contents = "".join(
            f"<Contents><Key>{name}</Key><Size>{len(content)}</Size><ETag>1</ETag>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for name, content in sorted(self.objects.items())
            if name.startswith(prefix)
        )
        text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"
        return web.Response(text=text, content_type="application/xml")

    def _delete_listed(self, body: bytes) -> web.Response:
        keys = re.findall("<Key>([^<]*)</Key>", body.decode())
        for name in keys:
            self.objects.pop(name, None)
        gone = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in keys)
        text = f"<DeleteResult>{gone}</DeleteResult>"
        return web.Response(text=text, content_type="application/xml")


@asynccontextmanager
async def serving(bucket: Bucket) -> AsyncIterator[S3Store]:
    """Serve a bucket, and answer a client for it."""
    application = web.Application(client_max_size=64 * 1024 * 1024)
    application.router.add_route("*", "/bucket{name:.*}", bucket.serve)
    async with TestServer(application) as server:
        yield S3Store(
            "bucket",
            endpoint=str(server.make_url("/")).rstrip("/"),
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
            access_key_id="id",
            secret_access_key="secret",
            region="none",
        )
