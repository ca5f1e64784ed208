"""Object stores behind the port: a local folder, S3 by configuration, or memory."""

import os
from asyncio import to_thread
from pathlib import Path
from urllib.parse import urlsplit

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, S3Store
from obstore.store import ObjectStore as AnyStore

from broker.errors import Misconfigured, Unavailable
from broker.ports import ObjectStore


def open_objects(location: str) -> ObjectStore:
    """Open `s3://bucket/prefix`, `memory:`, or a folder; S3 takes its settings from AWS_*."""
    match urlsplit(location).scheme:
        case "s3":
            return BucketObjects(S3Store.from_url(location))
        case "memory":
            return MemoryObjects()
        case "":
            return FolderObjects(Path(location))
        case scheme:
            raise Misconfigured(f"no object store for {scheme}: use a folder or s3://bucket/prefix")


class MemoryObjects:
    """Objects in memory, for simulations and tests."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    async def put(self, name: str, content: bytes) -> None:
        """Store whole."""
        self._objects[checked(name)] = bytes(content)

    async def get(self, name: str) -> bytes | None:
        """Answer the bytes, None when there are none."""
        return self._objects.get(checked(name))

    async def names(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        return sorted(name for name in self._objects if name.startswith(prefix))

    async def delete(self, name: str) -> None:
        """Forget; unknown names are fine."""
        self._objects.pop(checked(name), None)


class BucketObjects:
    """Objects in any store that obstore reaches."""

    def __init__(self, store: AnyStore) -> None:
        self._store = store

    async def put(self, name: str, content: bytes) -> None:
        """Store whole or not at all."""
        try:
            await self._store.put_async(checked(name), content)
        except BaseError as error:
            raise _unavailable(error) from error

    async def get(self, name: str) -> bytes | None:
        """Answer the bytes, None when there are none."""
        try:
            found = await self._store.get_async(checked(name))
            return bytes(await found.bytes_async())
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError as error:
            raise _unavailable(error) from error

    async def names(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        folder = prefix.rpartition("/")[0]
        found: list[str] = []
        try:
            async for page in self._store.list(folder or None):
                found += [each["path"] for each in page]
        except BaseError as error:
            raise _unavailable(error) from error
        return sorted(name for name in found if name.startswith(prefix))

    async def delete(self, name: str) -> None:
        """Forget; unknown names are fine."""
        try:
            await self._store.delete_async(checked(name))
        except (NotFoundError, FileNotFoundError):
            return
        except BaseError as error:
            raise _unavailable(error) from error


class FolderObjects:
    """Objects as files of a folder, replaced atomically and on disk when `put` returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._objects = BucketObjects(LocalStore(folder))

    async def put(self, name: str, content: bytes) -> None:
        """Store whole or not at all."""
        await self._objects.put(name, content)
        await to_thread(_sync, self._folder, name)

    async def get(self, name: str) -> bytes | None:
        """Answer the bytes, None when there are none."""
        return await self._objects.get(name)

    async def names(self, prefix: str) -> list[str]:
        """Names that begin with `prefix`, sorted."""
        return await self._objects.names(prefix)

    async def delete(self, name: str) -> None:
        """Forget; unknown names are fine."""
        await self._objects.delete(name)


def checked(name: str) -> str:
    """Answer a name that every store takes as it is: plain segments between single slashes."""
    parts = name.split("/")
    is_plain = all(part.strip(".") and part.isascii() and part.isprintable() for part in parts)
    assert is_plain, f"not the name of an object: {name!r}"
    return name


def _sync(folder: Path, name: str) -> None:
    file = folder / name
    for path in (file, *(each for each in file.parents if each.is_relative_to(folder))):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unavailable(error: BaseError) -> Unavailable:
    return Unavailable(f"the object store does not answer: {type(error).__name__}")
