"""Planted names and numbers must appear in no topic, log or metric: only as ciphertext (O8)."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from broker.engine.ledgers import Finding, Oracle
from broker.schemas.records import LogRecord

CHUNK_BYTES = 1 << 20


class Canaries:
    """Looks for planted texts in records, one at a time."""

    def __init__(self, canaries: Sequence[str]) -> None:
        self._pattern = compile_canaries(canaries) if canaries else None
        self.findings: list[Finding] = []

    def look(self, topic: str, partition: int, record: LogRecord) -> None:
        """Look in key, value and headers."""
        if self._pattern is not None and self._pattern.search(bytes_of(record)):
            place = f"{topic}/{partition}@{record.offset}"
            found = Finding(Oracle.SECRET, place, "a planted text stands in a record")
            self.findings.append(found)


def scan_files(files: Iterable[Path], canaries: Sequence[str]) -> list[Finding]:
    """Look for the canaries in logs, metrics and whatever else was written down."""
    if not canaries:
        return []
    pattern = compile_canaries(canaries)
    overlap = max(len(canary.encode()) for canary in canaries)
    return [
        Finding(Oracle.SECRET, str(file), "a planted text stands in a file")
        for file in files
        if holds(file, pattern, overlap)
    ]


def compile_canaries(canaries: Sequence[str]) -> re.Pattern[bytes]:
    """Match any canary as UTF-8, and as JSON escapes what is not ASCII."""
    forms = {form for canary in canaries for form in (canary.encode(), escaped(canary))}
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms)))


def escaped(text: str) -> bytes:
    """Write a text as json.dumps does by default."""
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text).encode()


def bytes_of(record: LogRecord) -> bytes:
    """Join everything that stands in a record."""
    headers = (name.encode() + b"\x00" + value for name, value in record.headers)
    return b"\x00".join((record.key or b"", record.value, *headers))


def holds(file: Path, pattern: re.Pattern[bytes], overlap: int) -> bool:
    """Search a file that may be larger than memory."""
    tail = b""
    with file.open("rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            if pattern.search(tail + chunk):
                return True
            tail = chunk[-overlap:]
    return False
