"""Who must hear of an event: the peer, another aggregate of the region, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from broker.domain.identifiers import AggregateId, RegionCode
from broker.schemas.partitions import partition_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """The region this engine decides for, and the fixed partition counts of all linked regions."""

    region: RegionCode
    partitions: Mapping[RegionCode, int]

    def partition_at(self, region: RegionCode, aggregate_id: AggregateId) -> int:
        """Answer the partition that holds an aggregate in a region."""
        return partition_for(aggregate_id.encode(), self.partitions[region])
