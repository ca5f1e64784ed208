"""Reference data: decided at home, broadcast unchanged, held by every partition (decision 0010)."""

from dataclasses import replace

import pytest

from broker.domain.aggregates import Command
from broker.domain.envelope import Role
from broker.domain.identifiers import AggregateId, RegionCode
from broker.domain.refusal import Reason
from broker.engine.auditing import may_say
from broker.engine.channels import Peering
from broker.engine.freeze import freeze_fold, thaw_fold
from broker.engine.ledgers import Ledger, digest_of
from broker.engine.peer_batches import FOREIGN_CASE_ID, ILLEGAL_EVENT, MISPLACED
from broker.schemas.codec import decode_event, encode_event, encode_intake
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    Broadcast,
    Channel,
    Decision,
    NewRecord,
    Origin,
    Outcome,
    ReleaseHeld,
    Verdict,
)
from tests.engine.support import Desk, a_submission, not_knowing, partition_of, verdicts
from tests.support.builders import CASE_ID, HANGZHOU, PASS_FORM, QINGYANG, XIAN, an_actor
from tests.support.items import CODE, MARCH, item_id, publish, retire

ITEM = item_id()
HOME = partition_of(ITEM)
REST = 1 - HOME
THERE = partition_of(ITEM, HANGZHOU)


def submitted(
    desk: Desk, command: Command, *, item: AggregateId = ITEM, role: Role = Role.OPERATOR
) -> Decision:
    """Take a command of whoever runs the region."""
    body = a_submission(f"c{len(desk.intake)}", command, case_id=item, region=desk.region)
    actor = an_actor(region=desk.region, role=role)
    acted = replace(body, meta=replace(body.meta, actor=actor))
    return desk.take(NewRecord(item.encode(), encode_intake(acted)))


def way(decision: Decision, source: Desk, target: Desk) -> Batch:
    """Put what a broadcast sends from one desk to another into a batch."""
    assert isinstance(decision, Broadcast)
    end = target.region, target.partition
    copies = [
        copy
        for copy in decision.copies
        if (copy.numbered.peer, copy.numbered.target_partition) == end
    ]
    events = [decision.events[copy.event] for copy in copies]
    return Batch(
        channel=Channel(
            source=source.region,
            target=target.region,
            source_partition=source.partition,
            target_partition=target.partition,
        ),
        link_epoch=1,
        first=copies[0].numbered.number,
        events=tuple(
            BatchedEvent(
                aggregate_id=each.aggregate_id,
                side=each.side,
                sequence=each.sequence,
                event=each.event,
            )
            for each in events
        ),
    )


@pytest.fixture
def home() -> Desk:
    """Give the desk where the item is decided."""
    return Desk(partition=HOME)


@pytest.fixture
def rest() -> Desk:
    """Give the other desk of the region."""
    return Desk(partition=REST)


@pytest.fixture
def peer() -> Desk:
    """Give the desk of a linked region that hears of the item first."""
    return Desk(region=HANGZHOU, partition=THERE)


def test_an_item_goes_to_the_other_partitions_and_to_one_of_each_peer(home: Desk) -> None:
    decision = submitted(home, publish())
    assert isinstance(decision, Broadcast)
    assert [event.numbered for event in decision.events] == [None]
    ways = [
        (copy.event, copy.numbered.peer, copy.numbered.target_partition, copy.numbered.number)
        for copy in decision.copies
    ]
    peers = sorted((HANGZHOU, XIAN))
    there = [(0, region, partition_of(ITEM, region), 1) for region in peers]
    assert ways == [(0, QINGYANG, REST, 1), *there]
    assert home.fold.outbound[Peering(peer=QINGYANG, partition=REST)].next_number == 2
    assert freeze_fold(home.again()) == freeze_fold(home.fold)


