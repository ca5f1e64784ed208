"""A secret in a file of its own, made once, whoever of several processes comes first."""

from contextlib import suppress
from pathlib import Path

from broker.identity import new_bytes, new_id

SECRET_BYTES = 32
PRIVATE_MODE = 0o600


def secret_in(path: Path) -> bytes:
    """Answer the secret in this file; make one of 32 random bytes if there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{new_id()}")
    draft.touch(mode=PRIVATE_MODE)
    draft.write_bytes(new_bytes(SECRET_BYTES))
    with suppress(FileExistsError):  # Another process, or an earlier start, was first.
        path.hardlink_to(draft)
    draft.unlink()
    return path.read_bytes()
