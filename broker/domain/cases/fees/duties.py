"""What an unpaid fee obliges to: a reading of both sides."""

from collections.abc import Iterator

from broker.domain.cases.state import Case, has_ended
from broker.domain.cases.status import Act, Owed
from broker.domain.identifiers import Side


def owed_for_fees(state: Case) -> Iterator[Owed]:
    """Name the receiving side while a fee is unpaid; nobody pays for a case that has ended."""
    if state.fees.unpaid and not has_ended(state):
        yield Owed(side=Side.RECEIVING, act=Act.COLLECT_FEE)
