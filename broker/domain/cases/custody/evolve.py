"""Fold what a side did with originals into its part of the custody."""

from typing import assert_never

from broker.domain.cases.custody.events import (
    CustodyEvent,
    OriginalsHandedBack,
    OriginalsTaken,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    ParcelSealed,
    ParcelShipped,
)
from broker.domain.cases.custody.state import CustodySide, Parcel, ParcelStage
from broker.domain.replacing import replace


def evolve_custody(  # noqa: PLR0911 - one branch an event
    before: CustodySide, event: CustodyEvent
) -> CustodySide:
    """Fold an event of the side; the other side is not looked at."""
    match event:
        case OriginalsTaken():
            return replace(before, taken=before.taken + event.originals)
        case ParcelSealed():
            return _seal(before, event)
        case ParcelShipped():
            return _move(before, event.parcel, {ParcelStage.SEALED}, ParcelStage.SHIPPED)
        case ParcelRecalled():
            at_hand = {ParcelStage.SEALED, ParcelStage.SHIPPED}
            return _move(before, event.parcel, at_hand, ParcelStage.RECALLED)
        case ParcelArrived():
            assert not before.has_closed(event.parcel)
            return replace(before, arrived=before.arrived | {event.parcel})
        case ParcelLost():
            assert not before.has_closed(event.parcel)
            return replace(before, lost=before.lost | {event.parcel})
        case OriginalsHandedBack():
            return replace(before, handed_back=before.handed_back + event.originals)
        case _:
            assert_never(event)


def _seal(before: CustodySide, event: ParcelSealed) -> CustodySide:
    assert event.parcel == len(before.parcels) + 1
    sealed = Parcel(originals=event.originals, stage=ParcelStage.SEALED)
    return replace(before, parcels=(*before.parcels, sealed))


def _move(
    before: CustodySide, number: int, expected: set[ParcelStage], stage: ParcelStage
) -> CustodySide:
    parcel = before.parcel(number)
    assert parcel is not None
    assert parcel.stage in expected
    parcels = list(before.parcels)
    parcels[number - 1] = replace(parcel, stage=stage)
    return replace(before, parcels=tuple(parcels))
