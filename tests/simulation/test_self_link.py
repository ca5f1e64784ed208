"""The self-link: a channel from a region to itself, with receipts, under all faults."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from broker.domain.identifiers import AggregateId, Side
from broker.engine.channels import Peering
from broker.engine.draft import Draft
from broker.engine.ledgers import Lane
from broker.schemas.codec import decode_intake, decode_link
from broker.schemas.records import Batch, Numbered, Receipt
from broker.streams.places import Place
from broker.streams.topics import link_topic
from tests.simulation.auditor import audit_world
from tests.simulation.faults import Plan
from tests.simulation.loop import run_virtually
from tests.simulation.test_simulation import HARSH
from tests.simulation.world import Switches, World

CASES = 6


def number_all(draft: Draft, aggregate_id: AggregateId, side: Side) -> Numbered | None:
    """Give the events of a case within one region, which travel nowhere, a number too."""
    standing = draft.standing(aggregate_id)
    peer = standing.kind.region_of(standing.state, side.other)
    return None if peer is None else draft.give_number(peer, aggregate_id)


@pytest.fixture(autouse=True)
def own_cases_travel() -> Iterator[None]:
    """Let a region tell itself what it has decided, as one of its aggregates tells another."""
    with patch("broker.engine.draft.Draft.number", number_all):
        yield


def play(seed: int, plan: Plan) -> World:
    """Play a run without findings."""
    world = World(seed, Switches(), plan)
    run_virtually(world.run())
    assert world.result is not None
    assert world.result.findings == (), f"seed {seed}: {world.result.findings[:5]}"
    return world


def sent_to_itself(world: World) -> int:
    """Count the events that were sent over self-links; the audit found each received."""
    ledgers, _ = audit_world(world.kafka, tuple(world.regions.values()), world.windows, ())
    return sum(
        len(sent)
        for code, ledger in ledgers.items()
        for lane, sent in ledger.sent.items()
        if lane == Lane(lane.partition, Peering(peer=code, partition=lane.partition))
    )


def on_self_links(world: World) -> list[type]:
    """List the kinds of record on the self-links."""
    topics = [link_topic(code, code) for code in world.regions]
    places = [Place(topic, number) for topic in topics for number in range(world.plan.partitions)]
    return [
        type(decode_intake(decode_link(record.value).body))
        for place in places
        for record in world.kafka.partition(*place).records
    ]


def test_batches_and_receipts_travel_on_one_topic_and_come_to_rest() -> None:
    world = play(3, Plan(cases=CASES))
    assert sent_to_itself(world) > 0
    kinds = on_self_links(world)
    assert kinds.count(Batch) > 0
    assert kinds.count(Receipt) > 0
    assert set(kinds) == {Batch, Receipt}


def test_all_faults_together_leave_nothing_to_find() -> None:
    assert sum(sent_to_itself(play(seed, HARSH)) for seed in range(6)) > 0
