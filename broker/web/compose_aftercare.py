"""From a body to a command about fees and ratings."""

from typing import assert_never

from broker.domain.cases.fees.commands import FeeCommand, NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.ratings.commands import (
    RateCase,
    RatingCommand,
    RecordContact,
    RectifyRating,
)
from broker.domain.envelope import Material, Sealed
from broker.web import bodies

FeeBody = bodies.NoticeFeeBody | bodies.RecordPaymentBody | bodies.WaiveFeeBody
RatingBody = bodies.RateCaseBody | bodies.RecordContactBody | bodies.RectifyRatingBody

AftercareBody = FeeBody | RatingBody


def texts_of_aftercare(body: AftercareBody) -> dict[str, str | None]:
    """Answer the free text of a body by the names it is sealed under."""
    match body:
        case bodies.NoticeFeeBody():
            return {"title": body.title, "basis": body.basis}
        case bodies.RecordPaymentBody():
            return {"payment_number": body.payment_number}
        case bodies.WaiveFeeBody():
            return {"reason": body.reason}
        case bodies.RateCaseBody():
            return {"comment": body.comment}
        case bodies.RecordContactBody() | bodies.RectifyRatingBody():
            return {"note": body.note}
        case _:
            assert_never(body)


def compose_fee(
    body: FeeBody, *, materials: tuple[Material, ...], sealed: Sealed | None
) -> FeeCommand:
    """Make a command about a fee; a notice and a payment always have something to seal."""
    match body:
        case bodies.NoticeFeeBody():
            assert sealed is not None
            due_on = None if body.due_on is None else body.due_on.isoformat()
            return NoticeFee(amount_fen=body.amount_fen, due_on=due_on, sealed=sealed)
        case bodies.RecordPaymentBody():
            assert sealed is not None
            return RecordPayment(fee=body.fee, materials=materials, sealed=sealed)
        case bodies.WaiveFeeBody():
            return WaiveFee(fee=body.fee, sealed=sealed)
        case _:
            assert_never(body)


def compose_rating(body: RatingBody, *, sealed: Sealed | None) -> RatingCommand:
    """Make a command about a rating."""
    match body:
        case bodies.RateCaseBody():
            return RateCase(rated=body.rated, level=body.level, sealed=sealed)
        case bodies.RecordContactBody():
            return RecordContact(side=body.side, sealed=sealed)
        case bodies.RectifyRatingBody():
            return RectifyRating(side=body.side, sealed=sealed)
        case _:
            assert_never(body)
