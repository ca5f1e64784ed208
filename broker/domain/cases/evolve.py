"""Fold facts into a case: never judges; an impossible fact means a corrupt log, so it stops."""

from dataclasses import replace

from broker.domain.aggregate import Written
from broker.domain.cases.complaints.events import ComplaintEvent
from broker.domain.cases.complaints.evolve import evolve_complaints
from broker.domain.cases.custody.events import CustodyEvent
from broker.domain.cases.custody.evolve import evolve_custody
from broker.domain.cases.dialogue.events import DialogueEvent
from broker.domain.cases.dialogue.evolve import evolve_dialogue
from broker.domain.cases.events import CaseSubmitted, DecisionMade, Event, StageEvent, TrackEvent
from broker.domain.cases.evolve_handling import evolve_handling
from broker.domain.cases.evolve_receiving import evolve_receiving
from broker.domain.cases.fees.events import FeeEvent
from broker.domain.cases.fees.evolve import evolve_fees
from broker.domain.cases.later.events import LaterEvent
from broker.domain.cases.later.evolve import evolve_later
from broker.domain.cases.procedures.events import ProcedureEvent
from broker.domain.cases.procedures.evolve import evolve_procedures
from broker.domain.cases.ratings.evolve import evolve_ratings
from broker.domain.cases.stages import was
from broker.domain.cases.state import (
    Accepted,
    Case,
    CaseState,
    Collected,
    NotReceived,
    NotSubmitted,
    Returned,
)
from broker.domain.identifiers import Side

NOT_RECEIVED = NotReceived()


def evolve(state: CaseState, written: Written[Event]) -> CaseState:
    """Fold one event into the side that wrote it; the other side is not looked at."""
    if isinstance(state, NotSubmitted):
        return _begin(written)
    event, side = written.event, written.side
    if isinstance(event, TrackEvent):
        return _evolve_track(state, event, side)
    return _evolve_stage(state, event, side)


def _evolve_stage(state: Case, event: StageEvent, side: Side) -> Case:
    if side is Side.RECEIVING:
        return replace(state, receiving=evolve_receiving(state.receiving, event))
    if isinstance(event, DecisionMade):
        assert not state.procedures.open_numbers
    return replace(state, handling=evolve_handling(state.handling, event))


def _evolve_track(  # noqa: PLR0911 - one branch a track
    state: Case, event: TrackEvent, side: Side
) -> Case:
    if isinstance(event, DialogueEvent):
        part = evolve_dialogue(state.dialogue.of(side), event)
        return replace(state, dialogue=state.dialogue.having(side, part))
    if isinstance(event, CustodyEvent):
        kept = evolve_custody(state.custody.of(side), event)
        return replace(state, custody=state.custody.having(side, kept))
    if isinstance(event, FeeEvent):
        charged = evolve_fees(state.fees.of(side), event)
        return replace(state, fees=state.fees.having(side, charged))
    if isinstance(event, ComplaintEvent):
        heard = evolve_complaints(state.complaints.of(side), event)
        return replace(state, complaints=state.complaints.having(side, heard))
    if isinstance(event, ProcedureEvent):
        assert side is Side.HANDLING
        was(state.handling, Accepted)
        return replace(state, procedures=evolve_procedures(state.procedures, event))
    if isinstance(event, LaterEvent):
        assert side is Side.HANDLING
        was(state.handling, Returned)
        return replace(state, later=evolve_later(state.later, event))
    rated = evolve_ratings(state.ratings.of(side), event)
    return replace(state, ratings=state.ratings.having(side, rated))


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
