"""The demo: real Kafka, three regions in one node process, a scripted morning, then open doors."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from broker.clock import SystemClock
from broker.config import LOOPBACK, load_config
from broker.domain.clocks.beijing import legal_day
from broker.errors import Unavailable
from broker.operations.client import ApiClient, insist, open_session
from broker.operations.console import say
from broker.operations.demo_folder import (
    Ports,
    Secrets,
    accounts_of_demo,
    clerk_tokens,
    keeper_tokens,
    prepare_accounts,
    write_config,
)
from broker.operations.kafka import EmbeddedKafka
from broker.operations.morning import DESKS, MORNING, TOWNS
from broker.operations.player import Player
from broker.operations.ports import require_free
from broker.operations.starting_items import await_everywhere, publish_starting
from broker.operations.supervised import Supervised, node_command
from broker.operations.supervisor import Supervisor
from broker.operations.topics import create_topics_of
from broker.stores.accounts import AccountStore, open_accounts
from broker.views.labels import ROLE_TEXTS

READY_SECONDS_MAX = 120.0
NODE_TEXT = "启动节点"
READY_TEXT = "演示已就绪"
TELL_SECONDS = 2.0
TOLD_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for."""

    folder: Path
    ports: Ports
    stays_up: bool


class Demo:
    """One run of the demo in a folder that it owns."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._clock = SystemClock()
        self._began = self._clock.elapsed()
        kafka = EmbeddedKafka(
            plan.folder / "kafka",
            port=plan.ports.kafka,
            controller_port=plan.ports.kafka_controller,
        )
        self._supervisor = Supervisor(kafka, self._clock)

    async def run(self) -> int:
        """Run until told to stop, or once through."""
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        try:
            await first_of(self._show(), stopping.wait())
        finally:
            say("\n正在停止……")
            await self._supervisor.stop()
        say(f"已停止，数据保留在 {self._plan.folder}")
        return 0

    async def _show(self) -> None:
        await self._start()
        await first_of(self._entertain(), self._supervisor.watch())

    async def _start(self) -> None:
        plan = self._plan
        for port in plan.ports.all():
            require_free(port)
        config_path = write_config(plan.folder, plan.ports)
        self._progress("启动 Kafka")
        await self._supervisor.start_kafka()
        self._progress(f"Kafka 已就绪（{self._supervisor.kafka.bootstrap}）")
        created = await create_topics_of(load_config(config_path))
        self._progress(f"主题齐备，新建 {len(created)} 个")
        node = Supervised(
            name="节点",
            command=node_command(config_path),
            log_file=plan.folder / "node.log",
            clock=self._clock,
            member="demo",
        )
        self._supervisor.start_node(node)
        self._progress(NODE_TEXT)

    async def _entertain(self) -> None:
        with ExitStack() as stack:
            store = open_accounts(self._plan.folder / "accounts.db")
            stack.callback(store.close)
            secrets = prepare_accounts(self._plan.folder, store, self._clock.now())
            async with open_session() as session:
                await self._await_ready(session)
                await self._publish_items(session, store)
                await self._play(session, store)
        self._say_where(secrets)
        if self._plan.stays_up:
            await asyncio.Event().wait()

    async def _await_ready(self, session: aiohttp.ClientSession) -> None:
        url = f"http://{LOOPBACK}:{self._plan.ports.operations}/readyz"
        last_told = self._clock.elapsed()

        async def ask() -> bool:
            nonlocal last_told
            waiting = "；".join(await readiness(session, url))
            if waiting and self._clock.elapsed() - last_told >= TELL_SECONDS:
                last_told = self._clock.elapsed()
                self._progress(waiting if len(waiting) <= TOLD_MAX else waiting[:TOLD_MAX] + "……")
            return not waiting

        await insist(ask, is_enough=bool, clock=self._clock, seconds_max=READY_SECONDS_MAX)
        names = "、".join(f"{town.code} {town.name}" for town in TOWNS)
        self._progress(f"节点已就绪：{names}")

    async def _publish_items(self, session: aiohttp.ClientSession, store: AccountStore) -> None:
        """Publish each region's starting items as a region would; a second run finds them there."""
        with keeper_tokens(store, self._clock.now()) as tokens:
            clients = [self._client(session, code, token) for code, token in tokens.items()]
            works = [publish_starting(client, self._clock) for client in clients]
            for town, tally in zip(TOWNS, await asyncio.gather(*works), strict=True):
                self._progress(
                    f"{town.name}事项：新发布 {len(tally.published)} 项，"
                    f"此前已发布 {len(tally.known)} 项"
                )
            await await_everywhere(clients, self._clock)
            self._progress("各地区均已看到所有地区的事项")

    async def _play(self, session: aiohttp.ClientSession, store: AccountStore) -> None:
        now = self._clock.now()
        day = legal_day(now).strftime("%Y%m%d")
        say(f"\n剧本：{day} 上午的 {len(MORNING)} 个办件（同一天重放，结果不变，不会重复收件）")
        with clerk_tokens(store, now) as tokens:
            clients = {
                desk.account: self._client(session, desk.town.code, tokens[desk.account])
                for desk in DESKS
            }
            player = Player(clients, day=day, clock=self._clock, say=say)
            for number, scene in enumerate(MORNING, start=1):
                way = f"{scene.receiving.town.name} → {scene.handling.town.name}"
                say(f"\n  {number}/{len(MORNING)} {scene.title}  {way}")
                await player.play(scene)
        say("")
        self._progress(f"{len(MORNING)} 个办件均按剧本结束，收件地与办理地所见一致")

    def _client(self, session: aiohttp.ClientSession, region: str, token: str) -> ApiClient:
        return ApiClient(session, url=self._web, region=region, token=token)

    @property
    def _web(self) -> str:
        return f"http://{LOOPBACK}:{self._plan.ports.web}"

    def _progress(self, sentence: str) -> None:
        say(f"[{self._clock.elapsed() - self._began:5.1f} 秒] {sentence}")

    def _say_where(self, secrets: Secrets) -> None:
        operations = f"http://{LOOPBACK}:{self._plan.ports.operations}"
        say(f"\n{READY_TEXT}")
        say(f"  网页与接口   {self._web}    接口说明 {self._web}/openapi.json")
        say(f"  运维         {operations}/metrics    {operations}/readyz")
        say(f"  节点日志     {self._plan.folder / 'node.log'}")
        say(f"\n  账号（密码均为 {secrets.password}）")
        names = {town.code: town.name for town in TOWNS}
        for account in accounts_of_demo():
            role = ROLE_TEXTS[account.actor.role]
            place = names[account.actor.region]
            say(f"    {account.name:<8}{place} {account.title}（{role}）")
        say(f"  平台令牌（621000，可提交与查询）\n    {secrets.token}")
        if self._plan.stays_up:
            say("\n按 Ctrl-C 停止。")


async def readiness(session: aiohttp.ClientSession, url: str) -> tuple[str, ...]:
    """Ask what a node waits for; nothing when it is ready."""
    try:
        async with session.get(url) as response:
            document: Mapping[str, Any] = await response.json()
    except (aiohttp.ClientError, ValueError) as error:
        raise Unavailable(
            "节点没有在规定时间内启动，请查看 node.log。 The node did not start: see node.log."
        ) from error
    return tuple(document.get("waiting", {}).values())


async def first_of(*works: Any) -> None:
    """Run until the first is done, stop the others, and raise what it raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
