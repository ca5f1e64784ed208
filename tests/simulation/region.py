"""One region in the simulation: its topics, its processes, and what outlives them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from typing_extensions import override

from broker.domain.identifiers import CaseId, RegionCode
from broker.engine.routing import Topology
from broker.errors import IntakeMismatch
from broker.memory import MemoryKafka
from broker.ports import Clock, Logs
from broker.schemas.link import WrappedKey
from broker.schemas.records import NewRecord
from broker.stores.objects import MemoryObjects
from broker.streams.edge import Edge, EdgeWatcher
from broker.streams.journal_tail import JournalTail
from broker.streams.kafka_link import KafkaLink
from broker.streams.places import PartitionReader, Place
from broker.streams.recorder import Recorder, Watcher
from broker.streams.relay import Link, Relay, RelayWatcher
from broker.streams.snapshots import Snapshots, Snapshotter
from broker.streams.topics import intake_topic, journal_topic, link_topic, topics_of
from tests.simulation.faults import Chaos
from tests.simulation.group import Group, Member
from tests.simulation.process import (
    LinkAppender,
    Process,
    ProcessAppender,
    ProcessLog,
    ProcessObjects,
)
from tests.simulation.viewing import ViewHandler, Views


class SimKafka(MemoryKafka):
    """A Kafka that tells who listens when something is new."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(lambda: type(clock.now())(clock.now() + self.skew_ms))
        self.skew_ms = 0
        self.listeners: dict[Place, Callable[[Place], None]] = {}

    @override
    def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append and tell."""
        offsets = super().append(topic, partition, records)
        place = Place(topic, partition)
        if place in self.listeners:
            self.listeners[place](place)
        return offsets


class NoKeys:
    """Keys are not simulated: nothing is wrapped, nothing is taken."""

    async def take(self, keys: Sequence[WrappedKey]) -> None:
        """Take nothing."""
        assert not keys

    async def wrap(
        self, *, cases: Sequence[CaseId], key_ids: Sequence[str]
    ) -> Sequence[WrappedKey]:
        """Wrap nothing."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all regions of a run share."""

    kafka: SimKafka
    chaos: Chaos
    clock: Clock
    partitions: int
    commits_early: bool


def nothing(*_: object) -> None:
    """Watch nothing."""


WATCHER = Watcher(decided=nothing, appended=nothing, repaired=nothing, led=nothing)
EDGE_WATCHER = EdgeWatcher(set_aside=nothing)
RELAY_WATCHER = RelayWatcher(sent=nothing, resent=nothing, receipted=nothing, standing=nothing)


