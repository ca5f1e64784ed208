"""Telling a peer what a home partition has published: who is linked later hears of it, too."""

from collections.abc import Iterator, Sequence

from broker.domain.identifiers import AggregateId, RegionCode
from broker.engine.draft import Draft
from broker.engine.fold import Fold, event_digest
from broker.engine.reference import published_in, way_of
from broker.engine.routing import Topology
from broker.schemas.records import (
    BatchedEvent,
    Decision,
    Origin,
    Outcome,
    TellPeer,
)

TOLD_MAX = 64
TOLD_BYTES_MAX = 393_216
"""No more than a batch brings, so that the Decision fits (E5); the next page does the rest."""
NOT_A_PEER = "not_a_peer"
"""Refusal of a record that names the region itself, or one that is not linked."""


def items_published(fold: Fold, topology: Topology) -> list[AggregateId]:
    """List the region's own items that are decided here, in the order in which they are told."""
    return sorted(published_in(fold.standings, topology, fold.partition))


def untold_peers(fold: Fold, topology: Topology) -> tuple[RegionCode, ...]:
    """List the peers that have never been told what is published here."""
    names = items_published(fold, topology)
    return tuple(
        peer
        for peer in sorted(topology.partitions)
        if peer != topology.region
        and any(way_of(name, peer, topology) not in fold.outbound for name in names)
    )


def first_page(region: RegionCode, peer: RegionCode) -> TellPeer:
    """Write the record that asks to tell a peer of everything."""
    return TellPeer(region=region, peer=peer, after_item="", after_sequence=0)


def next_page(body: TellPeer, page: Sequence[BatchedEvent]) -> TellPeer:
    """Write the record that goes on behind a page."""
    last = page[-1]
    return TellPeer(
        region=body.region,
        peer=body.peer,
        after_item=last.aggregate_id,
        after_sequence=last.sequence,
    )


def is_behind(event: BatchedEvent, body: TellPeer) -> bool:
    """Say whether an event belongs to this page or to a later one."""
    return (event.aggregate_id, event.sequence) > (body.after_item, body.after_sequence)


def has_room(page: Sequence[BatchedEvent], event: BatchedEvent) -> bool:
    """Say whether one more event fits into the page; the first always does."""
    size = sum(len(one.event) for one in page) + len(event.event)
    return not page or (len(page) < TOLD_MAX and size <= TOLD_BYTES_MAX)


def events_about(decision: Decision, aggregate_id: AggregateId) -> Iterator[BatchedEvent]:
    """List the own events of an aggregate in a Decision, as they travel."""
    for event in decision.events:
        if event.aggregate_id == aggregate_id and event.origin is Origin.OWN:
            yield BatchedEvent(
                aggregate_id=event.aggregate_id,
                side=event.side,
                sequence=event.sequence,
                event=event.event,
            )


def tell_peer(body: TellPeer, page: Sequence[BatchedEvent], draft: Draft) -> None:
    """Give a page of recorded events their numbers to the peer; the items stay as they are.

    What the peer knows already is a duplicate there, so that asking again is harmless.
    """
    if body.peer == draft.topology.region or body.peer not in draft.topology.partitions:
        draft.outcome, draft.refusal = Outcome.REFUSAL, NOT_A_PEER
        return
    for event in page:
        standing = draft.fold.standing(event.aggregate_id)
        same = standing.digest_at(event.side, event.sequence) == event_digest(event.event)
        assert same, "the journal says something else than the fold"
        draft.tell(body.peer, event)
    draft.outcome = Outcome.EVENTS if page else Outcome.DUPLICATE
