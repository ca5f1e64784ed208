"""Fold what a side wrote about the fees into its part."""

from typing import assert_never

from broker.domain.cases.fees.events import FeeEvent, FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.fees.state import FeesSide
from broker.domain.replacing import replace


def evolve_fees(before: FeesSide, event: FeeEvent) -> FeesSide:
    """Fold an event of the side; the other side is not looked at."""
    match event:
        case FeeNoticed():
            assert event.fee == before.noticed + 1
            return replace(before, noticed=event.fee)
        case FeePaid():
            assert event.fee not in before.paid
            return replace(before, paid=before.paid | {event.fee})
        case FeeWaived():
            assert 1 <= event.fee <= before.noticed
            assert event.fee not in before.waived
            return replace(before, waived=before.waived | {event.fee})
        case _:
            assert_never(event)
