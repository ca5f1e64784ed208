"""From an HTTP command accepted in region A to region B's inbox, and back to A's receipt."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag

from bench.pair import HANDLING, RECEIVING, Clerk, Pair, Posted, open_pair
from bench.report import Figure, Hold, spread
from bench.scales import Scale
from bench.stage import PARTITIONS, Stage, clock
from broker.domain.identifiers import Instant
from broker.engine.lead import ORIGIN, Counted, JournalPosition, admit
from broker.schemas.records import Decision
from broker.streams.topics import journal_topic

LOOK_SECONDS = 0.004
LOOK_SELDOM_SECONDS = 0.05
"""When only the last event matters: looking takes from the processors that are measured."""
SETTLED_SECONDS_MAX = 60.0
MEASURED_RATE = 100
"""Commands a second at which the design's bounds are to hold."""
Place = tuple[str, int]
"""Case and sequence of a receiving side's event."""
Lane = tuple[int, int]
"""Partitions of a channel, here and at the peer."""


@dataclass(slots=True)
class Looker:
    """Looks into a read model every few milliseconds and notes when an event is there."""

    path: Path
    seen: dict[Place, Instant]
    ended: Flag
    look_seconds: float = LOOK_SECONDS

    def run(self) -> None:
        """Look until told to end."""
        query = "SELECT rowid, case_id, sequence FROM timeline WHERE rowid > ? AND side = ?"
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            (last,) = database.execute("SELECT coalesce(max(rowid), 0) FROM timeline").fetchone()
            while not self.ended.wait(self.look_seconds):
                for row, case_id, sequence in database.execute(query, (last, "receiving")):
                    self.seen[case_id, sequence] = clock.now()
                    last = max(last, row)


@dataclass(slots=True)
class Trail:
    """When events entered A's journal, and when A noted B's receipt for them."""

    written: dict[Place, Instant]
    receipted: dict[Place, Instant]
    positions: list[JournalPosition]
    numbers: dict[Lane, dict[int, Place]]

    async def follow(self, stage: Stage) -> None:
        """Read A's journal on to its end."""
        topic = journal_topic(RECEIVING)
        for partition, end in enumerate(await stage.ends(topic)):
            start = self.positions[partition].offset
            async for records in stage.log.read(topic, partition, start=start, end=end):
                for record in records:
                    judged = admit(self.positions[partition], record)
                    self.positions[partition] = judged.position
                    if isinstance(judged, Counted) and isinstance(judged.body, Decision):
                        self._take(partition, judged.body, record.timestamp)

    def _take(self, partition: int, decision: Decision, at: Instant) -> None:
        for event in decision.events:
            if event.numbered is not None:
                place = (event.aggregate_id, event.sequence)
                self.written[place] = at
                lane = (partition, event.numbered.target_partition)
                self.numbers.setdefault(lane, {})[event.numbered.number] = place
        if decision.noted is not None:
            lane = (partition, decision.noted.channel.target_partition)
            waiting = self.numbers.get(lane, {})
            for number in [one for one in waiting if one < decision.noted.next_number]:
                self.receipted[waiting.pop(number)] = at


async def measure_pair(stage: Stage, scale: Scale) -> list[Figure]:
    """Measure latency at each rate, then the rate that two regions sustain."""
    figures: list[Figure] = []
    async with open_pair(stage) as pair:
        trail = Trail({}, {}, [ORIGIN] * PARTITIONS, {})
        await warm_up(pair, trail)
        for rate in scale.rates:
            figures += await measure_rate(pair, trail, rate, scale.rate_seconds)
        figures.append(await measure_sustained(pair, trail, scale))
    return figures


async def warm_up(pair: Pair, trail: Trail) -> None:
    """Let every path be taken once before it is timed."""
    async with pair.clerk("warm-up") as clerk:
        for _ in range(10):
            await clerk.command()
        await settle(pair, trail, clerk.posted)


async def measure_rate(pair: Pair, trail: Trail, rate: int, seconds: float) -> list[Figure]:
    """Give commands at a fixed rate, whatever the answers do (open loop)."""
    seen: dict[Place, Instant] = {}
    looker = Looker(views_of(pair), seen, Flag())
    looking = asyncio.create_task(asyncio.to_thread(looker.run))
    before = pair.processor_seconds()
    async with pair.clerk(f"rate-{rate}") as clerk:
        started = clock.elapsed()
        tasks = []
        for number in range(int(rate * seconds)):
            await clock.sleep(max(0.0, started + number / rate - clock.elapsed()))
            tasks.append(asyncio.create_task(clerk.command()))
        await asyncio.gather(*tasks)
        offered = clock.elapsed() - started
        used = {
            name: (now - before[name]) / offered for name, now in pair.processor_seconds().items()
        }
        await settle(pair, trail, clerk.posted)
        await wait_for_all(seen, clerk.posted)
    looker.ended.set()
    await looking
    return latency_figures(rate, clerk, trail, seen, used)


