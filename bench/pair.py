"""Two regions, each a node process of its own with all roles, and a clerk's client for one."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from bench.stage import PARTITIONS, NodeChild, Stage, clock
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.schemas.kinds import COMMAND_KINDS
from broker.stores.accounts import open_accounts
from broker.stores.keys import KeyStore

RECEIVING = RegionCode("621000")
HANDLING = RegionCode("330100")
ACCEPTED = 202
STEP_SECONDS = 1.5
"""A clerk's next step comes when the case is on the screen."""
TOKEN_MILLISECONDS = 86_400_000
PERSON = {
    "kind": "natural",
    "name": "张小兰",
    "resident_id": "621002198611239711",
    "phone": "13812345678",
}
HAND_IN: dict[str, object] = {
    "item_code": "KT020160",
    "handling_region": HANDLING,
    "applicant": PERSON,
    "delivery_way": "online",
}
STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("CheckForm", {"passed": True}),
    ("CheckIdentity", {"method": "id_card", "passed": True}),
    ("PushCase", {}),
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A command that A accepted: its case, the sequence of its event, and when."""

    case_id: str
    sequence: int
    accepted_at: Instant


@dataclass(frozen=True, slots=True)
class Ready:
    """A case whose next step may be taken."""

    at: float
    case_id: str
    step: int


@dataclass(slots=True)
class Clerk:
    """Gives commands over HTTP: the next step of a case that is due, else a new case."""

    session: aiohttp.ClientSession
    url: str
    prefix: str
    posted: list[Posted] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)
    _ready: "deque[Ready]" = field(default_factory=deque)
    _number: int = 0

    async def command(self) -> None:
        """Give one command and note its acceptance."""
        if self._ready and self._ready[0].at <= clock.elapsed():
            ready = self._ready.popleft()
            kind, body = STEPS[ready.step]
            path, step = f"/cases/{ready.case_id}/commands/{kind}", ready.step + 1
        else:
            path, body, step = "/cases", HAND_IN, 0
        self._number += 1
        headers = {"Idempotency-Key": f"{self.prefix}-{self._number}"}
        async with self.session.post(self.url + path, json=body, headers=headers) as answer:
            told = await answer.json()
        if answer.status != ACCEPTED:
            self.refused[answer.status] = self.refused.get(answer.status, 0) + 1
            return
        case_id = told["case_id"]
        self.posted.append(Posted(case_id, step + 1, clock.now()))
        if step < len(STEPS):
            self._ready.append(Ready(clock.elapsed() + STEP_SECONDS, case_id, step))


@dataclass(slots=True)
class Pair:
    """Both nodes, and how to reach the first."""

    stage: Stage
    receiving: NodeChild
    handling: NodeChild
    token: str

    @asynccontextmanager
    async def clerk(self, prefix: str) -> AsyncIterator[Clerk]:
        """Give a client with a token of region A."""
        url = f"http://127.0.0.1:{self.receiving.config.web.port}/api/v1/regions/{RECEIVING}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            yield Clerk(session, url, prefix)

    def processor_seconds(self) -> dict[str, float]:
        """Answer what both nodes have used so far."""
        return {
            "receiving": self.receiving.processor_seconds(),
            "handling": self.handling.processor_seconds(),
        }


@asynccontextmanager
async def open_pair(stage: Stage) -> AsyncIterator[Pair]:
    """Start two regions that know each other."""
    for own, peer in ((RECEIVING, HANDLING), (HANDLING, RECEIVING)):
        await stage.create_topics(own, [peer])
    nodes = [
        start(stage, own, peer) for own, peer in ((RECEIVING, HANDLING), (HANDLING, RECEIVING))
    ]
    for node in nodes:
        await node.ready()
    try:
        yield Pair(stage, nodes[0], nodes[1], clerk_token(nodes[0]))
    finally:
        for node in nodes:
            await asyncio.to_thread(node.stop)


def start(stage: Stage, own: RegionCode, peer: RegionCode) -> NodeChild:
    """Start one region's node with its peer's public key."""
    keys = KeyStore(stage.folder / "var" / peer / peer / "keys.db", peer)
    public_key = keys.public_key().hex()
    keys.close()
    peers = (
        f'[[peer]]\ncode = "{peer}"\nname = "{peer}"\npartitions = {PARTITIONS}\n'
        f'public_key = "{public_key}"\nlink_url = "http://127.0.0.1:9"\nlink_token_file = "none"\n'
    )
    return stage.start_node(stage.write_config(own, peers))


def clerk_token(node: NodeChild) -> str:
    """Let a clerk of region A in."""
    accounts = open_accounts(node.config.folder / "accounts.db")
    actor = Actor(
        subject="bench", role=Role.CLERK, region=RECEIVING, office="621000-hall", window="W03"
    )
    token = accounts.new_service_token(
        actor=actor,
        title="bench",
        scope=frozenset(COMMAND_KINDS),
        expires_at=Instant(clock.now() + TOKEN_MILLISECONDS),
    )
    accounts.close()
    return token
