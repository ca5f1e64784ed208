"""The shape all aggregates share (design section 3): the engine knows none of them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side
from broker.domain.reference import NOTHING_PUBLISHED, Reference
from broker.domain.refusal import Refusal

State = TypeVar("State")
State_contra = TypeVar("State_contra", contravariant=True)
Command = TypeVar("Command")
Event = TypeVar("Event")


class Written(NamedTuple, Generic[Event]):
    """An event before it has a sequence: which side writes which fact."""

    side: Side
    event: Event
    at: Instant | None = None
    """The log's time, once it stands in a log; clocks begin with what has one."""


class React(Protocol[State_contra, Event]):
    """How the other side answers an event, given what is published."""

    def __call__(
        self,
        written: Written[Event],
        state: State_contra,
        now: Instant,
        reference: Reference = NOTHING_PUBLISHED,
        /,
    ) -> tuple[Written[Event], ...]:
        """Answer what the other side writes."""
        ...


class NextDue(Protocol[State_contra]):
    """When something falls due by itself."""

    def __call__(self, state: State_contra, side: Side | None = None, /) -> Instant | None:
        """Answer the first instant for a side, for both if none is named; None: nothing will."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Generic[State, Command, Event]):
    """The pure verbs of one kind of aggregate.

    `commands` and `events` name their kinds, `side_of` the side that a command addresses.
    `settle` answers what has become due at `now`, first and for duplicates too, for each side that
    has a duty: a log keeps what its own region's side owes. `next_due` names the first instant at
    which it would answer something for a side. `decide` answers a command; `react` answers, for the
    other side, an event just written or received; `evolve` folds and never judges. `follows` says
    whether a peer may have written an event, `concerns` whether a command or an event can be about
    the aggregate of an id. `region_of` names the region that owns a side, None before the first
    event. `is_over` says that no further act is expected, so memory may let go of it.
    `is_reference` marks data that every partition holds: its events are broadcast unchanged to the
    region's other partitions and to the linked regions.
    """

    initial: State
    commands: frozenset[type]
    side_of: Callable[[Command], Side]
    events: frozenset[type]
    settle: Callable[[State, Instant], tuple[Written[Event], ...]]
    next_due: NextDue[State]
    decide: Callable[[Command, RegionCode, State, Instant], tuple[Written[Event], ...] | Refusal]
    react: React[State, Event]
    evolve: Callable[[State, Written[Event]], State]
    follows: Callable[[Written[Event], State], bool]
    concerns: Callable[[AggregateId, Command | Event], bool]
    region_of: Callable[[State, Side], RegionCode | None]
    is_over: Callable[[State], bool]
    is_reference: bool = False
