"""A release reads what earlier releases wrote, and holds what later ones write."""

import json
from copy import deepcopy
from io import BytesIO

import pytest
from fastavro import parse_schema, schemaless_writer

from broker.domain.cases.events import FormChecked
from broker.domain.envelope import Meta
from broker.errors import UnknownFingerprint
from broker.schemas.catalogue import Catalogue, Json, build_schema, catalogue
from broker.schemas.codec import decode_event
from broker.schemas.forms import Forms, forms
from broker.schemas.registry import Registry
from tests.schemas.samples import sample

CURRENT = catalogue().current("FormChecked")
META: Meta = sample(Meta, full=True)


def former() -> Json:
    """A version that had a note, now gone, and did not know the sealed field."""
    document = deepcopy(CURRENT.document)
    document["fields"].pop()
    note = {"name": "note", "type": ["null", "string"], "doc": "A note.", "default": None}
    document["fields"].append(note)
    return document


def with_former() -> Catalogue:
    """The catalogue of a release that had this former version."""
    texts = {each.name: json.dumps(each.document) for each in catalogue()}
    return Catalogue({**texts, f"FormChecked@{'0' * 16}": json.dumps(former())})


def former_bytes() -> bytes:
    """An event as the earlier release wrote it."""
    fields = forms().events[FormChecked].to_fields((META, FormChecked(passed=True, sealed=None)))
    stream = BytesIO()
    written = {**fields, "note": "一则"}
    schemaless_writer(stream, parse_schema(former()), written)
    return b"\xc3\x01" + build_schema(former()).fingerprint + stream.getvalue()


def test_an_event_of_a_former_version_is_read_by_the_current_class() -> None:
    data = former_bytes()
    form = Forms(with_former()).events_by_head[data[:10]]
    assert form.read(data) == (META, FormChecked(passed=True, sealed=None))


def test_an_event_is_written_in_the_current_version() -> None:
    assert Forms(with_former()).events[FormChecked].schema.fingerprint == CURRENT.fingerprint


def test_the_registry_numbers_former_versions_first() -> None:
    served = Registry(with_former())
    assert served.versions("cn.tongban.events.FormChecked") == [1, 2]
    first = served.schema("cn.tongban.events.FormChecked", 1)
    assert first is not None
    assert json.loads(first.text) == former()


def test_the_same_bytes_are_held_by_a_release_that_does_not_know_them() -> None:
    with pytest.raises(UnknownFingerprint):
        decode_event(former_bytes())
