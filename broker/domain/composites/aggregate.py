"""The parent case as the engine sees it."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.composites.causality import follows
from broker.domain.composites.commands import COMPOSITE_COMMAND_SIDES, CompositeCommand
from broker.domain.composites.decide import decide
from broker.domain.composites.events import COMPOSITE_EVENTS, CompositeEvent
from broker.domain.composites.evolve import evolve
from broker.domain.composites.react import react
from broker.domain.composites.state import (
    COMPOSITE_INITIAL,
    CompositeState,
    is_over,
    region_of,
)
from broker.domain.identifiers import AggregateId, Instant, Side


def settle(state: CompositeState, now: Instant) -> tuple[Written[CompositeEvent], ...]:
    """Answer what has become due: nothing, silence has its effects in the children's own cases."""
    return ()


def side_of(command: CompositeCommand) -> Side:
    """Answer the side that a command addresses."""
    return COMPOSITE_COMMAND_SIDES[type(command)]


def next_due(state: CompositeState, side: Side | None = None, /) -> Instant | None:
    """Answer when something falls due by itself: never, each child keeps its own deadlines."""
    return None


def concerns(aggregate_id: AggregateId, said: CompositeCommand | CompositeEvent) -> bool:
    """Tell whether a command or an event can be about a parent case: its content names none."""
    return True


COMPOSITES: Aggregate[CompositeState, CompositeCommand, CompositeEvent] = Aggregate(
    initial=COMPOSITE_INITIAL,
    commands=frozenset(COMPOSITE_COMMAND_SIDES),
    side_of=side_of,
    events=frozenset(COMPOSITE_EVENTS),
    settle=settle,
    next_due=next_due,
    decide=decide,
    react=react,
    evolve=evolve,
    follows=follows,
    concerns=concerns,
    region_of=region_of,
    is_over=is_over,
)
