"""How every listener of a node is served."""

from aiohttp import web


def make_runner(app: web.Application) -> web.AppRunner:
    """Prepare to serve; a compressed body is refused as it is, never blown up on arrival."""
    return web.AppRunner(app, access_log=None, auto_decompress=False)