def latency_figures(
    rate: int, clerk: Clerk, trail: Trail, seen: dict[Place, Instant], used: dict[str, float]
) -> list[Figure]:
    """Sum the times of one rate up."""
    visible = spread(waits(clerk.posted, seen))
    receipted = spread(waits(clerk.posted, trail.receipted))
    holds = rate == MEASURED_RATE
    shared: dict[str, object] = {"refused": clerk.refused, "processors_busy": used}
    return [
        Figure(
            name=f"visible_p50_at_{rate}",
            title=f"受理 → 对方收件箱可见，p50，{rate}/s",
            value=visible["p50"],
            unit="ms",
            hold=Hold(at_most=80) if holds else None,
            details={**visible, "journal": spread(waits(clerk.posted, trail.written))},
        ),
        Figure(
            name=f"visible_p99_at_{rate}",
            title=f"受理 → 对方收件箱可见，p99，{rate}/s",
            value=visible["p99"],
            unit="ms",
            hold=Hold(at_most=300) if holds else None,
            details=shared,
        ),
        Figure(
            name=f"receipt_p99_at_{rate}",
            title=f"受理 → 持有对方回执，p99，{rate}/s",
            value=receipted["p99"],
            unit="ms",
            hold=Hold(at_most=500) if holds else None,
            details=receipted,
        ),
    ]


async def measure_sustained(pair: Pair, trail: Trail, scale: Scale) -> Figure:
    """Give commands as fast as answers come (closed loop) and count receipted events."""
    seen: dict[Place, Instant] = {}
    looker = Looker(views_of(pair), seen, Flag(), LOOK_SELDOM_SECONDS)
    looking = asyncio.create_task(asyncio.to_thread(looker.run))
    before = pair.processor_seconds()
    async with pair.clerk("sustained") as clerk:
        started, ending = clock.now(), clock.elapsed() + scale.relay_seconds
        await asyncio.gather(*(work(clerk, ending) for _ in range(scale.relay_workers)))
        offered = clock.now() - started
        await settle(pair, trail, clerk.posted)
        await wait_for_all(seen, clerk.posted)
    looker.ended.set()
    await looking
    events = len(clerk.posted)
    last = max(max(trail.receipted[place_of(one)], seen[place_of(one)]) for one in clerk.posted)
    used = {name: now - before[name] for name, now in pair.processor_seconds().items()}
    return Figure(
        name="relayed_events_sustained",
        title="端到端转送（HTTP、对方生效、回执、双方读模型）",
        value=events / (last - started) * 1_000,
        unit="/s",
        hold=Hold(at_least=500),
        details={
            "events": events,
            "accepted_a_second": events / offered * 1_000,
            "processor_ms_an_event": {n: s / events * 1_000 for n, s in used.items()},
            "refused": clerk.refused,
        },
    )


async def work(clerk: Clerk, ending: float) -> None:
    """Give one command after the other."""
    while clock.elapsed() < ending:
        await clerk.command()


async def settle(pair: Pair, trail: Trail, posted: Sequence[Posted]) -> None:
    """Follow A's journal until every event has its receipt."""
    async with asyncio.timeout(SETTLED_SECONDS_MAX):
        while True:
            await trail.follow(pair.stage)
            if all(place_of(one) in trail.receipted for one in posted):
                return
            await clock.sleep(0.2)


async def wait_for_all(seen: dict[Place, Instant], posted: Sequence[Posted]) -> None:
    """Return when every event was seen."""
    async with asyncio.timeout(SETTLED_SECONDS_MAX):
        while not all(place_of(one) in seen for one in posted):
            await clock.sleep(0.2)


def place_of(posted: Posted) -> Place:
    """Name the event of a command."""
    return posted.case_id, posted.sequence


def waits(posted: Sequence[Posted], reached: dict[Place, Instant]) -> list[float]:
    """Answer milliseconds from acceptance to what was reached."""
    return [float(max(0, reached[place_of(one)] - one.accepted_at)) for one in posted]


def views_of(pair: Pair) -> Path:
    """Answer the file of B's read model."""
    return pair.handling.config.folder / HANDLING / "views.db"
