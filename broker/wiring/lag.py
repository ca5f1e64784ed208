"""How far behind the tails are, from own positions and the logs' ends, not from Kafka's groups."""

from broker.metrics import Metrics
from broker.ports import Clock
from broker.streams.journal_tail import JournalTail
from broker.streams.places import PartitionReader, Place
from broker.streams.projector import Projector
from broker.streams.recorder import Recorder
from broker.wiring.region import RegionParts

LAG_SECONDS = 2.0
LOOP_SECONDS = 0.5


async def observe_lags(parts: RegionParts) -> None:
    """Measure for ever."""
    clock = parts.shared.logs.clock
    while True:
        await clock.sleep(LAG_SECONDS)
        for tail in parts.tails:
            for place in sorted(tail.opened):
                await observe_lag(parts, tail.reader, place)


async def observe_lag(parts: RegionParts, reader: PartitionReader, place: Place) -> None:
    """Compare a reader's position with the end of its partition."""
    metrics, code = parts.shared.metrics, parts.region.code
    position = reader.position(place)
    if position is None:
        return
    _, end = await parts.shared.logs.log.bounds(place.topic, place.partition)
    match reader:
        case Recorder():
            metrics.intake_lag.labels(code, place.partition).set(end - position)
        case JournalTail(handler=Projector()):
            metrics.projection_lag.labels(code, place.partition).set(end - position)
        case _:
            return


async def observe_loop(metrics: Metrics, clock: Clock) -> None:
    """Measure for ever how late the event loop wakes up."""
    while True:
        before = clock.elapsed()
        await clock.sleep(LOOP_SECONDS)
        metrics.loop_lag.set(max(0.0, clock.elapsed() - before - LOOP_SECONDS))
