"""The border's question: may the peer have written this, given what it has heard from us?"""

from broker.domain.aggregate import Written
from broker.domain.composites.events import (
    CompositeBegun,
    CompositeDecisionReceived,
    CompositeEvent,
    side_of,
)
from broker.domain.composites.state import (
    AuthorityDecided,
    CompositeState,
    NotBegun,
    ReportedUp,
)
from broker.domain.identifiers import Side


def follows(written: Written[CompositeEvent], state: CompositeState) -> bool:
    """Tell whether a peer's next event can follow what is known here; if not, it is refused.

    Only a reported composite has a peer. The authority writes after the report and the front
    receives its decision after it; `evolve` still judges the order within the peer's own side.
    """
    event = written.event
    if written.side is not side_of(event):
        return False
    if isinstance(state, NotBegun):
        return isinstance(event, CompositeBegun) and event.plan.authority_region is not None
    if written.side is Side.HANDLING:
        return isinstance(state.front.stage, ReportedUp)
    needs_decision = isinstance(event, CompositeDecisionReceived)
    return not needs_decision or isinstance(state.authority, AuthorityDecided)
