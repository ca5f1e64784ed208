"""What a watcher is told is what the metrics say."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from typing_extensions import override

from broker.clock import SystemClock
from broker.errors import AppendUnknown
from broker.memory import MemoryAppender, MemoryKafka
from broker.metrics import Metrics
from broker.schemas.records import Decision, NewRecord, ReleaseHeld
from broker.streams.edge import Edge
from broker.streams.places import Place
from broker.streams.topics import dead_letters_topic, link_topic
from broker.wiring.watchers import edge_watcher, recorder_watcher
from tests.engine.support import Desk, batch_of, decisions, not_knowing, partition_of
from tests.simulation.region import NoKeys
from tests.support.builders import HANGZHOU, NOON, PASS_FORM, QINGYANG, submit

ARRIVALS = "tongban_relay_command_to_peer_journal_seconds_count"
REFUSED = "tongban_peer_events_refused_total"


@pytest.fixture
def metrics() -> Metrics:
    """Give metrics nobody has touched."""
    return Metrics()


def of(reason: str) -> dict[str, str]:
    """Label what Hangzhou refused."""
    return {"region": HANGZHOU, "peer": QINGYANG, "reason": reason}


def watch(metrics: Metrics, *seen: Decision) -> None:
    """Let a recorder's watcher see Decisions."""
    watcher = recorder_watcher(metrics, HANGZHOU, SystemClock())
    for decision in seen:
        watcher.decided(decision)


def test_events_refused_are_counted_and_what_was_held_is_no_arrival(metrics: Metrics) -> None:
    here = Desk(partition=partition_of())
    here.ask_all([submit(), PASS_FORM])
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    batch = batch_of(decisions(here), source=here, target=there)
    with not_knowing("CaseSubmitted"):
        held = there.hear(replace(batch, events=(batch.events[0], batch.events[0])))
    released = there.hear(ReleaseHeld(region=HANGZHOU))
    gap = there.hear(replace(batch, first=3, events=(replace(batch.events[1], sequence=7),)))
    watch(metrics, held, released, gap)
    assert metrics.registry.get_sample_value(REFUSED, of("envelope_mismatch")) == 1
    labels: dict[str, str] = {"region": QINGYANG, "peer": HANGZHOU}
    assert metrics.registry.get_sample_value(ARRIVALS, labels) is None


async def test_what_the_edge_sets_aside_is_counted_once_it_is_in_the_log(metrics: Metrics) -> None:
    kafka = MemoryKafka(lambda: NOON)
    topic, letters = link_topic(HANGZHOU, QINGYANG), dead_letters_topic(HANGZHOU)
    for name in (topic, letters):
        kafka.create_topic(name, 1)
    edge = Edge(
        region=HANGZHOU,
        peers=[QINGYANG],
        appender=MemoryAppender(kafka),
        keys=NoKeys(),
        watcher=edge_watcher(metrics),
    )
    kafka.append(topic, 0, [NewRecord(None, b"\x01 no record", ())] * 2)
    await edge.deliver({Place(topic, 0): kafka.partition(topic, 0).records})
    await edge.deliver({Place(topic, 0): kafka.partition(topic, 0).records})
    assert len(kafka.partition(letters, 0).records) == 2
    labels = {"topic": topic, "reason": "not_confluent"}
    assert metrics.registry.get_sample_value("tongban_dead_letters_total", labels) == 2


class FullAppender(MemoryAppender):
    """A Kafka that takes nothing."""

    @override
    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Refuse."""
        raise AppendUnknown(topic)


async def test_a_dead_letter_that_may_not_be_in_the_log_is_not_counted(metrics: Metrics) -> None:
    kafka = MemoryKafka(lambda: NOON)
    topic = link_topic(HANGZHOU, QINGYANG)
    kafka.create_topic(topic, 1)
    edge = Edge(
        region=HANGZHOU,
        peers=[QINGYANG],
        appender=FullAppender(kafka),
        keys=NoKeys(),
        watcher=edge_watcher(metrics),
    )
    kafka.append(topic, 0, [NewRecord(None, b"", ())])
    with pytest.raises(AppendUnknown):
        await edge.deliver({Place(topic, 0): kafka.partition(topic, 0).records})
    assert [one.samples for one in metrics.dead_letters.collect()] == [[]]
