"""The engine on a real Kafka: every intake record leaves one journal record, whatever happens."""

from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from broker.domain.identifiers import RegionCode
from broker.engine.freeze import freeze_fold
from broker.engine.lead import ORIGIN, Counted, admit
from broker.errors import IntakeMismatch
from broker.schemas.records import Decision, LogRecord, NewRecord
from broker.streams.dead_letters import (
    DeadLetter,
    DeadLetters,
    Standing,
    find_open,
    list_dead_letters,
)
from broker.streams.places import Place
from broker.streams.topics import create_topics, intake_topic, journal_topic, topics_of
from tests.support.items import publish
from tests.support.regions import (
    PARTITIONS,
    Cluster,
    cluster,
    hand_in,
    item_command,
    until_pushed,
)
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
COMMIT_SECONDS = 15.0


def causes(records: list[LogRecord]) -> list[int]:
    """List the intake offsets that the counted Decisions of a partition answer."""
    position = ORIGIN
    found = []
    for record in records:
        judged = admit(position, record)
        position = judged.position
        if isinstance(judged, Counted) and isinstance(judged.body, Decision):
            found.append(judged.body.cause.offset)
    return found


async def assert_each_answered_once(running: Cluster, region: RegionCode) -> None:
    """Compare the intake with the causes in the journal, once nothing more comes in between."""

    async def is_answered() -> bool:
        intake = await running.records(intake_topic(region))
        journal = await running.records(journal_topic(region))
        for entered, decided in zip(intake, journal, strict=True):
            offsets = causes(decided)
            assert offsets == sorted(set(offsets))
            if offsets != [record.offset for record in entered]:
                return False
        return True

    await wait_until(is_answered, seconds=20)


async def committed(running: Cluster, group: str, topic: str) -> list[int | None]:
    """Read the committed offsets of a group."""
    consumer = AIOKafkaConsumer(bootstrap_servers=running.bootstrap, group_id=group)
    await consumer.start()
    try:
        places = [TopicPartition(topic, partition) for partition in range(PARTITIONS)]
        return [await consumer.committed(place) for place in places]
    finally:
        await consumer.stop()


