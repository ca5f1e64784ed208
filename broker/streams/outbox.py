"""The outbox of one channel in memory: what to send next, what to send again (design section 5)."""

from collections import deque
from dataclasses import dataclass, field

from broker.engine.lead import JournalPosition
from broker.schemas.records import Batch, BatchedEvent, Channel

BATCH_EVENTS_MAX = 64
BATCH_BYTES_MAX = 393_216
WINDOW_EVENTS = 1_024
"""Events sent and not yet receipted; then the channel waits."""
QUEUE_EVENTS_MAX = 4_096
"""Events kept in memory; what is beyond is read from the journal again (store and forward)."""
RESEND_SECONDS = 3.0
RESEND_SECONDS_MAX = 300.0
"""The wait doubles up to this while the peer is silent, and only one batch is sent to probe."""
LINK_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """An own event with its channel number and the instant of its Decision."""

    number: int
    event: BatchedEvent
    kind: str
    key_ids: tuple[str, ...]
    at: int


@dataclass(slots=True)
class Outbox:
    """Own events of one channel from the first unreceipted on; numbers are contiguous."""

    channel: Channel
    settled: int = 1
    next_to_send: int = 1
    sent_at: float = 0.0
    queue: deque[Waiting] = field(default_factory=deque)
    overflow: JournalPosition | None = None
    """Where the journal has to be read again, once the queue has room."""
    attempts: int = 0
    """Times in a row that nothing came back."""

    def put(self, waiting: Waiting, position: JournalPosition) -> None:
        """Take the next event; old numbers are known, and a full queue remembers where it was."""
        if waiting.number < self.expected:
            return
        if self.overflow is not None or len(self.queue) >= QUEUE_EVENTS_MAX:
            self.overflow = self.overflow or position
            return
        assert waiting.number == self.expected, f"{waiting.number}, expected {self.expected}"
        self.queue.append(waiting)

    @property
    def expected(self) -> int:
        """Answer the number that the next event put in must have."""
        return self.queue[-1].number + 1 if self.queue else self.settled

    @property
    def unreceipted(self) -> int:
        """Count events in memory that the peer has not receipted."""
        return len(self.queue)

    def settle(self, next_number: int, *, again: bool, now: float) -> None:
        """Note a receipt; `again` says that the peer expects this number and got a later one."""
        if again or next_number > self.settled:
            self.attempts = 0
        self.settled = max(self.settled, next_number)
        while self.queue and self.queue[0].number < self.settled:
            self.queue.popleft()
        self.next_to_send = max(self.next_to_send, self.settled)
        if again:
            self.next_to_send = self.settled
        self.sent_at = now

    def is_overdue(self, now: float) -> bool:
        """Say whether something sent was not receipted for too long."""
        wait = min(RESEND_SECONDS * 2**self.attempts, RESEND_SECONDS_MAX)
        return self.next_to_send > self.settled and now - self.sent_at >= wait

    def send_again(self) -> None:
        """Go back to the first unreceipted event, and probe with one batch until a receipt."""
        self.next_to_send = self.settled
        self.attempts += 1

    def next_batch(self) -> tuple[Batch, tuple[Waiting, ...]] | None:
        """Answer what to send now; None if there is nothing or the window is full."""
        is_probing = self.attempts > 0 and self.next_to_send > self.settled
        if not self.queue or is_probing:
            return None
        start = self.next_to_send - self.queue[0].number
        assert start >= 0, "sending before the first unreceipted event"
        room = WINDOW_EVENTS - start
        chosen: list[Waiting] = []
        size = 0
        for index in range(start, min(len(self.queue), start + min(room, BATCH_EVENTS_MAX))):
            waiting = self.queue[index]
            size += len(waiting.event.event)
            if chosen and size > BATCH_BYTES_MAX:
                break
            chosen.append(waiting)
        if not chosen:
            return None
        events = tuple(waiting.event for waiting in chosen)
        batch = Batch(
            channel=self.channel, link_epoch=LINK_EPOCH, first=chosen[0].number, events=events
        )
        return batch, tuple(chosen)

    def note_sent(self, batch: Batch, now: float) -> None:
        """Move on after a batch was acknowledged by the link."""
        if self.next_to_send == self.settled:
            self.sent_at = now
        self.next_to_send = max(self.next_to_send, batch.last + 1)
