"""Channels: numbers are given out once, in order, and settled by receipts."""

import pytest

from broker.engine.channels import MARK_SPACING, Mark, Outbound
from broker.engine.lead import ORIGIN, JournalPosition


def at(offset: int) -> JournalPosition:
    """Answer a journal position."""
    return JournalPosition(offset=offset)


def with_numbers(count: int) -> Outbound:
    """Answer a channel that gave out so many numbers, one a Decision."""
    outbound = Outbound()
    for number in range(1, count + 1):
        outbound.take(number, at(number))
    return outbound


def test_numbers_begin_at_one_and_are_contiguous() -> None:
    outbound = with_numbers(2)
    assert outbound.next_number == 3
    with pytest.raises(AssertionError, match="expected 3"):
        outbound.take(4, ORIGIN)


def test_the_first_unsettled_event_has_a_mark_to_read_from() -> None:
    outbound = with_numbers(3 * MARK_SPACING)
    assert [mark.number for mark in outbound.marks] == [1, 1 + MARK_SPACING, 1 + 2 * MARK_SPACING]
    assert outbound.settle(MARK_SPACING)
    assert outbound.marks[0] == Mark(1, at(1))
    assert outbound.settle(1 + MARK_SPACING)
    assert outbound.marks[0] == Mark(1 + MARK_SPACING, at(1 + MARK_SPACING))


def test_a_channel_that_is_settled_needs_no_mark() -> None:
    outbound = with_numbers(2)
    assert outbound.settle(3)
    assert outbound.marks == []
    outbound.take(3, at(9))
    assert outbound.marks == [Mark(3, at(9))]


def test_an_old_receipt_says_nothing_new() -> None:
    outbound = with_numbers(3)
    assert outbound.settle(3)
    assert not outbound.settle(2)
    assert outbound.settled == 3


def test_a_receipt_for_an_event_never_sent_is_impossible() -> None:
    with pytest.raises(AssertionError, match="never sent"):
        with_numbers(1).settle(3)
