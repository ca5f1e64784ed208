"""How far behind the tails are, from own positions and the logs' ends, not from Kafka's groups."""

from dataclasses import replace

from prometheus_client import Gauge

from broker.metrics import Metrics
from broker.ports import Clock
from broker.streams.dead_letters import PARTITION, DeadLetter, Standing, fold_letters
from broker.streams.journal_tail import JournalTail
from broker.streams.places import PartitionReader, Place
from broker.streams.projector import Projector
from broker.streams.recorder import Recorder
from broker.streams.topics import dead_letters_topic
from broker.wiring.region import RegionParts

LAG_SECONDS = 5.0
LETTERS_SECONDS = 10.0
LOOP_SECONDS = 0.5


def begin_counters(parts: RegionParts) -> None:
    """Show what has not happened yet as 0, so that its first time is seen as an increase."""
    metrics, code = parts.shared.metrics, parts.region.code
    for partition in range(parts.region.partitions):
        metrics.gaps_repaired.labels(code, partition)
        metrics.stale_records.labels(code, partition)


async def observe_lags(parts: RegionParts) -> None:
    """Measure for ever."""
    clock = parts.shared.logs.clock
    begin_counters(parts)
    while True:
        await clock.sleep(LAG_SECONDS)
        for tail in parts.tails:
            for place in sorted(tail.opened):
                await observe_lag(parts, tail.reader, place)


async def observe_lag(parts: RegionParts, reader: PartitionReader, place: Place) -> None:
    """Compare a reader's position with the end of its partition."""
    gauge = lag_gauge(parts.shared.metrics, reader)
    position = reader.position(place)
    if gauge is None or position is None:
        return
    _, end = await parts.shared.logs.log.bounds(place.topic, place.partition)
    gauge.labels(parts.region.code, place.partition).set(end - position)


def lag_gauge(metrics: Metrics, reader: PartitionReader) -> Gauge | None:
    """Answer the metric for a reader's lag; the relay's is told by what is not receipted."""
    match reader:
        case Recorder():
            return metrics.intake_lag
        case JournalTail(handler=Projector()):
            return metrics.projection_lag
        case _:
            return None


async def observe_letters(parts: RegionParts) -> None:
    """Count the open dead letters for ever; only what is new is read, and no content is kept."""
    gauge = parts.shared.metrics.dead_letter_records.labels(parts.region.code)
    topic, logs = dead_letters_topic(parts.region.code), parts.shared.logs
    letters: dict[str, DeadLetter] = {}
    position = 0
    while True:
        begin, end = await logs.log.bounds(topic, PARTITION)
        start = max(begin, position)
        async for records in logs.log.read(topic, PARTITION, start=start, end=end):
            fold_letters(letters, [replace(record, value=b"") for record in records])
        position = end
        gauge.set(sum(one.standing is Standing.SET_ASIDE for one in letters.values()))
        await logs.clock.sleep(LETTERS_SECONDS)


async def observe_loop(metrics: Metrics, clock: Clock) -> None:
    """Measure for ever how late the event loop wakes up."""
    while True:
        before = clock.elapsed()
        await clock.sleep(LOOP_SECONDS)
        metrics.loop_lag.set(max(0.0, clock.elapsed() - before - LOOP_SECONDS))
