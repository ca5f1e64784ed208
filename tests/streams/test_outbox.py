"""The outbox of a channel: order, window, going back, and what does not fit into memory."""

from broker.domain.identifiers import AggregateId, RegionCode, Side
from broker.engine.lead import JournalPosition
from broker.schemas.records import BatchedEvent, Channel
from broker.streams.outbox import (
    BATCH_EVENTS_MAX,
    QUEUE_EVENTS_MAX,
    RESEND_SECONDS,
    RESEND_SECONDS_MAX,
    WINDOW_EVENTS,
    Outbox,
    Waiting,
)

CHANNEL = Channel(
    source=RegionCode("621000"),
    target=RegionCode("330100"),
    source_partition=0,
    target_partition=1,
)


def waiting(number: int, size: int = 10) -> Waiting:
    """Make an event with this number."""
    event = BatchedEvent(
        aggregate_id=AggregateId("case"), side=Side.RECEIVING, sequence=number, event=b"e" * size
    )
    return Waiting(number, event, "CaseSubmitted", (), 0)


def filled(count: int, *, size: int = 10) -> Outbox:
    """Make an outbox with events 1 to count."""
    outbox = Outbox(CHANNEL)
    for number in range(1, count + 1):
        outbox.put(waiting(number, size), JournalPosition(offset=number))
    return outbox


def send(outbox: Outbox, now: float = 0.0) -> tuple[int, int] | None:
    """Send the next batch; answer its first and last number."""
    chosen = outbox.next_batch()
    if chosen is None:
        return None
    outbox.note_sent(chosen[0], now)
    return chosen[0].first, chosen[0].last


def test_batches_follow_each_other_without_a_gap() -> None:
    outbox = filled(BATCH_EVENTS_MAX + 3)
    assert send(outbox) == (1, BATCH_EVENTS_MAX)
    assert send(outbox) == (BATCH_EVENTS_MAX + 1, BATCH_EVENTS_MAX + 3)
    assert send(outbox) is None


def test_a_batch_is_bounded_by_bytes_but_takes_at_least_one_event() -> None:
    outbox = filled(5, size=300_000)
    assert send(outbox) == (1, 1)
    assert send(outbox) == (2, 2)


def test_an_event_known_already_is_not_queued_again() -> None:
    outbox = filled(3)
    outbox.put(waiting(2), JournalPosition())
    assert [one.number for one in outbox.queue] == [1, 2, 3]


def test_the_window_bounds_what_is_unreceipted() -> None:
    outbox = filled(WINDOW_EVENTS + 100)
    while send(outbox) is not None:
        pass
    assert outbox.next_to_send == WINDOW_EVENTS + 1
    outbox.settle(101, again=False, now=1.0)
    assert send(outbox) == (WINDOW_EVENTS + 1, WINDOW_EVENTS + BATCH_EVENTS_MAX)


def test_a_receipt_lets_go_of_what_it_covers() -> None:
    outbox = filled(10)
    send(outbox)
    outbox.settle(8, again=False, now=1.0)
    assert [one.number for one in outbox.queue] == [8, 9, 10]


def test_a_peer_that_expects_an_earlier_number_gets_it() -> None:
    outbox = filled(10)
    send(outbox)
    outbox.settle(4, again=True, now=1.0)
    assert send(outbox) == (4, 10)


def test_an_old_receipt_changes_nothing() -> None:
    outbox = filled(10)
    send(outbox)
    outbox.settle(8, again=False, now=1.0)
    outbox.settle(3, again=False, now=2.0)
    assert outbox.settled == 8
    assert outbox.next_to_send == 11


def test_what_is_not_receipted_in_time_is_sent_again() -> None:
    outbox = filled(5)
    send(outbox, now=10.0)
    assert not outbox.is_overdue(10.0 + RESEND_SECONDS - 0.1)
    assert outbox.is_overdue(10.0 + RESEND_SECONDS)
    outbox.send_again()
    assert send(outbox, now=14.0) == (1, 5)


def test_nothing_is_overdue_when_nothing_was_sent() -> None:
    assert not filled(5).is_overdue(1e9)


def test_a_full_queue_remembers_where_the_journal_goes_on() -> None:
    outbox = filled(QUEUE_EVENTS_MAX + 5)
    assert outbox.unreceipted == QUEUE_EVENTS_MAX
    assert outbox.overflow == JournalPosition(offset=QUEUE_EVENTS_MAX + 1)


def test_a_silent_peer_is_asked_less_and_less_and_with_one_batch_only() -> None:
    outbox = filled(WINDOW_EVENTS)
    while send(outbox) is not None:
        pass
    now, waits = 0.0, []
    for _ in range(12):
        wait = 0.0
        while not outbox.is_overdue(now + wait):
            wait += RESEND_SECONDS
        now += wait
        waits.append(wait)
        outbox.send_again()
        assert send(outbox, now) == (1, BATCH_EVENTS_MAX)
        assert send(outbox, now) is None
    assert waits[:4] == [RESEND_SECONDS, 2 * RESEND_SECONDS, 4 * RESEND_SECONDS, 8 * RESEND_SECONDS]
    assert waits[-1] == RESEND_SECONDS_MAX


def test_the_first_receipt_after_a_silence_opens_the_window_again() -> None:
    outbox = filled(BATCH_EVENTS_MAX * 3)
    send(outbox)
    outbox.send_again()
    send(outbox, now=5.0)
    outbox.settle(BATCH_EVENTS_MAX + 1, again=False, now=6.0)
    assert send(outbox, now=6.0) == (BATCH_EVENTS_MAX + 1, BATCH_EVENTS_MAX * 2)
    assert send(outbox, now=6.0) == (BATCH_EVENTS_MAX * 2 + 1, BATCH_EVENTS_MAX * 3)
