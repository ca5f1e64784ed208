"""What a log promises, whoever keeps it: order, offsets, its own time, the same bytes."""

import asyncio

from broker.ports import Logs
from broker.schemas.records import LogRecord, NewRecord

MANY = 6_000


def record(number: int) -> NewRecord:
    """Make a record that tells its number."""
    return NewRecord(b"key", f"value {number}".encode(), (("epoch", b"1"),))


async def read_all(logs: Logs, topic: str, partition: int, start: int = 0) -> list[LogRecord]:
    """Read a partition from an offset to its present end."""
    _, end = await logs.log.bounds(topic, partition)
    return [
        found
        async for records in logs.log.read(topic, partition, start=start, end=end)
        for found in records
    ]


async def test_an_empty_partition_begins_and_ends_at_zero(logs: Logs, topic: str) -> None:
    assert await logs.log.bounds(topic, 1) == (0, 0)
    assert await read_all(logs, topic, 1) == []


async def test_appends_answer_contiguous_offsets(logs: Logs, topic: str) -> None:
    assert await logs.appender.append(topic, 0, [record(0), record(1)]) == [0, 1]
    assert await logs.appender.append(topic, 0, [record(2)]) == [2]
    assert await logs.log.bounds(topic, 0) == (0, 3)


async def test_appending_nothing_is_fine(logs: Logs, topic: str) -> None:
    assert await logs.appender.append(topic, 0, []) == []
    assert await logs.log.bounds(topic, 0) == (0, 0)


async def test_what_was_appended_is_read_as_it_was(logs: Logs, topic: str) -> None:
    unusual = [
        NewRecord(None, b"", ()),
        NewRecord(b"", b"\x00\xff", (("name", b""), ("name", b"again"))),
    ]
    await logs.appender.append(topic, 0, unusual)
    found = await read_all(logs, topic, 0)
    assert [NewRecord(one.key, one.value, one.headers) for one in found] == unusual
    assert [one.offset for one in found] == [0, 1]


async def test_partitions_do_not_mix(logs: Logs, topic: str) -> None:
    await logs.appender.append(topic, 0, [record(0)])
    await logs.appender.append(topic, 1, [record(1)])
    assert [one.value for one in await read_all(logs, topic, 1)] == [b"value 1"]


async def test_records_carry_the_time_of_the_log(logs: Logs, topic: str) -> None:
    before = logs.clock.now()
    await logs.appender.append(topic, 0, [record(0)])
    [found] = await read_all(logs, topic, 0)
    assert before <= found.timestamp <= logs.clock.now()


async def test_a_long_reading_comes_whole_and_in_order(logs: Logs, topic: str) -> None:
    await logs.appender.append(topic, 0, [record(number) for number in range(MANY)])
    found = await read_all(logs, topic, 0)
    assert [one.value for one in found] == [record(number).value for number in range(MANY)]


async def test_a_reading_stays_between_its_bounds(logs: Logs, topic: str) -> None:
    await logs.appender.append(topic, 0, [record(number) for number in range(10)])
    found = [one async for some in logs.log.read(topic, 0, start=3, end=6) for one in some]
    assert [one.offset for one in found] == [3, 4, 5]


async def test_a_reading_that_begins_at_its_end_is_empty(logs: Logs, topic: str) -> None:
    await logs.appender.append(topic, 0, [record(0)])
    assert [some async for some in logs.log.read(topic, 0, start=1, end=1)] == []
    assert [some async for some in logs.log.read(topic, 0, start=5, end=1)] == []


async def test_a_reading_given_up_disturbs_no_other(logs: Logs, topic: str) -> None:
    await logs.appender.append(topic, 0, [record(number) for number in range(10)])
    async for _ in logs.log.read(topic, 0, start=0, end=10):
        break
    first, second = await asyncio.gather(
        read_all(logs, topic, 0), read_all(logs, topic, 0, start=5)
    )
    assert len(first) == 10
    assert [one.offset for one in second] == [5, 6, 7, 8, 9]
