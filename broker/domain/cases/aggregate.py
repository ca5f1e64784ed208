"""The case as the engine sees it."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.cases.commands import Command
from broker.domain.cases.decide import decide
from broker.domain.cases.events import Event
from broker.domain.cases.evolve import evolve
from broker.domain.cases.react import react
from broker.domain.cases.state import INITIAL, CaseState, is_over, region_of
from broker.domain.identifiers import Instant


def settle(state: CaseState, now: Instant) -> tuple[Written[Event], ...]:
    """Answer what has become due: nothing on the common path, whose limits people keep."""
    return ()


CASES: Aggregate[CaseState, Command, Event] = Aggregate(
    initial=INITIAL,
    settle=settle,
    decide=decide,
    react=react,
    evolve=evolve,
    region_of=region_of,
    is_over=is_over,
)
