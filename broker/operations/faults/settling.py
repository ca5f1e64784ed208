"""After the faults: wait until the logs stand still, then audit; again while time may heal."""

import asyncio
from collections.abc import Iterable

from aiokafka.errors import KafkaError

from broker.config import Config
from broker.engine.ledgers import Oracle
from broker.operations.audit import Audited, Evidence, audit_node
from broker.ports import Clock
from broker.streams.kafka_log import KafkaLog
from broker.streams.topics import intake_topic, journal_topic, link_topic

STILL_SECONDS = 4.0
"""Longer than a relay waits before it sends again, so that standing still means done."""
AGAIN_SECONDS = 2.0
FINAL = frozenset({Oracle.DOUBLED, Oracle.INVENTED, Oracle.EVIDENCE, Oracle.SECRET})
"""What time cannot heal."""


async def settle(
    config: Config, evidence: Evidence, *, clock: Clock, seconds_max: float
) -> Audited:
    """Audit until nothing is found, or what is found is final, or the time is over."""
    deadline = clock.elapsed() + seconds_max
    while True:
        await stand_still(config, clock, seconds_max=seconds_max)
        audited = await audit_node(config, evidence)
        is_final = any(finding.oracle in FINAL for finding in audited.findings)
        if not audited.findings or is_final or clock.elapsed() > deadline:
            return audited
        await clock.sleep(AGAIN_SECONDS)


async def stand_still(config: Config, clock: Clock, *, seconds_max: float) -> None:
    """Wait until no topic has grown for a while, but not for ever."""
    log = KafkaLog(config.bootstrap)
    deadline = clock.elapsed() + seconds_max
    known: list[int] = []
    since = clock.elapsed()
    try:
        while clock.elapsed() < deadline and clock.elapsed() - since < STILL_SECONDS:
            ends = await read_ends(log, config)
            if ends != known:
                known, since = ends, clock.elapsed()
            await clock.sleep(AGAIN_SECONDS / 4)
    finally:
        await log.stop()


async def read_ends(log: KafkaLog, config: Config) -> list[int]:
    """Read where every partition ends; Kafka may just have come back."""
    places = list(places_of(config))
    try:
        bounds = await asyncio.gather(*(log.bounds(*place) for place in places))
    except KafkaError:
        return []
    return [end for _, end in bounds]


def places_of(config: Config) -> Iterable[tuple[str, int]]:
    """List every topic partition of a node that its tails read."""
    for region in config.regions:
        links = [link_topic(region.code, peer) for peer in config.partitions]
        for topic in (intake_topic(region.code), journal_topic(region.code), *links):
            for partition in range(region.partitions):
                yield topic, partition
