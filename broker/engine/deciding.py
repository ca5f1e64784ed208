"""Deciding one intake record: the pure step from fold and record to one Decision (design E5-E9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from broker.domain.aggregates import kind_of
from broker.domain.identifiers import AggregateId, Instant, region_in
from broker.domain.refusal import Reason, Refusal
from broker.domain.rights import may_command
from broker.engine.draft import Draft
from broker.engine.fold import Fold
from broker.engine.peer_batches import decide_batch
from broker.engine.releasing import release_held
from broker.engine.routing import Topology
from broker.engine.standing import Standing
from broker.engine.telling import tell_peer
from broker.errors import DecodeError
from broker.schemas.codec import decode_intake
from broker.schemas.records import (
    ADDRESSED_HEADER,
    Batch,
    BatchedEvent,
    Cause,
    Decision,
    IntakeBody,
    LogRecord,
    Outcome,
    Receipt,
    ReleaseHeld,
    Submission,
    TellPeer,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A Decision with the standings it leads to, so that its writer need not fold it again."""

    decision: Decision
    standings: Mapping[AggregateId, Standing]


@dataclass(frozen=True, slots=True)
class Readable:
    """An intake record that could be read and stands where it belongs."""

    body: IntakeBody
    page: tuple[BatchedEvent, ...] = ()
    """What the journal holds of the items that a TellPeer asks for."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An intake record to be set aside, and the stable code why."""

    code: str


def read_intake(record: LogRecord, topology: Topology, partition: int) -> Readable | Unreadable:
    """Decode an intake record and check that its key belongs to this partition (E1)."""
    try:
        body = decode_intake(record.value)
    except DecodeError as error:
        return Unreadable(error.code)
    if any(name == ADDRESSED_HEADER for name, _ in record.headers):
        return Readable(body)
    code = misplaced(body, record, topology, partition)
    return Readable(body) if code is None else Unreadable(code)


def misplaced(
    body: IntakeBody, record: LogRecord, topology: Topology, partition: int
) -> str | None:
    """Answer why a record without an address does not belong here, None if it does."""
    if not isinstance(body, Submission):
        return "not_addressed"
    aggregate_id = body.meta.aggregate_id
    kind = kind_of(aggregate_id)
    if kind is None:
        return "malformed_id"
    if record.key != aggregate_id.encode():
        return "key_mismatch"
    if topology.partition_at(topology.region, aggregate_id) != partition:
        return "wrong_partition"
    if type(body.payload) not in kind.commands:
        return "wrong_kind"
    return None if kind.concerns(aggregate_id, body.payload) else "wrong_aggregate"


def aggregates_of(reading: Readable | Unreadable, fold: Fold) -> frozenset[AggregateId]:
    """Name the aggregates a record touches, so that their histories can be loaded first."""
    match reading:
        case Readable(Submission(meta=meta)):
            return frozenset({meta.aggregate_id})
        case Readable(Batch(events=events)):
            return frozenset(event.aggregate_id for event in events)
        case Readable(ReleaseHeld()):
            return frozenset(place.aggregate_id for place in fold.held)
        case _:
            return frozenset()


def decide_record(
    fold: Fold, record: LogRecord, reading: Readable | Unreadable, topology: Topology
) -> Decided:
    """Answer one intake record with one Decision; the fold is not touched.

    A record that breaks the rules' own assumptions is set aside, not skipped (E9).
    """
    now = Instant(max(fold.now, record.timestamp))
    cause = cause_of(record, reading)
    match reading:
        case Unreadable(code):
            return set_aside(fold, record, reading, topology, code=code)
        case Readable():
            draft = Draft(fold, topology, now)
            try:
                decide_body(reading, draft, fold)
            except Exception as error:  # noqa: BLE001  # nothing has happened yet, so E9 applies
                code = f"undecidable.{type(error).__name__}"
                return set_aside(fold, record, reading, topology, code=code)
            return Decided(draft.decision(cause), draft.standings)


