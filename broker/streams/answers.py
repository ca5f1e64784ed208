"""Decisions as the read model takes them: answers to commands and events that arrived."""

from broker.domain.identifiers import CommandId, Instant
from broker.engine.lead import ORIGIN, Counted, JournalPosition
from broker.schemas.recent import recent_event
from broker.schemas.records import Decision, Origin
from broker.views.changes import (
    Answer,
    Arrived,
    ArrivedItem,
    CommandAnswered,
    JournalRow,
    arrived,
)
from broker.views.changes import Origin as ViewOrigin
from broker.views.position import Place, Position

ORIGINS = {Origin.OWN: ViewOrigin.OWN, Origin.PEER: ViewOrigin.PEER}
NO_TIME = Instant(0)


def answer_of(decision: Decision) -> Answer | None:
    """Answer what became of a command; None for a Decision about anything else."""
    if not decision.body_hash:
        return None
    case_id = decision.previous[0].aggregate_id if decision.previous else None
    return Answer(
        command_id=CommandId(decision.cause.id),
        kind=decision.cause.kind,
        case_id=case_id,
        outcome=decision.outcome.value,
        refusal=decision.refusal,
        set_aside=decision.set_aside,
        duplicate_of=decision.duplicate_of,
    )


def events_of(decision: Decision) -> tuple[Arrived | ArrivedItem, ...]:
    """Read the events of a Decision that can be read; held ones arrive when they are released."""
    return tuple(
        arrived(event.event, ORIGINS[event.origin], recent_event)
        for event in decision.events
        if event.origin in ORIGINS
    )


def row_of(judged: Counted) -> JournalRow:
    """Turn a counted journal record into a row for the read model; a lead only moves it on."""
    position = judged.position
    decision = judged.body if isinstance(judged.body, Decision) else None
    events = () if decision is None else events_of(decision)
    return JournalRow(
        offset=position.offset - 1,
        epoch=position.epoch,
        chain=position.chain,
        now=NO_TIME if decision is None else decision.now,
        answer=None if decision is None else answer_of(decision),
        events=tuple(each for each in events if isinstance(each, Arrived)),
        items=tuple(each for each in events if isinstance(each, ArrivedItem)),
    )


def answered(decision: Decision, partition: int, offset: int) -> CommandAnswered | None:
    """Answer what became of a command, with its place in the journal."""
    answer = answer_of(decision)
    if answer is None:
        return None
    return CommandAnswered(
        place=Place(partition=partition, offset=offset, now=decision.now),
        answer=answer,
        event_ids=tuple(each.meta.id for each in events_of(decision)),
    )


def start_after(position: Position | None) -> JournalPosition:
    """Answer where to read the journal on, from where a read model stands."""
    if position is None:
        return ORIGIN
    return JournalPosition(offset=position.offset + 1, epoch=position.epoch, chain=position.chain)
