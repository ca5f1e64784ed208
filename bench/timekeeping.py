"""The timekeeper's wave: how long a command takes while thousands of deadlines fall due at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from rich.console import Console

from bench.report import Figure, Hold, spread
from bench.scales import Scale
from bench.stage import PARTITIONS, NodeChild, Stage, clock
from bench.workload import Addressed, by_partition, hand_over, intake_records, submissions
from broker.config import NodeRole
from broker.domain.cases.commands import SubmitCase
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.identifiers import Instant, RegionCode
from broker.engine.fold import Fold
from broker.engine.lead import JournalPosition, Stale, admit
from broker.schemas.codec import decode_journal
from broker.schemas.records import Decision
from broker.streams.topics import intake_topic, journal_topic

LONG_AGO_MS = 60 * 86_400_000
"""Beyond any limit of the law that is counted from the hand-over."""
PROBE_SECONDS = 0.02
QUIET_SECONDS = 20.0
WAVE_SECONDS_MAX = 1_200.0
SENT_TOGETHER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """What the journals say is open, and what of it lies in the past."""

    open: int
    due: int


async def measure_wave(stage: Stage, scale: Scale) -> list[Figure]:
    """Open many deadlines, a fifth of them long past, and start the timekeeper beside probes."""
    region = stage.new_region()
    await stage.create_topics(region, [])
    await keep_stamps(stage, intake_topic(region))
    roles = [one for one in NodeRole if one is not NodeRole.TIMEKEEPER]
    node = stage.start_node(stage.write_config(region, ""), roles)
    await node.ready()
    await load_cases(stage, region, scale.deadlines, node)
    deadlines = await count_deadlines(stage, region)
    if deadlines.due == 0:
        Console(stderr=True).print("    nothing falls due in this release: not measured")
        return []
    quiet = await probe_quiet(stage, region, scale.deadlines)
    keeper = stage.start_node(stage.write_config(region, ""), [NodeRole.TIMEKEEPER])
    wave = await probe_wave(stage, region, 2 * scale.deadlines, deadlines.due)
    again = await probe_quiet(stage, region, 3 * scale.deadlines)
    for child in (keeper, node):
        await asyncio.to_thread(child.stop)
    # Readers may still be busy with the history before the wave: the calmer of the two counts.
    before, during = min(spread(quiet), spread(again), key=lambda one: one["p99"]), spread(wave)
    figure = Figure(
        name="timekeeper_wave_ratio",
        title="期限集中到期时与平时的命令 p99 之比",
        value=during["p99"] / max(1.0, before["p99"]),
        unit="倍",
        hold=Hold(at_most=2),
        details={
            "open": deadlines.open,
            "due": deadlines.due,
            "quiet_ms": before,
            "wave_ms": during,
        },
    )
    return [figure]


async def keep_stamps(stage: Stage, topic: str) -> None:
    """Let records say when they were sent: a history of weeks is made in a minute."""
    admin = AIOKafkaAdminClient(bootstrap_servers=stage.bootstrap)
    await admin.start()
    try:
        settings = {"message.timestamp.type": "CreateTime", "retention.ms": "-1"}
        await admin.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic, configs=settings)]
        )
    finally:
        await admin.close()


async def load_cases(stage: Stage, region: RegionCode, cases: int, node: NodeChild) -> None:
    """Hand cases over: a fifth long ago, the others now."""
    old = cases // 5
    then, now = Instant(clock.now() - LONG_AGO_MS), clock.now()
    journal = journal_topic(region)
    before = await stage.ends(journal)
    producer = AIOKafkaProducer(bootstrap_servers=stage.bootstrap, linger_ms=5)
    await producer.start()
    try:
        for numbers, stamp in ((range(old), then), (range(old, cases), now)):
            records = handed_over(region, numbers)
            await send(producer, intake_topic(region), records, stamp)
    finally:
        await producer.stop()
    await stage.wait_for_growth(journal, before, 4 * cases, [node])


def handed_over(region: RegionCode, numbers: range) -> list[Addressed]:
    """Write the records of cases with both sides in the region."""
    return list(intake_records(submissions(region, hand_over(region), numbers), PARTITIONS))


async def send(
    producer: AIOKafkaProducer, topic: str, records: Sequence[Addressed], stamp: Instant
) -> None:
    """Append records with a stamp of their own."""
    for start in range(0, len(records), SENT_TOGETHER):
        sent = [
            await producer.send(topic, one.value, key=one.key, partition=place, timestamp_ms=stamp)
            for place, one in records[start : start + SENT_TOGETHER]
        ]
        await asyncio.gather(*sent)


async def count_deadlines(stage: Stage, region: RegionCode) -> Deadlines:
    """Fold the journals and ask every case when it falls due."""
    journal, now = journal_topic(region), clock.now()
    dues: list[Instant] = []
    for partition, end in enumerate(await stage.ends(journal)):
        fold = Fold(region=region, partition=partition)
        async for records in stage.log.read(journal, partition, start=0, end=end):
            for record in records:
                fold.admit(record)
        answers = [standing.next_due(region) for standing in fold.standings.values()]
        dues += [due for due in answers if due is not None]
    return Deadlines(open=len(dues), due=sum(1 for due in dues if due <= now))


async def probe_quiet(stage: Stage, region: RegionCode, first: int) -> list[float]:
    """Hand cases in while nothing is woken."""
    positions = await positions_now(stage, region)
    ended = clock.elapsed() + QUIET_SECONDS
    number = first
    while clock.elapsed() < ended:
        await hand_one_in(stage, region, number)
        number += 1
    waits, _ = await waits_since(stage, region, positions)
    return waits


async def probe_wave(stage: Stage, region: RegionCode, first: int, due: int) -> list[float]:
    """Hand cases in until everything due was woken; count only what fell into the wave."""
    found: list[float] = []
    woken, number = 0, first
    ended = clock.elapsed() + WAVE_SECONDS_MAX
    positions = await positions_now(stage, region)
    while woken < due:
        assert clock.elapsed() < ended, f"only {woken} of {due} were woken"
        for _ in range(int(1 / PROBE_SECONDS)):
            await hand_one_in(stage, region, number)
            number += 1
        waits, checks = await waits_since(stage, region, positions)
        woken += checks
        found += waits if checks else []
    return found


async def hand_one_in(stage: Stage, region: RegionCode, number: int) -> None:
    """Give one command, and wait a little."""
    records = handed_over(region, range(number, number + 1))[:1]
    await stage.load(region, by_partition(records))
    await clock.sleep(PROBE_SECONDS)


async def positions_now(stage: Stage, region: RegionCode) -> list[JournalPosition]:
    """Fold nothing: note where the journals end, under which epoch and chain value."""
    found = []
    for partition, end in enumerate(await stage.ends(journal_topic(region))):
        position = JournalPosition()
        async for records in stage.log.read(journal_topic(region), partition, start=0, end=end):
            for record in records:
                position = admit(position, record, decode_journal).position
        found.append(position)
    return found


async def waits_since(
    stage: Stage, region: RegionCode, positions: list[JournalPosition]
) -> tuple[list[float], int]:
    """Answer how long commands took from intake to journal, and how many checks were decided."""
    waits: list[float] = []
    checks = 0
    for partition, end in enumerate(await stage.ends(journal_topic(region))):
        position = positions[partition]
        topic = journal_topic(region)
        async for records in stage.log.read(topic, partition, start=position.offset, end=end):
            for record in records:
                judged = admit(position, record, decode_journal)
                position = judged.position
                if isinstance(judged, Stale) or not isinstance(judged.body, Decision):
                    continue
                kind = judged.body.cause.kind
                checks += kind == CheckDeadline.__name__
                if kind == SubmitCase.__name__:
                    waits.append(float(record.timestamp - judged.body.now))
        positions[partition] = position
    return waits, checks
