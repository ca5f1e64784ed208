"""Fold facts into a case: never judges; an impossible fact means a corrupt log, so it stops."""

from broker.domain.aggregate import Written
from broker.domain.cases.complaints.events import ComplaintEvent
from broker.domain.cases.complaints.evolve import evolve_complaints
from broker.domain.cases.custody.events import CustodyEvent
from broker.domain.cases.custody.evolve import evolve_custody
from broker.domain.cases.dialogue.events import DialogueEvent
from broker.domain.cases.dialogue.evolve import evolve_dialogue
from broker.domain.cases.events import (
    CaseSubmitted,
    DecisionMade,
    Event,
    StageEvent,
    TrackEvent,
    is_stage_event,
)
from broker.domain.cases.evolve_handling import evolve_handling
from broker.domain.cases.evolve_receiving import evolve_receiving
from broker.domain.cases.fees.events import FeeEvent
from broker.domain.cases.fees.evolve import evolve_fees
from broker.domain.cases.later.events import LaterEvent
from broker.domain.cases.later.evolve import evolve_later
from broker.domain.cases.limits.events import (
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
)
from broker.domain.cases.limits.evolve import evolve_limits, note_procedure, note_stage
from broker.domain.cases.procedures.events import ProcedureEvent
from broker.domain.cases.procedures.evolve import evolve_procedures
from broker.domain.cases.proposals.events import ProposalEvent
from broker.domain.cases.proposals.evolve import evolve_proposals, note_verification
from broker.domain.cases.ratings.evolve import evolve_ratings
from broker.domain.cases.stages import was
from broker.domain.cases.state import (
    Accepted,
    Case,
    CaseState,
    Collected,
    NotReceived,
    NotSubmitted,
    Received,
    Returned,
    SupplementPending,
    Withdrawn,
)
from broker.domain.identifiers import Instant, Side
from broker.domain.replacing import replace

NOT_RECEIVED = NotReceived()


def evolve(state: CaseState, written: Written[Event]) -> CaseState:
    """Fold one event into the side that wrote it; the other side is not looked at."""
    if isinstance(state, NotSubmitted):
        return _begin(written)
    side, event, at = written
    if is_stage_event(event):
        return _evolve_stage(state, event, side, at)
    assert isinstance(event, TrackEvent)
    if isinstance(event, ProcedureEvent) and at is not None:
        state = replace(state, limits=note_procedure(state.limits, event, at))
    return _evolve_track(state, event, side)


def _evolve_stage(state: Case, event: StageEvent, side: Side, at: Instant | None) -> Case:
    if side is Side.RECEIVING:
        return replace(state, receiving=evolve_receiving(state.receiving, event))
    if isinstance(event, DecisionMade):
        assert not state.procedures.open_numbers
    handling = evolve_handling(state.handling, event)
    limits = state.limits if at is None else note_stage(state.limits, event, at)
    return replace(state, handling=handling, limits=limits)


def _evolve_limits(state: Case, event: LimitEvent) -> Case:
    """Fold a limit's event; silence moves the stage as an act of people would (K7)."""
    limits = evolve_limits(state.limits, event)
    if isinstance(event, CaseDeemedAccepted):
        was(state.handling, Received)
        return replace(state, handling=Accepted(), limits=limits)
    if isinstance(event, CaseDeemedWithdrawn):
        was(state.handling, SupplementPending)
        return replace(state, handling=Withdrawn(by_silence=True), limits=limits)
    assert not isinstance(state.handling, NotReceived)
    return replace(state, limits=limits)


def _evolve_track(  # noqa: C901, PLR0911 - one branch a track
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
        proposals = note_verification(state.proposals, event)
        procedures = evolve_procedures(state.procedures, event)
        return replace(state, procedures=procedures, proposals=proposals)
    if isinstance(event, ProposalEvent):
        assert side is Side.HANDLING
        was(state.handling, Accepted)
        return replace(state, proposals=evolve_proposals(state.proposals, event))
    if isinstance(event, LaterEvent):
        assert side is Side.HANDLING
        was(state.handling, Returned)
        return replace(state, later=evolve_later(state.later, event))
    if isinstance(event, LimitEvent):
        assert side is Side.HANDLING
        return _evolve_limits(state, event)
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
        item_code=event.item_code,
    )
