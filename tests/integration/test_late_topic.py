"""A group that met a Kafka without its topic reads it soon after it is there."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from broker.identity import new_id
from broker.streams.places import Bundles, Place
from broker.streams.tail import Group, Tail
from broker.streams.topics import TopicSpec, create_topics
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(60)]
SECONDS_MAX = 15.0
PARTITIONS = 2


class Opened:
    """A reader that only notes what it was given."""

    def __init__(self) -> None:
        self.places: set[Place] = set()

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Note a place."""
        self.places.add(place)

    async def deliver(self, bundles: Bundles) -> None:
        """Take nothing."""

    def close(self, places: Iterable[Place]) -> None:
        """Forget places."""
        self.places -= set(places)

    def position(self, place: Place) -> int | None:
        """Answer that nothing is known."""
        return None


async def test_a_topic_that_was_not_known_is_read_soon(kafka: str, tmp_path: Path) -> None:
    topic = f"late-{new_id()}"
    reader = Opened()
    group = Group(name=f"group-{topic}", topics=(topic,), bootstrap=kafka, folder=tmp_path)
    tail = Tail(group, reader)
    await tail.start()
    try:

        async def joined() -> bool:
            return tail.joined

        async def opened() -> bool:
            return len(reader.places) == PARTITIONS

        await wait_until(joined, seconds=SECONDS_MAX)
        assert not tail.is_ready, "it was dealt nothing because nobody knows the topic"
        spec = TopicSpec(name=topic, partitions=PARTITIONS, retention_ms=-1)
        await create_topics(kafka, [spec], replication=1)
        await wait_until(opened, seconds=SECONDS_MAX)
        assert tail.is_ready
    finally:
        await tail.stop()
