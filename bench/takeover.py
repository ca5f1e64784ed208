"""Take-over: a recorder is killed (kill -9), and its partitions wait for the other one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bench.report import Figure, Hold
from bench.scales import Scale
from bench.stage import PARTITIONS, NodeChild, Stage, clock
from bench.workload import (
    Addressed,
    Life,
    by_partition,
    intake_records,
    submission,
    submissions,
    whole_life,
)
from broker.config import NodeRole
from broker.domain.identifiers import Instant, RegionCode
from broker.engine.lead import ORIGIN, Counted, admit
from broker.schemas.records import Decision
from broker.streams.topics import journal_topic

OPEN_SHARE = 20
"""One case in so many stays open in the history."""
PROBE_SECONDS = 0.02
"""One hand-in each time, so every partition gets one about ten times a second."""
BEFORE_KILL_SECONDS = 3.0
SETTLE_SECONDS = 4.0
CASES_LOADED_TOGETHER = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the journals say of the intake records."""

    lost: int
    doubled: int


async def measure_takeover(stage: Stage, scale: Scale) -> list[Figure]:
    """Kill a recorder with a short and with a long history."""
    return [await take_over(stage, events, scale.takeover_seconds) for events in scale.histories]


async def take_over(stage: Stage, events: int, watch_seconds: float) -> Figure:
    """Write a history, start a second recorder, kill the first, and time the next Decisions."""
    region = stage.new_region()
    await stage.create_topics(region, [])
    path = stage.write_config(region, "")
    snapshots = stage.start_node(path, [NodeRole.SNAPSHOTS])
    victim = await start_recorder(stage, region)
    cases, records = await write_history(stage, region, events, [victim, snapshots])
    survivor = await start_recorder(stage, region)
    await clock.sleep(SETTLE_SECONDS)
    await victim.ready()
    ended = asyncio.Event()
    probing = asyncio.create_task(probe(stage, region, cases, ended))
    await clock.sleep(BEFORE_KILL_SECONDS)
    killed_at = clock.now()
    await asyncio.to_thread(victim.kill)
    await clock.sleep(watch_seconds)
    ended.set()
    records += await probing
    seconds, counts = await examine(stage, region, killed_at, records)
    for child in (survivor, snapshots):
        await asyncio.to_thread(child.stop)
    assert counts == Counts(lost=0, doubled=0), counts
    return Figure(
        name=f"takeover_{events}",
        title=f"记录器被 kill -9 后的接管，历史 {events:,} 个事件",
        value=max(seconds),
        unit="s",
        hold=Hold(at_most=10),
        details={"by_partition": seconds, "lost": counts.lost, "doubled": counts.doubled},
    )


async def start_recorder(stage: Stage, region: RegionCode) -> NodeChild:
    """Start one recorder and wait for its leads."""
    node = stage.start_node(stage.write_config(region, ""), [NodeRole.RECORDER])
    await node.ready()
    return node


async def write_history(
    stage: Stage, region: RegionCode, events: int, nodes: Sequence[NodeChild]
) -> tuple[int, int]:
    """Let so many events happen: most cases end, some stay open; answer cases and records."""
    life = whole_life(region)
    cases = events // life.events
    open_life = Life(commands=life.commands[:4], events=5)
    journal = journal_topic(region)
    before = await stage.ends(journal)
    records = 0
    for start in range(0, cases, CASES_LOADED_TOGETHER):
        stop = min(start + CASES_LOADED_TOGETHER, cases)
        split = start + (stop - start) // OPEN_SHARE
        chunk = [
            *encoded(region, open_life, range(start, split)),
            *encoded(region, life, range(split, stop)),
        ]
        await stage.load(region, by_partition(chunk))
        records += len(chunk)
        await stage.wait_for_growth(journal, before, records, nodes)
    return cases, records


def encoded(region: RegionCode, life: Life, cases: range) -> list[Addressed]:
    """Write the intake records of some cases."""
    return list(intake_records(submissions(region, life, cases), PARTITIONS))


async def probe(stage: Stage, region: RegionCode, first: int, ended: asyncio.Event) -> int:
    """Hand cases in, one after the other, until told to end; answer how many."""
    submit = whole_life(region).commands[0]
    sent = 0
    while not ended.is_set():
        bodies = iter((submission(region, submit, first + sent, 0),))
        await stage.load(region, by_partition(list(intake_records(bodies, PARTITIONS))))
        sent += 1
        await clock.sleep(PROBE_SECONDS)
    return sent


async def examine(
    stage: Stage, region: RegionCode, killed_at: Instant, records: int
) -> tuple[list[float], Counts]:
    """Answer how long each partition stood still after the kill, and count what was decided."""
    journal = journal_topic(region)
    seconds: list[float] = []
    decided = distinct = 0
    for partition, end in enumerate(await stage.ends(journal)):
        position, last, pause = ORIGIN, killed_at, 0
        causes: set[int] = set()
        async for bundle in stage.log.read(journal, partition, start=0, end=end):
            for record in bundle:
                judged = admit(position, record)
                position = judged.position
                if not (isinstance(judged, Counted) and isinstance(judged.body, Decision)):
                    continue
                decided += 1
                causes.add(judged.body.cause.offset)
                if record.timestamp > killed_at:
                    pause = max(pause, record.timestamp - last)
                    last = record.timestamp
        distinct += len(causes)
        seconds.append(pause / 1_000)
    return seconds, Counts(lost=records - distinct, doubled=decided - distinct)
