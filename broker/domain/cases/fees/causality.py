"""What a peer may have written about the fees, given what it has heard from us."""

from typing import assert_never

from broker.domain.cases.fees.events import FeeEvent, FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.state import Accepted, Case, Decided
from broker.domain.identifiers import Side


def fees_follow(event: FeeEvent, side: Side, state: Case) -> bool:
    """Tell whether a peer's event can follow; our end, or our own act, may have crossed it."""
    match event:
        case FeeNoticed():
            return side is Side.HANDLING and isinstance(state.handling, Accepted | Decided)
        case FeePaid():
            return side is Side.RECEIVING and state.fees.is_noticed(event.fee)
        case FeeWaived():
            return side is Side.HANDLING and state.fees.is_noticed(event.fee)
        case _:
            assert_never(event)
