"""What a watcher is told is what the metrics say."""

from dataclasses import replace

import pytest

from broker.clock import SystemClock
from broker.metrics import Metrics
from broker.schemas.records import Decision, ReleaseHeld
from broker.wiring.watchers import recorder_watcher
from tests.engine.support import Desk, batch_of, decisions, not_knowing, partition_of
from tests.support.builders import HANGZHOU, PASS_FORM, QINGYANG, submit

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
