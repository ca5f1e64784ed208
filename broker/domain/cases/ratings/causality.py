"""What a peer may have written about the ratings, given what it has heard from us."""

from typing import assert_never

from broker.domain.cases.ratings.events import (
    CaseRated,
    RatingContacted,
    RatingEvent,
    RatingRectified,
)
from broker.domain.cases.state import Case, has_ended, was_handed_over
from broker.domain.identifiers import Side


def ratings_follow(event: RatingEvent, side: Side, state: Case) -> bool:
    """Tell whether a peer's event can follow what is known here."""
    match event:
        case CaseRated():
            had_it = event.rated is Side.RECEIVING or was_handed_over(state)
            return side is Side.RECEIVING and had_it and has_ended(state)
        case RatingContacted() | RatingRectified():
            return state.ratings.is_bad(side)
        case _:
            assert_never(event)
