"""The audit: read whole topics, read models and a history, and check the oracle."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiokafka.errors import KafkaError

from broker.config import Config, RegionConfig
from broker.domain.identifiers import RegionCode
from broker.engine.auditing import audit_link, close_ledger, compare_ledgers
from broker.engine.journal_audit import PartitionAudit
from broker.engine.ledgers import Finding, Ledger
from broker.errors import Unavailable
from broker.operations.canaries import Canaries, scan_files
from broker.operations.history import Line, check_history
from broker.operations.model_audit import (
    FoldedModel,
    PartitionFold,
    SharedCases,
    compare_model,
    compare_regions,
)
from broker.ports import Log
from broker.schemas.records import LogRecord
from broker.streams.dead_letters import DeadLetter, Standing, list_dead_letters
from broker.streams.kafka_log import KafkaLog
from broker.streams.topics import intake_topic, journal_topic, link_topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an audit may know beside topics and read models."""

    history: Sequence[Line] | None = None
    """What clients did and were told; None: nobody wrote it down, so it is not checked."""
    canaries: Sequence[str] = ()
    files: Sequence[Path] = ()
    """Logs and metrics that must not hold a canary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSummary:
    """What an audit saw of a region, in numbers."""

    region: RegionCode
    intake: int
    decisions: int
    stale: int
    events: int
    cases: int
    commands: int
    dead_letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The result of an audit."""

    regions: tuple[RegionSummary, ...]
    findings: tuple[Finding, ...]


async def audit_node(config: Config, evidence: Evidence) -> Audited:
    """Audit every region of a configuration, at rest; what is under way counts as late.

    Topics are read once, a record at a time; what is kept are ids, digests and states of cases.
    """
    log = KafkaLog(config.bootstrap)
    canaries = Canaries(evidence.canaries)
    try:
        regions = [await read_region(log, region, canaries) for region in config.regions]
        ledgers = {one.ledger.region: one.ledger for one in regions}
        findings = compare_ledgers(ledgers)
        findings += await audit_links(log, config, ledgers, canaries)
    except KafkaError as error:
        raise Unavailable(
            f"Kafka {config.bootstrap} 没有应答，或缺少主题：请先启动，并运行 tongban topics。"
            f" Kafka does not answer, or lacks topics ({type(error).__name__})."
        ) from error
    finally:
        await log.stop()
    findings += check_models(config, regions)
    if evidence.history is not None:
        findings += check_history(evidence.history, ledgers)
    findings += canaries.findings
    findings += scan_files(evidence.files, evidence.canaries)
    return Audited(
        regions=tuple(summarize(one) for one in regions),
        findings=tuple(findings),
    )


@dataclass(slots=True)
class ReadRegion:
    """What is kept of a region whose intake and journal have been read."""

    ledger: Ledger
    letters: Sequence[DeadLetter]
    intake: int = 0
    model: FoldedModel = field(default_factory=FoldedModel)


async def read_region(log: Log, region: RegionConfig, canaries: Canaries) -> ReadRegion:
    """Read every intake and journal of a region from its beginning."""
    code = region.code
    letters = [replace(one, value=b"") for one in await list_dead_letters(log, code)]
    read = ReadRegion(Ledger(code), letters)
    for partition in range(region.partitions):
        await read_partition(log, read, partition, canaries)
    close_ledger(read.ledger)
    return read


async def read_partition(log: Log, read: ReadRegion, partition: int, canaries: Canaries) -> None:
    """Read a partition: the intake up to its end now, then the journal as it stood before."""
    intake, journal = intake_topic(read.ledger.region), journal_topic(read.ledger.region)
    _, journal_end = await log.bounds(journal, partition)
    _, intake_end = await log.bounds(intake, partition)
    set_aside = frozenset(
        (one.partition, one.offset) for one in read.letters if one.topic == intake
    )
    audit = PartitionAudit(read.ledger, partition, intake_end=intake_end, set_aside=set_aside)
    async for record in read_whole(log, intake, partition, intake_end):
        canaries.look(intake, partition, record)
        audit.take_intake(record)
        read.intake += 1
    fold = PartitionFold(partition)
    async for record in read_whole(log, journal, partition, journal_end):
        canaries.look(journal, partition, record)
        audit.take(record)
        fold.take(record)
    audit.close()
    fold.close(read.model)


async def audit_links(
    log: Log, config: Config, ledgers: Mapping[RegionCode, Ledger], canaries: Canaries
) -> list[Finding]:
    """Read the links of every region, when all journals are written down."""
    findings: list[Finding] = []
    for region in config.regions:
        for peer in config.partitions:
            topic = link_topic(region.code, peer)
            for partition in range(region.partitions):
                _, end = await log.bounds(topic, partition)
                async for record in read_whole(log, topic, partition, end):
                    canaries.look(topic, partition, record)
                    findings += audit_link(region.code, peer, record, ledgers)
    return findings


async def read_whole(log: Log, topic: str, partition: int, end: int) -> AsyncIterator[LogRecord]:
    """Read what a partition still holds, up to an end."""
    begin, _ = await log.bounds(topic, partition)
    async for records in log.read(topic, partition, start=begin, end=end):
        for record in records:
            yield record


def check_models(config: Config, regions: Sequence[ReadRegion]) -> list[Finding]:
    """Check each read model against its journals, then the regions' models with each other."""
    findings: list[Finding] = []
    shared: dict[RegionCode, SharedCases] = {}
    for region, read in zip(config.regions, regions, strict=True):
        wrong, shared[region.code] = compare_model(region.code, region.views_url, read.model)
        findings += wrong
    return findings + compare_regions(shared)


def summarize(read: ReadRegion) -> RegionSummary:
    """Count what was audited."""
    ledger = read.ledger
    return RegionSummary(
        region=ledger.region,
        intake=read.intake,
        decisions=ledger.decisions,
        stale=ledger.stale,
        events=sum(len(events) for events in ledger.events.values()),
        cases=len(ledger.states),
        commands=len(ledger.answers),
        dead_letters=sum(1 for one in read.letters if one.standing is Standing.SET_ASIDE),
    )
