"""The case as the engine sees it."""

from broker.domain.aggregate import Aggregate
from broker.domain.cases.causality import follows
from broker.domain.cases.commands import COMMAND_SIDES, Command, side_of
from broker.domain.cases.decide import decide
from broker.domain.cases.events import EVENT_SIDES, Event
from broker.domain.cases.evolve import evolve
from broker.domain.cases.limits.settle import next_due, settle
from broker.domain.cases.react import react
from broker.domain.cases.state import INITIAL, CaseState, is_over, region_of
from broker.domain.identifiers import AggregateId


def concerns(aggregate_id: AggregateId, said: Command | Event) -> bool:
    """Tell whether a command or an event can be about a case: its content names none."""
    return True


CASES: Aggregate[CaseState, Command, Event] = Aggregate(
    initial=INITIAL,
    commands=frozenset(COMMAND_SIDES),
    side_of=side_of,
    events=frozenset(EVENT_SIDES),
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
