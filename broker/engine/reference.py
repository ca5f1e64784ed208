"""Reference data: decided in its home partition, held by every partition (decision 0010)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from broker.domain.identifiers import AggregateId, RegionCode, Side, derive_item_id, region_in
from broker.domain.items.state import KnownItem
from broker.engine.channels import Peering
from broker.engine.routing import Topology
from broker.engine.standing import Standing


@dataclass(frozen=True, slots=True)
class Reference:
    """What a partition holds of it, as its journal has come so far; nothing is held twice."""

    standings: Mapping[AggregateId, Standing]

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer an item of the own or a linked region with all of its versions."""
        standing = self.standings.get(derive_item_id(region, code))
        state = None if standing is None else standing.state
        return state if isinstance(state, KnownItem) else None


def readers_of(aggregate_id: AggregateId, topology: Topology, *, is_own: bool) -> Iterator[Peering]:
    """List where the home partition sends an event: the region's others, and each peer's home.

    What a peer has published goes no further than to the own partitions: each region tells its own
    peers of its own items.
    """
    region = topology.region
    home = topology.partition_at(region, aggregate_id)
    for partition in range(topology.partitions[region]):
        if partition != home:
            yield Peering(peer=region, partition=partition)
    for peer in sorted(topology.partitions) if is_own else ():
        if peer != region:
            yield way_of(aggregate_id, peer, topology)


def way_of(aggregate_id: AggregateId, peer: RegionCode, topology: Topology) -> Peering:
    """Name the end of the channel that an item takes to a peer."""
    return Peering(peer=peer, partition=topology.partition_at(peer, aggregate_id))


def published_in(
    standings: Mapping[AggregateId, Standing], topology: Topology, partition: int
) -> Iterator[AggregateId]:
    """List the region's own items that are decided in a partition."""
    for name, standing in standings.items():
        is_begun = standing.kind.is_reference and standing.sequence(Side.HANDLING) > 0
        if (
            is_begun
            and region_in(name) == topology.region
            and topology.partition_at(topology.region, name) == partition
        ):
            yield name
