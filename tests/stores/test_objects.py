"""One contract for every object store; documents are encrypted, found again, and checked."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import obstore.store
import pytest

from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import DecodeError, Misconfigured, Unavailable
from broker.ports import ObjectStore
from broker.stores.keys import KeyStore
from broker.stores.materials import MATERIAL_BYTES_MAX, Materials
from broker.stores.objects import BucketObjects, FolderObjects, MemoryObjects, open_objects
from tests.stores.s3 import Bucket, serving

STORES = ("memory", "folder", "bucket")
CASE = CaseId("620100-a")


@pytest.fixture(params=STORES)
async def objects(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ObjectStore]:
    if request.param == "memory":
        yield MemoryObjects()
    elif request.param == "folder":
        yield FolderObjects(tmp_path / "objects")
    else:
        async with serving(Bucket()) as store:
            yield BucketObjects(store)


async def test_what_was_put_is_got(objects: ObjectStore) -> None:
    await objects.put("a/b", b"\x00\xff")
    assert await objects.get("a/b") == b"\x00\xff"
    assert await objects.get("a/c") is None
    assert await objects.get("a") is None


async def test_a_name_put_again_is_replaced(objects: ObjectStore) -> None:
    await objects.put("a", b"first and longer")
    await objects.put("a", b"second")
    assert await objects.get("a") == b"second"


async def test_names_are_found_by_any_prefix_in_order(objects: ObjectStore) -> None:
    for name in ("snap/2-b", "snap/2-a", "snap/1", "snap/20/x", "other"):
        await objects.put(name, b"")
    assert await objects.names("snap/2") == ["snap/2-a", "snap/2-b", "snap/20/x"]
    assert await objects.names("snap/") == ["snap/1", "snap/2-a", "snap/2-b", "snap/20/x"]
    assert await objects.names("") == ["other", "snap/1", "snap/2-a", "snap/2-b", "snap/20/x"]
    assert await objects.names("none/") == []


async def test_what_was_deleted_is_gone(objects: ObjectStore) -> None:
    await objects.put("a", b"1")
    await objects.delete("a")
    await objects.delete("a")
    assert await objects.get("a") is None
    assert await objects.names("") == []


@pytest.mark.parametrize("name", ["", "/a", "a/", "a//b", "..", "a/../b", "a\n", "名"])
async def test_a_name_is_plain(objects: ObjectStore, name: str) -> None:
    with pytest.raises(AssertionError):
        await objects.put(name, b"")


async def test_a_reader_never_sees_half_an_object(objects: ObjectStore) -> None:
    versions = [bytes([number]) * 300_000 for number in range(6)]
    await objects.put("a", versions[0])

    async def write() -> None:
        for each in versions:
            await objects.put("a", each)

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        for _ in range(20):
            assert await objects.get("a") in versions


def test_a_location_opens_its_store(tmp_path: Path) -> None:
    assert isinstance(open_objects(str(tmp_path)), FolderObjects)
    assert isinstance(open_objects("memory:"), MemoryObjects)
    assert isinstance(open_objects("s3://bucket/prefix"), BucketObjects)
    with pytest.raises(Misconfigured):
        open_objects("ftp://host/folder")


async def test_a_store_that_does_not_answer_is_unavailable() -> None:
    store = obstore.store.S3Store(
        "bucket",
        endpoint="http://127.0.0.1:9",
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
        access_key_id="id",
        secret_access_key="secret",
        region="none",
    )
    objects = BucketObjects(store)
    with pytest.raises(Unavailable):
        await objects.get("a")
    with pytest.raises(Unavailable):
        await objects.put("a", b"")
    with pytest.raises(Unavailable):
        await objects.names("a")


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    store = KeyStore(tmp_path / "own" / "keys.sqlite", RegionCode("620100"))
    yield store
    store.close()


@pytest.fixture
async def peer_keys(tmp_path: Path) -> AsyncIterator[KeyStore]:
    store = KeyStore(tmp_path / "peer" / "keys.sqlite", RegionCode("510100"))
    yield store
    store.close()


@pytest.fixture
def materials(objects: ObjectStore, keys: KeyStore) -> Materials:
    return Materials(objects, keys, b"pepper")


async def stored(materials: Materials, content: bytes = b"%PDF-1.7 ...") -> Material:
    return await materials.store(CASE, content, title="身份证", media_type="application/pdf")


async def test_a_document_is_fetched_as_it_was_stored(
    materials: Materials, objects: ObjectStore
) -> None:
    material = await stored(materials)
    assert material.size_bytes == 12
    assert await materials.fetch(CASE, material) == b"%PDF-1.7 ..."
    (name,) = await objects.names("materials/")
    assert material.digest not in name
    assert b"PDF" not in (await objects.get(name) or b"")


async def test_the_same_document_has_the_same_key_whoever_stores_it_first(
    materials: Materials, keys: KeyStore
) -> None:
    first, second = await asyncio.gather(stored(materials), stored(materials))
    assert first == second
    assert len(keys.of_case(CASE)) == 1
    assert await materials.fetch(CASE, first) == b"%PDF-1.7 ..."


async def test_destroying_the_keys_of_the_case_erases_the_document(
    materials: Materials, keys: KeyStore
) -> None:
    material = await stored(materials)
    keys.destroy_case(CASE)
    with pytest.raises(Unavailable):
        await materials.fetch(CASE, material)
    with pytest.raises(Unavailable):
        await stored(materials)


async def test_another_case_does_not_have_the_document(materials: Materials) -> None:
    material = await stored(materials)
    with pytest.raises(Unavailable):
        await materials.fetch(CaseId("620100-b"), material)


async def test_a_changed_object_is_told(materials: Materials, objects: ObjectStore) -> None:
    material = await stored(materials)
    (name,) = await objects.names("materials/")
    good = await objects.get(name) or b""
    for bad in (good[:-1], good[:5], b"", b"\x02" + good[1:], good[:-1] + bytes([good[-1] ^ 1])):
        await objects.put(name, bad)
        with pytest.raises(DecodeError):
            await materials.fetch(CASE, material)


async def test_a_document_has_a_largest_size(materials: Materials) -> None:
    with pytest.raises(DecodeError, match="too_large"):
        await stored(materials, b"\x00" * (MATERIAL_BYTES_MAX + 1))


async def test_a_peer_keeps_the_sealed_object_and_checks_it(
    materials: Materials, keys: KeyStore, peer_keys: KeyStore
) -> None:
    at_peer = Materials(MemoryObjects(), peer_keys, b"another pepper")
    material = await stored(materials)
    sealed = await materials.fetch_sealed(CASE, material)
    with pytest.raises(Unavailable):
        await at_peer.keep_sealed(CASE, material, sealed)
    wrapped = keys.wrap([material.key_id], peer_keys.public_key(), receiver=RegionCode("510100"))
    peer_keys.unwrap_and_store(wrapped)
    with pytest.raises(DecodeError):
        await at_peer.keep_sealed(CASE, replace(material, digest="0" * 64), sealed)
    await at_peer.keep_sealed(CASE, material, sealed)
    assert await at_peer.fetch(CASE, material) == b"%PDF-1.7 ..."
