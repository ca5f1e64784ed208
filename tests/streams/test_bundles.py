"""The private interface of Faust that bundles rely on: this fails first when Faust changes."""

import inspect
from hashlib import sha256

import pytest
from faust.transport.consumer import Consumer

from broker.streams.bundles import BundleConsumer
from broker.streams.tail import check_pins

KNOWN_SOURCES = {
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


@pytest.mark.parametrize("name", ["getmany", "_new_offset", "_should_commit", "_add_gap"])
def test_the_bundle_consumer_replaces_it(name: str) -> None:
    assert name in vars(BundleConsumer)


def test_the_installed_versions_are_the_pinned_ones() -> None:
    check_pins()
