"""A delivery may have gaps and repetitions inside it: the runs say where to read the log again."""

from broker.domain.identifiers import Instant
from broker.schemas.records import LogRecord
from broker.streams.runs import runs_after


def records(*offsets: int) -> list[LogRecord]:
    """Make records with these offsets."""
    return [LogRecord(offset, Instant(0), None, b"", ()) for offset in offsets]


def offsets(runs: list[list[LogRecord]]) -> list[list[int]]:
    """Show runs by their offsets."""
    return [[record.offset for record in run] for run in runs]


def test_what_follows_the_position_is_one_run() -> None:
    assert offsets(runs_after(records(3, 4, 5), 2)) == [[3, 4, 5]]


def test_a_gap_inside_a_delivery_begins_a_new_run() -> None:
    assert offsets(runs_after(records(0, 1, 2, 6, 7, 9), -1)) == [[0, 1, 2], [6, 7], [9]]


def test_a_gap_before_a_delivery_is_seen_in_the_first_run() -> None:
    assert offsets(runs_after(records(7, 8), 3)) == [[7, 8]]


def test_repetitions_are_dropped_wherever_they_stand() -> None:
    assert offsets(runs_after(records(1, 2, 3, 2, 3, 4, 1), 1)) == [[2, 3, 4]]


def test_nothing_new_is_no_run() -> None:
    assert runs_after(records(1, 2), 5) == []
