"""How often somebody may try: token buckets, bounded in number."""

from collections import OrderedDict
from dataclasses import dataclass

from broker.ports import Clock

BUCKETS_MAX = 10_000


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

    def take(self, key: str) -> bool:
        """Answer whether one more attempt is allowed now."""
        now = self._clock.elapsed()
        bucket = self._buckets.pop(key, _Bucket(tokens=self._burst, seen=now))
        refill = (now - bucket.seen) / self._seconds_each
        bucket.tokens = min(float(self._burst), bucket.tokens + refill)
        bucket.seen = now
        is_allowed = bucket.tokens >= 1
        if is_allowed:
            bucket.tokens -= 1
        self._buckets[key] = bucket
        if len(self._buckets) > BUCKETS_MAX:
            self._buckets.popitem(last=False)
        return is_allowed
