"""A stamp too far ahead of our clock stops the recorder before it becomes law (E8)."""

import pytest

from broker.errors import ClockAhead
from broker.streams.recorder import CLOCK_AHEAD_MS_MAX
from tests.engine.cluster import Cluster
from tests.support.builders import PASS_FORM, submit


async def test_a_stamp_as_far_ahead_as_allowed_is_decided_and_is_law() -> None:
    cluster = Cluster(kafka_ahead_ms=CLOCK_AHEAD_MS_MAX)
    recorder = cluster.recorder("one")
    await cluster.open(recorder)
    cluster.submit(("c1", submit()))
    await cluster.deliver(recorder)
    assert cluster.read().now == cluster.clock.now() + CLOCK_AHEAD_MS_MAX


async def test_a_stamp_further_ahead_stops_the_recorder_and_leaves_nothing() -> None:
    cluster = Cluster()
    recorder = cluster.recorder("one")
    await cluster.open(recorder)
    cluster.submit(("c1", submit()))
    await cluster.deliver(recorder)
    before = cluster.read()
    cluster.kafka_ahead_ms = CLOCK_AHEAD_MS_MAX + 1
    cluster.submit(("c2", PASS_FORM))
    with pytest.raises(ClockAhead, match="intake offset 1 is stamped 60001 ms ahead"):
        await cluster.deliver(recorder)
    after = cluster.read()
    assert (after.now, after.journal) == (before.now, before.journal)


async def test_whoever_takes_over_stops_too_and_nothing_is_decided() -> None:
    """What stands on the intake meets the same rule in the repair after a lead."""
    cluster = Cluster(kafka_ahead_ms=CLOCK_AHEAD_MS_MAX + 1)
    cluster.submit(("c1", submit()))
    with pytest.raises(ClockAhead):
        await cluster.open(cluster.recorder("one"))
    assert cluster.decisions() == []


async def test_when_our_clock_has_come_up_to_the_stamp_it_is_decided_as_ever() -> None:
    cluster = Cluster(kafka_ahead_ms=CLOCK_AHEAD_MS_MAX + 1)
    cluster.submit(("c1", submit()))
    stamp = cluster.clock.now() + CLOCK_AHEAD_MS_MAX + 1
    with pytest.raises(ClockAhead):
        await cluster.open(cluster.recorder("one"))
    cluster.clock.advance(0.001)
    await cluster.open(cluster.recorder("two"))
    [decision] = cluster.decisions()
    assert decision.now == stamp
