"""The trail of a case in its region's journal: every Decision about it, with its chain values.

A Decision's bytes hold the chain value before it and give the one after it, and name the Decision
before it about the same case: who has them can tell that nothing was added or left out. The bytes
of a Decision that is about other cases too (a peer's batch) are not handed on; its chain values
are, to be compared with the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from broker.domain.cases.events import Event
from broker.domain.envelope import Material, Meta
from broker.domain.identifiers import AggregateId, CaseId, Side
from broker.domain.items.events import ItemEvent
from broker.errors import CorruptLog
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_event, decode_journal
from broker.schemas.records import Broadcast, Decision, Origin

MATERIAL_FIELDS = ("materials", "documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDecision:
    """A journal record about a case: its bytes, and where they stand."""

    partition: int
    offset: int
    epoch: int
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEvent:
    """An event of a case, as the bytes that were hashed and relayed, and read."""

    offset: int
    origin: Origin
    data: bytes
    meta: Meta
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailDecision:
    """A Decision about a case, taken apart."""

    recorded: RecordedDecision
    kind: str
    """The kind of what it answers: a command, a Batch …"""
    outcome: str
    chain_before: bytes
    chain_after: bytes
    previous: int
    """Where the Decision before it about this case stands: a lower bound, -1 for none."""
    is_alone: bool
    """Whether it is about this case only, so that its bytes may be handed on."""
    events: tuple[TrailEvent, ...]


def read_trail(case_id: CaseId, decisions: Sequence[RecordedDecision]) -> tuple[TrailDecision, ...]:
    """Read the Decisions about a case, in the order of the journal."""
    return tuple(read_decision(case_id, each) for each in decisions)


def read_decision(case_id: CaseId, recorded: RecordedDecision) -> TrailDecision:
    """Read a Decision about a case; CorruptLog if it is none."""
    body = decode_journal(recorded.value)
    if not isinstance(body, Decision):
        raise CorruptLog(f"record {recorded.offset} is no Decision")
    touched = {each.aggregate_id: each.offset for each in body.previous}
    previous = touched.get(AggregateId(case_id))
    if previous is None:
        raise CorruptLog(f"Decision {recorded.offset} is not about {case_id}")
    return TrailDecision(
        recorded=recorded,
        kind=body.cause.kind,
        outcome=body.outcome,
        chain_before=body.previous_chain,
        chain_after=chain_value(recorded.value),
        previous=previous,
        is_alone=len(touched) == 1 and not isinstance(body, Broadcast),
        events=tuple(_events_of(case_id, recorded.offset, body)),
    )


def read_event(data: bytes, *, offset: int, origin: Origin) -> TrailEvent:
    """Read the bytes of an event of a case."""
    meta, event = decode_event(data)
    if isinstance(event, ItemEvent):
        raise CorruptLog(f"event {meta.id} is of no case")
    return TrailEvent(offset=offset, origin=origin, data=data, meta=meta, event=event)


def materials_of(event: Event) -> tuple[Material, ...]:
    """Answer the papers that an event names."""
    return tuple(each for name in MATERIAL_FIELDS for each in getattr(event, name, ()))


def event_name(side: Side, sequence: int) -> str:
    """Name the file of an event."""
    return f"{side}-{sequence:04d}.avro"


def _events_of(case_id: CaseId, offset: int, decision: Decision) -> list[TrailEvent]:
    """List what took effect; what was held comes again when it does."""
    return [
        read_event(each.event, offset=offset, origin=each.origin)
        for each in decision.events
        if each.aggregate_id == AggregateId(case_id) and each.origin is not Origin.HELD
    ]
