"""One region of a node: its stores, and a tail for each role the node plays for it."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from broker.clock import SystemClock
from broker.config import Config, NodeRole, RegionConfig
from broker.domain.identifiers import RegionCode
from broker.engine.routing import Topology
from broker.metrics import Metrics
from broker.ports import Logs
from broker.stores.drafts import SqlDrafts
from broker.stores.keys import KeyStore
from broker.stores.objects import open_objects
from broker.stores.views.store import SqlViewStore
from broker.streams.edge import Edge
from broker.streams.exporter import Exporter
from broker.streams.journal_tail import JournalHandler, JournalTail
from broker.streams.kafka_link import KafkaLink
from broker.streams.kafka_log import KafkaLog
from broker.streams.places import PartitionReader
from broker.streams.projector import Projector
from broker.streams.recorder import Recorder
from broker.streams.relay import Link, Relay
from broker.streams.snapshots import Snapshots, Snapshotter, pack_aside, unpack_aside
from broker.streams.tail import Group, Tail
from broker.streams.timekeeper import Timekeeper
from broker.streams.topics import intake_topic, journal_topic
from broker.wiring.drafts import DraftSweep
from broker.wiring.keys import KeysForPeer, KeysOfRegion, LostKeys
from broker.wiring.sweep import sweep_of
from broker.wiring.watchers import (
    edge_watcher,
    journal_watcher,
    recorder_watcher,
    relay_watcher,
    timekeeper_watcher,
)

REFRESH_SECONDS = 1.0
PACE_SECONDS = {
    NodeRole.PROJECTOR: 0.01,
    NodeRole.TIMEKEEPER: 0.05,
    NodeRole.EXPORTER: 0.25,
    NodeRole.SNAPSHOTS: 1.0,
}
"""What nobody waits for is fetched less often and more at a time; others fetch at once."""

Task = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all regions of a node share."""

    config: Config
    kafka: KafkaLog
    logs: Logs
    metrics: Metrics
    writer: str
    member: str | None
    """The name of this process in its groups, when whoever starts it gives it one."""


@dataclass(slots=True)
class RegionParts:
    """A region in this process: stores, tails, and tasks that run beside them."""

    region: RegionConfig
    shared: Shared
    keys: KeyStore
    keys_to_relay: KeyStore
    """The same keys through a connection of its own: the relay never waits for those who store."""
    views: SqlViewStore
    drafts: SqlDrafts
    snapshots: Snapshots
    public_keys: Mapping[RegionCode, bytes]
    tails: list[Tail] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def topology(self) -> Topology:
        """Answer where the region's aggregates and those of its peers live."""
        return Topology(region=self.region.code, partitions=self.shared.config.partitions)

    def close(self) -> None:
        """Close the stores."""
        self.views.close()
        self.drafts.close()
        self.keys.close()
        self.keys_to_relay.close()


def open_keys(config: Config, region: RegionConfig) -> KeyStore:
    """Open the key store of a region."""
    return KeyStore(config.folder / region.code / "keys.db", region.code)


def open_region(
    region: RegionConfig,
    shared: Shared,
    keys: KeyStore,
    public_keys: Mapping[RegionCode, bytes],
) -> RegionParts:
    """Open the stores of a region."""
    return RegionParts(
        region=region,
        shared=shared,
        keys=keys,
        keys_to_relay=open_keys(shared.config, region),
        views=SqlViewStore(region.views_url, region.code),
        drafts=SqlDrafts(region.views_url),
        snapshots=Snapshots(
            region=region.code,
            objects=open_objects(region.objects_url),
            pack=pack_aside,
            unpack=unpack_aside,
        ),
        public_keys=public_keys,
    )


def add_role(  # noqa: C901 - one branch a role
    parts: RegionParts, role: NodeRole
) -> None:
    """Add the tail and the tasks of one role."""
    match role:
        case NodeRole.RECORDER:
            add_recorder(parts)
        case NodeRole.RELAY:
            add_relay(parts)
        case NodeRole.EDGE:
            add_edge(parts)
        case NodeRole.PROJECTOR:
            add_projector(parts)
        case NodeRole.SNAPSHOTS:
            add_snapshots(parts)
        case NodeRole.EXPORTER:
            exporter = Exporter(region=parts.region.code, logs=parts.shared.logs)
            add_journal_tail(parts, role, exporter)
        case NodeRole.TIMEKEEPER:
            add_timekeeper(parts)
        case NodeRole.WEB:
            """The web is not a tail; the node serves it for all its regions."""


