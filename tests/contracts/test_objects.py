"""What an object store promises, whoever keeps it: whole objects, by name."""

from pathlib import Path

import pytest

from broker.ports import ObjectStore
from broker.stores.objects import MemoryObjects, open_objects


@pytest.fixture(params=["memory", "memory:", "folder"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """Give an empty store: the simulation's, and those a configuration can name."""
    match request.param:
        case "memory":
            return MemoryObjects()
        case "folder":
            return open_objects(str(tmp_path / "objects"))
        case location:
            return open_objects(location)


async def test_what_was_put_is_got(objects: ObjectStore) -> None:
    await objects.put("a/b/1", b"\x00content")
    assert await objects.get("a/b/1") == b"\x00content"


async def test_nothing_is_got_under_an_unknown_name(objects: ObjectStore) -> None:
    assert await objects.get("a/b/1") is None


async def test_the_same_name_again_replaces(objects: ObjectStore) -> None:
    await objects.put("a", b"first")
    await objects.put("a", b"")
    assert await objects.get("a") == b""


async def test_names_are_those_below_a_prefix_in_order(objects: ObjectStore) -> None:
    for name in ("p/2", "p/10", "p/1", "q/1", "pq/1"):
        await objects.put(name, b"")
    assert await objects.names("p/") == ["p/1", "p/10", "p/2"]
    assert await objects.names("nothing/") == []


async def test_what_was_deleted_is_gone(objects: ObjectStore) -> None:
    await objects.put("p/1", b"")
    await objects.delete("p/1")
    await objects.delete("p/1")
    assert await objects.get("p/1") is None
    assert await objects.names("p/") == []
