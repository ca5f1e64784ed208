"""A sample of every class that has a written form, made from its types; deterministic."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from broker.domain.cases.events import Event
from broker.domain.envelope import Meta
from broker.schemas import codec
from broker.schemas.kinds import (
    COMMAND_KINDS,
    EVENT_KINDS,
    INTAKE_KINDS,
    JOURNAL_KINDS,
    LINK_KINDS,
)
from broker.schemas.plans import optional_type, plain_type
from broker.schemas.records import Submission


def sample(hint: Any, *, full: bool) -> Any:
    """A value of a type; `full` fills what may be empty, otherwise it is left empty."""
    hint = plain_type(hint)
    if (inner := optional_type(hint)) is not None:
        return sample(inner, full=full) if full else None
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return (sample(item, full=True), sample(item, full=False)) if full else ()
    return _plain(hint, full=full)


def _plain(hint: Any, *, full: bool) -> Any:
    if issubclass(hint, StrEnum):
        return list(hint)[-1 if full else 0]
    samples = {str: ("", "通办-甲"), int: (0, 1_790_000_000_123), bytes: (b"", b"\x00\xff" * 16)}
    if hint is bool:
        return full
    if hint in samples:
        return samples[hint][full]
    hints = get_type_hints(hint)
    return hint(**{each.name: sample(hints[each.name], full=full) for each in fields(hint)})


def sample_events() -> list[tuple[Meta, Event]]:
    """Every event kind, filled and as empty as can be."""
    return [
        (sample(Meta, full=full), sample(kind, full=full))
        for kind in EVENT_KINDS.values()
        for full in (True, False)
    ]


def sample_submissions() -> list[Submission]:
    """Every command kind, filled and as empty as can be."""
    return [
        Submission(
            meta=sample(Meta, full=full),
            body_hash=sample(bytes, full=full),
            expected_version=sample(int | None, full=full),
            payload=sample(kind, full=full),
        )
        for kind in COMMAND_KINDS.values()
        for full in (True, False)
    ]


def encoded_samples() -> dict[str, list[tuple[bytes, object]]]:
    """Every command and record by name: bytes and value, filled and as empty as can be."""
    submissions = [
        (type(each.payload).__name__, codec.encode_intake(each), each)
        for each in sample_submissions()
    ]
    encoders: tuple[tuple[Mapping[str, type], Callable[[Any], bytes]], ...] = (
        (INTAKE_KINDS, codec.encode_intake),
        (JOURNAL_KINDS, codec.encode_journal),
        (LINK_KINDS, codec.encode_link),
    )
    records = [
        (name, encode(value), value)
        for kinds, encode in encoders
        for name, kind in kinds.items()
        for value in (sample(kind, full=True), sample(kind, full=False))
    ]
    found: dict[str, list[tuple[bytes, object]]] = {}
    for name, data, value in (*submissions, *records):
        found.setdefault(name, []).append((data, value))
    return found


def described(value: Any) -> Any:
    """A value as JSON can say it."""
    match value:
        case bytes():
            return value.hex()
        case tuple():
            return [described(each) for each in value]
        case None | bool() | int() | str():
            return value
        case _:
            return {each.name: described(getattr(value, each.name)) for each in fields(value)}
