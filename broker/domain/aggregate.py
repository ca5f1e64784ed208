"""The shape all aggregates share (design section 3): the engine knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side
from broker.domain.refusal import Refusal

State = TypeVar("State")
Command = TypeVar("Command")
Event = TypeVar("Event")


class Written(NamedTuple, Generic[Event]):
    """An event before it has a sequence: which side writes which fact."""

    side: Side
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Generic[State, Command, Event]):
    """The pure verbs of one kind of aggregate.

    `commands` and `events` name their kinds, `side_of` the side that a command addresses.
    `settle` answers what has become due at `now`, first and for duplicates too; `decide` answers a
    command; `react` answers, for the other side, an event just written or received; `evolve` folds
    and never judges. `follows` says whether a peer may have written an event, `concerns` whether a
    command or an event can be about the aggregate of an id. `region_of` names the region that owns
    a side, None before the first event. `is_over` says that no further act is expected, so memory
    may let go of it. `next_due` names the earliest instant at which `settle` would write something,
    None if nothing is due, so that the timekeeper knows when to ask. `is_reference` marks data that
    every partition holds: its events are broadcast unchanged to the region's other partitions and
    to the linked regions.
    """

    initial: State
    commands: frozenset[type]
    side_of: Callable[[Command], Side]
    events: frozenset[type]
    settle: Callable[[State, Instant], tuple[Written[Event], ...]]
    decide: Callable[[Command, RegionCode, State, Instant], tuple[Written[Event], ...] | Refusal]
    react: Callable[[Written[Event], State, Instant], tuple[Written[Event], ...]]
    evolve: Callable[[State, Written[Event]], State]
    follows: Callable[[Written[Event], State], bool]
    concerns: Callable[[AggregateId, Command | Event], bool]
    region_of: Callable[[State, Side], RegionCode | None]
    is_over: Callable[[State], bool]
    next_due: Callable[[State], Instant | None]
    is_reference: bool = False
