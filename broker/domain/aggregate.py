"""The shape all aggregates share (design section 3): the engine knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from broker.domain.identifiers import Instant, RegionCode, Side
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

    `settle` answers what has become due at `now`, first and for duplicates too; `decide` answers a
    command; `react` answers, for the other side, an event just written or received; `evolve` folds
    and never judges. `region_of` names the region that owns a side, None before the first event.
    `is_over` says that no further act is expected, so memory may let go of it.
    """

    initial: State
    settle: Callable[[State, Instant], tuple[Written[Event], ...]]
    decide: Callable[[Command, RegionCode, State, Instant], tuple[Written[Event], ...] | Refusal]
    react: Callable[[Written[Event], State, Instant], tuple[Written[Event], ...]]
    evolve: Callable[[State, Written[Event]], State]
    region_of: Callable[[State, Side], RegionCode | None]
    is_over: Callable[[State], bool]
