"""Two regions with real stores, a link between them, and a listener where documents are fetched."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from broker.config import Config, read_config
from broker.domain.cases.events import Event
from broker.domain.envelope import Meta
from broker.domain.identifiers import CaseId, RegionCode
from broker.engine.draft import key_ids_for_peer
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog
from broker.schemas.codec import encode_event
from broker.schemas.records import Batch, BatchedEvent, Channel
from broker.stores.keys import KeyStore
from broker.stores.materials import Materials
from broker.stores.objects import open_objects
from broker.stores.views.store import SqlViewStore
from broker.streams.edge import Edge, EdgeWatcher
from broker.streams.kafka_link import KafkaLink
from broker.streams.outbox import Waiting
from broker.streams.places import Place
from broker.streams.topics import intake_topic, link_topic
from broker.views.changes import EventRecorded
from broker.web.link import make_link_app
from broker.wiring.keys import KeysForPeer, KeysOfRegion
from broker.wiring.link_tokens import LinkTokens
from broker.wiring.materials import MaterialsOfRegion
from broker.wiring.peer_client import PeerClient
from tests.stores.views.support import keep
from tests.views.histories import HANGZHOU, MORNING, QINGYANG
from tests.web.world import World

PEPPER = b"p" * 32


class Region:
    """A region's real stores."""

    def __init__(self, code: RegionCode, folder: Path) -> None:
        self.code = code
        self.keys = KeyStore(folder / code / "keys.db", code)
        self.views = SqlViewStore(f"sqlite:///{folder / code / 'model.db'}", code)
        self.objects = open_objects(str(folder / code / "objects"))

    def close(self) -> None:
        """Close the stores."""
        self.keys.close()
        self.views.close()

    def materials(self, client: PeerClient) -> MaterialsOfRegion:
        """Answer the region's documents; the others are fetched from peers."""
        return MaterialsOfRegion(
            region=self.code,
            materials=Materials(self.objects, self.keys, PEPPER + self.code.encode()),
            views=self.views,
            fetch=client.fetcher(self.code),
        )


class KeyLink:
    """The link from one region to another, over topics in memory."""

    def __init__(self, source: Region, target: Region) -> None:
        kafka = MemoryKafka(lambda: MORNING)
        self._topic = link_topic(target.code, source.code)
        kafka.create_topic(self._topic, 1)
        kafka.create_topic(intake_topic(target.code), 1)
        self._log = MemoryLog(kafka)
        self._channel = Channel(
            source=source.code, target=target.code, source_partition=0, target_partition=0
        )
        self._link = KafkaLink(
            region=source.code,
            peer=target.code,
            appender=MemoryAppender(kafka),
            keys=KeysForPeer(source.keys, target.code, {target.code: target.keys.public_key()}),
        )
        self._edge = Edge(
            region=target.code,
            peers=[source.code],
            appender=MemoryAppender(kafka),
            keys=KeysOfRegion(target.keys),
            watcher=EdgeWatcher(set_aside=lambda *_: None),
        )

    async def carry(self, events: Sequence[EventRecorded]) -> None:
        """Send events in one batch, and let the peer's edge take what came."""
        waiting = [waiting_of(each.arrived.meta, each.arrived.event) for each in events]
        batch = Batch(
            channel=self._channel,
            link_epoch=1,
            first=1,
            events=tuple(each.event for each in waiting),
        )
        start, _ = await self._end()
        await self._link.send_batch(batch, waiting)
        _, end = await self._end()
        async for records in self._log.read(self._topic, 0, start=start, end=end):
            await self._edge.deliver({Place(self._topic, 0): records})

    async def _end(self) -> tuple[int, int]:
        _, end = await self._log.bounds(self._topic, 0)
        return end, end


def waiting_of(meta: Meta, event: Event) -> Waiting:
    """Put an event into the form in which the relay holds it."""
    return Waiting(
        number=1,
        event=BatchedEvent(
            aggregate_id=meta.aggregate_id,
            side=meta.side,
            sequence=meta.sequence,
            event=encode_event(meta, event),
        ),
        kind=type(event).__name__,
        key_ids=tuple(key_ids_for_peer(event, meta.side)),
        at=meta.at,
    )


class Pair:
    """A receiving and a handling region; `tell` is everything that a relay and projectors do."""

    def __init__(self, folder: Path) -> None:
        self.receiving = Region(QINGYANG, folder)
        self.handling = Region(HANGZHOU, folder)
        self._link = KeyLink(self.receiving, self.handling)

    def close(self) -> None:
        """Close the stores."""
        self.receiving.close()
        self.handling.close()

    async def tell(self, events: Sequence[EventRecorded]) -> None:
        """Let both regions know of events of the receiving side."""
        await self._link.carry(events)
        for region in (self.receiving, self.handling):
            keep(region.views, events)

    def held(self, case_id: CaseId) -> list[str]:
        """Name the keys of a case that the handling region could use."""
        return [key_id for key_id, _ in self.handling.keys.of_case(case_id)]


@asynccontextmanager
async def listening(pair: Pair, world: World, folder: Path) -> AsyncIterator[PeerClient]:
    """Serve the receiving region's link listener, and give the way to it."""
    links = web.Application()
    server = TestServer(links)
    client = PeerClient(configured(folder), LinkTokens(folder, world.accounts, world.clock))
    ports = replace(
        world.edge.regions[QINGYANG],
        views=pair.receiving.views,
        materials=pair.receiving.materials(client),
    )
    edge = replace(world.edge, regions={QINGYANG: ports})
    links.add_subapp(f"/{QINGYANG}/", make_link_app(edge, QINGYANG))
    async with server:
        assert server.port is not None
        client.config = configured(folder, port=server.port)
        yield client
        await client.stop()


def configured(folder: Path, *, port: int = 0) -> Config:
    """Read a configuration whose link listener is at a port."""
    regions = [{"code": code, "name": code} for code in (QINGYANG, HANGZHOU)]
    document = {
        "kafka": {"bootstrap": "127.0.0.1:1"},
        "link": {"port": port},
        "region": regions,
    }
    return read_config(document, folder)
