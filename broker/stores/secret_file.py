"""A secret in a file of its own, made once, whoever of several processes comes first."""

from contextlib import suppress
from pathlib import Path

from broker.errors import Misconfigured
from broker.identity import new_bytes, new_id
from broker.stores.durable import sync_folder, write_private

SECRET_BYTES = 32


def secret_in(path: Path) -> bytes:
    """Answer the secret in this file; make one of 32 random bytes if there is none yet.

    It is on the disk before anything depends on it; Misconfigured for a file of another length.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    sync_folder(path.parent)  # Another process may have made the name only just now.
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise Misconfigured(
            f"{path} is not a secret of {SECRET_BYTES} bytes: put the right file back"
        )
    return secret


def _make(path: Path) -> None:
    """Write a draft and give it the name, unless another process was first."""
    draft = path.with_name(f"{path.name}.{new_id()}")
    write_private(draft, new_bytes(SECRET_BYTES))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
