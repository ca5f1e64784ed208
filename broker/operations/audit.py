"""The audit: read whole topics, read models and a history, and check the oracle."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiokafka.errors import KafkaError

from broker.config import Config, RegionConfig
from broker.domain.identifiers import RegionCode
from broker.engine.auditing import audit
from broker.engine.ledgers import Finding, Ledger, PartitionRecords, RegionRecords
from broker.errors import Unavailable
from broker.operations.canaries import scan_files, scan_records
from broker.operations.history import Line, check_history
from broker.operations.model_audit import (
    Model,
    compare_model,
    compare_regions,
    fold_model,
    read_model,
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
    """Audit every region of a configuration, at rest; what is under way counts as late."""
    log = KafkaLog(config.bootstrap)
    try:
        letters = {one.code: await list_dead_letters(log, one.code) for one in config.regions}
        records = [await read_region(log, config, one, letters[one.code]) for one in config.regions]
    except KafkaError as error:
        raise Unavailable(
            f"Kafka {config.bootstrap} 没有应答，或缺少主题：请先启动，并运行 tongban topics。"
            f" Kafka does not answer, or lacks topics ({type(error).__name__})."
        ) from error
    finally:
        await log.stop()
    models = {one.code: read_model(one.views_url) for one in config.regions}
    ledgers, findings = audit(records)
    findings += check_models(records, models)
    if evidence.history is not None:
        findings += check_history(evidence.history, ledgers)
    findings += scan_records(records, evidence.canaries)
    findings += scan_files(evidence.files, evidence.canaries)
    summaries = [summarize(one, ledgers[one.region], letters[one.region]) for one in records]
    return Audited(regions=tuple(summaries), findings=tuple(findings))


async def read_region(
    log: Log, config: Config, region: RegionConfig, letters: Sequence[DeadLetter]
) -> RegionRecords:
    """Read every topic of a region from its beginning."""
    code = region.code
    peers = [*config.partitions]
    return RegionRecords(
        region=code,
        partitions=[await read_partition(log, code, p) for p in range(region.partitions)],
        links={
            peer: [
                record
                for partition in range(region.partitions)
                for record in await read_whole(log, link_topic(code, peer), partition)
            ]
            for peer in peers
        },
        set_aside=frozenset(
            (one.partition, one.offset) for one in letters if one.topic == intake_topic(code)
        ),
    )


async def read_partition(log: Log, code: RegionCode, partition: int) -> PartitionRecords:
    """Read one partition's journal, then its intake."""
    journal = await read_whole(log, journal_topic(code), partition)
    _, end = await log.bounds(intake_topic(code), partition)
    return PartitionRecords(
        partition=partition,
        intake=await read_whole(log, intake_topic(code), partition),
        intake_end=end,
        journal=journal,
    )


async def read_whole(log: Log, topic: str, partition: int) -> list[LogRecord]:
    """Read what a partition still holds."""
    begin, end = await log.bounds(topic, partition)
    return [
        record
        async for records in log.read(topic, partition, start=begin, end=end)
        for record in records
    ]


def check_models(
    records: Sequence[RegionRecords], models: dict[RegionCode, Model]
) -> list[Finding]:
    """Check each read model against its journals, then the regions' models with each other."""
    findings = []
    for one in records:
        findings += compare_model(one.region, folded=fold_model(one), stored=models[one.region])
    return findings + compare_regions(models)


def summarize(
    records: RegionRecords, ledger: Ledger, letters: Sequence[DeadLetter]
) -> RegionSummary:
    """Count what was audited."""
    return RegionSummary(
        region=records.region,
        intake=sum(len(one.intake) for one in records.partitions),
        decisions=ledger.decisions,
        stale=ledger.stale,
        events=sum(len(events) for events in ledger.events.values()),
        cases=len(ledger.states),
        commands=len(ledger.answers),
        dead_letters=sum(1 for one in letters if one.standing is Standing.SET_ASIDE),
    )
