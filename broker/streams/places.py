"""A place in Kafka, and the port between a Faust tail and what reads through it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from broker.schemas.records import LogRecord


class Place(NamedTuple):
    """A topic partition."""

    topic: str
    partition: int


Bundles = Mapping[Place, Sequence[LogRecord]]


class PartitionReader(Protocol):
    """What a role does with the partitions it is assigned.

    `open` is awaited before delivery resumes after a rebalance, and may be repeated; it asks
    `is_assigned` before each step and stops when the place was revoked. `deliver` brings records in
    order, perhaps again, perhaps with a gap. `position` is the next offset to read, durable with
    its effect, None while unknown. Any exception ends the process (design E11).
    """

    async def open(self, place: Place, is_assigned: Callable[[], bool]) -> None:
        """Get ready for a place."""
        ...

    async def deliver(self, bundles: Bundles) -> None:
        """Take records; returning means that their effects are durable."""
        ...

    def close(self, places: Iterable[Place]) -> None:
        """Forget places that were revoked."""
        ...

    def position(self, place: Place) -> int | None:
        """Answer the next offset to read."""
        ...
