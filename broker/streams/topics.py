"""Every topic: its name, its key, how long it is kept; one table, and its creation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from broker.config import Config
from broker.domain.identifiers import RegionCode
from broker.errors import Misconfigured

TOPIC_EXISTS = 36
DAY_MS = 86_400_000
INTAKE_RETENTION_MS = 30 * DAY_MS
LINK_RETENTION_MS = 7 * DAY_MS
ENTRY_BYTES_MAX = 900_000
"""Bounds what others may write, so that it can be set aside whole with its origin (E9)."""
RECORD_BYTES_MAX = 1_048_588
"""Bounds what only we write. Kafka measures the batch: our producers' batches stay below."""


def intake_topic(region: RegionCode) -> str:
    """Name the topic of everything that enters a region."""
    return f"{region}.intake"


def journal_topic(region: RegionCode) -> str:
    """Name the topic of everything that is true in a region."""
    return f"{region}.journal"


def events_topic(region: RegionCode) -> str:
    """Name the topic that copies single events out, for Kafka's tools."""
    return f"{region}.events"


def dead_letters_topic(region: RegionCode) -> str:
    """Name the topic of records set aside."""
    return f"{region}.dead-letters"


def link_topic(region: RegionCode, peer: RegionCode) -> str:
    """Name the topic that `peer` writes and the edge of `region` reads; peer may be itself."""
    return f"{region}.link.{peer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """A topic as it has to be; partition counts are fixed for life (E1)."""

    name: str
    partitions: int
    retention_ms: int
    bytes_max: int = RECORD_BYTES_MAX


def topics_of(
    region: RegionCode, partitions: int, peers: Iterable[RegionCode]
) -> tuple[TopicSpec, ...]:
    """List the topics of a region; a link topic has the partitions of the receiving intake."""
    links = tuple(
        TopicSpec(
            name=link_topic(region, peer),
            partitions=partitions,
            retention_ms=LINK_RETENTION_MS,
            bytes_max=ENTRY_BYTES_MAX,
        )
        for peer in (*peers, region)
    )
    return (
        TopicSpec(
            name=intake_topic(region),
            partitions=partitions,
            retention_ms=INTAKE_RETENTION_MS,
            bytes_max=ENTRY_BYTES_MAX,
        ),
        TopicSpec(name=journal_topic(region), partitions=partitions, retention_ms=-1),
        TopicSpec(name=events_topic(region), partitions=partitions, retention_ms=-1),
        TopicSpec(name=dead_letters_topic(region), partitions=1, retention_ms=-1),
        *links,
    )


def specs_of(config: Config) -> tuple[TopicSpec, ...]:
    """List the topics of every region of a node."""
    return tuple(
        spec
        for region in config.regions
        for spec in topics_of(
            region.code,
            region.partitions,
            [code for code in config.partitions if code != region.code],
        )
    )


def topic_settings(spec: TopicSpec) -> Mapping[str, str]:
    """Say what Kafka has to promise for a topic: the log's own time, never compaction (E8)."""
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(spec.retention_ms),
        "retention.bytes": "-1",
        "message.timestamp.type": "LogAppendTime",
        "max.message.bytes": str(spec.bytes_max),
    }


async def create_topics(
    bootstrap: str, specs: Iterable[TopicSpec], *, replication: int
) -> tuple[str, ...]:
    """Create what is missing and answer its names; raise Misconfigured if one differs."""
    wanted = {spec.name: spec for spec in specs}
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics(
            [
                NewTopic(
                    spec.name,
                    spec.partitions,
                    replication,
                    topic_configs=dict(topic_settings(spec)),
                )
                for spec in wanted.values()
            ]
        )
        # aiokafka does not raise here: the errors have to be read.
        errors = {error[0]: error[1] for error in answer.topic_errors}
        failed = {name: code for name, code in errors.items() if code not in (0, TOPIC_EXISTS)}
        if failed:
            raise Misconfigured(f"Kafka refuses to create topics: {failed}")
        await check_partitions(admin, wanted)
        return tuple(name for name, code in errors.items() if code == 0)
    finally:
        await admin.close()


async def check_partitions(admin: AIOKafkaAdminClient, wanted: Mapping[str, TopicSpec]) -> None:
    """Make sure that existing topics have the partitions they were born with."""
    for described in await admin.describe_topics(list(wanted)):
        name, count = described["topic"], len(described["partitions"])
        if count not in (0, wanted[name].partitions):
            raise Misconfigured(
                f"topic {name} has {count} partitions, the configuration says "
                f"{wanted[name].partitions}; the count is fixed for life"
            )
