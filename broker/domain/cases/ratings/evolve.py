"""Fold what a side wrote about the ratings into its part."""

from typing import assert_never

from broker.domain.cases.ratings.events import (
    CaseRated,
    RatingContacted,
    RatingEvent,
    RatingRectified,
)
from broker.domain.cases.ratings.state import RatingsSide
from broker.domain.identifiers import Side
from broker.domain.replacing import replace


def evolve_ratings(before: RatingsSide, event: RatingEvent) -> RatingsSide:
    """Fold an event of the side; the other side is not looked at."""
    match event:
        case CaseRated():
            assert before.level_of(event.rated) is None
            if event.rated is Side.RECEIVING:
                return replace(before, of_receiving=event.level)
            return replace(before, of_handling=event.level)
        case RatingContacted():
            assert not before.contacted
            return replace(before, contacted=True)
        case RatingRectified():
            assert before.contacted
            assert not before.rectified
            return replace(before, rectified=True)
        case _:
            assert_never(event)
