"""Cutting what is delivered into runs without a gap: repeated records are dropped (design E3)."""

from collections.abc import Sequence

from broker.schemas.records import LogRecord


def runs_after(records: Sequence[LogRecord], position: int) -> list[list[LogRecord]]:
    """Answer the records beyond `position` as runs of consecutive offsets, in order.

    One delivery may join several fetches, and a seek between them leaves gaps or repetitions inside
    it; whoever takes the runs closes the gap before each of them from the log.
    """
    runs: list[list[LogRecord]] = []
    last = position
    for record in records:
        if record.offset <= last:
            continue
        if record.offset > last + 1 or not runs:
            runs.append([])
        runs[-1].append(record)
        last = record.offset
    return runs
