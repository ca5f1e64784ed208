"""The private interface of Faust that bundles rely on: this fails first when Faust changes."""

import inspect
from collections.abc import Mapping
from hashlib import sha256

import pytest
from aiokafka.errors import IllegalStateError
from faust.transport.consumer import Consumer
from faust.types import TP
from typing_extensions import override

from broker.streams.bundles import BundleConsumer
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
