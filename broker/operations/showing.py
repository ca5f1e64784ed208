"""Records of topics as JSON for people: decoded, with sealed fields masked."""

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from broker.domain.envelope import Sealed
from broker.errors import DecodeError
from broker.schemas.codec import decode_event, decode_intake, decode_journal
from broker.schemas.records import EPOCH_HEADER, DecidedEvent, LogRecord


def plain(value: object) -> Any:  # noqa: PLR0911  # one branch a kind of value
    """Turn a value into what JSON can hold; a sealed field shows its key's name and its size."""
    match value:
        case Sealed():
            return {"sealed_under": value.key_id, "bytes": len(value.ciphertext)}
        case DecidedEvent():
            return {**_fields(value), "event": event(value.event)}
        case bytes():
            return value.hex()
        case Enum():
            return value.value
        case tuple() | frozenset() | list():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            return _fields(value)
        case _:
            return value


def event(data: bytes) -> Any:
    """Decode an event; one of a schema that is not known here shows the code why."""
    try:
        meta, fact = decode_event(data)
    except DecodeError as error:
        return {"unreadable": error.code}
    return {"kind": type(fact).__name__, "meta": plain(meta), **_fields(fact)}


def journal_line(partition: int, record: LogRecord) -> str:
    """Write a journal record as one line."""
    shown: dict[str, Any] = {
        "partition": partition,
        "offset": record.offset,
        "at": record.timestamp,
        "header_epoch": dict(record.headers).get(EPOCH_HEADER, b"").decode("ascii", "replace"),
    }
    try:
        body = decode_journal(record.value)
    except DecodeError as error:
        return line(shown | {"unreadable": error.code})
    return line(shown | {"kind": type(body).__name__, **_fields(body)})


def intake_document(value: bytes) -> dict[str, Any]:
    """Show a record of an intake; what cannot be decoded may hold anything, so only its hash."""
    about = {"bytes": len(value), "sha256": sha256(value).hexdigest()}
    try:
        body = decode_intake(value)
    except DecodeError as error:
        return about | {"unreadable": error.code}
    return about | {"kind": type(body).__name__, **_fields(body)}


def line(document: object) -> str:
    """Write JSON in one line."""
    return json.dumps(document, ensure_ascii=False)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
