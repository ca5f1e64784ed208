"""What is owed beside the next act of a case: for unpaid fees, and for bad ratings.

A bad rating obliges after the case is over, when it may have left memory. It need not stay there:
nothing falls due by itself, and whoever acts brings its history back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from broker.domain.cases.state import Case, has_ended
from broker.domain.cases.status import Act
from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A further act, who owes it, and what it is about."""

    side: Side
    act: Act
    of: Side
    """The side that noticed the fee, or was rated."""
    number: int
    """The number of the fee; 1 for the one rating of a side."""


def duties(state: Case) -> tuple[Duty, ...]:
    """List what either side owes beside the next act."""
    return (*_owed_fees(state), *owed_for_ratings(state))


def _owed_fees(state: Case) -> Iterator[Duty]:
    """List unpaid fees; nobody pays for a case that has ended."""
    if has_ended(state):
        return
    for fee in state.fees.unpaid:
        yield Duty(side=Side.RECEIVING, act=Act.COLLECT_FEE, of=Side.HANDLING, number=fee)


def owed_for_ratings(state: Case) -> Iterator[Duty]:
    """List for each body that was rated badly what it owes next."""
    for side in Side:
        part = state.ratings.of(side)
        if not state.ratings.is_bad(side) or part.rectified:
            continue
        act = Act.RECTIFY if part.contacted else Act.CONTACT_APPLICANT
        yield Duty(side=side, act=act, of=side, number=1)
