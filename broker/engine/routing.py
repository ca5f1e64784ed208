"""Who must hear of an event: the peer, another aggregate of the region, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from broker.domain.identifiers import AggregateId, RegionCode
from broker.schemas.partitions import partition_for

AGGREGATES_CACHED_MAX = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """The region this engine decides for, and the fixed partition counts of all linked regions."""

    region: RegionCode
    partitions: Mapping[RegionCode, int]

    def partition_at(self, region: RegionCode, aggregate_id: AggregateId) -> int:
        """Answer the partition that holds an aggregate in a region."""
        return partition_of(aggregate_id, self.partitions[region])


@lru_cache(AGGREGATES_CACHED_MAX)
def partition_of(aggregate_id: AggregateId, count: int) -> int:
    """Answer the partition of an aggregate; it is asked twice for each command."""
    return partition_for(aggregate_id.encode(), count)
