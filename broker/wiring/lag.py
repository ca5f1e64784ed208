"""How far behind the tails are, from own positions and the logs' ends, not from Kafka's groups."""

import logging
from collections.abc import Awaitable, Callable

from aiokafka.errors import KafkaError
from prometheus_client import Gauge

from broker.domain.identifiers import RegionCode
from broker.metrics import Metrics
from broker.ports import Clock, Log
from broker.streams.dead_letters import PARTITION, DeadLetter, Standing, fold_letters
from broker.streams.journal_tail import JournalTail
from broker.streams.places import PartitionReader, Place
from broker.streams.projector import Projector
from broker.streams.recorder import Recorder
from broker.streams.topics import dead_letters_topic
from broker.wiring.region import RegionParts

log = logging.getLogger(__name__)

LAG_SECONDS = 5.0
LETTERS_SECONDS = 10.0
LOOP_SECONDS = 0.5


def begin_counters(parts: RegionParts) -> None:
    """Show what has not happened yet as 0, so that its first time is seen as an increase."""
    metrics, code = parts.shared.metrics, parts.region.code
    for partition in range(parts.region.partitions):
        metrics.gaps_repaired.labels(code, partition)
        metrics.stale_records.labels(code, partition)


async def observe(clock: Clock, seconds: float, measure: Callable[[], Awaitable[None]]) -> None:
    """Measure for ever; while Kafka is away, say so once and try again."""
    is_away = False
    while True:
        try:
            await measure()
            is_away = False
        except KafkaError as error:
            if not is_away:
                extra = {"action": "observer.waiting", "error": repr(error)}
                log.warning("nothing can be measured while Kafka is away", extra=extra)
            is_away = True
        await clock.sleep(seconds)


async def observe_lags(parts: RegionParts) -> None:
    """Measure for ever how far behind the tails are."""
    begin_counters(parts)

    async def measure() -> None:
        for tail in parts.tails:
            for place in sorted(tail.opened):
                await observe_lag(parts, tail.reader, place)

    await observe(parts.shared.logs.clock, LAG_SECONDS, measure)


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
    """Count the open dead letters for ever."""
    gauge = parts.shared.metrics.dead_letter_records.labels(parts.region.code)
    letters = OpenLetters(parts.region.code, parts.shared.logs.log, gauge)
    await observe(parts.shared.logs.clock, LETTERS_SECONDS, letters.count)


class OpenLetters:
    """The dead letters of a region; only what is new is read, and no content is kept."""

    def __init__(self, region: RegionCode, log: Log, gauge: Gauge) -> None:
        self._gauge = gauge
        self._topic = dead_letters_topic(region)
        self._log = log
        self._letters: dict[str, DeadLetter] = {}
        self._position = 0

    async def count(self) -> None:
        """Read on and count; a reading that breaks off counts for nothing."""
        begin, end = await self._log.bounds(self._topic, PARTITION)
        start = max(begin, self._position)
        news = [
            record._replace(value=b"")
            async for records in self._log.read(self._topic, PARTITION, start=start, end=end)
            for record in records
        ]
        fold_letters(self._letters, news)
        self._position = end
        self._gauge.set(sum(one.standing is Standing.SET_ASIDE for one in self._letters.values()))


async def observe_loop(metrics: Metrics, clock: Clock) -> None:
    """Measure for ever how late the event loop wakes up."""
    while True:
        before = clock.elapsed()
        await clock.sleep(LOOP_SECONDS)
        metrics.loop_lag.set(max(0.0, clock.elapsed() - before - LOOP_SECONDS))
