"""The web of a node: one application for all its regions, and a link listener for their peers."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from aiohttp import web

from broker.clock import SystemClock
from broker.config import Listener
from broker.schemas.registry import registry
from broker.stores.accounts import AccountStore, open_accounts
from broker.stores.materials import Materials
from broker.stores.objects import open_objects
from broker.stores.secret_file import secret_in
from broker.streams.follower import Follower
from broker.views.deadlines.complaints import complaint_times
from broker.web.app import make_app
from broker.web.limits import Rates
from broker.web.link import make_link_app
from broker.web.ports import Edge, RegionPorts
from broker.web.reference import load_reference
from broker.wiring.dead_letters import LetterDesk
from broker.wiring.link_tokens import LinkTokens
from broker.wiring.materials import MaterialsOfRegion
from broker.wiring.measure import measuring
from broker.wiring.peer_client import PeerClient
from broker.wiring.region import RegionParts, Shared
from broker.wiring.web import (
    FollowedArrivals,
    FollowedFeed,
    FollowedOutcomes,
    JournalEvidence,
    KafkaGateway,
    KeyedSealer,
)

Listen = Callable[[web.Application, Listener], Awaitable[None]]
Run = Callable[[Coroutine[Any, Any, None]], None]


class Front:
    """What people and peers reach of a node."""

    def __init__(self, shared: Shared, regions: Sequence[RegionParts]) -> None:
        self._shared = shared
        self._regions = regions
        self._accounts: AccountStore = open_accounts(shared.config.folder / "accounts.db")
        self._followers = {parts.region.code: follower_of(parts) for parts in regions}
        config, clock = shared.config, shared.logs.clock
        self._client = PeerClient(config, LinkTokens(config.folder, self._accounts, clock))

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
            draft_days=self._shared.config.sweep_after_days,
            complaint_times=complaint_times(self._shared.config.complaint_days),
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
                materials=Materials(
                    objects,
                    parts.keys,
                    pepper,
                    offered_days=self._shared.config.sweep_after_days,
                ),
                views=parts.views,
                fetch=self._client.fetcher(region.code),
            ),
            sealer=KeyedSealer(parts.keys, pepper),
            letters=LetterDesk(region.code, self._shared.logs),
            drafts=parts.drafts,
            evidence=JournalEvidence(region.code, self._shared.logs.log),
            filing=region.filing,
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