def test_the_rest_of_the_region_takes_the_bytes_and_sends_nothing(home: Desk, rest: Desk) -> None:
    decision = submitted(home, publish())
    heard = rest.hear(way(decision, home, rest))
    assert (heard.outcome, type(heard)) == (Outcome.EVENTS, Decision)
    assert [(one.origin, one.event) for one in heard.events] == [
        (Origin.PEER, decision.events[0].event)
    ]
    assert rest.fold.reference.item(QINGYANG, CODE) == home.fold.reference.item(QINGYANG, CODE)
    assert rest.fold.outbound == {}


def test_a_peer_tells_its_own_partitions_and_nobody_else(home: Desk, peer: Desk) -> None:
    decision = submitted(home, publish())
    heard = peer.hear(way(decision, home, peer))
    assert isinstance(heard, Broadcast)
    assert [(copy.numbered.peer, copy.numbered.target_partition) for copy in heard.copies] == [
        (HANGZHOU, 1 - THERE)
    ]
    last = Desk(region=HANGZHOU, partition=1 - THERE)
    told = last.hear(way(heard, peer, last))
    assert verdicts(told) == [(1, Verdict.APPLIED, "")]
    assert told.events[0].event == decision.events[0].event
    assert last.fold.reference.item(QINGYANG, CODE) == home.fold.reference.item(QINGYANG, CODE)


def test_a_broadcast_again_is_a_duplicate(home: Desk, peer: Desk) -> None:
    batch = way(submitted(home, publish()), home, peer)
    peer.hear(batch)
    again = peer.hear(batch)
    assert (again.outcome, type(again)) == (Outcome.DUPLICATE, Decision)
    retold = peer.hear(replace(batch, first=2))
    assert (verdicts(retold), type(retold)) == ([(2, Verdict.DUPLICATE, "")], Decision)


def test_versions_come_in_their_order(home: Desk, rest: Desk) -> None:
    for command in (publish(), publish(MARCH), retire()):
        rest.hear(way(submitted(home, command), home, rest))
    item = rest.fold.reference.item(QINGYANG, CODE)
    assert item is not None
    assert [(one.number, one.ended_on is None) for one in item.versions] == [(1, True), (2, False)]


def test_a_snapshot_carries_reference_data(home: Desk, rest: Desk) -> None:
    rest.hear(way(submitted(home, publish()), home, rest))
    for fold in (home.fold, rest.fold):
        thawed = thaw_fold(freeze_fold(fold))
        assert thawed == fold
        assert thawed.reference.item(QINGYANG, CODE) is not None


def test_an_item_unknown_to_this_release_is_held_and_broadcast_when_released(
    home: Desk, peer: Desk
) -> None:
    batch = way(submitted(home, publish()), home, peer)
    with not_knowing("ItemPublished"):
        held = peer.hear(batch)
    assert verdicts(held) == [(1, Verdict.HELD, "")]
    assert peer.fold.reference.item(QINGYANG, CODE) is None
    released = peer.hear(ReleaseHeld(region=HANGZHOU))
    assert isinstance(released, Broadcast)
    assert peer.fold.reference.item(QINGYANG, CODE) is not None
    assert freeze_fold(peer.again()) == freeze_fold(peer.fold)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_only_who_runs_the_region_may_publish(home: Desk, role: Role) -> None:
    decision = submitted(home, publish(), role=role)
    assert decision.refusal == Reason.ROLE_NOT_ALLOWED


@pytest.mark.parametrize("command", [publish(region=HANGZHOU), retire()])
def test_no_region_decides_the_items_of_another(command: Command) -> None:
    item = item_id(HANGZHOU)
    desk = Desk(partition=partition_of(item))
    assert submitted(desk, command, item=item).refusal == Reason.WRONG_SIDE


@pytest.mark.parametrize(
    ("command", "item", "code"),
    [
        (publish(code="another"), ITEM, "wrong_aggregate"),
        (PASS_FORM, ITEM, "wrong_kind"),
        (publish(), CASE_ID, "wrong_kind"),
    ],
)
def test_a_command_that_does_not_fit_its_aggregate_is_set_aside(
    command: Command, item: AggregateId, code: str
) -> None:
    desk = Desk(partition=partition_of(item))
    body = a_submission("c", publish(), case_id=ITEM)
    named = replace(body, meta=replace(body.meta, aggregate_id=item), payload=command)
    decision = desk.take(NewRecord(item.encode(), encode_intake(named)))
    assert decision.set_aside == code


