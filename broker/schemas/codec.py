"""Bytes to values and back: events in single-object encoding, records in Confluent form."""

from collections.abc import Mapping
from typing import Any

from broker.domain.aggregates import Event
from broker.domain.envelope import Meta
from broker.domain.identifiers import Instant
from broker.errors import DecodeError, UnknownFingerprint
from broker.schemas.forms import CONFLUENT_HEAD, EVENT_MARK, Form, forms
from broker.schemas.kinds import COMMAND_KINDS, EVENT_KINDS
from broker.schemas.link import LinkRecord
from broker.schemas.records import IntakeBody, JournalBody

__all__ = [
    "COMMAND_KINDS",
    "EVENT_KINDS",
    "decode_event",
    "decode_fact",
    "decode_intake",
    "decode_journal",
    "decode_link",
    "encode_event",
    "encode_intake",
    "encode_journal",
    "encode_link",
]

EVENT_BYTES_MAX = 98_304
RECORD_BYTES_MAX = 1_000_000
LINK_BYTES_MAX = 1_040_000
"""Limits descend (design E5): event < decision, batch < record < link record < Kafka's own."""
EVENT_HEAD_BYTES = 10


def encode_event(meta: Meta, event: Event) -> bytes:
    """Write an event once; nobody encodes it again."""
    return _write(forms().events[type(event)], (meta, event), EVENT_BYTES_MAX)


def decode_event(data: bytes) -> tuple[Meta, Event]:
    """Read an event; raises UnknownFingerprint for a schema of a later release."""
    value: tuple[Meta, Event] = _read_event(data, forms().events_by_fingerprint)
    return value


def decode_fact(data: bytes) -> tuple[Instant, Event]:
    """Read what happened and when: all that a fold needs of it, faster than with the whole head."""
    value: tuple[Instant, Event] = _read_event(data, forms().facts_by_fingerprint)
    return value


def confluent_event(data: bytes) -> bytes:
    """Put an event's body behind a Confluent head; raises UnknownFingerprint for a later schema."""
    form = forms().events_by_fingerprint.get(data[2:EVENT_HEAD_BYTES])
    if form is None:
        raise UnknownFingerprint("unknown_fingerprint")
    return CONFLUENT_HEAD.pack(0, form.schema.id) + data[EVENT_HEAD_BYTES:]


def encode_intake(body: IntakeBody) -> bytes:
    """Write a record for an intake."""
    return _write(forms().intake_form(body), body, RECORD_BYTES_MAX)


def decode_intake(data: bytes) -> IntakeBody:
    """Read a record of an intake."""
    value: IntakeBody = _read_record(data, forms().intake_by_id, RECORD_BYTES_MAX)
    return value


def encode_journal(body: JournalBody) -> bytes:
    """Write a record for a journal."""
    return _write(forms().journal[type(body)], body, RECORD_BYTES_MAX)


def decode_journal(data: bytes) -> JournalBody:
    """Read a record of a journal."""
    value: JournalBody = _read_record(data, forms().journal_by_id, RECORD_BYTES_MAX)
    return value


def encode_link(record: LinkRecord) -> bytes:
    """Write a record for a link."""
    return _write(forms().link[type(record)], record, LINK_BYTES_MAX)


def decode_link(data: bytes) -> LinkRecord:
    """Read a record of a link."""
    value: LinkRecord = _read_record(data, forms().link_by_id, LINK_BYTES_MAX)
    return value


def _write(form: Form, value: object, bytes_max: int) -> bytes:
    data = form.write(value)
    # What is not readable must not enter a log; the edge's limits are lower, so this is a defect.
    assert len(data) <= bytes_max, f"{form.schema.name} of {len(data)} bytes"
    return data


def _read_event(data: bytes, forms_by_fingerprint: Mapping[bytes, Form]) -> Any:
    if len(data) > EVENT_BYTES_MAX:
        raise DecodeError("too_large")
    if len(data) < EVENT_HEAD_BYTES or not data.startswith(EVENT_MARK):
        raise DecodeError("not_single_object")
    form = forms_by_fingerprint.get(data[2:EVENT_HEAD_BYTES])
    if form is None:
        raise UnknownFingerprint("unknown_fingerprint")
    return form.read(data)


def _read_record(data: bytes, forms_by_id: Mapping[int, Form], bytes_max: int) -> Any:
    if len(data) > bytes_max:
        raise DecodeError("too_large")
    if len(data) < CONFLUENT_HEAD.size or data[0] != 0:
        raise DecodeError("not_confluent")
    form = forms_by_id.get(CONFLUENT_HEAD.unpack_from(data)[1])
    if form is None:
        raise DecodeError("unknown_schema")
    return form.read(data)
