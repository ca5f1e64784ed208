"""Fold facts into a case: never judges; an impossible fact means a corrupt log, so it stops."""

from broker.domain.aggregate import Written
from broker.domain.cases.events import CaseSubmitted, Event
from broker.domain.cases.evolve_handling import evolve_handling
from broker.domain.cases.evolve_receiving import evolve_receiving
from broker.domain.cases.state import Case, CaseState, Collected, NotReceived, NotSubmitted
from broker.domain.identifiers import Side

NOT_RECEIVED = NotReceived()


def evolve(state: CaseState, written: Written[Event]) -> CaseState:
    """Fold one event into the side that wrote it; the other side is not looked at."""
    if isinstance(state, NotSubmitted):
        return _begin(written)
    receiving, handling = state.receiving, state.handling
    if written.side is Side.RECEIVING:
        receiving = evolve_receiving(receiving, written.event)
    else:
        handling = evolve_handling(handling, written.event)
    return Case(
        receiving_region=state.receiving_region,
        handling_region=state.handling_region,
        receiving=receiving,
        handling=handling,
    )


def _begin(written: Written[Event]) -> Case:
    event = written.event
    assert written.side is Side.RECEIVING
    assert isinstance(event, CaseSubmitted), type(event).__name__
    return Case(
        receiving_region=event.receiving_region,
        handling_region=event.handling_region,
        receiving=Collected(
            form_passed=False, identity_passed=False, applicant_hash=event.applicant_hash
        ),
        handling=NOT_RECEIVED,
    )
