"""The lead rule: which journal records count (E2)."""

from dataclasses import replace

import pytest

from broker.engine.lead import JOURNAL_FORMAT, ORIGIN, Counted, JournalPosition, Stale, admit
from broker.errors import CorruptLog, DecodeError, NewerFormat
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_journal, encode_journal
from broker.schemas.records import Decision, LeadTaken, LogRecord
from tests.engine.support import Desk, journal_record, lead_record, partition_of
from tests.support.builders import NOON, submit


def a_decision() -> tuple[bytes, Decision]:
    """Make the first Decision of a journal."""
    desk = Desk(partition=partition_of())
    desk.ask("c1", submit())
    value = desk.journal[-1].value
    decision = decode_journal(value)
    assert isinstance(decision, Decision)
    return value, decision


def after_lead(epoch: int) -> JournalPosition:
    """Answer the position behind a lead at offset 0."""
    return JournalPosition(offset=1, epoch=epoch)


def test_a_lead_that_raises_the_epoch_counts() -> None:
    judged = admit(ORIGIN, lead_record(3, 0))
    assert isinstance(judged, Counted)
    assert judged.position == after_lead(3)


def test_of_two_equal_leads_the_first_counts() -> None:
    judged = admit(after_lead(3), lead_record(3, 1, writer="late"))
    assert judged == Stale(JournalPosition(offset=2, epoch=3))


def test_a_lead_that_comes_too_late_is_stale() -> None:
    assert isinstance(admit(after_lead(3), lead_record(2, 1)), Stale)


def test_a_decision_of_the_epoch_in_force_counts_and_moves_the_chain() -> None:
    value, _ = a_decision()
    judged = admit(after_lead(1), journal_record(value, 1, 1))
    assert isinstance(judged, Counted)
    assert judged.position == JournalPosition(offset=2, epoch=1, chain=chain_value(value))


def test_a_decision_of_an_older_epoch_is_stale_and_leaves_the_chain() -> None:
    value, _ = a_decision()
    judged = admit(after_lead(2), journal_record(value, 1, 1))
    assert judged == Stale(JournalPosition(offset=2, epoch=2))


def test_a_decision_without_its_lead_is_corrupt() -> None:
    value, _ = a_decision()
    with pytest.raises(CorruptLog, match="without its lead"):
        admit(after_lead(1), journal_record(value, 2, 1))


def test_a_decision_that_does_not_continue_the_chain_is_corrupt() -> None:
    value, _ = a_decision()
    elsewhere = after_lead(1)._replace(chain=b"\x01" * 32)
    with pytest.raises(CorruptLog, match="chain"):
        admit(elsewhere, journal_record(value, 1, 1))


def test_a_record_without_an_epoch_is_corrupt() -> None:
    value, _ = a_decision()
    with pytest.raises(CorruptLog, match="no epoch"):
        admit(after_lead(1), LogRecord(1, NOON, None, value, (("epoch", b"one"),)))


def test_a_lead_under_another_epoch_is_corrupt() -> None:
    lead = encode_journal(LeadTaken(format=1, epoch=5, writer="writer"))
    with pytest.raises(CorruptLog, match="under header epoch"):
        admit(ORIGIN, journal_record(lead, 6, 0))


def test_a_decision_of_a_newer_format_is_refused() -> None:
    _, decision = a_decision()
    newer = encode_journal(replace(decision, format=JOURNAL_FORMAT + 1))
    with pytest.raises(NewerFormat, match="format 2"):
        admit(after_lead(1), journal_record(newer, 1, 1))


def test_a_lead_of_a_newer_format_is_refused() -> None:
    newer = encode_journal(LeadTaken(format=JOURNAL_FORMAT + 1, epoch=2, writer="newer"))
    with pytest.raises(NewerFormat, match="format 2"):
        admit(after_lead(1), journal_record(newer, 2, 1))


def test_a_record_of_a_schema_of_a_later_release_is_refused_as_newer_too() -> None:
    value, _ = a_decision()
    unknown = value[:1] + b"\x7f\xff\xff\xff" + value[5:]
    with pytest.raises(NewerFormat, match="schema"):
        admit(after_lead(1), journal_record(unknown, 1, 1))


def test_a_record_that_is_broken_is_not_taken_for_newer() -> None:
    value, _ = a_decision()
    with pytest.raises(DecodeError, match="malformed"):
        admit(after_lead(1), journal_record(value[:-1], 1, 1))


def test_a_stale_record_of_a_newer_format_is_passed_over() -> None:
    _, decision = a_decision()
    newer = encode_journal(replace(decision, format=2))
    assert isinstance(admit(after_lead(2), journal_record(newer, 1, 1)), Stale)
