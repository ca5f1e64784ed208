"""How far a read model has followed one partition of the journal."""

from dataclasses import dataclass

from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The last journal record of a partition that the model holds (design E11)."""

    offset: int
    epoch: int
    chain: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and when something became true in this region: journal record and log's now."""

    partition: int
    offset: int
    now: Instant
