"""What is remembered of the ratings: the levels, and what the rated bodies did; never a word."""

from dataclasses import dataclass

from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.identifiers import Side
from broker.domain.replacing import replace

BAD = frozenset({RatingLevel.DISSATISFIED, RatingLevel.VERY_DISSATISFIED})
"""The levels that oblige the rated body to act (国办发〔2019〕51号)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsSide:
    """One side's part, folded from its own events; the receiving side records both levels."""

    of_receiving: RatingLevel | None = None
    of_handling: RatingLevel | None = None
    contacted: bool = False
    rectified: bool = False

    def level_of(self, rated: Side) -> RatingLevel | None:
        """Answer the level recorded for a body, None before it was rated."""
        return self.of_receiving if rated is Side.RECEIVING else self.of_handling


UNRATED = RatingsSide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Both parts."""

    receiving: RatingsSide = UNRATED
    handling: RatingsSide = UNRATED

    def of(self, side: Side) -> RatingsSide:
        """Answer the part of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def having(self, side: Side, part: RatingsSide) -> "Ratings":
        """Answer the ratings with another part of a side."""
        if side is Side.RECEIVING:
            return replace(self, receiving=part)
        return replace(self, handling=part)

    def level_of(self, rated: Side) -> RatingLevel | None:
        """Answer how a body was rated, None before it was."""
        return self.receiving.level_of(rated)

    def is_bad(self, rated: Side) -> bool:
        """Tell whether a body was rated badly, so that it has to act."""
        return self.level_of(rated) in BAD


NO_RATINGS = Ratings()
