"""The web of a node: one application for all its regions, and a link listener for their peers."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from broker.clock import SystemClock
from broker.config import Listener
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import CaseId, Instant, RegionCode
from broker.domain.rights import Reading
from broker.errors import Unavailable
from broker.schemas.registry import registry
from broker.stores.accounts import AccountStore, open_accounts
from broker.stores.materials import Materials
from broker.stores.objects import open_objects
from broker.stores.secret_file import secret_in
from broker.streams.follower import Follower
from broker.web.app import make_app
from broker.web.limits import Rates
from broker.web.link import make_link_app
from broker.web.ports import Edge, RegionPorts
from broker.web.reference import load_reference
from broker.wiring.dead_letters import LetterDesk
from broker.wiring.materials import MaterialsOfRegion
from broker.wiring.measure import measuring
from broker.wiring.region import RegionParts, Shared
from broker.wiring.web import (
    FollowedArrivals,
    FollowedFeed,
    FollowedOutcomes,
    KafkaGateway,
    KeyedSealer,
)

LINK_TOKEN_MILLISECONDS = 10 * 365 * 86_400_000
FETCH_SECONDS_MAX = 20.0
MATERIAL_BYTES_MAX = 21 * 1024 * 1024

Listen = Callable[[web.Application, Listener], Awaitable[None]]
Run = Callable[[Coroutine[Any, Any, None]], None]


class Front:
    """What people and peers reach of a node."""

    def __init__(self, shared: Shared, regions: Sequence[RegionParts]) -> None:
        self._shared = shared
        self._regions = regions
        self._accounts: AccountStore = open_accounts(shared.config.folder / "accounts.db")
        self._followers = {parts.region.code: follower_of(parts) for parts in regions}
        self._client = PeerClient(shared, self._accounts)

    @property
    def is_following(self) -> bool:
        """Say whether every journal is being followed."""
        return all(follower.is_following for follower in self._followers.values())

    async def start(self, listen: Listen, run: Run) -> None:
        """Follow the journals and listen."""
        for follower in self._followers.values():
            await follower.open()
            run(follower.run())
        edge = self._edge()
        app = make_app(edge)
        app.middlewares.insert(0, measuring(self._shared.metrics, self._shared.logs.clock))
        await listen(app, self._shared.config.web)
        links = web.Application()
        for parts in self._regions:
            links.add_subapp(f"/{parts.region.code}/", make_link_app(edge, parts.region.code))
        await listen(links, self._shared.config.link)

    async def stop(self) -> None:
        """Close what was opened."""
        await self._client.stop()
        self._accounts.close()

    def _edge(self) -> Edge:
        clock = SystemClock()
        return Edge(
            regions={parts.region.code: self._ports(parts) for parts in self._regions},
            known_regions=self._shared.config.names,
            accounts=self._accounts,
            registry=registry(),
            clock=clock,
            reference=load_reference(),
            rates=Rates(clock, service_per_second=self._shared.config.rate_per_second),
            is_https=self._shared.config.is_https,
        )

    def _ports(self, parts: RegionParts) -> RegionPorts:
        region, follower = parts.region, self._followers[parts.region.code]
        pepper = secret_in(self._shared.config.folder / region.code / "pepper")
        objects = open_objects(region.objects_url)
        return RegionPorts(
            code=region.code,
            name=region.name,
            gateway=KafkaGateway(parts.topology, self._shared.logs.appender),
            outcomes=FollowedOutcomes(follower, parts.views),
            views=parts.views,
            arrivals=FollowedArrivals(follower),
            feed=FollowedFeed(follower),
            materials=MaterialsOfRegion(
                region=region.code,
                materials=Materials(objects, parts.keys, pepper),
                objects=objects,
                views=parts.views,
                fetch=self._client.fetcher(region.code),
                pepper=pepper,
            ),
            sealer=KeyedSealer(parts.keys, pepper),
            letters=LetterDesk(region.code, self._shared.logs),
        )


def follower_of(parts: RegionParts) -> Follower:
    """Follow a region's journal."""
    return Follower(
        region=parts.region.code,
        partitions=parts.region.partitions,
        log=parts.shared.kafka,
        store=parts.views,
        clock=parts.shared.logs.clock,
    )


class PeerClient:
    """Fetches documents from the link listeners of peers."""

    def __init__(self, shared: Shared, accounts: AccountStore) -> None:
        self._shared = shared
        self._accounts = accounts
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def fetcher(
        self, region: RegionCode
    ) -> Callable[[RegionCode, CaseId, str], Awaitable[bytes | None]]:
        """Answer how this region fetches the encrypted object of a document from a peer."""
        tokens: dict[RegionCode, str] = {}

        async def fetch(peer: RegionCode, case_id: CaseId, digest: str) -> bytes | None:
            if peer not in tokens:
                tokens[peer] = await asyncio.to_thread(self._token, region, peer)
            url = f"{self._url(peer)}/link/cases/{case_id}/materials/{digest}"
            return await self._get(url, tokens[peer])

        return fetch

    async def _get(self, url: str, token: str) -> bytes | None:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS_MAX)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status == web.HTTPNotFound.status_code:
                    return None
                if answer.status != web.HTTPOk.status_code:
                    raise Unavailable(f"the peer answers {answer.status}")
                content = await answer.content.read(MATERIAL_BYTES_MAX + 1)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable("the peer does not answer") from error
        if len(content) > MATERIAL_BYTES_MAX:
            raise Unavailable("the peer's document is too large")
        return content

    def _url(self, peer: RegionCode) -> str:
        for known in self._shared.config.peers:
            if known.code == peer:
                return known.link_url
        where = self._shared.config.link
        return f"http://{where.host}:{where.port}/{peer}"

    def _token(self, region: RegionCode, peer: RegionCode) -> str:
        """Read the token the peer gave us; regions of one node trust each other's."""
        for known in self._shared.config.peers:
            if known.code == peer:
                return Path(known.link_token_file).read_text(encoding="utf-8").strip()
        actor = Actor(subject=f"link-{region}", role=Role.PEER, region=region, office="", window="")
        expires_at = Instant(self._shared.logs.clock.now() + LINK_TOKEN_MILLISECONDS)
        return self._accounts.new_service_token(
            actor=actor,
            title=f"link {region}",
            scope=frozenset({Reading.MATERIAL}),
            expires_at=expires_at,
        )
