"""Reference data under all faults: every partition of every region comes to hold the same items."""

from dataclasses import replace

import pytest

from broker.domain.identifiers import RegionCode
from broker.domain.items.state import KnownItem
from broker.engine.fold import Fold
from broker.schemas.codec import decode_journal
from broker.schemas.records import JournalBody, Telling
from broker.streams.topics import journal_topic
from tests.simulation.faults import Plan
from tests.simulation.loop import run_virtually
from tests.simulation.test_simulation import HARSH
from tests.simulation.world import REGIONS, Switches, World

ITEMS = 2


def play(seed: int, plan: Plan) -> World:
    """Play a run without findings; the audit has compared the events of all partitions."""
    world = World(seed, Switches(), plan)
    run_virtually(world.run())
    assert world.result is not None
    assert world.result.findings == (), f"seed {seed}: {world.result.findings[:5]}"
    return world


def fold_of(world: World, region: RegionCode, partition: int) -> Fold:
    """Fold a partition from zero."""
    fold = Fold(region=region, partition=partition)
    for record in world.kafka.partition(journal_topic(region), partition).records:
        fold.admit(record)
    return fold


def items_everywhere(world: World) -> list[tuple[KnownItem | None, ...]]:
    """List what each partition of each region holds of every item of every region."""
    regions = REGIONS[: world.plan.regions]
    names = [(region, f"ITEM-{number}") for region in regions for number in range(ITEMS)]
    folds = [
        fold_of(world, region, partition)
        for region in regions
        for partition in range(world.plan.partitions)
    ]
    return [tuple(fold.reference.item(*name) for name in names) for fold in folds]


def check(world: World) -> None:
    """Every item is known everywhere, the same, with its versions."""
    first, *others = items_everywhere(world)
    assert all(held == first for held in others)
    assert all(item is not None and 1 <= len(item.versions) <= 2 for item in first)


def test_items_reach_every_partition_of_every_region() -> None:
    world = play(1, Plan(cases=2, items=ITEMS, regions=3, partitions=3))
    check(world)
    [held, *_] = items_everywhere(world)
    for item in held:
        assert item is not None
        assert [one.ended_on is None for one in item.versions] == [True, False]


@pytest.mark.parametrize("seed", range(10))
def test_they_do_under_all_faults_together(seed: int) -> None:
    check(play(seed, replace(HARSH, items=ITEMS)))


def test_a_region_linked_later_hears_of_what_was_published_before() -> None:
    world = play(1, Plan(cases=0, items=ITEMS, regions=3, partitions=3, links_late=True))
    check(world)
    assert any(isinstance(one, Telling) for one in decisions_of(world))


@pytest.mark.parametrize("seed", range(5))
def test_it_does_under_all_faults_together(seed: int) -> None:
    check(play(seed, replace(HARSH, cases=0, items=ITEMS, links_late=True)))


def decisions_of(world: World) -> list[JournalBody]:
    """Read the journals of the region that was there first."""
    return [
        decode_journal(record.value)
        for partition in range(world.plan.partitions)
        for record in world.kafka.partition(journal_topic(REGIONS[0]), partition).records
    ]
