"""Deciding: every intake record comes to exactly one word, by rules alone (E5 to E9)."""

import pytest

from broker.domain.identifiers import Instant
from broker.domain.refusal import Reason
from broker.schemas.codec import decode_event, encode_intake
from broker.schemas.records import NewRecord, Outcome, ReleaseHeld
from tests.engine.support import ADDRESSED, Desk, a_submission, partition_of
from tests.support.builders import (
    CASE_ID,
    HANGZHOU,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    WITHDRAW,
    submit,
)


@pytest.fixture
def desk() -> Desk:
    """Give the desk where the case of all tests lives."""
    return Desk(partition=partition_of())


def test_a_command_becomes_an_event_with_a_channel_number(desk: Desk) -> None:
    decision = desk.ask("c1", submit())
    assert decision.outcome is Outcome.EVENTS
    [event] = decision.events
    assert event.sequence == 1
    assert event.numbered is not None
    assert (event.numbered.peer, event.numbered.number) == (HANGZHOU, 1)


def test_a_case_within_one_region_has_no_numbers_and_reacts_at_once(desk: Desk) -> None:
    desk.ask_all([submit(handling=QINGYANG), PASS_FORM, PASS_IDENTITY])
    decision = desk.ask("push", PUSH)
    kinds = [type(decode_event(event.event)[1]).__name__ for event in decision.events]
    assert kinds == ["CasePushed", "PushReceived"]
    assert all(event.numbered is None for event in decision.events)


def test_the_same_command_again_is_a_duplicate_of_the_first(desk: Desk) -> None:
    desk.ask("c1", submit())
    desk.ask("c2", PASS_FORM)
    again = desk.ask("c2", PASS_FORM)
    assert (again.outcome, again.duplicate_of, again.events) == (Outcome.DUPLICATE, 1, ())


def test_a_refused_command_again_is_a_duplicate_too(desk: Desk) -> None:
    assert desk.ask("c1", PUSH).refusal == Reason.CASE_UNKNOWN
    desk.ask("c2", submit())
    assert desk.ask("c1", PUSH).duplicate_of == 0


def test_the_same_id_for_another_command_is_refused(desk: Desk) -> None:
    desk.ask("c1", submit())
    assert desk.ask("c1", PASS_FORM).refusal == Reason.COMMAND_ID_REUSED
    assert desk.ask("c1", submit()).outcome is Outcome.DUPLICATE


def test_a_version_nobody_has_any_more_is_refused(desk: Desk) -> None:
    desk.ask("c1", submit(), expected_version=0)
    assert desk.ask("c2", PASS_FORM, expected_version=0).refusal == Reason.VERSION_MISMATCH
    assert desk.ask("c3", PASS_FORM, expected_version=1).outcome is Outcome.EVENTS


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (NewRecord(b"key", b"\x00\x00", ()), "not_confluent"),
        (NewRecord(b"key", b"\x00\x7f\xff\xff\xff", ()), "unknown_schema"),
        (NewRecord(None, encode_intake(ReleaseHeld(region=QINGYANG)), ()), "not_addressed"),
        (NewRecord(b"another", encode_intake(a_submission("c1", submit())), ()), "key_mismatch"),
    ],
)
def test_a_record_that_cannot_be_read_is_set_aside(
    desk: Desk, record: NewRecord, code: str
) -> None:
    decision = desk.take(record)
    assert (decision.outcome, decision.set_aside) == (Outcome.SET_ASIDE, code)
    assert decision.events == ()


def test_a_case_of_another_partition_is_set_aside() -> None:
    desk = Desk(partition=1 - partition_of())
    assert desk.ask("c1", submit()).set_aside == "wrong_partition"


def test_a_record_that_breaks_the_rules_assumptions_is_set_aside(desk: Desk) -> None:
    foreign = a_submission("c1", submit(), region=HANGZHOU)
    decision = desk.take(NewRecord(CASE_ID.encode(), encode_intake(foreign)))
    assert decision.set_aside == "undecidable.AssertionError"
    assert desk.ask("c1", submit()).outcome is Outcome.EVENTS


def test_now_never_goes_back(desk: Desk) -> None:
    command = NewRecord(CASE_ID.encode(), encode_intake(a_submission("c1", submit())))
    assert desk.take(command, at=Instant(NOON + 500)).now == NOON + 500
    assert desk.take(command, at=NOON).now == NOON + 500


def test_deciding_again_gives_the_same_bytes(desk: Desk) -> None:
    desk.ask_all([submit(), PASS_FORM, PASS_IDENTITY, PUSH])
    other = Desk(partition=desk.partition)
    for record in desk.intake:
        other.take(NewRecord(record.key, record.value, record.headers), at=record.timestamp)
    assert [record.value for record in other.journal] == [r.value for r in desk.journal]


def test_a_finished_case_is_forgotten_and_found_again(desk: Desk) -> None:
    desk.ask_all([submit(), WITHDRAW])
    desk.ask("told", submit())
    assert desk.ask("c0", submit()).outcome is Outcome.DUPLICATE


def test_an_address_does_not_make_a_record_readable(desk: Desk) -> None:
    assert desk.take(NewRecord(None, b"", ADDRESSED)).set_aside == "not_confluent"
