"""The private interface of Faust that bundles rely on: this fails first when Faust changes."""

import inspect
from collections.abc import Mapping
from hashlib import sha256

import pytest
from aiokafka.errors import IllegalStateError
from faust.transport.consumer import Consumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP
from typing_extensions import override

from broker.streams.bundles import BundleConsumer
from broker.streams.loop_consumer import LoopConsumer
from broker.streams.tail import check_pins

KNOWN_SOURCES = {
    "perform_seek": "0e8c130ff4b0afd8",
    "getmany": "4b168d84882a70d6",
    "_wait_next_records": "6218e1969a636b3f",
    "_new_offset": "1d2c7ea89a7ad4f1",
    "_should_commit": "5ce941793947ad42",
    "_add_gap": "4df2573ded7c1c2c",
    "_filter_committable_offsets": "dc5e9baf5d994485",
    "_filter_tps_with_pending_acks": "f6f9239774234e7e",
}


@pytest.mark.parametrize("name", KNOWN_SOURCES)
def test_faust_still_does_what_the_bundles_replace(name: str) -> None:
    source = inspect.getsource(getattr(Consumer, name))
    assert sha256(source.encode()).hexdigest()[:16] == KNOWN_SOURCES[name], (
        f"faust's Consumer.{name} has changed: read it again before trusting broker.streams.bundles"
    )


@pytest.mark.parametrize(
    "name", ["getmany", "perform_seek", "_new_offset", "_should_commit", "_add_gap"]
)
def test_the_bundle_consumer_replaces_it(name: str) -> None:
    assert name in vars(BundleConsumer)


KNOWN_THREAD_SOURCES = {
    "start": "f11841038a033a05",
    "stop": "32d026539c3665b2",
    "crash": "68a766aadc5f7196",
    "on_start": "38b4e8bd1e10723a",
    "on_thread_stop": "8dfc004e258b6c25",
    "call_thread": "479edda75b54734b",
    "getmany": "26fc5fc9f3b667e1",
    "_fetch_records": "39a2c6c79fc1455a",
    "_stop_children": "1477900e8ea2bc23",
    "_stop_futures": "a9356c5dd8513aae",
    "_stop_exit_stacks": "566cabf54f47645c",
}


@pytest.mark.parametrize("name", KNOWN_THREAD_SOURCES)
def test_faust_still_does_what_the_loop_consumer_replaces(name: str) -> None:
    source = inspect.getsource(getattr(AIOKafkaConsumerThread, name))
    assert sha256(source.encode()).hexdigest()[:16] == KNOWN_THREAD_SOURCES[name], (
        f"faust's consumer thread has another {name}: read it again before trusting LoopConsumer"
    )


@pytest.mark.parametrize(
    "name",
    [
        "start",
        "stop",
        "crash",
        "on_stop",
        "call_thread",
        "getmany",
        "_stop_children",
        "_stop_futures",
        "_stop_exit_stacks",
    ],
)
def test_the_loop_consumer_replaces_it(name: str) -> None:
    assert name in vars(LoopConsumer)


def test_the_installed_versions_are_the_pinned_ones() -> None:
    check_pins()


class Revoked(BundleConsumer):
    """A consumer that loses a partition while it seeks."""

    @override
    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Fail as aiokafka does."""
        raise IllegalStateError("No current assignment for partition")


async def test_a_partition_taken_away_during_a_seek_ends_no_process() -> None:
    consumer = Revoked.__new__(Revoked)  # a whole one would open event loops of its own
    consumer._read_offset = {}
    await consumer.perform_seek()
    assert consumer._read_offset == {}
