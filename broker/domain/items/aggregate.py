"""The item as the engine sees it."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.identifiers import Instant, Side
from broker.domain.items.commands import ITEM_COMMAND_SIDES, ItemCommand
from broker.domain.items.decide import decide
from broker.domain.items.events import ITEM_EVENTS, ItemEvent
from broker.domain.items.evolve import concerns, evolve, follows
from broker.domain.items.state import UNKNOWN, ItemState, region_of


def side_of(command: ItemCommand) -> Side:
    """Answer the side that a command addresses."""
    return ITEM_COMMAND_SIDES[type(command)]


def settle(state: ItemState, now: Instant) -> tuple[Written[ItemEvent], ...]:
    """Answer what has become due: nothing, for a version ends by the days it names."""
    return ()


def next_due(state: ItemState) -> Instant | None:
    """Answer when `settle` will next write something: never."""
    return None


def react(
    written: Written[ItemEvent], state: ItemState, now: Instant
) -> tuple[Written[ItemEvent], ...]:
    """Answer what the other side says to it: there is none."""
    return ()


def is_over(state: ItemState) -> bool:
    """Tell whether memory may let go of it: never, for any case may ask for any version."""
    return False


ITEMS: Aggregate[ItemState, ItemCommand, ItemEvent] = Aggregate(
    initial=UNKNOWN,
    commands=frozenset(ITEM_COMMAND_SIDES),
    side_of=side_of,
    events=frozenset(ITEM_EVENTS),
    settle=settle,
    decide=decide,
    react=react,
    evolve=evolve,
    follows=follows,
    concerns=concerns,
    region_of=region_of,
    is_over=is_over,
    next_due=next_due,
    is_reference=True,
)
