"""The parent case as the engine sees it."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.composites.commands import CompositeCommand
from broker.domain.composites.decide import decide
from broker.domain.composites.events import CompositeEvent
from broker.domain.composites.evolve import evolve
from broker.domain.composites.react import react
from broker.domain.composites.state import (
    COMPOSITE_INITIAL,
    CompositeState,
    is_over,
    region_of,
)
from broker.domain.identifiers import Instant


def settle(state: CompositeState, now: Instant) -> tuple[Written[CompositeEvent], ...]:
    """Answer what has become due: nothing, silence has its effects in the children's own cases."""
    return ()


COMPOSITES: Aggregate[CompositeState, CompositeCommand, CompositeEvent] = Aggregate(
    initial=COMPOSITE_INITIAL,
    settle=settle,
    decide=decide,
    react=react,
    evolve=evolve,
    region_of=region_of,
    is_over=is_over,
)
