"""The addresses of the ratios: open to supervision, which sees no person in them."""

from broker.domain.rights import Reading
from broker.web import answers, complaints
from broker.web.entrance import ToRead
from broker.web.route import PREFIX, Operation, Route

COMPLAINT_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=f"{PREFIX}/complaints/ratios",
        access=ToRead(Reading.RATIOS),
        handle=complaints.get_complaint_ratios,
        operation=Operation(
            name="getComplaintRatios",
            summary="投诉按期答复率、满意率与解决率（按办理机关所在地区）",
            answers={200: answers.ComplaintRatiosAnswer},
            queries=("first", "last"),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/ratings/ratios",
        access=ToRead(Reading.RATIOS),
        handle=complaints.get_rating_ratios,
        operation=Operation(
            name="getRatingRatios",
            summary="好差评好评率（按被评价地区）",
            answers={200: answers.RatingRatiosAnswer},
            queries=("first", "last"),
        ),
    ),
)
