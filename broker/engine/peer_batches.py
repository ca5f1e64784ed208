"""A peer's batch: a verdict for each event, and our side's answers, in one Decision (section 5)."""

from broker.domain.aggregate import Written
from broker.domain.aggregates import Event, kind_of
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, RegionCode, Side, region_in
from broker.engine.channels import Inbound, Peering
from broker.engine.draft import Draft
from broker.engine.fold import CaseSide, Fold, event_digest
from broker.engine.routing import Topology
from broker.engine.standing import Standing
from broker.errors import DecodeError, UnknownFingerprint
from broker.schemas.codec import decode_event
from broker.schemas.records import (
    Batch,
    BatchedEvent,
    Channel,
    DecidedEvent,
    EventVerdict,
    Origin,
    Outcome,
    Receipt,
    Verdict,
)

ILLEGAL_EVENT = "illegal_event"
MISPLACED = "misplaced"
FOREIGN_CASE_ID = "foreign_case_id"
"""An event under the id of a case that the side's own region did not receive."""
NOT_YOUR_SIDE = "not_your_side"
NUMBER_EXPECTED = "number_expected"
"""Refusal of a batch that begins beyond the next number; the receipt tells which one it is."""


def decide_batch(batch: Batch, draft: Draft, fold: Fold) -> None:
    """Judge each event of a batch in channel order; numbers already applied are duplicates."""
    channel = batch.channel
    assert channel.target == draft.topology.region, "a batch for another region"
    assert channel.target_partition == fold.partition, "a batch for another partition"
    place = Peering(peer=channel.source, partition=channel.source_partition)
    inbound = fold.inbound.get(place, Inbound())
    assert batch.link_epoch == inbound.link_epoch, "a batch of another link epoch"
    if batch.first > inbound.next_number:
        draft.receipt = answer(batch, inbound.next_number, ())
        draft.outcome = Outcome.REFUSAL
        draft.refusal = NUMBER_EXPECTED
        return
    verdicts = tuple(
        judge(event, number, inbound.next_number, batch, draft)
        for number, event in enumerate(batch.events, start=batch.first)
    )
    draft.receipt = answer(batch, max(inbound.next_number, batch.last + 1), verdicts)
    draft.outcome = overall(verdicts)


def answer(batch: Batch, next_number: int, verdicts: tuple[EventVerdict, ...]) -> Receipt:
    """Write the receipt of a batch."""
    return Receipt(
        channel=batch.channel,
        link_epoch=batch.link_epoch,
        next_number=next_number,
        verdicts=verdicts,
    )


def overall(verdicts: tuple[EventVerdict, ...]) -> Outcome:
    """Sum the verdicts of a batch up."""
    reached = {verdict.verdict for verdict in verdicts}
    if Verdict.APPLIED in reached:
        return Outcome.EVENTS
    if Verdict.HELD in reached:
        return Outcome.HELD
    return Outcome.REFUSAL if Verdict.REFUSED in reached else Outcome.DUPLICATE


def judge(
    event: BatchedEvent, number: int, next_number: int, batch: Batch, draft: Draft
) -> EventVerdict:
    """Give one event its verdict; an old number is a duplicate without a look."""
    if number < next_number:
        return EventVerdict(number=number, verdict=Verdict.DUPLICATE, code="")
    verdict, code = try_event(event, batch, draft)
    return EventVerdict(number=number, verdict=verdict, code=code)


def try_event(event: BatchedEvent, batch: Batch, draft: Draft) -> tuple[Verdict, str]:
    """Judge one event: where it belongs, whether it waits behind another, and then what it says."""
    if not belongs_here(event, batch, draft):
        return Verdict.REFUSED, MISPLACED
    if not is_named_by_receiver(event, batch, draft):
        return Verdict.REFUSED, FOREIGN_CASE_ID
    if is_behind_hold(event, draft):
        return hold(event, batch.channel.source, draft)
    verdict, code = weigh(event, batch.channel.source, draft)
    if verdict is Verdict.HELD:
        return hold(event, batch.channel.source, draft)
    return verdict, code


def weigh(event: BatchedEvent, source: RegionCode, draft: Draft) -> tuple[Verdict, str]:
    """Apply or refuse an event whatever a peer may have written; HELD if we cannot read it yet."""
    mark = draft.mark(event.aggregate_id)
    try:
        return apply_event(event, source, draft)
    except Exception as error:  # noqa: BLE001  # poison at the border gets a verdict with a code
        draft.go_back(mark)
        return Verdict.REFUSED, f"undecidable.{type(error).__name__}"


def apply_event(event: BatchedEvent, source: RegionCode, draft: Draft) -> tuple[Verdict, str]:
    """Read an event and apply it, if it is what was announced and comes next on its side."""
    try:
        meta, fact = decode_event(event.event)
    except UnknownFingerprint:
        return Verdict.HELD, ""
    except DecodeError as error:
        return Verdict.REFUSED, error.code
    if not is_as_announced(event, meta) or meta.region != speaker(event.aggregate_id, source):
        return Verdict.REFUSED, "envelope_mismatch"
    return apply_in_sequence(event, meta, fact, draft)


def belongs_here(event: BatchedEvent, batch: Batch, draft: Draft) -> bool:
    """Check the shape of what a peer says of an event, and that its aggregate lives here (E1)."""
    kind, topology = kind_of(event.aggregate_id), draft.topology
    if kind is None or event.sequence < 1:
        return False
    if kind.is_reference:
        return is_broadcast_way(event.aggregate_id, batch.channel, topology)
    home = topology.partition_at(topology.region, event.aggregate_id)
    return home == batch.channel.target_partition


