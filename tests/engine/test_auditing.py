"""The auditor finds what was done to a log, and nothing in one that was left alone."""

import gc
import tracemalloc

import pytest

from broker.engine.auditing import Invocation, audit, audit_history
from broker.engine.journal_audit import Digests, PartitionAudit
from broker.engine.ledgers import Ledger, Oracle, PartitionRecords, RegionRecords
from broker.schemas.records import LogRecord
from tests.engine.support import Desk, batch_of, lead_record, partition_of
from tests.support.builders import (
    CASE_ID,
    HANGZHOU,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    submit,
)


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    """Give two desks that have told each other everything."""
    here = Desk(partition=partition_of())
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    here.ask_all([submit(), PASS_FORM, PASS_IDENTITY, PUSH])
    heard = there.hear(
        batch_of([one for _, one in here.histories[CASE_ID]], source=here, target=there)
    )
    answered = here.hear(batch_of([heard], source=there, target=here))
    assert heard.receipt is not None
    assert answered.receipt is not None
    here.hear(heard.receipt)
    there.hear(answered.receipt)
    return here, there


def records(desk: Desk) -> RegionRecords:
    """Collect the records of a desk's region."""
    return RegionRecords(
        region=desk.region,
        partitions=[
            PartitionRecords(
                partition=desk.partition,
                intake=desk.intake,
                intake_end=len(desk.intake),
                journal=desk.journal,
            )
        ],
        links={},
        set_aside=frozenset(),
    )


def oracles(*desks: Desk) -> set[Oracle]:
    """Name the oracles that find something."""
    return {finding.oracle for finding in audit([records(desk) for desk in desks])[1]}


def moved(record: LogRecord, offset: int) -> LogRecord:
    """Put a record elsewhere."""
    return record._replace(offset=offset)


def test_logs_left_alone_have_no_findings(desks: tuple[Desk, Desk]) -> None:
    assert oracles(*desks) == set()


def test_an_intake_record_without_a_decision_is_lost(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    here.intake.append(moved(here.intake[-1], len(here.intake)))
    assert oracles(here, there) == {Oracle.LOST}


def test_a_decision_twice_is_doubled_and_breaks_the_chain(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    here.journal.append(moved(here.journal[-1], len(here.journal)))
    assert {Oracle.DOUBLED, Oracle.EVIDENCE} <= oracles(here, there)


def test_a_fenced_decision_is_passed_over(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    here.journal.append(lead_record(2, len(here.journal)))
    here.journal.append(moved(here.journal[-2], len(here.journal)))
    assert oracles(here, there) == set()


def test_a_changed_byte_breaks_the_chain(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    changed = here.journal[2]
    value = changed.value.replace(b"clerk-7", b"clerk-8")
    assert value != changed.value
    here.journal[2] = changed._replace(value=value)
    assert Oracle.EVIDENCE in oracles(here, there)


@pytest.mark.parametrize("head", [b"\x00\x7f\xff\xff\xff", b"\x01"])
def test_a_record_that_nobody_here_can_read_is_a_finding(
    desks: tuple[Desk, Desk], head: bytes
) -> None:
    here, there = desks
    changed = here.journal[2]
    here.journal[2] = changed._replace(value=head + changed.value[len(head) :])
    assert Oracle.EVIDENCE in oracles(here, there)


def test_a_decision_on_a_record_that_is_not_there_is_invented(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    here.intake[1] = here.intake[1]._replace(value=here.intake[2].value)
    assert oracles(here, there) == {Oracle.INVENTED}


def test_a_journal_that_lost_its_tail_leaves_the_peer_with_inventions(
    desks: tuple[Desk, Desk],
) -> None:
    here, there = desks
    del here.journal[3:], here.intake[2:]
    assert {Oracle.INVENTED, Oracle.LIVE, Oracle.ORDER, Oracle.LEGAL} <= oracles(here, there)


def test_an_event_the_peer_never_decided_is_lost(desks: tuple[Desk, Desk]) -> None:
    here, there = desks
    del there.journal[1:], there.intake[:]
    assert {Oracle.LOST, Oracle.LIVE, Oracle.ORDER} <= oracles(here, there)


@pytest.mark.parametrize(
    ("intent", "command_id", "oracle"),
    [
        ("a", "c0", None),
        ("a", "nobody-decided-it", Oracle.LOST),
        ("b", "c0", Oracle.DOUBLED),
    ],
)
def test_what_clients_were_told_must_hold(
    desks: tuple[Desk, Desk], intent: str, command_id: str, oracle: Oracle | None
) -> None:
    ledgers, _ = audit([records(desk) for desk in desks])
    said = [
        Invocation(intent="b", command_id=f"c{number}", region=QINGYANG, acknowledged=True)
        for number in range(1, 2)
    ]
    said += [
        Invocation(intent=name, command_id=name, region=QINGYANG, acknowledged=True)
        for name in ("c2", "c3")
    ]
    said.append(
        Invocation(intent=intent, command_id=command_id, region=QINGYANG, acknowledged=True)
    )
    found = {finding.oracle for finding in audit_history(said, ledgers)}
    invented = {Oracle.INVENTED} if command_id != "c0" else set()
    assert found == invented | ({oracle} if oracle else set())


def test_of_the_records_only_digests_are_kept() -> None:
    count, size = 200, 100_000
    partition = PartitionAudit(Ledger(QINGYANG), 0, intake_end=count, set_aside=frozenset())
    partition.take_intake(LogRecord(0, NOON, None, bytes(size), ()))
    gc.collect()
    tracemalloc.start()
    for offset in range(1, count):
        partition.take_intake(LogRecord(offset, NOON, None, bytes([offset]) * size, ()))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < size


def test_digests_are_found_at_their_offsets_and_nowhere_else() -> None:
    digests, first, second = Digests(), b"a" * 32, b"b" * 32
    assert digests.get(0) is None
    digests.note(5, first)
    digests.note(8, second)
    assert [digests.get(offset) for offset in (5, 8)] == [first, second]
    assert [digests.get(offset) for offset in (0, 4, 6, 7, 9)] == [None] * 5
