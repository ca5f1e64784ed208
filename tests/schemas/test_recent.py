"""What was read lately is not read again, and does not grow without bound."""

import pytest

from broker.errors import DecodeError
from broker.schemas.recent import Recent


def test_the_same_bytes_are_read_once() -> None:
    asked: list[bytes] = []

    def count(data: bytes) -> int:
        asked.append(data)
        return len(asked)

    recent = Recent(count, bytes_max=100)
    assert [recent(b"one"), recent(bytes(bytearray(b"one"))), recent(b"two")] == [1, 1, 2]
    assert asked == [b"one", b"two"]


def test_the_oldest_leave_when_there_are_too_many_bytes() -> None:
    asked: list[bytes] = []
    recent = Recent(asked.append, bytes_max=10)
    for data in (b"aaaa", b"bbbb", b"cccc", b"aaaa", b"cccc"):
        recent(data)
    assert asked == [b"aaaa", b"bbbb", b"cccc", b"aaaa"]


def test_what_is_larger_than_all_is_read_each_time() -> None:
    asked: list[bytes] = []
    recent = Recent(asked.append, bytes_max=3)
    recent(b"large")
    recent(b"large")
    assert asked == [b"large", b"large"]


def test_what_cannot_be_read_is_not_remembered() -> None:
    asked: list[bytes] = []

    def fail(data: bytes) -> None:
        asked.append(data)
        raise DecodeError("truncated")

    recent = Recent(fail)
    for _ in range(2):
        with pytest.raises(DecodeError):
            recent(b"poison")
    assert len(asked) == 2
