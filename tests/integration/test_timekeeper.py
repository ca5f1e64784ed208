"""The timekeeper on a real Kafka: restarts, two at once, and what passed while it was down."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from broker.clock import SystemClock
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.identifiers import Instant, RegionCode
from broker.engine.lead import ORIGIN, Counted, admit
from broker.schemas.records import Decision, LogRecord, Outcome
from broker.streams.journal_tail import JournalTail
from broker.streams.tail import Tail
from broker.streams.timekeeper import Timekeeper, TimekeeperWatcher
from broker.streams.topics import journal_topic
from tests.support.deadlines import falling_due
from tests.support.regions import Cluster, cluster, hand_in
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
CASES = 300
DUE_AFTER_MS = 6_000


@dataclass(frozen=True, slots=True)
class Keeper:
    """A timekeeper in a group, and what it does beside reading."""

    tail: Tail
    task: asyncio.Task[None]

    async def stop(self) -> None:
        """Stop both."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.tail.stop()


def keeper(running: Cluster, region: RegionCode, *, group: str) -> Keeper:
    """Make a timekeeper; those of two groups both read every partition."""
    watcher = TimekeeperWatcher(standing=lambda *_: None, sent=lambda _: None)
    handler = Timekeeper(
        region=region, logs=running.logs, snapshots=running.snapshots(region), watcher=watcher
    )
    reader = JournalTail(handler=handler, log=running.log, observe=lambda *_: None)
    tail = running.tail(f"{region}.{group}", (journal_topic(region),), reader)
    return Keeper(tail, asyncio.create_task(handler.run()))


def decisions(records: Sequence[LogRecord]) -> list[Decision]:
    """Read what counts."""
    position, found = ORIGIN, []
    for record in records:
        judged = admit(position, record)
        position = judged.position
        if isinstance(judged, Counted) and isinstance(judged.body, Decision):
            found.append(judged.body)
    return found


async def checks(running: Cluster, region: RegionCode) -> list[Decision]:
    """List the answers to checks."""
    journal = await running.records(journal_topic(region))
    read = [one for records in journal for one in decisions(records)]
    return [one for one in read if one.cause.kind == CheckDeadline.__name__]


async def wait_settled(running: Cluster, region: RegionCode) -> list[Decision]:
    """Wait until every case is settled; answer all answers to checks."""

    async def all_settled() -> bool:
        assert not running.crashes.errors, running.crashes.errors
        return sum(1 for one in await checks(running, region) if one.events) >= CASES

    await wait_until(all_settled, seconds=40)
    return await checks(running, region)


async def put_cases(running: Cluster, receiving: RegionCode, handling: RegionCode) -> None:
    """Hand cases in, all of which fall due together."""
    for number in range(CASES):
        await running.put(hand_in(receiving, handling, f"case-{number}"))
    await running.wait_decided(receiving, CASES)


def assert_each_settled_once(answers: Sequence[Decision], due: Instant) -> None:
    """Every case is settled in one Decision, none before its instant."""
    settled = [one for one in answers if one.events]
    assert len({one.events[0].aggregate_id for one in settled}) == len(settled) == CASES
    assert all(one.now >= due for one in settled)
    assert {one.outcome for one in answers} == {Outcome.EVENTS}


async def test_two_at_once_and_one_restarted_while_all_is_due(kafka: str, tmp_path: Path) -> None:
    due = Instant(SystemClock().now() + DUE_AFTER_MS)
    with falling_due(due):
        async with cluster(kafka, tmp_path, ("410000", "420000")) as running:
            region = running.codes[0]
            first = keeper(running, region, group="timekeeper")
            second = keeper(running, region, group="timekeeper-too")
            await running.start([running.recorder(region), first.tail, second.tail])
            await put_cases(running, *running.codes)

            async def begun() -> bool:
                return bool(await checks(running, region))

            await wait_until(begun, seconds=20)
            await first.stop()
            again = keeper(running, region, group="timekeeper")
            await running.start([again.tail])
            assert_each_settled_once(await wait_settled(running, region), due)
            for one in (second, again):
                await one.stop()


async def test_what_passed_while_it_was_down_is_woken_after_the_start(
    kafka: str, tmp_path: Path
) -> None:
    due = Instant(SystemClock().now() + DUE_AFTER_MS)
    with falling_due(due):
        async with cluster(kafka, tmp_path, ("430000", "440000")) as running:
            region = running.codes[0]
            await running.start([running.recorder(region)])
            await put_cases(running, *running.codes)
            await SystemClock().sleep(max(0.0, (due - SystemClock().now()) / 1000) + 0.5)
            assert not await checks(running, region)
            late = keeper(running, region, group="timekeeper")
            await running.start([late.tail])
            answers = await wait_settled(running, region)
            assert_each_settled_once(answers, due)
            assert len(answers) == CASES
            await late.stop()
