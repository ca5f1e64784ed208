"""A peer's batch: a verdict for each event, in the order of the channel (section 5)."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from broker.domain.identifiers import AggregateId, RegionCode
from broker.engine.freeze import freeze_fold
from broker.engine.peer_batches import FOREIGN_CASE_ID, ILLEGAL_EVENT, NUMBER_EXPECTED
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    Channel,
    Origin,
    Outcome,
    Verdict,
)
from tests.engine.support import (
    Desk,
    batch_of,
    decisions,
    not_knowing,
    partition_of,
    rename,
    verdicts,
)
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    HANGZHOU,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    XIAN,
    submit,
)

THERE = (submit(), PASS_FORM, PASS_IDENTITY, PUSH)


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


def test_events_of_a_peer_are_applied_and_answered(here: Desk, there: Desk) -> None:
    heard = there.hear(batch_of(decisions(here), source=here, target=there))
    assert heard.outcome is Outcome.EVENTS
    assert [verdict for _, verdict, _ in verdicts(heard)] == [Verdict.APPLIED] * 4
    assert heard.receipt is not None
    assert heard.receipt.next_number == 5
    assert [event.origin for event in heard.events] == [Origin.PEER] * 4 + [Origin.OWN]
    assert heard.events[-1].numbered is not None
    noted = here.hear(heard.receipt)
    assert noted.noted == heard.receipt
    [outbound] = here.fold.outbound.values()
    assert (outbound.settled, outbound.marks) == (5, [])


def test_a_batch_again_is_duplicate_by_its_numbers(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here), source=here, target=there)
    there.hear(batch)
    again = there.hear(batch)
    assert (again.outcome, again.events) == (Outcome.DUPLICATE, ())
    assert again.receipt is not None
    assert again.receipt.next_number == 5


def test_a_batch_that_overlaps_is_applied_from_the_next_number_on(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here)[:2], source=here, target=there))
    heard = there.hear(batch_of(decisions(here), source=here, target=there))
    assert [verdict for _, verdict, _ in verdicts(heard)] == [
        Verdict.DUPLICATE,
        Verdict.DUPLICATE,
        Verdict.APPLIED,
        Verdict.APPLIED,
    ]


def test_a_batch_beyond_the_next_number_is_answered_with_it(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here)[:1], source=here, target=there))
    heard = there.hear(batch_of(decisions(here)[2:], source=here, target=there, first=3))
    assert heard.refusal == NUMBER_EXPECTED
    assert heard.receipt is not None
    assert (heard.receipt.next_number, heard.receipt.verdicts) == (2, ())
    assert heard.events == ()


def test_a_known_event_under_a_new_number_is_a_duplicate(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here), source=here, target=there))
    heard = there.hear(batch_of(decisions(here)[:1], source=here, target=there, first=5))
    assert verdicts(heard) == [(5, Verdict.DUPLICATE, "")]


def test_another_event_of_a_known_sequence_is_a_conflict(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here), source=here, target=there))
    other = Desk(partition=here.partition)
    other.ask_all([submit(), PASS_IDENTITY])
    forged = batch_of(decisions(other)[1:], source=other, target=there, first=5)
    assert verdicts(there.hear(forged)) == [(5, Verdict.REFUSED, "conflict")]


def test_a_gap_in_a_case_side_is_refused_and_the_channel_goes_on(here: Desk, there: Desk) -> None:
    heard = there.hear(batch_of(decisions(here)[1:], source=here, target=there))
    assert [code for _, _, code in verdicts(heard)] == ["sequence_gap"] * 3
    assert heard.receipt is not None
    assert heard.receipt.next_number == 4


def test_an_impossible_event_is_refused_with_a_code(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here), source=here, target=there))
    answer = Desk(region=HANGZHOU, partition=there.partition)
    answer.hear(batch_of(decisions(here), source=here, target=answer))
    answer.ask("accept", ACCEPT)
    event = decisions(answer)[-1].events[0]
    assert event.side == "handling"
    back = batch_of(decisions(answer), source=answer, target=here)
    fresh = Desk(partition=here.partition)
    heard = fresh.hear(back)
    assert {code for _, _, code in verdicts(heard)} == {ILLEGAL_EVENT, "sequence_gap"}
    assert here.hear(back).outcome is Outcome.EVENTS


def test_an_event_that_breaks_our_rules_cannot_stop_its_channel(here: Desk, there: Desk) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    before = freeze_fold(there.fold)
    with patch("broker.engine.draft.Draft.write_reactions", broken):
        heard = there.hear(batch_of(decisions(here), source=here, target=there))
    assert {code for _, _, code in verdicts(heard)[:1]} == {"undecidable.ZeroDivisionError"}
    assert heard.receipt is not None
    assert heard.receipt.next_number == 5
    assert heard.events == ()
    assert freeze_fold(there.fold) != before


def test_a_peer_that_misses_numbers_is_heard_though_it_settles_nothing(
    here: Desk, there: Desk
) -> None:
    heard = there.hear(batch_of(decisions(here)[1:], source=here, target=there, first=2))
    assert heard.refusal == NUMBER_EXPECTED
    assert heard.receipt is not None
    noted = here.hear(heard.receipt)
    assert (noted.outcome, noted.noted) == (Outcome.DUPLICATE, heard.receipt)


def test_a_batch_for_another_region_is_set_aside(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here), source=here, target=there)
    assert here.hear(batch).set_aside == "undecidable.AssertionError"


def renamed(desk: Desk, region: RegionCode, *, last: int) -> Batch:
    """Give the case of a desk's first events an id of another region, everywhere."""
    aggregate_id = AggregateId(f"{region}{CASE_ID[6:]}")
    there = Desk(region=HANGZHOU, partition=partition_of(aggregate_id, HANGZHOU))
    batch = batch_of(decisions(desk)[:last], source=desk, target=there)
    return replace(batch, events=tuple(rename(event, aggregate_id) for event in batch.events))


