"""How often somebody may ask: token buckets, bounded in number."""

from collections import OrderedDict
from dataclasses import dataclass

from broker.ports import Clock

BUCKETS_MAX = 10_000
COMMANDS_PER_SECOND = 200
READS_PER_SECOND = 400
SERVICE_PER_SECOND = 2_000
BURST_SECONDS = 2
"""What a principal may ask in this time, it may ask at once."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    seen: float


class Limiter:
    """Lets `burst` attempts through at once, then one in `seconds_each`, for each key."""

    def __init__(self, clock: Clock, *, burst: int, seconds_each: float) -> None:
        self._clock = clock
        self._burst = burst
        self._seconds_each = seconds_each
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one attempt and answer 0, or answer how many seconds to wait for the next."""
        now = self._clock.elapsed()
        bucket = self._buckets.pop(key, _Bucket(tokens=self._burst, seen=now))
        refill = (now - bucket.seen) / self._seconds_each
        bucket.tokens = min(float(self._burst), bucket.tokens + refill)
        bucket.seen = now
        wait_seconds = max(0.0, 1 - bucket.tokens) * self._seconds_each
        if wait_seconds == 0:
            bucket.tokens -= 1
        self._buckets[key] = bucket
        if len(self._buckets) > BUCKETS_MAX:
            self._buckets.popitem(last=False)
        return wait_seconds


class Rates:
    """How often a principal may ask: people by commands and reads, programs by configuration."""

    def __init__(self, clock: Clock, *, service_per_second: int = SERVICE_PER_SECOND) -> None:
        self._person_commands = _per_second(clock, COMMANDS_PER_SECOND)
        self._person_reads = _per_second(clock, READS_PER_SECOND)
        self._service_commands = _per_second(clock, service_per_second)
        self._service_reads = _per_second(clock, service_per_second)

    def take(self, principal: str, *, is_person: bool, is_read: bool) -> float:
        """Take one request and answer 0, or answer how many seconds to wait."""
        if is_person:
            limiter = self._person_reads if is_read else self._person_commands
        else:
            limiter = self._service_reads if is_read else self._service_commands
        return limiter.take(principal)


def _per_second(clock: Clock, count: int) -> Limiter:
    return Limiter(clock, burst=count * BURST_SECONDS, seconds_each=1 / count)
