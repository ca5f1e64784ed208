"""Fold a fact into an offer; a changed field is the person's and has no platform any more."""

from dataclasses import replace
from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.cases.stages import was
from broker.domain.offers.events import (
    DraftOffered,
    FieldChanged,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferOpened,
    OfferSubmitted,
)
from broker.domain.offers.state import (
    Declined,
    Expired,
    FilledField,
    NotOffered,
    Offer,
    Offered,
    OfferState,
    Opened,
    Submitted,
    is_over,
)


def evolve(state: OfferState, written: Written[OfferEvent]) -> OfferState:
    """Fold one event; never judges, an impossible fact is a corrupt log."""
    event = written.event
    if isinstance(event, DraftOffered):
        assert isinstance(state, NotOffered)
        filled = tuple(
            FilledField(name=one.name, sealed=one.sealed, source=one.source) for one in event.fields
        )
        return Offer(draft=event, filled=filled, stage=Offered())
    assert isinstance(state, Offer)
    assert not is_over(state)
    return _evolve(state, event)


def _evolve(
    state: Offer,
    event: OfferOpened | FieldChanged | OfferDeclined | OfferExpired | OfferSubmitted,
) -> Offer:
    match event:
        case OfferOpened():
            was(state.stage, Offered)
            return replace(state, stage=Opened())
        case FieldChanged():
            was(state.stage, Opened)
            return _change(state, event)
        case OfferDeclined():
            return replace(state, stage=Declined())
        case OfferExpired():
            return replace(state, stage=Expired())
        case OfferSubmitted():
            was(state.stage, Opened)
            return replace(state, stage=Submitted(submission=event))
        case _:
            assert_never(event)


def _change(state: Offer, event: FieldChanged) -> Offer:
    others = tuple(field for field in state.filled if field.name != event.name)
    if event.sealed is None:
        return replace(state, filled=others)
    changed = FilledField(name=event.name, sealed=event.sealed, source=None)
    return replace(state, filled=(*others, changed))
