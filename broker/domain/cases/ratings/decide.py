"""The rules of the rating (好差评, 国办发〔2019〕51号): once for each body, from the end on.

No rule of the stages asks for a rating: whether there is one changes nothing in the case, so that
nobody can be made to give one.
"""

from typing import assert_never

from broker.domain.cases.ratings.commands import (
    RateCase,
    RatingCommand,
    RecordContact,
    RectifyRating,
)
from broker.domain.cases.ratings.events import (
    CaseRated,
    RatingContacted,
    RatingEvent,
    RatingRectified,
)
from broker.domain.cases.state import Case, has_ended, was_handed_over
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal


def decide_ratings(command: RatingCommand, state: Case) -> RatingEvent | Refusal:
    """Answer a command of the ratings."""
    match command:
        case RateCase():
            return rate_case(command, state)
        case RecordContact():
            return record_contact(command, state)
        case RectifyRating():
            return rectify_rating(command, state)
        case _:
            assert_never(command)


def rate_case(command: RateCase, state: Case) -> CaseRated | Refusal:
    """Record one rating for each body that had the case, once the case has ended."""
    if not has_ended(state):
        return Refusal(Reason.CASE_NOT_ENDED)
    if command.rated is Side.HANDLING and not was_handed_over(state):
        return Refusal(Reason.NOT_PUSHED)
    if state.ratings.level_of(command.rated) is not None:
        return Refusal(Reason.ALREADY_RATED)
    return CaseRated(rated=command.rated, level=command.level, sealed=command.sealed)


def record_contact(command: RecordContact, state: Case) -> RatingContacted | Refusal:
    """Record the call owed within one working day (上海市优化营商环境条例 30)."""
    if not state.ratings.is_bad(command.side):
        return Refusal(Reason.NO_BAD_RATING)
    if state.ratings.of(command.side).contacted:
        return Refusal(Reason.ALREADY_CONTACTED)
    return RatingContacted(sealed=command.sealed)


def rectify_rating(command: RectifyRating, state: Case) -> RatingRectified | Refusal:
    """Record what was put right, once the applicant was heard; in practice within 15 days."""
    part = state.ratings.of(command.side)
    if not state.ratings.is_bad(command.side):
        return Refusal(Reason.NO_BAD_RATING)
    if not part.contacted:
        return Refusal(Reason.NOT_CONTACTED)
    if part.rectified:
        return Refusal(Reason.ALREADY_RECTIFIED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return RatingRectified(sealed=command.sealed)
