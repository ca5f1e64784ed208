"""What a bad rating obliges the rated body to: a reading of both sides, after the case is over.

The case may have left memory by then. It need not stay there: nothing falls due by itself, and
whoever acts brings its history back. A case that is over stays over.
"""

from collections.abc import Iterator

from broker.domain.cases.state import Case
from broker.domain.cases.status import Act, Owed
from broker.domain.identifiers import Side


def owed_for_ratings(state: Case) -> Iterator[Owed]:
    """Name for each body that was rated badly what it owes next."""
    for side in Side:
        part = state.ratings.of(side)
        if not state.ratings.is_bad(side) or part.rectified:
            continue
        yield Owed(side=side, act=Act.RECTIFY if part.contacted else Act.CONTACT_APPLICANT)
