"""The written form of each class: head bytes, schema, and the plan of its fields."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from broker.domain.envelope import Meta
from broker.engine.records import IntakeBody, Submission
from broker.schemas.catalogue import Json, Schema, catalogue
from broker.schemas.kinds import (
    COMMAND_KINDS,
    EVENT_KINDS,
    INTAKE_KINDS,
    JOURNAL_KINDS,
    LINK_KINDS,
)
from broker.schemas.plans import Fields, from_fields, to_fields

CONFLUENT_HEAD = struct.Struct(">bI")
"""Byte 0, then the schema id, big-endian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one version of one class is written and read."""

    head: bytes
    schema: Schema
    reader: Json | None
    """The current schema, when this one is a former version."""
    to_fields: Callable[[Any], Fields]
    from_fields: Callable[[Fields], Any]


class Forms:
    """All forms, found by class for writing and by the bytes' own mark for reading."""

    def __init__(self) -> None:
        events = {k: tuple(_event_forms(k)) for k in EVENT_KINDS.values()}
        commands = {k: tuple(_submission_forms(k)) for k in COMMAND_KINDS.values()}
        intake = {k: tuple(_plain_forms(k)) for k in INTAKE_KINDS.values()}
        journal = {k: tuple(_plain_forms(k)) for k in JOURNAL_KINDS.values()}
        link = {k: tuple(_plain_forms(k)) for k in LINK_KINDS.values()}
        self.events = _current(events)
        self.events_by_fingerprint = {f.schema.fingerprint: f for f in _all(events)}
        self._intake = _current(commands) | _current(intake)
        self.intake_by_id = {f.schema.id: f for f in (*_all(commands), *_all(intake))}
        self.journal = _current(journal)
        self.journal_by_id = {f.schema.id: f for f in _all(journal)}
        self.link = _current(link)
        self.link_by_id = {f.schema.id: f for f in _all(link)}

    def intake_form(self, body: IntakeBody) -> Form:
        """A submission is written by the kind of its command."""
        return self._intake[type(body.payload if isinstance(body, Submission) else body)]


@cache
def forms() -> Forms:
    """The forms of this release, planned at the first use."""
    return Forms()


def _current(forms_by_kind: dict[Any, tuple[Form, ...]]) -> dict[type, Form]:
    return {kind: versions[-1] for kind, versions in forms_by_kind.items()}


def _all(forms_by_kind: dict[Any, tuple[Form, ...]]) -> Iterable[Form]:
    return (form for versions in forms_by_kind.values() for form in versions)


def _plain_forms(kind: type) -> Iterable[Form]:
    return _forms_of(kind, to_fields(kind), from_fields(kind), _record_head)


def _event_forms(kind: type) -> Iterable[Form]:
    write, read = to_fields(kind), from_fields(kind)
    write_meta, read_meta = to_fields(Meta), from_fields(Meta)

    def join(pair: tuple[Meta, object]) -> Fields:
        record = write(pair[1])
        record["meta"] = write_meta(pair[0])
        return record

    def split(record: Fields) -> tuple[Meta, object]:
        return read_meta(record.pop("meta")), read(record)

    return _forms_of(kind, join, split, _event_head)


def _submission_forms(kind: type) -> Iterable[Form]:
    write, read = to_fields(kind), from_fields(kind)
    write_meta, read_meta = to_fields(Meta), from_fields(Meta)

    def join(body: Submission) -> Fields:
        version = body.expected_version
        record = write(body.payload)
        record["meta"] = write_meta(body.meta)
        record["body_hash"] = body.body_hash
        record["expected_version"] = ("null", None) if version is None else ("long", version)
        return record

    def split(record: Fields) -> Submission:
        return Submission(
            meta=read_meta(record.pop("meta")),
            body_hash=record.pop("body_hash"),
            expected_version=record.pop("expected_version"),
            payload=read(record),
        )

    return _forms_of(kind, join, split, _record_head)


def _forms_of(
    kind: type,
    write: Callable[[Any], Fields],
    read: Callable[[Fields], Any],
    head: Callable[[Schema], bytes],
) -> Iterable[Form]:
    current = catalogue().current(kind.__name__)
    for schema in catalogue().versions(kind.__name__):
        yield Form(
            head=head(schema),
            schema=schema,
            reader=None if schema.is_current else current.parsed,
            to_fields=write,
            from_fields=read,
        )


def _event_head(schema: Schema) -> bytes:
    return b"\xc3\x01" + schema.fingerprint


def _record_head(schema: Schema) -> bytes:
    return CONFLUENT_HEAD.pack(0, schema.id)
