"""A follower answers from its first moment, and after a restart owns to what it did not see."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from broker.clock import SystemClock
from broker.domain.cases.commands import PushCase
from broker.schemas.records import LogRecord, Outcome
from broker.stores.views.store import SqlViewStore
from broker.streams.follower import Follower
from broker.streams.ring import Item, Lost
from broker.views.position import Position
from tests.engine.support import Desk, partition_of, submission_record
from tests.engine.test_reference import HOME, submitted
from tests.support.builders import CASE_ID, QINGYANG, submit
from tests.support.items import publish

ANSWER_SECONDS_MAX = 5.0


class OneJournal:
    """A journal of one partition, which grows when the test says so."""

    def __init__(self) -> None:
        self.arriving: asyncio.Queue[LogRecord] = asyncio.Queue()

    async def follow(
        self, topic: str, starts: Mapping[int, int]
    ) -> AsyncIterator[tuple[int, Sequence[LogRecord]]]:
        while True:
            record = await self.arriving.get()
            if record.offset >= starts[0]:
                yield 0, [record]


@pytest.fixture
def views(tmp_path: Path) -> Iterator[SqlViewStore]:
    """Give an empty read model."""
    store = SqlViewStore(f"sqlite:///{tmp_path / 'views.db'}", QINGYANG)
    yield store
    store.close()


@pytest.fixture
def desk() -> Desk:
    """Give a journal with a lead, a hand-in and a refusal."""
    made = Desk(partition=partition_of())
    made.take(submission_record("c-1", submit()))
    made.take(submission_record("c-2", PushCase()))
    return made


def follower_of(journal: OneJournal, views: SqlViewStore) -> Follower:
    """Follow one partition."""
    return Follower(region=QINGYANG, partitions=1, log=journal, store=views, clock=SystemClock())


async def is_ready(follower: Follower) -> bool:
    """Ask what readiness asks."""
    return follower.is_following


async def test_who_asks_before_the_journal_is_followed_waits(
    desk: Desk, views: SqlViewStore
) -> None:
    journal = OneJournal()
    follower = follower_of(journal, views)
    assert not await is_ready(follower)
    assert await follower.wait(0, 0, 0.01) is None
    waiting = asyncio.create_task(follower.wait(0, 1, ANSWER_SECONDS_MAX))
    await follower.open()
    following = asyncio.create_task(follower.run())
    for record in desk.journal:
        journal.arriving.put_nowait(record)
    found = await waiting
    assert await is_ready(follower)
    assert found is not None
    assert found.answer.outcome == Outcome.REFUSAL
    following.cancel()


async def test_after_a_restart_an_older_place_is_lost_and_the_present_one_is_not(
    desk: Desk, views: SqlViewStore
) -> None:
    lead, handed_in, _ = desk.journal
    after = Position(offset=handed_in.offset, epoch=1, chain=desk.fold.journal.chain)
    views.record(0, expected=None, advanced=after, changes=[])
    follower = follower_of(OneJournal(), views)
    await follower.open()
    async with follower.listen({0: lead.offset}) as older:
        assert await older.next(0) == Lost(positions={0: handed_in.offset})
    async with follower.listen({0: handed_in.offset}) as present:
        assert await present.next(0) is None


async def test_a_change_is_told_with_its_place(desk: Desk, views: SqlViewStore) -> None:
    journal = OneJournal()
    follower = follower_of(journal, views)
    await follower.open()
    following = asyncio.create_task(follower.run())
    async with follower.listen(None) as listener:
        for record in desk.journal:
            journal.arriving.put_nowait(record)
        item = await listener.next(ANSWER_SECONDS_MAX)
        assert isinstance(item, Item)
        assert (str(item.case_id), item.offset, item.positions) == (CASE_ID, 1, {0: 1})
    following.cancel()


async def test_the_feed_of_cases_says_nothing_of_items(views: SqlViewStore) -> None:
    desk, journal = Desk(partition=HOME), OneJournal()
    submitted(desk, publish())
    follower = follower_of(journal, views)
    await follower.open()
    following = asyncio.create_task(follower.run())
    async with follower.listen(None) as listener:
        for record in desk.journal:
            journal.arriving.put_nowait(record)
        answered = await follower.wait(0, 0, ANSWER_SECONDS_MAX)
        assert answered is not None
        assert len(answered.event_ids) == 1
        assert await listener.next(0) is None
    following.cancel()
