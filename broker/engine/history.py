"""The history of one aggregate, followed back through its Decisions (design E12)."""

from collections.abc import Sequence

from broker.domain.identifiers import AggregateId
from broker.engine.fold import fold_event, read_event, remember_answer
from broker.engine.standing import Standing, new_standing
from broker.schemas.records import Decision, Origin


def previous_offset(decision: Decision, aggregate_id: AggregateId) -> int | None:
    """Answer the lower bound of where the Decision before this one stands.

    None if this one does not touch the aggregate, -1 if it is the first that does.
    """
    for previous in decision.previous:
        if previous.aggregate_id == aggregate_id:
            return previous.offset
    return None


def replay(aggregate_id: AggregateId, history: Sequence[tuple[int, Decision]]) -> Standing:
    """Fold the Decisions about one aggregate, oldest first, each with its journal offset."""
    standing = new_standing(aggregate_id)
    for offset, decision in history:
        for event in decision.events:
            if event.aggregate_id == aggregate_id and event.origin is not Origin.HELD:
                fold_event(standing, event, read_event(event))
        standing.last_offset = offset
        if decision.previous[0].aggregate_id == aggregate_id:
            remember_answer(standing, decision)
    return standing
