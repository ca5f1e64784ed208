"""Replay from encoded journal records to state, and the memory that open cases take."""

import gc
import tracemalloc
from collections.abc import Iterable, Sequence
from itertools import count
from statistics import median
from time import process_time

from bench.report import Figure, Hold
from bench.scales import Scale
from bench.stage import PARTITIONS, Stage
from bench.workload import SENT_AT, Life, hand_over, intake_records, submissions, whole_life
from broker.domain.identifiers import RegionCode
from broker.engine.deciding import decide_record, read_intake
from broker.engine.fold import Fold
from broker.engine.lead import JOURNAL_FORMAT, JournalPosition
from broker.engine.routing import Topology
from broker.evidence.chain import chain_value
from broker.schemas.codec import encode_journal
from broker.schemas.records import EPOCH_HEADER, LeadTaken, LogRecord, NewRecord
from broker.streams.topics import journal_topic

REGION = RegionCode("621000")
HANDLING = RegionCode("330100")
TOPOLOGY = Topology(region=REGION, partitions={REGION: 1, HANDLING: PARTITIONS})
HEADERS = ((EPOCH_HEADER, b"1"),)
REPEATS = 5


async def measure_replay(stage: Stage, scale: Scale) -> list[Figure]:
    """Fold whole lives from memory and from Kafka in turn, for a second of processor time."""
    life = whole_life(REGION)
    journal = write_journal(life, scale.replayed_cases)
    region = stage.new_region()
    await stage.create_topics(region, [])
    topic = journal_topic(region)
    await stage.append(topic, {0: [NewRecord(r.key, r.value, r.headers) for r in journal]})
    events = scale.replayed_cases * life.events
    memory: list[float] = []
    kafka: list[float] = []
    for _ in range(max(scale.repeats, REPEATS)):
        started = process_time()
        fold_all([journal])
        memory.append(events / (process_time() - started))
        kafka.append(events / await fold_from_kafka(stage, topic, len(journal)))
    return [
        Figure(
            name="replay_from_kafka",
            title="重放：Kafka 磁盘 → 状态（事件/秒/核）",
            value=median(kafka),
            unit="/s",
            hold=Hold(at_least=30_000),
            details={"samples": kafka, "events": events},
        ),
        Figure(
            name="replay_from_memory",
            title="重放：内存 → 状态（事件/秒/核）",
            value=median(memory),
            unit="/s",
            details={"samples": memory},
        ),
    ]


async def measure_memory(_stage: Stage, scale: Scale) -> list[Figure]:
    """Fold open cases and ask what was allocated for them."""
    life = hand_over(HANDLING)
    journal = write_journal(life, scale.open_cases)
    gc.collect()
    tracemalloc.start()
    fold = fold_all([journal])
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(fold.standings) == scale.open_cases
    return [
        Figure(
            name="memory_per_open_case",
            title="每个未结办件的内存",
            value=used / scale.open_cases / 1_000,
            unit="kB",
            hold=Hold(at_most=3),
            details={"cases": scale.open_cases, "events_of_each": life.events},
        )
    ]


def write_journal(life: Life, cases: int) -> list[LogRecord]:
    """Let the engine decide the commands of many cases, as a recorder would."""
    lead = encode_journal(LeadTaken(format=JOURNAL_FORMAT, epoch=1, writer="bench"))
    journal = [LogRecord(0, SENT_AT, None, lead, HEADERS)]
    fold = Fold(region=REGION, partition=0)
    fold.admit(journal[0])
    offsets = count()
    for _, new in intake_records(submissions(REGION, life, range(cases)), 1):
        record = LogRecord(next(offsets), SENT_AT, new.key, new.value, ())
        decided = decide_record(fold, record, read_intake(record, TOPOLOGY, 0), TOPOLOGY)
        assert decided.decision.refusal is None, decided.decision.refusal
        value = encode_journal(decided.decision)
        after = JournalPosition(offset=len(journal) + 1, epoch=1, chain=chain_value(value))
        fold.apply(decided.decision, after, decided.standings)
        journal.append(LogRecord(len(journal), SENT_AT, new.key, value, HEADERS))
    return journal


def fold_all(bundles: Iterable[Sequence[LogRecord]]) -> Fold:
    """Fold records to a state."""
    fold = Fold(region=REGION, partition=0)
    for bundle in bundles:
        for record in bundle:
            fold.admit(record)
    return fold


async def fold_from_kafka(stage: Stage, topic: str, records: int) -> float:
    """Read a journal from Kafka to state and answer the processor time it took."""
    fold = Fold(region=REGION, partition=0)
    started = process_time()
    async for bundle in stage.log.read(topic, 0, start=0, end=records):
        for record in bundle:
            fold.admit(record)
    assert fold.journal.offset == records
    return process_time() - started
