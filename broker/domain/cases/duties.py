"""What is owed beside the next act: answers, parcels, unpaid fees, bad ratings, complaints.

A bad rating and a complaint oblige after the case is over, when it may have left memory. It need
not stay there: nothing falls due by itself, and whoever acts brings its history back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from broker.domain.cases.custody.state import Kept, OnTheWay, places
from broker.domain.cases.dialogue.state import open_questions
from broker.domain.cases.hand_over import is_handed_over, refuse_unchecked
from broker.domain.cases.state import Case, has_ended
from broker.domain.cases.status import Act, owed_for
from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A further act, who owes it, and the question, parcel, fee, rating or complaint."""

    side: Side
    act: Act
    of: Side
    """The side that asked, sealed the parcel, noticed the fee, was rated, or took the complaint."""
    number: int
    """Its number among those of that side; 1 for the one rating of a side."""


def duties(state: Case) -> tuple[Duty, ...]:
    """List what either side owes beside the next act (domain reference, section 10)."""
    return (
        *_owed_answers(state),
        *_owed_for_parcels(state),
        *_owed_fees(state),
        *owed_after_all(state),
    )


def _owed_answers(state: Case) -> Iterator[Duty]:
    """List open questions; the end of the case ends them."""
    if has_ended(state):
        return
    for asker in Side:
        for question in open_questions(state.dialogue, asker):
            yield Duty(side=asker.other, act=Act.ANSWER_QUESTION, of=asker, number=question)


def _owed_for_parcels(state: Case) -> Iterator[Duty]:
    """List parcels under way, but for those that must wait for the checks or for the push."""
    for place in places(state.custody):
        if isinstance(place, Kept):
            continue
        owed = owed_for(state, place)
        if owed.act is Act.CONFIRM_PARCEL and not is_handed_over(state, owed.side):
            continue
        if owed.act is Act.SHIP_PARCEL and refuse_unchecked(state) is not None:
            continue
        sealer = place.sender if isinstance(place, OnTheWay) else place.side
        yield Duty(side=owed.side, act=owed.act, of=sealer, number=place.parcel)


def _owed_fees(state: Case) -> Iterator[Duty]:
    """List unpaid fees; nobody pays for a case that has ended."""
    if has_ended(state):
        return
    for fee in state.fees.unpaid:
        yield Duty(side=Side.RECEIVING, act=Act.COLLECT_FEE, of=Side.HANDLING, number=fee)


def owed_after_all(state: Case) -> Iterator[Duty]:
    """List what the end of a case does not end."""
    yield from owed_for_ratings(state)
    yield from owed_for_complaints(state)


def owed_for_ratings(state: Case) -> Iterator[Duty]:
    """List for each body that was rated badly what it owes next."""
    for side in Side:
        part = state.ratings.of(side)
        if not state.ratings.is_bad(side) or part.rectified:
            continue
        act = Act.RECTIFY if part.contacted else Act.CONTACT_APPLICANT
        yield Duty(side=side, act=act, of=side, number=1)


def owed_for_complaints(state: Case) -> Iterator[Duty]:
    """List for each open complaint whose turn it is: the body's, or of the side that took it."""
    for key in state.complaints.all():
        if state.complaints.is_closed(key):
            continue
        side, act = key.registrar, Act.CLOSE_COMPLAINT
        if not state.complaints.is_answered(key):
            body = state.complaints.holder(key)
            assert body is not None
            side, act = body, Act.ANSWER_COMPLAINT
        elif not state.complaints.is_followed_up(key):
            act = Act.FOLLOW_UP_COMPLAINT
        yield Duty(side=side, act=act, of=key.registrar, number=key.number)