@pytest.mark.parametrize("region", [XIAN, HANGZHOU])
def test_a_peer_opens_no_case_under_an_id_of_another_region(here: Desk, region: RegionCode) -> None:
    batch = renamed(here, region, last=1)
    there = Desk(region=HANGZHOU, partition=batch.channel.target_partition)
    heard = there.hear(batch)
    assert verdicts(heard) == [(1, Verdict.REFUSED, FOREIGN_CASE_ID)]
    assert (heard.events, there.fold.standings, there.fold.stubs) == ((), {}, {})
    assert heard.receipt is not None
    assert heard.receipt.next_number == 2, "the channel goes on"


def test_not_even_what_cannot_be_read_is_held_under_an_id_of_another_region(here: Desk) -> None:
    batch = renamed(here, XIAN, last=2)
    there = Desk(region=HANGZHOU, partition=batch.channel.target_partition)
    with not_knowing("FormChecked"):
        heard = there.hear(batch)
    assert [code for _, _, code in verdicts(heard)] == [FOREIGN_CASE_ID] * 2
    assert there.fold.held == {}


def test_a_peer_answers_only_for_cases_that_we_received(here: Desk, there: Desk) -> None:
    there.hear(batch_of(decisions(here), source=here, target=there))
    answer = batch_of(decisions(there), source=there, target=here)
    assert here.hear(answer).outcome is Outcome.EVENTS
    elsewhere = Desk(region=XIAN, partition=0)
    wrong = batch_of(decisions(there), source=there, target=elsewhere)
    assert {code for _, _, code in verdicts(elsewhere.hear(wrong))} == {FOREIGN_CASE_ID}


def test_a_channel_may_lead_from_a_region_to_itself(here: Desk) -> None:
    """The self-link: numbers, verdicts and receipts as with any peer."""
    heard = here.hear(batch_of(decisions(here), source=here, target=here))
    assert [verdict for _, verdict, _ in verdicts(heard)] == [Verdict.DUPLICATE] * 4
    assert heard.receipt is not None
    assert heard.receipt.channel == Channel(
        source=QINGYANG,
        target=QINGYANG,
        source_partition=here.partition,
        target_partition=here.partition,
    )
    assert here.again().inbound == here.fold.inbound


def test_what_a_batch_says_of_an_event_must_be_what_the_event_says(here: Desk, there: Desk) -> None:
    batch = batch_of(decisions(here)[:1], source=here, target=there)
    [event] = batch.events
    forged: Batch = replace(batch, events=(replace(event, sequence=2),))
    assert [code for _, _, code in verdicts(there.hear(forged))] == ["envelope_mismatch"]
    assert isinstance(event, BatchedEvent)
