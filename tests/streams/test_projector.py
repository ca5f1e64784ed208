"""What partitions record at the same time goes into one transaction; failures find their own."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from broker.domain.identifiers import Instant
from broker.schemas.records import GENESIS
from broker.streams.projector import Together
from broker.views.changes import Advance, JournalRow
from broker.views.errors import PositionLost
from broker.views.port import ViewStore
from broker.views.position import Position


def advance(partition: int) -> Advance:
    """One lead in a partition."""
    row = JournalRow(offset=0, epoch=1, chain=GENESIS, now=Instant(0), answer=None, events=())
    return Advance(partition=partition, expected=None, rows=[row])


class Store:
    """Notes which partitions come together; one of them has been moved by somebody else."""

    def __init__(self, moved: int | None = None) -> None:
        self.asked: list[list[int]] = []
        self._moved = moved

    def record_all(self, advances: Sequence[Advance]) -> list[Position]:
        """Record, or nothing."""
        self.asked.append([one.partition for one in advances])
        if self._moved in self.asked[-1]:
            raise PositionLost("moved")
        return [Position(offset=one.partition, epoch=1, chain=GENESIS) for one in advances]


async def record_four(store: Store) -> list[Position | BaseException]:
    """Record four partitions at once."""
    together = Together(cast(ViewStore, store))
    return await asyncio.gather(
        *(together.record(advance(partition)) for partition in range(4)), return_exceptions=True
    )


async def test_partitions_are_recorded_together() -> None:
    store = Store()
    positions = await record_four(store)
    assert store.asked == [[0, 1, 2, 3]]
    assert [one.offset for one in positions if isinstance(one, Position)] == [0, 1, 2, 3]


async def test_a_failure_reaches_only_whose_it_is() -> None:
    store = Store(moved=2)
    found = await record_four(store)
    assert store.asked == [[0, 1, 2, 3], [0], [1], [2], [3]]
    assert [isinstance(one, PositionLost) for one in found] == [False, False, True, False]


async def test_what_comes_meanwhile_goes_next() -> None:
    store = Store()
    together = Together(cast(ViewStore, store))
    first = asyncio.create_task(together.record(advance(0)))
    while not store.asked:
        await asyncio.wait([first], timeout=0.001)
    rest = [asyncio.create_task(together.record(advance(partition))) for partition in (1, 2)]
    await asyncio.gather(first, *rest)
    assert store.asked == [[0], [1, 2]]


async def test_a_lonely_failure_is_raised() -> None:
    with pytest.raises(PositionLost):
        await Together(cast(ViewStore, Store(moved=0))).record(advance(0))
