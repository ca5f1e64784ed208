"""The legs of the starting data: which fact starts and ends each, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.clocks.rules import Leg, LimitRule, Period, Unit
from broker.domain.identifiers import Side


class LegStart(StrEnum):
    """What a leg counts from, in the words of the starting data."""

    MATERIALS_COMPLETE = "materials_complete"
    PUSH_RECEIVED = "push_received"
    FIRST_OPINION_GIVEN = "first_opinion_given"
    RESULT_RECEIVED = "result_received"
    REQUEST_RECEIVED = "request_received"
    FORM_AND_MONEY_RECEIVED = "form_and_money_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingLeg:
    """A leg: side, days, and what it counts from."""

    side: Side
    n: int
    unit: Unit
    from_: LegStart


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a leg is called, and the facts around it; no fact to start is the hand-in."""

    name: str
    ends_on: str
    starts_on: frozenset[str] = frozenset()


COURSES = {
    LegStart.MATERIALS_COMPLETE: Course(name="push", ends_on="CasePushed"),
    LegStart.PUSH_RECEIVED: Course(
        name="handle", starts_on=frozenset({"PushReceived"}), ends_on="ResultReturned"
    ),
    LegStart.FIRST_OPINION_GIVEN: Course(
        name="second_opinion",
        starts_on=frozenset({"FirstOpinionGiven"}),
        ends_on="ResultReturned",
    ),
    LegStart.RESULT_RECEIVED: Course(
        name="notify", starts_on=frozenset({"ResultReceived"}), ends_on="ApplicantNotified"
    ),
    LegStart.REQUEST_RECEIVED: Course(
        name="transfer_out", starts_on=frozenset({"RequestReceived"}), ends_on="TransferFormSent"
    ),
    LegStart.FORM_AND_MONEY_RECEIVED: Course(
        name="transfer_in",
        starts_on=frozenset({"TransferFormReceived", "FundsReceived"}),
        ends_on="RecordsJoined",
    ),
}
BEFORE: dict[tuple[LegStart, LegStart | None], Course] = {
    (LegStart.MATERIALS_COMPLETE, LegStart.REQUEST_RECEIVED): Course(
        name="request", ends_on="RequestSent"
    ),
    (LegStart.PUSH_RECEIVED, LegStart.FIRST_OPINION_GIVEN): Course(
        name="first_opinion",
        starts_on=frozenset({"PushReceived"}),
        ends_on="FirstOpinionGiven",
    ),
}
"""Where the leg that follows says more about what ends this one."""


def make_legs(legs: Sequence[StartingLeg]) -> tuple[Leg, ...]:
    """Give each leg its facts, looking at the one that follows."""
    followers = [leg.from_ for leg in legs[1:]]
    courses = [
        BEFORE.get((leg.from_, following), COURSES[leg.from_])
        for leg, following in zip(legs, [*followers, None], strict=True)
    ]
    return tuple(_make_leg(leg, course) for leg, course in zip(legs, courses, strict=True))


def _make_leg(leg: StartingLeg, course: Course) -> Leg:
    return Leg(
        name=course.name,
        side=leg.side,
        limit=LimitRule(period=Period(n=leg.n, unit=leg.unit)),
        starts_on=course.starts_on,
        ends_on=course.ends_on,
    )
