"""The written form of each class: head bytes, schema, and the plan of its fields."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from fastavro import schemaless_reader, schemaless_writer

from broker.domain.envelope import Meta
from broker.errors import DecodeError
from broker.schemas.catalogue import Catalogue, Json, Schema, catalogue
from broker.schemas.kinds import (
    COMMAND_KINDS,
    EVENT_KINDS,
    INTAKE_KINDS,
    JOURNAL_KINDS,
    LINK_KINDS,
)
from broker.schemas.plans import Fields, from_fields, to_fields
from broker.schemas.records import IntakeBody, Submission

CONFLUENT_HEAD = struct.Struct(">bI")
"""Byte 0, then the schema id, big-endian."""
EVENT_MARK = b"\xc3\x01"
"""Avro single-object encoding; the fingerprint follows."""
MALFORMED = (EOFError, LookupError, MemoryError, OverflowError, TypeError, ValueError, struct.error)
"""What fastavro and our constructors raise on mutated bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one version of one class is written and read."""

    head: bytes
    schema: Schema
    reader: Json | None
    """The current schema, when this one is a former version."""
    to_fields: Callable[[Any], Fields]
    from_fields: Callable[[Fields], Any]

    def write(self, value: object) -> bytes:
        """Answer head and body."""
        stream = BytesIO()
        stream.write(self.head)
        schemaless_writer(stream, self.schema.parsed, self.to_fields(value))
        return stream.getvalue()

    def read(self, data: bytes) -> Any:
        """Answer the value of bytes that begin with the head of this form."""
        stream = BytesIO(data)
        stream.seek(len(self.head))
        try:
            fields: Any = schemaless_reader(stream, self.schema.parsed, self.reader)
            value = self.from_fields(fields)
        except MALFORMED:
            # Without its cause, which could quote content.
            raise DecodeError("malformed") from None
        if stream.tell() != len(data):
            raise DecodeError("trailing_bytes")
        return value


FormsByKind = dict[type, tuple[Form, ...]]
"""Former versions first, the current one last."""


class Forms:
    """All forms, found by class for writing and by the bytes' own head for reading."""

    def __init__(self, schemas: Catalogue) -> None:
        events = _versions(_event_forms, EVENT_KINDS, schemas)
        commands = _versions(_submission_forms, COMMAND_KINDS, schemas)
        intake = _versions(_plain_forms, INTAKE_KINDS, schemas) | commands
        journal = _versions(_plain_forms, JOURNAL_KINDS, schemas)
        link = _versions(_plain_forms, LINK_KINDS, schemas)
        self.events = _current(events)
        self.events_by_fingerprint = _by_fingerprint(events)
        self.facts_by_fingerprint = _by_fingerprint(_versions(_fact_forms, EVENT_KINDS, schemas))
        self._intake = _current(intake)
        self.intake_by_id = _by_id(intake)
        self.journal = _current(journal)
        self.journal_by_id = _by_id(journal)
        self.link = _current(link)
        self.link_by_id = _by_id(link)

    def intake_form(self, body: IntakeBody) -> Form:
        """A submission is written by the kind of its command."""
        return self._intake[type(body.payload if isinstance(body, Submission) else body)]


@cache
def forms() -> Forms:
    """The forms of this release, planned at the first use."""
    return Forms(catalogue())


def _versions(
    make: Callable[[type, Catalogue], Iterable[Form]],
    kinds: Mapping[str, type],
    schemas: Catalogue,
) -> FormsByKind:
    return {kind: tuple(make(kind, schemas)) for kind in kinds.values()}


def _current(forms_by_kind: FormsByKind) -> dict[type, Form]:
    return {kind: versions[-1] for kind, versions in forms_by_kind.items()}


def _all(forms_by_kind: FormsByKind) -> Iterable[Form]:
    return (form for versions in forms_by_kind.values() for form in versions)


def _by_fingerprint(forms_by_kind: FormsByKind) -> dict[bytes, Form]:
    return {form.schema.fingerprint: form for form in _all(forms_by_kind)}


def _by_id(forms_by_kind: FormsByKind) -> dict[int, Form]:
    return {form.schema.id: form for form in _all(forms_by_kind)}


def _plain_forms(kind: type, schemas: Catalogue) -> Iterable[Form]:
    versions = schemas.versions(kind.__name__)
    return _forms(versions, to_fields(kind), from_fields(kind), _record_head)


def _event_forms(kind: type, schemas: Catalogue) -> Iterable[Form]:
    write, read = to_fields(kind), from_fields(kind)
    write_meta, read_meta = to_fields(Meta), from_fields(Meta)

    def join(pair: tuple[Meta, object]) -> Fields:
        record = write(pair[1])
        record["meta"] = write_meta(pair[0])
        return record

    def split(record: Fields) -> tuple[Meta, object]:
        return read_meta(record.pop("meta")), read(record)

    return _forms(schemas.versions(kind.__name__), join, split, _event_head)


def _fact_forms(kind: type, schemas: Catalogue) -> Iterable[Form]:
    """An event with nothing of its head but the instant, to read."""
    versions, read = schemas.versions(kind.__name__), from_fields(kind)

    def split(record: Fields) -> tuple[int, object]:
        return record["meta"]["at"], read(record)

    return _forms(versions, to_fields(kind), split, _event_head)


def _submission_forms(kind: type, schemas: Catalogue) -> Iterable[Form]:
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

    return _forms(schemas.versions(kind.__name__), join, split, _record_head)


def _forms(
    versions: Sequence[Schema],
    write: Callable[[Any], Fields],
    read: Callable[[Fields], Any],
    head: Callable[[Schema], bytes],
) -> Iterable[Form]:
    current = versions[-1]
    for schema in versions:
        yield Form(
            head=head(schema),
            schema=schema,
            reader=None if schema is current else current.parsed,
            to_fields=write,
            from_fields=read,
        )


def _event_head(schema: Schema) -> bytes:
    return EVENT_MARK + schema.fingerprint


def _record_head(schema: Schema) -> bytes:
    return CONFLUENT_HEAD.pack(0, schema.id)