def set_aside(
    fold: Fold,
    record: LogRecord,
    reading: Readable | Unreadable,
    topology: Topology,
    *,
    code: str,
) -> Decided:
    """Say that a record went to the dead letters; a command's client learns it by its id (E10)."""
    draft = Draft(fold, topology, Instant(max(fold.now, record.timestamp)))
    match reading:
        case Readable(Submission(meta=meta, body_hash=body_hash)):
            draft.correlation_id, draft.body_hash = meta.correlation_id, body_hash
        case _:
            pass
    draft.outcome = Outcome.SET_ASIDE
    draft.set_aside = code
    return Decided(draft.decision(cause_of(record, reading)), {})


def cause_of(record: LogRecord, reading: Readable | Unreadable) -> Cause:
    """Name the intake record a Decision answers."""
    kind, identifier = "unreadable", ""
    match reading:
        case Readable(Submission(meta=meta, payload=payload)):
            kind, identifier = type(payload).__name__, meta.id
        case Readable(body):
            kind = type(body).__name__
        case Unreadable():
            kind = "unreadable"
    return Cause(
        offset=record.offset, kind=kind, id=identifier, digest=sha256(record.value).digest()
    )


def decide_body(reading: Readable, draft: Draft, fold: Fold) -> None:
    """Choose the rule for the kind of record."""
    match reading.body:
        case Submission() as body:
            decide_submission(body, draft)
        case Batch() as body:
            decide_batch(body, draft, fold)
        case Receipt() as body:
            note_receipt(body, draft, fold)
        case ReleaseHeld():
            release_held(draft, fold)
        case TellPeer() as body:
            tell_peer(body, reading.page, draft)


def decide_submission(submission: Submission, draft: Draft) -> None:
    """Settle what is due, then answer the command: duplicate, refusal or events (E5, E7, E8)."""
    aggregate_id = submission.meta.aggregate_id
    draft.correlation_id = submission.meta.correlation_id
    draft.body_hash = submission.body_hash
    draft.touch(aggregate_id)
    draft.write_settled(aggregate_id)
    standing = draft.standing(aggregate_id)
    draft.note_sealing(submission.payload)
    answered = standing.answered.get(submission.meta.id)
    if answered is not None and answered.body_hash == submission.body_hash:
        draft.outcome = Outcome.DUPLICATE
        draft.duplicate_of = answered.intake_offset
        return
    if answered is not None:
        draft.refuse(Reason.COMMAND_ID_REUSED)
        return
    expected = submission.expected_version
    if expected is not None and expected != standing.version:
        draft.refuse(Reason.VERSION_MISMATCH)
        return
    region = draft.topology.region
    assert submission.meta.region == region, "a command for another region"
    if not may_act(submission):
        draft.refuse(Reason.ROLE_NOT_ALLOWED)
        return
    kind = standing.kind
    if kind.is_reference and region_in(aggregate_id) != region:
        draft.refuse(Reason.WRONG_SIDE)
        return
    answer = kind.decide(submission.payload, region, standing.state, draft.now)
    if isinstance(answer, Refusal):
        draft.refuse(answer.reason)
        return
    draft.write(aggregate_id, answer, actor=submission.meta.actor, cause_id=submission.meta.id)


def may_act(submission: Submission) -> bool:
    """Check the role again where it becomes law; what a token's scope leaves, the edge knows."""
    kind = type(submission.payload).__name__
    return may_command(submission.meta.actor.role, kind, scope=frozenset({kind}))


def note_receipt(receipt: Receipt, draft: Draft, fold: Fold) -> None:
    """Put a peer's receipt for our events on record: that is the channel's position."""
    channel = receipt.channel
    assert channel.source == draft.topology.region, "a receipt for another region"
    assert channel.source_partition == fold.partition, "a receipt for another partition"
    known = draft.outbound(channel.target, channel.target_partition)
    assert receipt.next_number <= known.next_number, "a receipt for an event never sent"
    says_more = receipt.next_number > known.settled or is_later_word(receipt)
    if not says_more:
        # It says nothing new, unless the peer asks to be sent again what it misses.
        draft.outcome = Outcome.DUPLICATE
    if says_more or not receipt.verdicts:
        draft.noted = receipt


def is_later_word(receipt: Receipt) -> bool:
    """Say whether a receipt settles an event for good; those held before are receipted again."""
    return any(one.verdict in (Verdict.APPLIED, Verdict.REFUSED) for one in receipt.verdicts)
