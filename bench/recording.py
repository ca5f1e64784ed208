"""The recorder against a bare loop, and one recorder process against two."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.report import Figure, Hold
from bench.scales import Scale
from bench.stage import PARTITIONS, Child, Stage, clock
from bench.workload import by_partition, hand_over, intake_records, submissions
from broker.config import NodeRole
from broker.domain.identifiers import RegionCode
from broker.schemas.codec import decode_journal
from broker.schemas.records import Decision, Outcome
from broker.streams.topics import journal_topic

HANDLING = RegionCode("330100")
SESSION_SECONDS = 30
"""Longer than the pause in which the intake is filled."""
SETTLE_SECONDS = 3.0
PEER = f'[[peer]]\ncode = "{HANDLING}"\nname = "peer"\npartitions = {PARTITIONS}\n' + (
    f'public_key = "{"00" * 32}"\nlink_url = ""\nlink_token_file = ""\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How fast one run recorded, and its processor time for each event."""

    events_a_second: float
    processor_us_an_event: float


async def measure_ratio(stage: Stage, scale: Scale) -> list[Figure]:
    """Record with a real node and with the bare loop in turn."""
    recorder: list[Run] = []
    bare: list[Run] = []
    for _ in range(scale.repeats):
        recorder.append(await record(stage, scale, processes=1))
        bare.append(await record(stage, scale, processes=0))
    ratios = [
        ours.events_a_second / its.events_a_second for ours, its in zip(recorder, bare, strict=True)
    ]
    figure = Figure(
        name="recorder_ratio",
        title="记录器吞吐 / 裸 aiokafka 循环",
        value=median(ratios),
        unit="倍",
        hold=Hold(at_least=0.7),
        details={
            "ratios": ratios,
            "recorder_events_a_second": [run.events_a_second for run in recorder],
            "bare_events_a_second": [run.events_a_second for run in bare],
            "recorder_processor_us": median(run.processor_us_an_event for run in recorder),
            "bare_processor_us": median(run.processor_us_an_event for run in bare),
            "processor_ratios": [
                its.processor_us_an_event / max(1e-9, ours.processor_us_an_event)
                for ours, its in zip(recorder, bare, strict=True)
            ],
        },
    )
    return [figure]


async def measure_processes(stage: Stage, scale: Scale) -> list[Figure]:
    """Record with one process and with two in turn."""
    one: list[Run] = []
    two: list[Run] = []
    for _ in range(scale.repeats):
        one.append(await record(stage, scale, processes=1))
        two.append(await record(stage, scale, processes=2))
    ratio = median(b.events_a_second / a.events_a_second for a, b in zip(one, two, strict=True))
    figure = Figure(
        name="two_recorders_ratio",
        title="两个记录器进程 / 一个",
        value=ratio,
        unit="倍",
        details={
            "one_events_a_second": [run.events_a_second for run in one],
            "two_events_a_second": [run.events_a_second for run in two],
        },
    )
    return [figure]


async def record(stage: Stage, scale: Scale, *, processes: int) -> Run:
    """Fill an intake while the recorders are paused, let them go, and take the time.

    No processes: the bare loop.
    """
    region = stage.new_region()
    await stage.create_topics(region, [HANDLING])
    children = await start_recorders(stage, region, processes)
    bodies = submissions(region, hand_over(HANDLING), range(scale.recorded_cases))
    records = list(intake_records(bodies, PARTITIONS))
    journal = journal_topic(region)
    before = await stage.ends(journal)
    for child in children:
        child.pause()
    await stage.load(region, by_partition(records))
    used = sum(child.processor_seconds() for child in children)
    started = clock.now()
    for child in children:
        child.resume()
    await stage.wait_for_growth(journal, before, len(records), children)
    used = sum(child.processor_seconds() for child in children) - used
    ended, events = await read_back(stage, journal, before)
    for child in children:
        await asyncio.to_thread(child.stop)
    assert events == len(records), f"{events} events of {len(records)} commands"
    return Run(
        events_a_second=events / max(1, ended - started) * 1_000,
        processor_us_an_event=used / events * 1_000_000,
    )


async def start_recorders(stage: Stage, region: RegionCode, processes: int) -> Sequence[Child]:
    """Start recorders and wait until all partitions are led."""
    if processes == 0:
        bare = stage.start("bench.bare", stage.bootstrap, region)
        await clock.sleep(SETTLE_SECONDS)
        return [bare]
    nodes = [
        stage.start_node(
            stage.write_config(region, PEER, session_seconds=SESSION_SECONDS), [NodeRole.RECORDER]
        )
        for _ in range(processes)
    ]
    for node in nodes:
        await node.ready()
    if processes > 1:
        await clock.sleep(SETTLE_SECONDS)
        for node in nodes:
            await node.ready()
    return nodes


async def read_back(stage: Stage, journal: str, before: Sequence[int]) -> tuple[int, int]:
    """Answer the log's time of the last Decision, and count the events; nothing was refused."""
    ended, events = 0, 0
    for partition, end in enumerate(await stage.ends(journal)):
        async for records in stage.log.read(journal, partition, start=before[partition], end=end):
            for one in records:
                body = decode_journal(one.value)
                assert isinstance(body, Decision), "a lead changed hands while measuring"
                assert body.outcome is Outcome.EVENTS, body.refusal
                events += len(body.events)
            ended = max(ended, records[-1].timestamp)
    return ended, events
