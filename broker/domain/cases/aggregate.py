"""The case as the engine sees it."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.cases.causality import follows
from broker.domain.cases.commands import COMMAND_SIDES, CheckDeadline, Command, side_of
from broker.domain.cases.decide import decide
from broker.domain.cases.events import EVENT_SIDES, Event
from broker.domain.cases.evolve import evolve
from broker.domain.cases.react import react
from broker.domain.cases.state import INITIAL, CaseState, is_over, region_of
from broker.domain.identifiers import AggregateId, Instant


def settle(state: CaseState, now: Instant) -> tuple[Written[Event], ...]:
    """Answer what has become due: nothing on the common path, whose limits people keep."""
    return ()


def next_due(state: CaseState) -> Instant | None:
    """Answer when `settle` will next write something."""
    return None


def concerns(aggregate_id: AggregateId, said: Command | Event) -> bool:
    """Tell whether a command or an event can be about a case: its content names none."""
    return True


CASES: Aggregate[CaseState, Command, Event] = Aggregate(
    initial=INITIAL,
    commands=frozenset({*COMMAND_SIDES, CheckDeadline}),
    side_of=side_of,
    events=frozenset(EVENT_SIDES),
    settle=settle,
    decide=decide,
    react=react,
    evolve=evolve,
    follows=follows,
    concerns=concerns,
    region_of=region_of,
    is_over=is_over,
    next_due=next_due,
)
