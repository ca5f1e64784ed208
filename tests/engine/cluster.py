"""A region on a Kafka in memory: recorders come and go, what is in the logs stays."""

from broker.domain.cases.commands import Command
from broker.domain.identifiers import Instant
from broker.engine.fold import Fold
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog, VirtualClock
from broker.ports import Logs
from broker.schemas.codec import decode_journal, encode_intake
from broker.schemas.records import Decision, IntakeBody, NewRecord
from broker.stores.objects import MemoryObjects
from broker.streams.places import Place
from broker.streams.recorder import Recorder
from broker.streams.snapshots import Snapshots
from broker.streams.topics import intake_topic, journal_topic, topics_of
from tests.engine.support import ADDRESSED, TOPOLOGY, partition_of, submission_record
from tests.simulation.region import WATCHER
from tests.support.builders import HANGZHOU, QINGYANG

INTAKE, JOURNAL = intake_topic(QINGYANG), journal_topic(QINGYANG)


class Cluster:
    """Qingyang's topics, and what its recorders need; Kafka's clock may differ from theirs."""

    def __init__(self, *, kafka_ahead_ms: int = 0) -> None:
        self.clock = VirtualClock()
        self.kafka_ahead_ms = kafka_ahead_ms
        self.kafka = MemoryKafka(lambda: Instant(self.clock.now() + self.kafka_ahead_ms))
        for spec in topics_of(QINGYANG, TOPOLOGY.partitions[QINGYANG], [HANGZHOU]):
            self.kafka.create_topic(spec.name, spec.partitions)
        self.partition = partition_of()
        self.logs = Logs(
            log=MemoryLog(self.kafka), appender=MemoryAppender(self.kafka), clock=self.clock
        )

    def recorder(self, writer: str) -> Recorder:
        """Start a recorder without snapshots."""
        return Recorder(
            topology=TOPOLOGY,
            logs=self.logs,
            snapshots=Snapshots(region=QINGYANG, objects=MemoryObjects()),
            writer=writer,
            watcher=WATCHER,
        )

    def submit(self, *commands: tuple[str, Command]) -> None:
        """Append commands to the intake."""
        records = [submission_record(name, command) for name, command in commands]
        self.kafka.append(INTAKE, self.partition, records)

    def hear(self, body: IntakeBody) -> None:
        """Append what the edge took from a link."""
        record = NewRecord(None, encode_intake(body), ADDRESSED)
        self.kafka.append(INTAKE, self.partition, [record])

    async def deliver(self, recorder: Recorder) -> None:
        """Deliver the whole intake, old records too."""
        place = Place(INTAKE, self.partition)
        await recorder.deliver({place: self.kafka.partition(*place).records})

    def decisions(self) -> list[Decision]:
        """List what stands in the journal."""
        records = self.kafka.partition(JOURNAL, self.partition).records
        bodies = [decode_journal(record.value) for record in records]
        return [body for body in bodies if isinstance(body, Decision)]

    def read(self) -> Fold:
        """Fold the journal from zero."""
        fold = Fold(region=QINGYANG, partition=self.partition)
        for record in self.kafka.partition(JOURNAL, self.partition).records:
            fold.admit(record)
        return fold

    async def open(self, recorder: Recorder) -> None:
        """Give a recorder the partition."""
        await recorder.open(Place(INTAKE, self.partition), lambda: True)
