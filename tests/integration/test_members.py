"""A named member hands its place to its successor, without a rebalance and without a fight."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from broker.clock import SystemClock
from broker.identity import new_id
from broker.streams.places import Bundles, Place
from broker.streams.tail import Group, Tail
from broker.streams.topics import TopicSpec, create_topics
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(60)]
SECONDS_MAX = 15.0
SESSION_SECONDS = 6.0
PARTITIONS = 4


class Reader:
    """Reads nothing."""

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Open at once."""

    async def deliver(self, bundles: Bundles) -> None:
        """Take nothing."""

    def close(self, places: Iterable[Place]) -> None:
        """Forget nothing."""

    def position(self, place: Place) -> int | None:
        """Answer that nothing is known."""
        return None


class Members:
    """Members of one group, by the order of their coming."""

    def __init__(self, bootstrap: str, folder: Path) -> None:
        self._bootstrap = bootstrap
        self._folder = folder
        self._topic = f"members-{new_id()}"
        self.tails: list[Tail] = []

    async def start(self) -> None:
        """Create the topic."""
        spec = TopicSpec(name=self._topic, partitions=PARTITIONS, retention_ms=-1)
        await create_topics(self._bootstrap, [spec], replication=1)

    async def join(self, member: str) -> Tail:
        """Let one join and wait until the work is divided."""
        group = Group(
            name=f"group-{self._topic}",
            topics=(self._topic,),
            bootstrap=self._bootstrap,
            folder=self._folder / str(len(self.tails)),
            member=member,
        )
        tail = Tail(group, Reader())
        self.tails.append(tail)
        await tail.start()

        async def is_ready() -> bool:
            return tail.is_ready

        await wait_until(is_ready, seconds=SECONDS_MAX)
        return tail

    async def is_divided(self) -> bool:
        """Say whether each partition is with one member."""
        held = [place for tail in self.tails for place in tail.opened]
        is_ready = all(tail.is_ready for tail in self.tails)
        return is_ready and len(held) == len(set(held)) == PARTITIONS

    async def leave(self, tail: Tail) -> None:
        """Let one leave in order."""
        self.tails.remove(tail)
        await tail.stop()

    async def stop(self) -> None:
        """Let all leave."""
        for tail in tuple(self.tails):
            await self.leave(tail)


async def test_a_successor_gets_the_place_and_the_predecessor_another(
    kafka: str, tmp_path: Path
) -> None:
    members, clock = Members(kafka, tmp_path), SystemClock()
    await members.start()
    try:
        first = await members.join("a")
        other = await members.join("b")
        await wait_until(members.is_divided, seconds=SECONDS_MAX)
        places, generation = first.opened, other.app.consumer_generation_id
        began = clock.elapsed()
        successor = await members.join("a")
        assert clock.elapsed() - began < SESSION_SECONDS
        assert successor.opened == places
        assert other.app.consumer_generation_id == generation, "the others go on undisturbed"
        # The predecessor is alive and learns of it: it does not take its place back.
        await wait_until(members.is_divided, seconds=SECONDS_MAX)
        assert all(tail.opened for tail in members.tails)
        assert not any(tail.app.crashed for tail in members.tails)
    finally:
        await members.stop()


async def test_who_leaves_in_order_leaves_at_once(kafka: str, tmp_path: Path) -> None:
    members, clock = Members(kafka, tmp_path), SystemClock()
    await members.start()
    try:
        first = await members.join("a")
        await members.join("b")
        await wait_until(members.is_divided, seconds=SECONDS_MAX)
        began = clock.elapsed()
        await members.leave(first)
        await wait_until(members.is_divided, seconds=SECONDS_MAX)
        assert clock.elapsed() - began < SESSION_SECONDS / 2
    finally:
        await members.stop()