def add_tail(
    parts: RegionParts, role: NodeRole, topics: tuple[str, ...], reader: PartitionReader
) -> None:
    """Join the consumer group of a role."""
    name = f"{parts.region.code}.{role}"
    group = Group(
        name=name,
        topics=topics,
        bootstrap=parts.shared.config.bootstrap,
        folder=parts.shared.config.folder / "faust" / name,
        session_seconds=parts.shared.config.session_seconds,
        pace_seconds=PACE_SECONDS.get(role, 0.0),
        member=parts.shared.member,
    )
    parts.tails.append(Tail(group, reader))


def add_journal_tail(parts: RegionParts, role: NodeRole, handler: JournalHandler) -> JournalTail:
    """Read the journal for a handler."""
    code = parts.region.code
    tail = JournalTail(
        handler=handler,
        log=parts.shared.logs.log,
        observe=journal_watcher(parts.shared.metrics, code),
    )
    add_tail(parts, role, (journal_topic(code),), tail)
    return tail


def add_recorder(parts: RegionParts) -> None:
    """Decide the region's intake."""
    code = parts.region.code
    recorder = Recorder(
        topology=parts.topology,
        logs=parts.shared.logs,
        snapshots=parts.snapshots,
        writer=parts.shared.writer,
        watcher=recorder_watcher(parts.shared.metrics, code, SystemClock()),
    )
    add_tail(parts, NodeRole.RECORDER, (intake_topic(code),), recorder)


def add_relay(parts: RegionParts) -> None:
    """Carry own events to the peers, and to the region itself over the self-link."""
    code = parts.region.code
    links: dict[RegionCode, Link] = {
        peer: KafkaLink(
            region=code,
            peer=peer,
            appender=parts.shared.logs.appender,
            keys=KeysForPeer(parts.keys_to_relay, peer, parts.public_keys),
        )
        for peer in parts.shared.config.partitions
    }
    relay = Relay(
        region=code,
        logs=parts.shared.logs,
        snapshots=parts.snapshots,
        links=links,
        watcher=relay_watcher(parts.shared.metrics, code),
    )
    add_journal_tail(parts, NodeRole.RELAY, relay)
    parts.tasks += [relay.run, relay.run_answers]


def add_edge(parts: RegionParts) -> None:
    """Take what peers put on our link topics."""
    code = parts.region.code
    edge = Edge(
        region=code,
        peers=[peer for peer in parts.shared.config.partitions if peer != code],
        appender=parts.shared.logs.appender,
        keys=KeysOfRegion(parts.keys),
        watcher=edge_watcher(parts.shared.metrics),
    )
    add_tail(parts, NodeRole.EDGE, edge.topics, edge)


def add_projector(parts: RegionParts) -> None:
    """Keep the read model; a model dropped while we run is rebuilt."""
    projector = Projector(parts.views, LostKeys(parts.keys, parts.views).sweep)
    tail = add_journal_tail(parts, NodeRole.PROJECTOR, projector)

    async def refresh() -> None:
        while True:
            await parts.shared.logs.clock.sleep(REFRESH_SECONDS)
            await tail.refresh()

    drafts = DraftSweep(drafts=parts.drafts, clock=parts.shared.logs.clock)
    parts.tasks += [refresh, sweep_of(parts).run, drafts.run]


def add_snapshots(parts: RegionParts) -> None:
    """Store the fold now and then."""
    snapshotter = Snapshotter(
        region=parts.region.code,
        log=parts.shared.logs.log,
        snapshots=parts.snapshots,
        every=parts.shared.config.snapshot_every,
    )
    add_journal_tail(parts, NodeRole.SNAPSHOTS, snapshotter)


def add_timekeeper(parts: RegionParts) -> None:
    """Wake what falls due."""
    timekeeper = Timekeeper(
        region=parts.region.code,
        logs=parts.shared.logs,
        snapshots=parts.snapshots,
        watcher=timekeeper_watcher(parts.shared.metrics, parts.region.code),
    )
    add_journal_tail(parts, NodeRole.TIMEKEEPER, timekeeper)
    parts.tasks.append(timekeeper.run)