async def commit_end(running: Cluster, group: str, topic: str) -> None:
    """Commit the end of every partition for a group, as something broken might."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=running.bootstrap, group_id=group, enable_auto_commit=False
    )
    await consumer.start()
    try:
        places = [TopicPartition(topic, partition) for partition in range(PARTITIONS)]
        consumer.assign(places)
        await consumer.commit(await consumer.end_offsets(places))
    finally:
        await consumer.stop()


async def test_what_is_pushed_is_received_and_receipted(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("110000", "120000")) as running:
        first, second = running.codes
        for region in running.codes:
            running.recorder(region)
            running.relay(region)
            running.edge(region)
        await running.start(running.tails)
        for number in range(30):
            for submission in until_pushed(first, second, f"case-{number}"):
                await running.put(submission)
        await running.wait_decided(first, 120)

        async def all_settled() -> bool:
            return await settled(running, first, 120) and await settled(running, second, 30)

        await wait_until(all_settled, seconds=40)
        for region in running.codes:
            await assert_each_answered_once(running, region)
        cases = [fold.standings for fold in await running.folds(second)]
        assert sum(len(standings) for standings in cases) == 30


async def test_a_published_item_reaches_every_partition_of_both_regions(
    kafka: str, tmp_path: Path
) -> None:
    async with cluster(kafka, tmp_path, ("330000", "340000")) as running:
        first, second = running.codes
        for region in running.codes:
            running.recorder(region)
            running.relay(region)
            running.edge(region)
        await running.start(running.tails)
        codes = [f"ITEM-{number}" for number in range(6)]
        for code in codes:
            published = publish(region=first, code=code)
            await running.put(item_command(first, f"publish-{code}", published))

        async def known() -> bool:
            folds = [*await running.folds(first), *await running.folds(second)]
            return all(fold.reference.item(first, code) for fold in folds for code in codes)

        await wait_until(known, seconds=40)
        for region in running.codes:
            await assert_each_answered_once(running, region)


async def settled(running: Cluster, region: RegionCode, count: int) -> bool:
    """Say whether a region has sent this many events, and all are receipted."""
    channels = [each for fold in await running.folds(region) for each in fold.outbound.values()]
    sent = sum(channel.next_number - 1 for channel in channels)
    return sent == count and all(each.settled == each.next_number for each in channels)


async def test_the_group_commits_the_journals_position(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("130000", "140000")) as running:
        first, second = running.codes
        recorder = running.recorder(first)
        await running.start([recorder])
        for number in range(40):
            await running.put(hand_in(first, second, f"case-{number}"))
        await running.wait_decided(first, 40)
        ends = [fold.intake_position + 1 for fold in await running.folds(first)]

        async def is_committed() -> bool:
            return await committed(running, recorder.name, intake_topic(first)) == ends

        await wait_until(is_committed, seconds=COMMIT_SECONDS)


async def test_a_commit_that_ran_ahead_loses_nothing(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("150000", "210000")) as running:
        first, second = running.codes
        for number in range(20):
            await running.put(hand_in(first, second, f"case-{number}"))
        recorder = running.recorder(first)
        await commit_end(running, recorder.name, intake_topic(first))
        await running.start([recorder])
        await running.wait_decided(first, 20)
        await assert_each_answered_once(running, first)
        assert running.repaired == 20


async def test_a_successor_leads_with_a_higher_epoch(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("220000", "230000")) as running:
        first, second = running.codes
        former = running.recorder(first)
        await running.start([former])
        await running.put(hand_in(first, second, "before"))
        await running.wait_decided(first, 1)
        await former.stop()
        await running.put(hand_in(first, second, "between"))
        await running.start([running.recorder(first)])
        await running.put(hand_in(first, second, "after"))
        await running.wait_decided(first, 3)
        await assert_each_answered_once(running, first)
        assert [fold.journal.epoch for fold in await running.folds(first)] == [2, 2]


async def test_poison_is_set_aside_and_can_be_retried(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("310000", "320000")) as running:
        first, second = running.codes
        topic = intake_topic(first)
        await running.appender.append(topic, 0, [NewRecord(b"key", b"\x00garbage")])
        await running.appender.append(topic, 1, [NewRecord(None, b"")])
        await running.start([running.recorder(first)])
        await running.put(hand_in(first, second, "healthy"))
        await running.wait_decided(first, 3)
        await assert_each_answered_once(running, first)
        letters = await list_dead_letters(running.log, first)
        assert {letter.id for letter in letters} == {f"{topic}-0-0", f"{topic}-1-0"}
        desk = DeadLetters(region=first, appender=running.appender)
        await desk.retry(await find_open(running.log, first, f"{topic}-0-0"))
        await desk.close(
            await find_open(running.log, first, f"{topic}-1-0"), Standing.DISCARDED, "empty"
        )
        await running.wait_decided(first, 4)
        standings = {letter.id: letter.standing for letter in await listed(running, first)}
        assert standings[f"{topic}-0-0"] is Standing.RETRIED
        assert standings[f"{topic}-1-0"] is Standing.DISCARDED
        assert list(standings.values()).count(Standing.SET_ASIDE) == 1


async def listed(running: Cluster, region: RegionCode) -> tuple[DeadLetter, ...]:
    """List the dead letters."""
    return await list_dead_letters(running.log, region)


async def test_an_intake_that_lost_its_tail_stops_the_recorder(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("330000", "340000")) as running:
        first, second = running.codes
        former = running.recorder(first)
        await running.start([former])
        for number in range(8):
            await running.put(hand_in(first, second, f"case-{number}"))
        await running.wait_decided(first, 8)
        await former.stop()
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
        await admin.start()
        await admin.delete_topics([intake_topic(first)])

        async def is_gone() -> bool:
            return intake_topic(first) not in await admin.list_topics()

        await wait_until(is_gone, seconds=20)
        await admin.close()
        await create_topics(kafka, topics_of(first, PARTITIONS, [second]), replication=1)
        place = Place(intake_topic(first), 0)
        with pytest.raises(IntakeMismatch):
            await running.bare_recorder(first).open(place, lambda: True)


async def test_snapshot_and_rest_are_the_fold_from_zero(kafka: str, tmp_path: Path) -> None:
    async with cluster(kafka, tmp_path, ("350000", "360000")) as running:
        first, second = running.codes
        await running.start([running.recorder(first), running.snapshotter(first, every=10)])
        for number in range(40):
            await running.put(hand_in(first, second, f"case-{number}"))
        await running.wait_decided(first, 40)

        async def are_saved() -> bool:
            return len(await running.objects.names("snapshots/")) >= PARTITIONS

        await wait_until(are_saved, seconds=20)
        for number in range(40, 50):
            await running.put(hand_in(first, second, f"case-{number}"))
        await running.wait_decided(first, 50)
        for fold in await running.folds(first):
            empty = type(fold)(region=first, partition=fold.partition)
            resumed = await running.snapshots(first).newer(empty, running.log)
            assert 0 < resumed.journal.offset <= fold.journal.offset
            records = (await running.records(journal_topic(first)))[fold.partition]
            for record in records[resumed.journal.offset :]:
                resumed.admit(record)
            assert freeze_fold(resumed) == freeze_fold(fold)
