"""All kinds of aggregates, told apart by the form of their ids."""

from typing import Any, TypeAlias

from broker.domain.aggregate import Aggregate
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command as CaseCommand
from broker.domain.cases.events import Event as CaseEvent
from broker.domain.cases.state import CaseState
from broker.domain.identifiers import AggregateId, is_case_id, is_item_id
from broker.domain.items.aggregate import ITEMS
from broker.domain.items.commands import ItemCommand
from broker.domain.items.events import ItemEvent
from broker.domain.items.state import ItemState

Command = CaseCommand | ItemCommand
Event = CaseEvent | ItemEvent
State = CaseState | ItemState

AnyAggregate: TypeAlias = Aggregate[Any, Any, Any]
"""One kind among all: its state, commands and events go together, which no type here can say."""


def kind_of(aggregate_id: AggregateId) -> AnyAggregate | None:
    """Tell what an id names, None for what has the form of no id."""
    if is_case_id(aggregate_id):
        return CASES
    return ITEMS if is_item_id(aggregate_id) else None
