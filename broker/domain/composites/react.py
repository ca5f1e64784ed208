"""Answer the other side's fact: the arrival of a report, and of its decision."""

from broker.domain.aggregate import Written
from broker.domain.composites.events import (
    CompositeDecided,
    CompositeDecisionReceived,
    CompositeEvent,
    CompositeReported,
    ReportReceived,
)
from broker.domain.composites.state import CompositeState
from broker.domain.identifiers import Instant, Side
from broker.domain.reference import NOTHING_PUBLISHED, Reference


def react(
    written: Written[CompositeEvent],
    state: CompositeState,
    now: Instant,
    reference: Reference = NOTHING_PUBLISHED,
    /,
) -> tuple[Written[CompositeEvent], ...]:
    """Answer an event just folded into `state`, for the side that did not write it."""
    match written.event:
        case CompositeReported():
            return (Written(Side.HANDLING, ReportReceived()),)
        case CompositeDecided():
            return (Written(Side.RECEIVING, CompositeDecisionReceived()),)
        case _:
            return ()
