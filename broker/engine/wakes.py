"""When to wake what falls due, and how much at a time: a heap with lazy deletion (design E8)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from broker.domain.identifiers import AggregateId, Instant

IN_FLIGHT_MAX = 1
"""Checks of a partition that the journal has not answered: the queue a command may find."""
RETRY_SECONDS_MIN = 1.0
RETRY_SECONDS_MAX = 900.0
"""A retry waits no longer than the clocks have disagreed, and never longer than this."""
ANSWER_SECONDS_MAX = 900.0
"""A check unanswered for so long is sent again: it may have left the intake by retention."""
STALE_ENTRIES_MIN = 1_024


@dataclass(slots=True)
class Wakes:
    """The open deadlines of one partition; costs O(log n) a change and O(1) to look.

    Each aggregate with a deadline is in one place: waiting for its instant, waiting to be asked
    again, in flight, or parked because settling at or after its instant wrote nothing.
    """

    dues: dict[AggregateId, Instant] = field(default_factory=dict)
    _at: dict[AggregateId, float] = field(default_factory=dict)
    """Where the valid entry of an aggregate stands in a heap; other entries are stale."""
    _heap: list[tuple[float, AggregateId]] = field(default_factory=list)
    _retries: list[tuple[float, AggregateId]] = field(default_factory=list)
    """By elapsed seconds, because the wall clock may go back."""
    _tries: dict[AggregateId, int] = field(default_factory=dict)
    _flight: dict[AggregateId, float] = field(default_factory=dict)

    @property
    def in_flight(self) -> int:
        """Count the checks sent and not answered."""
        return len(self._flight)

    def put(self, aggregate_id: AggregateId, due: Instant | None) -> None:
        """Note the instant an aggregate now waits for, None if there is none."""
        if due is None:
            self.dues.pop(aggregate_id, None)
            self._at.pop(aggregate_id, None)
            self._tries.pop(aggregate_id, None)
            return
        is_new = self.dues.get(aggregate_id) != due
        self.dues[aggregate_id] = due
        if is_new:
            self._tries.pop(aggregate_id, None)
        if aggregate_id not in self._flight and (is_new or aggregate_id not in self._at):
            self._wait(aggregate_id, due)

    def take(self, now: Instant, elapsed: float) -> Iterator[AggregateId]:
        """Yield what to wake, as long as there is room in flight; each is in flight then."""
        self._give_up_waiting(elapsed)
        self._return_retries(elapsed)
        while self._heap and self._heap[0][0] <= now and len(self._flight) < IN_FLIGHT_MAX:
            at, aggregate_id = heappop(self._heap)
            if self._at.get(aggregate_id) != at:
                continue
            del self._at[aggregate_id]
            self._flight[aggregate_id] = elapsed
            yield aggregate_id

    def answered(
        self, aggregate_id: AggregateId, log_now: Instant, now: Instant, elapsed: float
    ) -> None:
        """Note that a check was decided at `log_now`; what it came too early for is asked again.

        If its instant had come, settling wrote nothing, and would write nothing again: it is parked
        until the aggregate changes.
        """
        self._flight.pop(aggregate_id, None)
        due = self.dues.get(aggregate_id)
        if due is None or due <= log_now:
            return
        if due > now:
            self._wait(aggregate_id, due)
            return
        tries = self._tries[aggregate_id] = self._tries.get(aggregate_id, 0) + 1
        wait = min(RETRY_SECONDS_MAX, RETRY_SECONDS_MIN * 2 ** min(tries - 1, 20))
        # Negative, so that no instant is ever mistaken for it.
        self._at[aggregate_id] = -(elapsed + wait)
        heappush(self._retries, (elapsed + wait, aggregate_id))

    def _wait(self, aggregate_id: AggregateId, due: Instant) -> None:
        self._at[aggregate_id] = due
        heappush(self._heap, (due, aggregate_id))
        if len(self._heap) > 2 * len(self._at) + STALE_ENTRIES_MIN:
            self._heap = [one for one in self._heap if self._at.get(one[1]) == one[0]]
            self._heap = list(dict.fromkeys(self._heap))
            heapify(self._heap)

    def _return_retries(self, elapsed: float) -> None:
        while self._retries and self._retries[0][0] <= elapsed:
            at, aggregate_id = heappop(self._retries)
            if self._at.get(aggregate_id) == -at:
                self._wait(aggregate_id, self.dues[aggregate_id])

    def _give_up_waiting(self, elapsed: float) -> None:
        for aggregate_id, sent in list(self._flight.items()):
            if elapsed - sent < ANSWER_SECONDS_MAX:
                return
            del self._flight[aggregate_id]
            if aggregate_id in self.dues:
                self._wait(aggregate_id, self.dues[aggregate_id])
