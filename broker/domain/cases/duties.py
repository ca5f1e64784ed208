"""What is owed beside the next act of a case: answers to questions, parcels under way."""

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
    """A further act, who owes it, and the question or parcel it is about."""

    side: Side
    act: Act
    of: Side
    """The side that asked the question or sealed the parcel."""
    number: int
    """Its number among those of that side."""


def duties(state: Case) -> tuple[Duty, ...]:
    """List what either side owes beside the next act (domain reference, section 10)."""
    return (*_owed_answers(state), *_owed_for_parcels(state))


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
