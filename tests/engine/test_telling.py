"""A region that is linked later hears of the items published before (decision 0010)."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from broker.domain.aggregates import Command
from broker.domain.envelope import Role
from broker.domain.identifiers import RegionCode
from broker.engine import telling
from broker.engine.channels import Peering
from broker.engine.freeze import freeze_fold, thaw_fold
from broker.engine.journal_audit import take_told
from broker.engine.ledgers import Book, Ledger, Oracle, Standing
from broker.engine.routing import Topology
from broker.engine.telling import NOT_A_PEER, first_page, untold_peers
from broker.schemas.codec import encode_intake
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    Broadcast,
    Channel,
    Decision,
    NewRecord,
    Outcome,
    Telling,
    Verdict,
)
from broker.stores.objects import MemoryObjects
from broker.streams.recorder import Recorder
from broker.streams.snapshots import Snapshots
from tests.engine.cluster import INTAKE, Cluster
from tests.engine.support import TOPOLOGY, Desk, a_submission, partition_of, verdicts
from tests.simulation.region import WATCHER
from tests.support.builders import HANGZHOU, QINGYANG, XIAN, an_actor
from tests.support.items import CODE, MARCH, item_id, publish, retire

ITEM = item_id()
HOME = partition_of(ITEM)
THERE = partition_of(ITEM, HANGZHOU)
ALONE = Topology(region=QINGYANG, partitions={QINGYANG: 2, XIAN: 1})
"""Before Hangzhou is linked."""
LIFE: tuple[Command, ...] = (publish(), publish(MARCH), retire())


def record_of(number: int, command: Command) -> NewRecord:
    """Write a command of whoever runs the region."""
    body = a_submission(f"c{number}", command, case_id=ITEM)
    acted = replace(body, meta=replace(body.meta, actor=an_actor(role=Role.OPERATOR)))
    return NewRecord(ITEM.encode(), encode_intake(acted))


@pytest.fixture
def home() -> Desk:
    """Give the home of an item that was published, changed and given up before the link."""
    desk = Desk(partition=HOME)
    desk.topology = ALONE
    for number, command in enumerate(LIFE):
        assert desk.take(record_of(number, command)).outcome is Outcome.EVENTS
    desk.topology = TOPOLOGY
    return desk


def batch_to(decision: Decision, peer: RegionCode = HANGZHOU) -> Batch:
    """Put what is told into a batch."""
    assert isinstance(decision, Telling)
    numbers = [event.numbered.number for event in decision.told if event.numbered is not None]
    return Batch(
        channel=Channel(
            source=QINGYANG, target=peer, source_partition=HOME, target_partition=THERE
        ),
        link_epoch=1,
        first=numbers[0],
        events=tuple(
            BatchedEvent(
                aggregate_id=event.aggregate_id,
                side=event.side,
                sequence=event.sequence,
                event=event.event,
            )
            for event in decision.told
        ),
    )


def test_a_new_peer_is_told_the_very_bytes_in_their_order(home: Desk) -> None:
    assert untold_peers(home.fold, home.topology) == (HANGZHOU,)
    told = home.hear(first_page(QINGYANG, HANGZHOU))
    assert isinstance(told, Telling)
    assert (told.outcome, told.events, told.previous) == (Outcome.EVENTS, (), ())
    recorded = [event.event for _, one in home.histories[ITEM] for event in one.events]
    assert [event.event for event in told.told] == recorded
    peer = Desk(region=HANGZHOU, partition=THERE)
    heard = peer.hear(batch_to(told))
    assert verdicts(heard) == [(number, Verdict.APPLIED, "") for number in (1, 2, 3)]
    assert peer.fold.reference.item(QINGYANG, CODE) == home.fold.reference.item(QINGYANG, CODE)
    assert untold_peers(home.fold, home.topology) == ()


def test_telling_changes_nothing_but_the_channel(home: Desk) -> None:
    before = home.fold.standing(ITEM).copy()
    home.hear(first_page(QINGYANG, HANGZHOU))
    assert home.fold.standing(ITEM) == before
    channel = home.fold.outbound[Peering(peer=HANGZHOU, partition=THERE)]
    assert channel.next_number == len(LIFE) + 1
    assert freeze_fold(home.again()) == freeze_fold(home.fold)
    assert thaw_fold(freeze_fold(home.fold)) == home.fold


def test_to_tell_again_is_harmless(home: Desk) -> None:
    peer = Desk(region=HANGZHOU, partition=THERE)
    peer.hear(batch_to(home.hear(first_page(QINGYANG, HANGZHOU))))
    known = peer.fold.reference.item(QINGYANG, CODE)
    again = peer.hear(batch_to(home.hear(first_page(QINGYANG, HANGZHOU))))
    assert verdicts(again) == [(number, Verdict.DUPLICATE, "") for number in (4, 5, 6)]
    assert peer.fold.reference.item(QINGYANG, CODE) == known


def test_a_change_that_overtook_the_telling_arrives_with_it(home: Desk) -> None:
    """Until the peer has the version before it, a version is refused; then it is told again."""
    told = batch_to(home.hear(first_page(QINGYANG, HANGZHOU)))
    peer = Desk(region=HANGZHOU, partition=THERE)
    early = replace(told, events=told.events[1:2])
    assert verdicts(peer.hear(early)) == [(1, Verdict.REFUSED, "sequence_gap")]
    heard = peer.hear(replace(told, first=2))
    assert verdicts(heard) == [(number, Verdict.APPLIED, "") for number in (2, 3, 4)]


@pytest.mark.parametrize("peer", [QINGYANG, RegionCode("330200")])
def test_only_a_linked_region_is_told(home: Desk, peer: RegionCode) -> None:
    decision = home.hear(first_page(QINGYANG, peer))
    assert (decision.outcome, decision.refusal) == (Outcome.REFUSAL, NOT_A_PEER)


def test_what_is_decided_elsewhere_is_not_told_from_here() -> None:
    rest = Desk(partition=1 - HOME)
    decision = rest.hear(first_page(QINGYANG, HANGZHOU))
    assert (decision.outcome, type(decision)) == (Outcome.DUPLICATE, Decision)
    assert untold_peers(rest.fold, rest.topology) == ()


def test_the_audit_finds_what_is_told_and_was_never_recorded(home: Desk) -> None:
    told = home.hear(first_page(QINGYANG, HANGZHOU))
    ledger = Ledger(QINGYANG, reference={HOME: Book()})
    take_told(ledger, Standing("here", HOME, 0, told))
    assert [finding.oracle for finding in ledger.findings] == [Oracle.INVENTED] * len(LIFE)


def recorder_of(cluster: Cluster, topology: Topology) -> Recorder:
    """Start a recorder that knows these regions."""
    return Recorder(
        topology=topology,
        logs=cluster.logs,
        snapshots=Snapshots(region=QINGYANG, objects=MemoryObjects()),
        writer="writer",
        watcher=WATCHER,
    )


@pytest.fixture
async def cluster() -> Cluster:
    """Give the home partition after the life of an item, before the link."""
    cluster = Cluster()
    cluster.partition = HOME
    records = [record_of(number, command) for number, command in enumerate(LIFE)]
    cluster.kafka.append(INTAKE, HOME, records)
    await cluster.open(recorder_of(cluster, ALONE))
    return cluster


def tellings(cluster: Cluster) -> list[list[int]]:
    """List the channel numbers of each telling."""
    return [
        [event.numbered.number for event in one.told if event.numbered is not None]
        for one in cluster.decisions()
        if isinstance(one, Telling)
    ]


async def test_whoever_takes_the_lead_with_a_new_peer_tells_it_unasked(cluster: Cluster) -> None:
    recorder = recorder_of(cluster, TOPOLOGY)
    await cluster.open(recorder)
    assert tellings(cluster) == [[1, 2, 3]]
    await cluster.open(recorder_of(cluster, TOPOLOGY))
    await cluster.deliver(recorder)
    assert tellings(cluster) == [[1, 2, 3]], "nobody tells again unasked"


def test_what_is_published_before_the_telling_waits_for_it() -> None:
    """The peer could not take the second version without the first, so it gets both together."""
    desk = Desk(partition=HOME)
    desk.topology = ALONE
    desk.take(record_of(0, publish()))
    desk.topology = TOPOLOGY
    changed = desk.take(record_of(1, publish(MARCH)))
    assert isinstance(changed, Broadcast)
    assert HANGZHOU not in {copy.numbered.peer for copy in changed.copies}
    told = desk.hear(first_page(QINGYANG, HANGZHOU))
    assert len(batch_to(told).events) == 2
    retired = desk.take(record_of(2, retire()))
    assert isinstance(retired, Broadcast)
    assert HANGZHOU in {copy.numbered.peer for copy in retired.copies}


async def test_a_telling_goes_on_page_by_page(cluster: Cluster) -> None:
    recorder = recorder_of(cluster, TOPOLOGY)
    with patch.object(telling, "TOLD_MAX", 2):
        await cluster.open(recorder)
        await cluster.deliver(recorder)
    assert tellings(cluster) == [[1, 2], [3]]


async def test_what_is_decided_in_the_same_breath_is_told_too() -> None:
    cluster = Cluster()
    cluster.partition = HOME
    cluster.kafka.append(INTAKE, HOME, [record_of(0, publish()), record_of(1, publish(MARCH))])
    cluster.hear(first_page(QINGYANG, HANGZHOU))
    await cluster.open(recorder_of(cluster, TOPOLOGY))
    assert tellings(cluster) == [[3, 4]]
