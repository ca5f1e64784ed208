"""A node process with two regions of its own, and the ways to come in."""

import json
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any

import aiohttp

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.rights import OperatorAct, Reading
from broker.operations.client import ApiClient
from broker.operations.ports import free_port
from broker.stores.accounts import open_accounts

CHONGQING, CHENGDU = RegionCode("500100"), RegionCode("510100")
PARTITIONS = 2
FAR = Instant(2**52)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A node process and how to reach it."""

    bootstrap: str
    folder: Path
    web: str
    operations: str


@contextmanager
def a_node(bootstrap: str, folder: Path) -> Iterator[Site]:
    """Run a node process with two regions of its own."""
    web, operations, link = free_port(), free_port(), free_port()
    regions = "".join(
        f'[[region]]\ncode = "{code}"\nname = "{name}"\npartitions = {PARTITIONS}\n'
        for code, name in ((CHONGQING, "重庆市"), (CHENGDU, "成都市"))
    )
    config = folder / "node.toml"
    config.write_text(
        f'folder = "var"\n[kafka]\nbootstrap = "{bootstrap}"\n[web]\nport = {web}\n'
        f"[operations]\nport = {operations}\n[link]\nport = {link}\n{regions}",
        encoding="utf-8",
    )
    command = (sys.executable, "-m", "broker")
    subprocess.run((*command, "topics", "--config", config), check=True, timeout=60)
    exits = {"TONGBAN_EXITS": json.dumps({"fenced": 1})}
    with (folder / "node.log").open("wb") as log:
        process = subprocess.Popen(
            (*command, "node", "--config", config), stderr=log, env=dict(environ) | exits
        )
    try:
        yield Site(
            bootstrap=bootstrap,
            folder=folder / "var",
            web=f"http://127.0.0.1:{web}",
            operations=f"http://127.0.0.1:{operations}",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def asking(
    session: aiohttp.ClientSession, site: Site
) -> Callable[..., Awaitable[Mapping[str, Any]]]:
    """Ask about dead letters as an operator."""
    scope = frozenset({Reading.OPERATIONS}) | frozenset(OperatorAct)
    headers = {"Authorization": f"Bearer {a_token(site, CHONGQING, Role.OPERATOR, scope)}"}
    prefix = f"{site.web}/api/v1/regions/{CHONGQING}/dead-letters"

    async def ask(method: str, path: str, body: object = None) -> Mapping[str, Any]:
        async with session.request(method, prefix + path, json=body, headers=headers) as answer:
            told: Mapping[str, Any] = await answer.json(content_type=None)
            assert answer.status == 200, told
            return told

    return ask


def a_client(session: aiohttp.ClientSession, site: Site, region: RegionCode) -> ApiClient:
    """Come in as a clerk."""
    scope = frozenset(kind.__name__ for kind in COMMAND_SIDES) | frozenset(Reading)
    token = a_token(site, region, Role.CLERK, scope)
    return ApiClient(session, url=site.web, region=region, token=token)


def a_token(site: Site, region: RegionCode, role: Role, scope: frozenset[str]) -> str:
    accounts = open_accounts(site.folder / "accounts.db")
    actor = Actor(subject="t-1", role=role, region=region, office="政务服务大厅", window="W01")
    token = accounts.new_service_token(actor=actor, title="test", scope=scope, expires_at=FAR)
    accounts.close()
    return token


async def is_answered(session: aiohttp.ClientSession, url: str) -> bool:
    """Tell whether a server answers with 200."""
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
