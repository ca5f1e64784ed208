"""Held events: unknown schemas wait unread, and an upgrade gives each of them a verdict."""

from dataclasses import replace

import pytest

from broker.domain.identifiers import AggregateId, Side
from broker.engine.auditing import audit
from broker.engine.freeze import freeze_fold
from broker.engine.ledgers import Finding, Oracle, PartitionRecords, RegionRecords
from broker.engine.peer_batches import ILLEGAL_EVENT, NOT_YOUR_SIDE
from broker.engine.releasing import RELEASED_MAX, can_release
from broker.schemas.codec import decode_event, encode_event, encode_intake
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    NewRecord,
    Origin,
    Outcome,
    ReleaseHeld,
    Verdict,
)
from tests.engine.support import (
    Desk,
    a_submission,
    batch_of,
    decisions,
    not_knowing,
    partition_of,
    verdicts,
)
from tests.support.builders import CASE_ID, HANGZHOU, PASS_FORM, PASS_IDENTITY, PUSH, XIAN, submit

THERE = (submit(), PASS_FORM, PASS_IDENTITY, PUSH)
RELEASE = ReleaseHeld(region=HANGZHOU)


@pytest.fixture
def here() -> Desk:
    """Give the receiving desk with a case pushed."""
    desk = Desk(partition=partition_of())
    desk.ask_all(THERE)
    return desk


@pytest.fixture
def there() -> Desk:
    """Give the handling desk."""
    return Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))


def test_an_unknown_event_is_held_with_all_later_ones_of_its_side(here: Desk, there: Desk) -> None:
    with not_knowing("FormChecked"):
        heard = there.hear(batch_of(decisions(here), source=here, target=there))
        again = there.hear(RELEASE)
    assert [verdict for _, verdict, _ in verdicts(heard)] == [
        Verdict.APPLIED,
        Verdict.HELD,
        Verdict.HELD,
        Verdict.HELD,
    ]
    assert heard.receipt is not None
    assert heard.receipt.next_number == 5, "what is held does not stop its channel"
    assert (again.outcome, again.receipt) == (Outcome.HELD, None)
    assert freeze_fold(there.again()) == freeze_fold(there.fold)


def test_held_events_are_released_in_order_after_an_upgrade(here: Desk, there: Desk) -> None:
    with not_knowing("FormChecked"):
        there.hear(batch_of(decisions(here)[:3], source=here, target=there))
        there.hear(batch_of(decisions(here)[3:], source=here, target=there, first=4))
    released = there.hear(RELEASE)
    assert [event.origin for event in released.events] == [Origin.PEER] * 3 + [Origin.OWN]
    assert there.fold.held == {}
    assert there.fold.standings[CASE_ID].version == 5
    assert freeze_fold(there.again()) == freeze_fold(there.fold)


def test_nothing_is_released_twice(here: Desk, there: Desk) -> None:
    with not_knowing("CaseSubmitted"):
        heard = there.hear(batch_of(decisions(here), source=here, target=there))
    assert heard.outcome is Outcome.HELD
    assert there.hear(RELEASE).outcome is Outcome.EVENTS
    assert there.hear(RELEASE).events == ()


def test_a_peer_is_told_what_became_of_what_was_held(here: Desk, there: Desk) -> None:
    with not_knowing("FormChecked"):
        heard = there.hear(batch_of(decisions(here), source=here, target=there))
    released = there.hear(RELEASE)
    assert verdicts(released) == [(number, Verdict.APPLIED, "") for number in (2, 3, 4)]
    assert heard.receipt is not None
    assert released.receipt is not None
    assert released.receipt.next_number == heard.receipt.next_number
    assert here.hear(heard.receipt).noted == heard.receipt
    noted = here.hear(released.receipt)
    assert (noted.outcome, noted.noted) == (Outcome.EVENTS, released.receipt)
    assert freeze_fold(here.again()) == freeze_fold(here.fold)


def with_a_forged_second(here: Desk, there: Desk) -> Batch:
    """Put an impossible event, the hand-in again, where the form check stood."""
    batch = batch_of(decisions(here), source=here, target=there)
    first, second, *rest = batch.events
    meta, fact = decode_event(first.event)
    head = replace(decode_event(second.event)[0], at=meta.at)
    forged = replace(second, event=encode_event(head, fact))
    return replace(batch, events=(first, forged, *rest))


def findings(desk: Desk) -> list[Finding]:
    """Audit a region by itself."""
    partition = PartitionRecords(
        partition=desk.partition,
        intake=desk.intake,
        intake_end=len(desk.intake),
        journal=desk.journal,
    )
    region = RegionRecords(
        region=desk.region, partitions=[partition], links={}, set_aside=frozenset()
    )
    return [one for one in audit([region])[1] if one.oracle is not Oracle.INVENTED]