def is_broadcast_way(aggregate_id: AggregateId, channel: Channel, topology: Topology) -> bool:
    """Say whether reference data comes from its home: to our home, or from there to the rest."""
    is_from_home = channel.source_partition == topology.partition_at(channel.source, aggregate_id)
    home = topology.partition_at(topology.region, aggregate_id)
    is_to_home = channel.target_partition == home
    return is_from_home and is_to_home is (channel.source != topology.region)


def speaker(aggregate_id: AggregateId, source: RegionCode) -> RegionCode:
    """Name the region that must have written an event; a self-link passes a peer's items on."""
    kind = kind_of(aggregate_id)
    assert kind is not None
    return region_in(aggregate_id) if kind.is_reference else source


def is_named_by_receiver(event: BatchedEvent, batch: Batch, draft: Draft) -> bool:
    """Check that the case's id begins with its receiving region: the peer, or us for its answers.

    So no peer can open a case under an id that only another region may give out. On the self-link
    both are the region itself. Reference data comes from its own region, or over the self-link.
    """
    kind = kind_of(event.aggregate_id)
    if kind is not None and kind.is_reference:
        return batch.channel.source in (draft.topology.region, region_in(event.aggregate_id))
    receiver = batch.channel.source if event.side is Side.RECEIVING else draft.topology.region
    return event.aggregate_id.startswith(f"{receiver}-")


def apply_in_sequence(
    event: BatchedEvent, meta: Meta, fact: Event, draft: Draft
) -> tuple[Verdict, str]:
    """Take the next of its case side; an older one must be the same as the first, for ever."""
    standing = draft.standing(event.aggregate_id)
    known = standing.sequence(event.side)
    if event.sequence <= known:
        same = standing.digest_at(event.side, event.sequence) == event_digest(event.event)
        return (Verdict.DUPLICATE, "") if same else (Verdict.REFUSED, "conflict")
    if event.sequence > known + 1:
        return Verdict.REFUSED, "sequence_gap"
    return adopt(meta, fact, event.event, draft)


def is_behind_hold(event: BatchedEvent, draft: Draft) -> bool:
    """Say whether earlier events of the same case side are held."""
    place = CaseSide(event.aggregate_id, event.side)
    return place in draft.fold.held or any(
        held.origin is Origin.HELD
        and held.aggregate_id == event.aggregate_id
        and held.side is event.side
        for held in draft.events
    )


def hold(event: BatchedEvent, source: RegionCode, draft: Draft) -> tuple[Verdict, str]:
    """Keep an event unread until a release knows its schema; a stranger to the case may not."""
    draft.touch(event.aggregate_id)
    standing = draft.standing(event.aggregate_id)
    may_begin = event.side is Side.RECEIVING or standing.kind.is_reference
    if not may_begin and not owns(standing, event.side, source):
        return Verdict.REFUSED, NOT_YOUR_SIDE
    draft.events.append(
        DecidedEvent(
            aggregate_id=event.aggregate_id,
            side=event.side,
            sequence=event.sequence,
            origin=Origin.HELD,
            event=event.event,
            numbered=None,
        )
    )
    return Verdict.HELD, ""


def is_known(encoded: bytes) -> bool:
    """Say whether this release knows the schema of an event; a broken one will not get better."""
    try:
        decode_event(encoded)
    except UnknownFingerprint:
        return False
    except DecodeError:
        return True
    return True


def is_as_announced(event: BatchedEvent, meta: Meta) -> bool:
    """Compare what a batch says of an event with what the event says itself."""
    return (meta.aggregate_id, meta.side, meta.sequence) == (
        event.aggregate_id,
        event.side,
        event.sequence,
    )


def adopt(meta: Meta, fact: Event, encoded: bytes, draft: Draft) -> tuple[Verdict, str]:
    """Fold a peer's event and write our side's answer to it."""
    draft.write_settled(meta.aggregate_id)
    written = Written(meta.side, fact, meta.at)
    tried = draft.standing(meta.aggregate_id).copy()
    # A peer cannot stop us with an impossible fact: the border refuses it with a code.
    if not may_follow(meta, written, tried):
        return Verdict.REFUSED, ILLEGAL_EVENT
    try:
        tried.evolve(written, event_digest(encoded))
    except AssertionError:
        return Verdict.REFUSED, ILLEGAL_EVENT
    is_ours = tried.kind.is_reference or owns(tried, meta.side.other, draft.topology.region)
    if not owns(tried, meta.side, meta.region) or not is_ours:
        return Verdict.REFUSED, NOT_YOUR_SIDE
    draft.standings[meta.aggregate_id] = tried
    draft.keep(meta, written, encoded, Origin.PEER, None)
    draft.correlation_id = meta.correlation_id
    draft.write_reactions(meta.aggregate_id, written, cause_id=meta.id)
    return Verdict.APPLIED, ""


def may_follow(meta: Meta, written: Written[Event], standing: Standing) -> bool:
    """Say whether a peer may have written this, as its next event about this aggregate."""
    kind = standing.kind
    return (
        type(written.event) in kind.events
        and kind.concerns(meta.aggregate_id, written.event)
        and kind.follows(written, standing.state)
    )


def owns(standing: Standing, side: Side, region: str) -> bool:
    """Say whether a side of the aggregate belongs to a region."""
    return standing.kind.region_of(standing.state, side) == region
