"""What may be asked once a case has ended: the applicant rates, a body that is rated badly acts."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side


class RatingLevel(StrEnum):
    """The five levels of 国办发〔2019〕51号."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCase:
    """Record how the applicant rates one of the two bodies (评价); nobody may force a rating."""

    rated: Side
    """The body that is rated; each of the two, once."""
    level: RatingLevel
    sealed: Sealed | None
    """What the applicant says about it; optional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact:
    """Record that the rated body spoke to the applicant about a bad rating (回访)."""

    side: Side
    """The body that was rated badly."""
    sealed: Sealed | None
    """What was said; optional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RectifyRating:
    """Record what the rated body has put right after a bad rating (整改)."""

    side: Side
    """The body that was rated badly."""
    sealed: Sealed | None
    """What was put right; required."""


RatingCommand = RateCase | RecordContact | RectifyRating
