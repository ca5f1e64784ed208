"""Regions running in this process on a real Kafka: recorder, relay, edge, and what they observe."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from broker.clock import SystemClock
from broker.domain.aggregates import Command, kind_of
from broker.domain.cases.commands import (
    ApplicantKind,
    CheckForm,
    CheckIdentity,
    DeliveryWay,
    IdentityMethod,
    PushCase,
    SubmitCase,
)
from broker.domain.envelope import Actor, Meta, Role, Sealed
from broker.domain.identifiers import (
    AggregateId,
    CaseId,
    Instant,
    RegionCode,
    derive_case_id,
    derive_command_id,
    derive_item_id,
)
from broker.domain.items.commands import ItemCommand
from broker.engine.fold import Fold
from broker.engine.routing import Topology
from broker.ports import Logs
from broker.schemas.codec import encode_intake
from broker.schemas.link import WrappedKey
from broker.schemas.records import LogRecord, NewRecord, Submission
from broker.stores.objects import MemoryObjects
from broker.streams.edge import Edge, EdgeWatcher
from broker.streams.journal_tail import JournalTail
from broker.streams.kafka_link import KafkaLink
from broker.streams.kafka_log import KafkaAppender, KafkaLog
from broker.streams.places import PartitionReader
from broker.streams.recorder import Recorder, Watcher
from broker.streams.relay import Relay, RelayWatcher
from broker.streams.snapshots import Snapshots, Snapshotter
from broker.streams.tail import Group, Tail
from broker.streams.topics import create_topics, intake_topic, journal_topic, topics_of
from tests.support.waiting import wait_until

PARTITIONS = 2
READY_SECONDS = 40.0
SEALED = Sealed(suite="standard", key_id="key", nonce=b"0" * 12, ciphertext=b"c" * 64)


class NoKeys:
    """Keys are not what these tests are about."""

    async def take(self, keys: Sequence[WrappedKey]) -> None:
        """Take nothing."""

    async def wrap(
        self, *, cases: Sequence[CaseId], key_ids: Sequence[str]
    ) -> Sequence[WrappedKey]:
        """Wrap nothing."""
        return ()


@dataclass(slots=True)
class Crashes:
    """Errors that would have ended the process."""

    errors: list[BaseException] = field(default_factory=list)

    def crash(self, error: BaseException) -> NoReturn:
        """Keep the error and let it go up."""
        self.errors.append(error)
        raise error


@dataclass(slots=True)
class Cluster:
    """Two regions on one Kafka."""

    bootstrap: str
    folder: Path
    codes: tuple[RegionCode, RegionCode]
    log: KafkaLog
    appender: KafkaAppender
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    crashes: Crashes = field(default_factory=Crashes)
    repaired: int = 0
    tails: list[Tail] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    writers: int = 0

    @property
    def logs(self) -> Logs:
        """Answer the ports on Kafka."""
        return Logs(log=self.log, appender=self.appender, clock=SystemClock())

    def topology(self, region: RegionCode) -> Topology:
        """Answer where aggregates live."""
        return Topology(region=region, partitions=dict.fromkeys(self.codes, PARTITIONS))

    def snapshots(self, region: RegionCode) -> Snapshots:
        """Answer the snapshots of a region."""
        return Snapshots(region=region, objects=self.objects)

    def recorder(self, region: RegionCode) -> Tail:
        """Bind a recorder to Faust."""
        return self.tail(f"{region}.recorder", (intake_topic(region),), self.bare_recorder(region))

    def bare_recorder(self, region: RegionCode) -> Recorder:
        """Make a recorder under a name of its own."""
        self.writers += 1

        def note(_partition: int, count: int) -> None:
            self.repaired += count

        watcher = Watcher(
            decided=lambda _: None,
            appended=lambda *_: None,
            repaired=note,
            led=lambda *_: None,
        )
        return Recorder(
            topology=self.topology(region),
            logs=self.logs,
            snapshots=self.snapshots(region),
            writer=f"writer-{self.writers}",
            watcher=watcher,
        )

    def relay(self, region: RegionCode) -> Tail:
        """Make a relay that ticks."""
        watcher = RelayWatcher(
            sent=lambda *_: None,
            resent=lambda *_: None,
            receipted=lambda *_: None,
            standing=lambda *_: None,
        )
        links = {
            peer: KafkaLink(region=region, peer=peer, appender=self.appender, keys=NoKeys())
            for peer in self.codes
        }
        relay = Relay(
            region=region,
            logs=self.logs,
            snapshots=self.snapshots(region),
            links=dict(links),
            watcher=watcher,
        )
        self.tasks.append(asyncio.create_task(relay.run()))
        self.tasks.append(asyncio.create_task(relay.run_answers()))
        reader = JournalTail(handler=relay, log=self.log, observe=lambda *_: None)
        return self.tail(f"{region}.relay", (journal_topic(region),), reader)

    def edge(self, region: RegionCode) -> Tail:
        """Make an edge."""
        peers = [code for code in self.codes if code != region]
        edge = Edge(
            region=region,
            peers=peers,
            appender=self.appender,
            keys=NoKeys(),
            watcher=EdgeWatcher(set_aside=lambda *_: None),
        )
        return self.tail(f"{region}.edge", edge.topics, edge)

    def snapshotter(self, region: RegionCode, *, every: int) -> Tail:
        """Make a reader that stores the fold."""
        handler = Snapshotter(
            region=region, log=self.log, snapshots=self.snapshots(region), every=every
        )
        reader = JournalTail(handler=handler, log=self.log, observe=lambda *_: None)
        return self.tail(f"{region}.snapshots", (journal_topic(region),), reader)

    def tail(self, name: str, topics: tuple[str, ...], reader: PartitionReader) -> Tail:
        """Bind a reader to Faust."""
        group = Group(
            name=name,
            topics=topics,
            bootstrap=self.bootstrap,
            folder=self.folder / f"{name}.{len(self.tails)}",
        )
        tail = Tail(group, reader, self.crashes.crash)
        self.tails.append(tail)
        return tail

    async def start(self, tails: Iterable[Tail]) -> None:
        """Start and wait until every partition is open."""
        started = list(tails)
        await asyncio.gather(*(tail.start() for tail in started))

        async def ready() -> bool:
            assert not self.crashes.errors, self.crashes.errors
            return all(tail.is_ready for tail in started)

        await wait_until(ready, seconds=READY_SECONDS)

    async def stop(self) -> None:
        """Stop what runs."""
        for tail in self.tails:
            if tail.app.started:
                await tail.stop()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.appender.stop()
        await self.log.stop()

    async def put(self, submission: Submission) -> int:
        """Put a command on its intake."""
        region = submission.meta.region
        name = submission.meta.aggregate_id
        partition = self.topology(region).partition_at(region, name)
        record = NewRecord(name.encode(), encode_intake(submission))
        [offset] = await self.appender.append(intake_topic(region), partition, [record])
        return offset

    async def records(self, topic: str) -> list[list[LogRecord]]:
        """Read a topic whole, by partition."""
        return [await self._partition(topic, partition) for partition in range(PARTITIONS)]

    async def _partition(self, topic: str, partition: int) -> list[LogRecord]:
        _, end = await self.log.bounds(topic, partition)
        found: list[LogRecord] = []
        async for records in self.log.read(topic, partition, start=0, end=end):
            found.extend(records)
        return found

    async def folds(self, region: RegionCode) -> list[Fold]:
        """Fold the journals of a region from zero."""
        folds = []
        for partition, records in enumerate(await self.records(journal_topic(region))):
            fold = Fold(region=region, partition=partition)
            for record in records:
                fold.admit(record)
            folds.append(fold)
        return folds

    async def decided(self, region: RegionCode) -> int:
        """Count intake records that the journals answer."""
        return sum(fold.intake_position + 1 for fold in await self.folds(region))

    async def wait_decided(self, region: RegionCode, count: int) -> None:
        """Wait until this many intake records are answered."""

        async def reached() -> bool:
            assert not self.crashes.errors, self.crashes.errors
            return await self.decided(region) >= count

        await wait_until(reached, seconds=READY_SECONDS)


def command(
    region: RegionCode,
    about: CaseId | AggregateId,
    key: str,
    payload: Command,
    *,
    role: Role = Role.CLERK,
) -> Submission:
    """Make a command of a clerk."""
    name = AggregateId(about)
    kind = kind_of(name)
    assert kind is not None
    actor = Actor(subject="clerk", role=role, region=region, office="office", window="1")
    return Submission(
        meta=Meta(
            id=derive_command_id(region=region, subject="clerk", key=key),
            aggregate_id=name,
            side=kind.side_of(payload),
            sequence=0,
            region=region,
            at=Instant(0),
            causation_id="",
            correlation_id=name,
            actor=actor,
        ),
        body_hash=key.encode().ljust(32, b"."),
        expected_version=None,
        payload=payload,
    )


def item_command(region: RegionCode, key: str, payload: ItemCommand) -> Submission:
    """Make a command of whoever runs the region."""
    name = derive_item_id(region, payload.code)
    return command(region, name, key, payload, role=Role.OPERATOR)


def case_named(region: RegionCode, key: str) -> CaseId:
    """Name the case that this key submits."""
    return derive_case_id(region, derive_command_id(region=region, subject="clerk", key=key))


def hand_in(receiving: RegionCode, handling: RegionCode, key: str) -> Submission:
    """Make the command that submits a case."""
    payload = SubmitCase(
        item_code="KT010013",
        item_version=1,
        handling_region=handling,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_is_minor=False,
        applicant_hash="hash",
        delivery_way=DeliveryWay.POST,
        materials=(),
        sealed=SEALED,
    )
    return command(receiving, case_named(receiving, key), key, payload)


def until_pushed(receiving: RegionCode, handling: RegionCode, key: str) -> list[Submission]:
    """Make the commands that bring a case to the handling side."""
    case_id = case_named(receiving, key)
    checked = CheckIdentity(method=IdentityMethod.ID_CARD, passed=True)
    return [
        hand_in(receiving, handling, key),
        command(receiving, case_id, f"{key}.form", CheckForm(passed=True, sealed=None)),
        command(receiving, case_id, f"{key}.identity", checked),
        command(receiving, case_id, f"{key}.push", PushCase()),
    ]


@asynccontextmanager
async def cluster(bootstrap: str, folder: Path, codes: tuple[str, str]) -> AsyncIterator[Cluster]:
    """Create the topics of two regions, named by codes that no other test uses."""
    first, second = RegionCode(codes[0]), RegionCode(codes[1])
    specs = [*topics_of(first, PARTITIONS, [second]), *topics_of(second, PARTITIONS, [first])]
    await create_topics(bootstrap, specs, replication=1)
    appender = KafkaAppender(bootstrap)
    await appender.start()
    made = Cluster(bootstrap, folder, (first, second), KafkaLog(bootstrap), appender)
    try:
        yield made
    finally:
        await made.stop()
