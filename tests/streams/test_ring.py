"""A listener who comes back gets all that changed since, or is told that it cannot be had."""

from broker.domain.identifiers import CaseId
from broker.streams.ring import ITEMS_WAITING_MAX, Item, Listener, Lost, Ring

A, B, C = CaseId("621000-a"), CaseId("621000-b"), CaseId("621000-c")


def ring_of(size: int = 4, **starts: int) -> Ring:
    """Make a ring over two partitions."""
    ring = Ring(size)
    ring.begin(0, starts.get("first", 0))
    ring.begin(1, starts.get("second", 0))
    return ring


def offsets(items: list[Item] | None) -> list[tuple[int, int]] | None:
    """Name items by their places."""
    return None if items is None else [(item.partition, item.offset) for item in items]


async def told(listener: Listener) -> list[Item | Lost]:
    """Take all that waits on a listener."""
    found = []
    async with listener:
        while (item := await listener.next(0)) is not None:
            found.append(item)
    return found


def test_what_came_since_is_kept() -> None:
    ring = ring_of()
    ring.add(0, 0, [A])
    ring.add(1, 0, [B])
    ring.add(0, 1, [C])
    assert offsets(ring.behind({0: 0, 1: -1})) == [(1, 0), (0, 1)]


def test_what_was_before_the_start_is_lost_even_with_nothing_kept() -> None:
    ring = ring_of(first=10)
    assert ring.behind({0: 8}) is None
    assert ring.behind({0: 9}) == []
    assert ring.behind({}) is None


def test_a_record_without_changes_loses_nobody() -> None:
    ring = ring_of(size=2)
    ring.add(0, 0, [A])
    ring.add(0, 1, [A])
    ring.add(0, 2, [])
    ring.add(0, 3, [B])
    assert offsets(ring.behind({0: 0})) == [(0, 1), (0, 3)]
    assert ring.behind({0: -1}) is None


def test_one_partition_in_a_hurry_loses_only_its_own() -> None:
    ring = ring_of(size=2)
    for offset in range(5):
        ring.add(0, offset, [A])
    assert offsets(ring.behind({0: 2})) == [(0, 3), (0, 4)]
    assert ring.behind({0: 1}) is None


def test_a_record_is_left_behind_only_with_its_last_case() -> None:
    ring = ring_of()
    ring.add(0, 0, [A])
    ring.add(0, 1, [A, B, C])
    found = ring.behind({0: 0})
    assert found is not None
    assert [item.positions[0] for item in found] == [0, 0, 1]


async def test_a_listener_too_far_behind_is_told_once_and_goes_on() -> None:
    ring = ring_of(first=10)
    ring.add(0, 10, [A])
    listener = Listener(ring, {0: 3, 1: -1})
    async with listener:
        assert await listener.next(0) == Lost(positions={0: 10, 1: -1})
        ring.add(0, 11, [B])
        item = await listener.next(0)
        assert isinstance(item, Item)
        assert (item.case_id, item.positions) == (B, {0: 11, 1: -1})
        assert await listener.next(0) is None


async def test_a_backlog_too_long_for_a_listener_is_lost_once() -> None:
    ring = ring_of(size=ITEMS_WAITING_MAX + 5)
    for offset in range(ITEMS_WAITING_MAX + 1):
        ring.add(0, offset, [A])
    assert await told(Listener(ring, {0: -1})) == [Lost(positions={0: ITEMS_WAITING_MAX, 1: -1})]
    assert len(await told(Listener(ring, {0: 0}))) == ITEMS_WAITING_MAX


async def test_who_names_no_place_listens_from_now_on() -> None:
    ring = ring_of(first=10)
    ring.add(0, 10, [A])
    assert await told(Listener(ring, None)) == []