def forged(batch: Batch, *, item: AggregateId = ITEM, region: RegionCode = QINGYANG) -> Batch:
    """Write the first event of a batch anew, as if another region had written it."""
    event = batch.events[0]
    meta, fact = decode_event(event.event)
    named = replace(meta, aggregate_id=item, region=region, id=f"{item}.h1")
    anew = replace(event, aggregate_id=item, event=encode_event(named, fact))
    return replace(batch, events=(anew,))


def test_a_peer_cannot_publish_for_another_region(home: Desk, peer: Desk) -> None:
    batch = way(submitted(home, publish()), home, peer)
    from_xian = Channel(source=XIAN, target=HANGZHOU, source_partition=0, target_partition=THERE)
    heard = peer.hear(replace(batch, channel=from_xian))
    assert verdicts(heard) == [(1, Verdict.REFUSED, FOREIGN_CASE_ID)]


def test_a_peer_cannot_publish_in_its_own_name_under_our_id(home: Desk, peer: Desk) -> None:
    batch = forged(way(submitted(home, publish()), home, peer), region=HANGZHOU)
    assert verdicts(peer.hear(batch)) == [(1, Verdict.REFUSED, "envelope_mismatch")]


def test_an_item_under_an_id_of_another_code_is_refused(home: Desk) -> None:
    other = next(
        item_id(code=f"other-{number}")
        for number in range(99)
        if partition_of(item_id(code=f"other-{number}")) == HOME
        and partition_of(item_id(code=f"other-{number}"), HANGZHOU) == THERE
    )
    peer = Desk(region=HANGZHOU, partition=THERE)
    batch = forged(way(submitted(home, publish()), home, peer), item=other)
    assert verdicts(peer.hear(batch)) == [(1, Verdict.REFUSED, ILLEGAL_EVENT)]


def test_what_does_not_come_from_its_home_is_misplaced(home: Desk, peer: Desk) -> None:
    batch = way(submitted(home, publish()), home, peer)
    elsewhere = replace(batch, channel=replace(batch.channel, source_partition=REST))
    assert verdicts(peer.hear(elsewhere)) == [(1, Verdict.REFUSED, MISPLACED)]
    last = Desk(region=HANGZHOU, partition=1 - THERE)
    past_home = replace(batch, channel=replace(batch.channel, target_partition=1 - THERE))
    assert verdicts(last.hear(past_home)) == [(1, Verdict.REFUSED, MISPLACED)]


def test_a_version_that_does_not_follow_is_refused(home: Desk, peer: Desk) -> None:
    submitted(home, publish())
    second = way(submitted(home, publish(MARCH)), home, peer)
    skipped = replace(second, first=1, events=(replace(second.events[0], sequence=1),))
    meta, fact = decode_event(second.events[0].event)
    as_first = encode_event(replace(meta, sequence=1, id=f"{ITEM}.h1"), fact)
    batch = replace(skipped, events=(replace(skipped.events[0], event=as_first),))
    assert verdicts(peer.hear(batch)) == [(1, Verdict.REFUSED, ILLEGAL_EVENT)]


def test_on_a_self_link_a_region_may_pass_on_a_peers_item_but_no_case(home: Desk) -> None:
    event = way(submitted(home, publish()), home, Desk(region=HANGZHOU, partition=THERE)).events[0]
    here = Ledger(HANGZHOU, foreign={digest_of(event.event): "its journal"})
    assert may_say(here, event, is_self=True)
    assert not may_say(here, event, is_self=False)
    assert not may_say(here, replace(event, aggregate_id=CASE_ID), is_self=True)
    assert not may_say(Ledger(HANGZHOU), event, is_self=True)
