"""What has happened about the ratings of a case."""

from dataclasses import dataclass

from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRated:
    """The applicant rated one of the two bodies (评价)."""

    rated: Side
    level: RatingLevel
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingContacted:
    """The rated body spoke to the applicant about a bad rating (回访)."""

    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRectified:
    """The rated body put right what a bad rating was about (整改)."""

    sealed: Sealed


RatingEvent = CaseRated | RatingContacted | RatingRectified


def body_concerned(event: RatingEvent, writer: Side) -> Side:
    """Name the body whose rating this is about: only it needs to read the words (个保法 6)."""
    return event.rated if isinstance(event, CaseRated) else writer