@dataclass(slots=True)
class Region:
    """A region: two kinds of processes, which come and go, and its durable things."""

    code: RegionCode
    peers: tuple[RegionCode, ...]
    around: Surroundings
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    views: Views = field(default_factory=Views)
    groups: dict[str, Group] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)
    ended: list[tuple[str, BaseException]] = field(default_factory=list)
    stopped: bool = False
    started: int = 0
    linked_late: frozenset[RegionCode] = frozenset()
    """Peers of which its configuration does not say at first."""
    all_linked: bool = True

    @property
    def topology(self) -> Topology:
        """Answer what the region knows of all regions."""
        return self.topologies[-1 if self.all_linked else 0]

    @property
    def topologies(self) -> tuple[Topology, Topology]:
        """Answer what it knows at first, and in the end."""
        return self._topology(self.linked_late), self._topology(frozenset())

    def _topology(self, unknown: frozenset[RegionCode]) -> Topology:
        known = [peer for peer in self.peers if peer not in unknown]
        counts = dict.fromkeys((self.code, *known), self.around.partitions)
        return Topology(region=self.code, partitions=counts)

    def create(self) -> None:
        """Create topics and groups."""
        count = self.around.partitions
        for spec in topics_of(self.code, count, self.peers):
            self.around.kafka.create_topic(spec.name, spec.partitions)
        journal = [journal_topic(self.code)]
        links = [link_topic(self.code, peer) for peer in (*self.peers, self.code)]
        roles = {
            "recorder": [intake_topic(self.code)],
            "edge": links,
            "relay": journal,
            "views": journal,
            "snapshots": journal,
        }
        for role, topics in roles.items():
            places = [Place(topic, number) for topic in topics for number in range(count)]
            group = Group(
                places,
                self.around.kafka,
                self.around.chaos,
                commits_early=self.around.commits_early,
            )
            self.groups[role] = group
            for place in places:
                before = self.around.kafka.listeners.get(place, nothing)
                self.around.kafka.listeners[place] = partial(tell_both, before, group.wake)

    def places(self) -> list[Place]:
        """List every partition of every topic of the region."""
        return [
            Place(spec.name, number)
            for spec in topics_of(self.code, self.around.partitions, self.peers)
            for number in range(spec.partitions)
        ]

    def start(self) -> None:
        """Start all processes."""
        for _ in range(self.around.chaos.plan.recorders):
            self.start_recorder()
        for _ in range(self.around.chaos.plan.nodes):
            self.start_node()

    def start_recorder(self) -> None:
        """Start a process that records."""
        process = self._process("recorder", self.start_recorder)
        recorder = Recorder(
            topology=self.topology,
            logs=self._logs(process),
            snapshots=self._snapshots(process),
            writer=process.name,
            watcher=WATCHER,
        )
        self._join("recorder", process, recorder)

    def start_node(self) -> None:
        """Start a process that relays, takes from links, projects and saves snapshots."""
        process = self._process("node", self.start_node)
        logs, snapshots = self._logs(process), self._snapshots(process)
        link_appender = LinkAppender(process, self.around.kafka)
        links: dict[RegionCode, Link] = {
            peer: KafkaLink(region=self.code, peer=peer, appender=link_appender, keys=NoKeys())
            for peer in (*self.peers, self.code)
        }
        relay = Relay(
            region=self.code, logs=logs, snapshots=snapshots, links=links, watcher=RELAY_WATCHER
        )
        every = self.around.chaos.plan.snapshot_every
        for role, handler in (
            ("relay", relay),
            ("views", ViewHandler(self.views, process)),
            (
                "snapshots",
                Snapshotter(region=self.code, log=logs.log, snapshots=snapshots, every=every),
            ),
        ):
            tail = JournalTail(handler=handler, log=logs.log, observe=nothing)
            self._join(role, process, tail)
        edge = Edge(
            region=self.code,
            peers=self.peers,
            appender=logs.appender,
            keys=NoKeys(),
            watcher=EDGE_WATCHER,
        )
        self._join("edge", process, edge)
        process.start(relay.run())
        process.start(relay.run_answers())

    def _join(self, role: str, process: Process, reader: PartitionReader) -> None:
        self.groups[role].join(Member(process, reader, self.groups[role]))

    def _process(self, role: str, again: Callable[[], None]) -> Process:
        self.started += 1

        def died(process: Process) -> None:
            self.processes.remove(process)
            if process.reason is not None:
                self.ended.append((process.name, process.reason))
                self.stopped = self.stopped or isinstance(process.reason, IntakeMismatch)
            for group in self.groups.values():
                group.notice_death(process)
            if not self.stopped:
                delay = self.around.chaos.seconds(0.1, 3.0)
                asyncio.get_running_loop().call_later(delay, again)

        name = f"{self.code}-{role}-{self.started}"
        process = Process(name, self.around.chaos, self.around.clock, died)
        self.processes.append(process)
        return process

    def _logs(self, process: Process) -> Logs:
        kafka = self.around.kafka
        return Logs(
            log=ProcessLog(process, kafka),
            appender=ProcessAppender(process, kafka),
            clock=self.around.clock,
        )

    def _snapshots(self, process: Process) -> Snapshots:
        return Snapshots(region=self.code, objects=ProcessObjects(process, self.objects))


def tell_both(
    first: Callable[[Place], None], second: Callable[[Place], None], place: Place
) -> None:
    """Tell two listeners."""
    first(place)
    second(place)
