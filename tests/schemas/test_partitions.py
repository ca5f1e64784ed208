"""Our partitions are Kafka's."""

from aiokafka.partitioner import murmur2 as kafka_murmur2
from hypothesis import given
from hypothesis import strategies as st

from broker.schemas.partitions import MASK, murmur2, partition_for


@given(st.binary(max_size=80), st.integers(min_value=1, max_value=64))
def test_every_kafka_client_finds_the_same_partition(key: bytes, count: int) -> None:
    assert murmur2(key) == kafka_murmur2(key)
    assert partition_for(key, count) == (kafka_murmur2(key) & 0x7FFFFFFF) % count


def test_known_values_of_kafkas_own_tests() -> None:
    expected = {b"21": -973932308, b"foobar": -790332482, b"a-little-bit-long-string": -985981536}
    assert {key: murmur2(key) for key in expected} == {k: v & MASK for k, v in expected.items()}
