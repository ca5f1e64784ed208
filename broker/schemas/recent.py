"""What was read lately: the readers of a journal in one process read each record once, not each."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from broker.schemas.codec import decode_event, decode_journal

Value = TypeVar("Value")

RECENT_BYTES_MAX = 4 * 1024 * 1024
"""Of bytes as they are written; read, they take about four times as much."""


class Recent(Generic[Value]):
    """Reads bytes, or remembers what the same bytes said; values do not change, so all may share.

    For the one thread of the readers. What is too large to be kept is read each time.
    """

    def __init__(self, read: Callable[[bytes], Value], bytes_max: int = RECENT_BYTES_MAX) -> None:
        self._read = read
        self._bytes_max = bytes_max
        self._values: OrderedDict[bytes, Value] = OrderedDict()
        self._bytes = 0

    def __call__(self, data: bytes) -> Value:
        """Answer what the bytes say; raises what reading them raises, each time."""
        if data in self._values:
            return self._values[data]
        value = self._read(data)
        self._values[data] = value
        self._bytes += len(data)
        while self._bytes > self._bytes_max:
            oldest, _ = self._values.popitem(last=False)
            self._bytes -= len(oldest)
        return value


recent_journal = Recent(decode_journal)
recent_event = Recent(decode_event)
