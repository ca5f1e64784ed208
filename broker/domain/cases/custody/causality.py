"""What a peer may have done with originals, given what it has heard from us."""

from collections import Counter
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
from broker.domain.cases.custody.state import ParcelStage, kept_by
from broker.domain.cases.hand_over import is_handed_over
from broker.domain.cases.state import (
    Accepted,
    Case,
    Received,
    SupplementPending,
)
from broker.domain.identifiers import Side


def custody_follows(event: CustodyEvent, side: Side, state: Case) -> bool:
    """Tell whether a peer's act can follow; what we hold of its part is exactly what it wrote."""
    match event:
        case OriginalsTaken():
            return side is Side.RECEIVING or isinstance(
                state.handling, Received | SupplementPending | Accepted
            )
        case ParcelSealed() | OriginalsHandedBack():
            # What we did since can only have given the peer more to answer for.
            return Counter(event.originals) <= kept_by(state.custody, side)
        case ParcelShipped():
            return side is Side.RECEIVING or is_handed_over(state, side)
        case ParcelArrived() | ParcelLost():
            parcel = state.custody.of(side.other).parcel(event.parcel)
            is_shipped = parcel is not None and parcel.stage is ParcelStage.SHIPPED
            return is_shipped and is_handed_over(state, side)
        case ParcelRecalled():
            return _is_recallable(event.parcel, side, state)
        case _:
            assert_never(event)


def _is_recallable(number: int, side: Side, state: Case) -> bool:
    parcel = state.custody.of(side).parcel(number)
    if parcel is None:
        return False
    return parcel.stage is ParcelStage.SEALED or not is_handed_over(state, side)
