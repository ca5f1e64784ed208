"""What is written is read back, field by field; what is not written by us is a DecodeError."""

import pytest

from broker.domain.cases.events import Event
from broker.domain.envelope import Meta
from broker.errors import DecodeError, UnknownFingerprint
from broker.schemas import codec
from broker.schemas.link import LinkRecord
from broker.schemas.records import (
    Batch,
    Decision,
    IntakeBody,
    JournalBody,
    LeadTaken,
    Receipt,
    ReleaseHeld,
    Submission,
)
from tests.schemas.samples import sample, sample_events, sample_submissions

EVENTS = sample_events()
INTAKE: list[IntakeBody] = [
    *sample_submissions(),
    *(sample(kind, full=full) for kind in (Batch, Receipt, ReleaseHeld) for full in (True, False)),
]
JOURNAL: list[JournalBody] = [
    sample(kind, full=full) for kind in (Decision, LeadTaken) for full in (True, False)
]


def _name(value: object) -> str:
    return type(value.payload if isinstance(value, Submission) else value).__name__


@pytest.mark.parametrize(("meta", "event"), EVENTS, ids=[_name(event) for _, event in EVENTS])
def test_every_event_is_read_as_it_was_written(meta: Meta, event: Event) -> None:
    data = codec.encode_event(meta, event)
    assert data.startswith(b"\xc3\x01")
    assert codec.decode_event(data) == (meta, event)


@pytest.mark.parametrize("body", INTAKE, ids=_name)
def test_every_intake_record_is_read_as_it_was_written(body: IntakeBody) -> None:
    data = codec.encode_intake(body)
    assert data[0] == 0
    assert codec.decode_intake(data) == body


@pytest.mark.parametrize("body", JOURNAL, ids=_name)
def test_every_journal_record_is_read_as_it_was_written(body: JournalBody) -> None:
    data = codec.encode_journal(body)
    assert data[0] == 0
    assert codec.decode_journal(data) == body


@pytest.mark.parametrize("full", [True, False])
def test_a_link_record_is_read_as_it_was_written(full: bool) -> None:  # noqa: FBT001
    record = sample(LinkRecord, full=full)
    assert codec.decode_link(codec.encode_link(record)) == record


def test_an_event_of_a_later_release_is_told_apart_from_broken_bytes() -> None:
    data = codec.encode_event(*EVENTS[0])
    with pytest.raises(UnknownFingerprint):
        codec.decode_event(data[:2] + b"\x00" * 8 + data[10:])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_single_object"),
        (b"\xc3\x01\x00", "not_single_object"),
        (b"\xc3\x01" + b"\x00" * 98_304, "too_large"),
        (codec.encode_event(*EVENTS[0]) + b"\x00", "trailing_bytes"),
        (codec.encode_event(*EVENTS[0])[:-1], "malformed"),
    ],
)
def test_a_broken_event_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError) as caught:
        codec.decode_event(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_confluent"),
        (b"\x01\x00\x00\x00\x00", "not_confluent"),
        (b"\x00\xff\xff\xff\xff", "unknown_schema"),
        (b"\x00" * 1_000_001, "too_large"),
        (codec.encode_intake(INTAKE[0]) + b"\x00", "trailing_bytes"),
        (codec.encode_intake(INTAKE[0])[:-1], "malformed"),
        (codec.encode_journal(JOURNAL[0]), "unknown_schema"),
    ],
)
def test_a_broken_intake_record_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError) as caught:
        codec.decode_intake(data)
    assert caught.value.code == code


def test_what_could_not_be_read_is_not_written() -> None:
    with pytest.raises(AssertionError):
        codec.encode_link(LinkRecord(keys=(), body=b"\x00" * codec.LINK_BYTES_MAX))
