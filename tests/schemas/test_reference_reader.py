"""avro-python3, written by others, reads what we write and writes what we read."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import avro.io
import avro.schema
import pytest

from broker.schemas import codec
from broker.schemas.catalogue import build_schema
from broker.schemas.forms import Form, forms
from broker.schemas.kinds import INTAKE_KINDS, JOURNAL_KINDS
from broker.schemas.link import LinkRecord
from broker.schemas.registry import registry
from tests.schemas.samples import sample, sample_events, sample_submissions

PLAIN = [
    *((forms().intake_by_head, kind) for kind in INTAKE_KINDS.values()),
    *((forms().journal_by_head, kind) for kind in JOURNAL_KINDS.values()),
    (forms().link_by_head, LinkRecord),
]
EVENTS = [(forms().events[type(each[1])], each) for each in sample_events()]
COMMANDS = [(forms().intake_form(each), each) for each in sample_submissions()]
RECORDS = [
    (form, sample(kind, full=full))
    for by_head, kind in PLAIN
    for form in by_head.values()
    if form.schema.name == kind.__name__
    for full in (True, False)
]
SAMPLES: list[tuple[Form, Any]] = [*EVENTS, *COMMANDS, *RECORDS]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(value: Any) -> Any:
    """Without what differs between libraries: branch names of unions, enum classes, instants."""
    match value:
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case (str(), branch):
            return plain(branch)
        case str():
            return str(value)
        case datetime():
            return (value - EPOCH) // timedelta(milliseconds=1)
        case _:
            return value


def reference_schema(form: Form) -> Any:
    registered = registry().latest(form.schema.full_name)
    assert registered is not None
    return avro.schema.parse(registered.text)


@pytest.mark.parametrize(("form", "value"), SAMPLES, ids=[f.schema.name for f, _ in SAMPLES])
def test_the_reference_reads_what_we_write(form: Form, value: Any) -> None:
    stream = BytesIO(form.write(value)[len(form.head) :])
    read = avro.io.DatumReader(reference_schema(form)).read(avro.io.BinaryDecoder(stream))
    assert plain(read) == plain(form.to_fields(value))
    assert stream.read() == b""


@pytest.mark.parametrize(("form", "value"), SAMPLES, ids=[f.schema.name for f, _ in SAMPLES])
def test_we_read_what_the_reference_writes(form: Form, value: Any) -> None:
    fields = plain(form.to_fields(value))
    stream = BytesIO()
    without_instants = avro.schema.parse(json.dumps(_undated(form.schema.document)))
    avro.io.DatumWriter(without_instants).write(fields, avro.io.BinaryEncoder(stream))
    assert form.read(form.head + stream.getvalue()) == value
    assert form.head + stream.getvalue() == form.write(value)


def test_the_registry_serves_every_schema_alone_and_unchanged() -> None:
    for schema_id in registry().ids():
        registered = registry().schema_by_id(schema_id)
        assert registered is not None
        assert build_schema(json.loads(registered.text)).id == schema_id
        avro.schema.parse(registered.text)


def test_an_event_names_its_fingerprint() -> None:
    form, (meta, event) = EVENTS[0]
    assert codec.encode_event(meta, event)[2:10] == form.schema.fingerprint


def _undated(node: Any) -> Any:
    match node:
        case {"logicalType": _}:
            return node["type"]
        case dict():
            return {name: _undated(each) for name, each in node.items()}
        case list():
            return [_undated(each) for each in node]
        case _:
            return node