def test_what_turns_out_illegal_leaves_the_hold_with_a_code(here: Desk, there: Desk) -> None:
    with not_knowing("CaseSubmitted"):
        there.hear(with_a_forged_second(here, there))
    assert {one.oracle for one in findings(there)} == {Oracle.LIVE}
    released = there.hear(RELEASE)
    assert verdicts(released) == [
        (1, Verdict.APPLIED, ""),
        (2, Verdict.REFUSED, ILLEGAL_EVENT),
        (3, Verdict.REFUSED, "sequence_gap"),
        (4, Verdict.REFUSED, "sequence_gap"),
    ]
    assert released.outcome is Outcome.EVENTS
    assert there.fold.held == {}
    assert not can_release(there.fold)
    assert freeze_fold(there.again()) == freeze_fold(there.fold)
    assert [one.oracle for one in findings(there)] == [Oracle.LEGAL] * 3


def test_the_side_goes_on_with_the_event_that_belonged_there(here: Desk, there: Desk) -> None:
    with not_knowing("CaseSubmitted"):
        there.hear(with_a_forged_second(here, there))
    there.hear(RELEASE)
    true = batch_of(decisions(here)[1:], source=here, target=there, first=5)
    heard = there.hear(true)
    assert [verdict for _, verdict, _ in verdicts(heard)] == [Verdict.APPLIED] * 3
    assert freeze_fold(there.again()) == freeze_fold(there.fold)


def test_broken_bytes_behind_a_hold_are_refused_at_the_release(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here)[:2], source=here, target=there)
    broken = replace(batch.events[1], event=batch.events[1].event[:-1])
    with not_knowing("CaseSubmitted"):
        there.hear(replace(batch, events=(batch.events[0], broken)))
    assert verdicts(there.hear(RELEASE))[1] == (2, Verdict.REFUSED, "malformed")
    assert there.fold.held == {}


def test_what_was_refused_alone_is_a_refusal_and_is_not_asked_again(
    here: Desk, there: Desk
) -> None:
    batch = batch_of(decisions(here)[1:2], source=here, target=there)
    with not_knowing("FormChecked"):
        there.hear(batch)
    released = there.hear(RELEASE)
    assert (released.outcome, released.events) == (Outcome.REFUSAL, ())
    assert verdicts(released) == [(1, Verdict.REFUSED, "sequence_gap")]
    assert (there.fold.held, there.fold.standings) == ({}, {})
    assert freeze_fold(there.again()) == freeze_fold(there.fold)


def test_the_same_event_held_twice_is_applied_once(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here)[:1], source=here, target=there)
    with not_knowing("CaseSubmitted"):
        there.hear(replace(batch, events=batch.events * 2))
    assert verdicts(there.hear(RELEASE)) == [
        (1, Verdict.APPLIED, ""),
        (2, Verdict.DUPLICATE, ""),
    ]
    assert there.fold.held == {}
    assert findings(there) == []


def test_each_channel_is_released_by_a_record_of_its_own(here: Desk, there: Desk) -> None:
    case_id = AggregateId(f"{XIAN}-{'b' * 26}")
    elsewhere = Desk(region=XIAN, partition=0)
    body = a_submission("c1", submit(), case_id=case_id, region=XIAN)
    other = elsewhere.take(NewRecord(case_id.encode(), encode_intake(body)))
    assert partition_of(case_id, HANGZHOU) == there.partition, "both cases live in one partition"
    with not_knowing("CaseSubmitted"):
        there.hear(batch_of(decisions(here), source=here, target=there))
        there.hear(batch_of([other], source=elsewhere, target=there))
    sources = []
    while can_release(there.fold):
        receipt = there.hear(RELEASE).receipt
        assert receipt is not None
        sources.append(receipt.channel.source)
    assert sources == [here.region, XIAN]
    assert freeze_fold(there.again()) == freeze_fold(there.fold)


def test_a_release_is_no_larger_than_a_batch(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here)[:1], source=here, target=there)
    many = RELEASED_MAX + 6
    with not_knowing("CaseSubmitted"):
        there.hear(replace(batch, events=batch.events * many))
    assert len(verdicts(there.hear(RELEASE))) == RELEASED_MAX
    assert [number for number, _, _ in verdicts(there.hear(RELEASE))] == list(
        range(RELEASED_MAX + 1, many + 1)
    )
    assert there.fold.held == {}


def test_a_stranger_holds_nothing_in_the_way_of_a_case(here: Desk) -> None:
    """What cannot be read names no region: who handles our case, we know ourselves."""
    batch = batch_of(decisions(here)[:1], source=Desk(region=XIAN), target=here)
    answer: BatchedEvent = replace(batch.events[0], side=Side.HANDLING)
    with not_knowing("CaseSubmitted"):
        heard = here.hear(replace(batch, events=(answer,)))
    assert verdicts(heard) == [(1, Verdict.REFUSED, NOT_YOUR_SIDE)]
    assert here.fold.held == {}
