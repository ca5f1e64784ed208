"""A parent case's events with their instants, and the named facts that they are (K13)."""

from collections.abc import Iterable
from dataclasses import dataclass

from broker.domain.aggregate import Written
from broker.domain.clocks.facts import NamedFact
from broker.domain.composites.events import (
    ChildAdded,
    ChildProgressed,
    ChildStarted,
    CompositeBegun,
    CompositeEvent,
    FactRecorded,
)
from broker.domain.composites.evolve_children import facts_of
from broker.domain.composites.plan import PlannedChild
from broker.domain.composites.words import ChildStage
from broker.domain.identifiers import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event as the log dates it."""

    at: Instant
    written: Written[CompositeEvent]


def named_facts(history: Iterable[Recorded]) -> tuple[NamedFact, ...]:
    """Answer the named facts of a history: told by a child's stage or recorded by the window."""
    children: dict[str, PlannedChild] = {}
    found: list[NamedFact] = []
    for one in history:
        event = one.written.event
        match event:
            case CompositeBegun():
                children.update({child.key: child for child in event.plan.children})
            case ChildAdded():
                children[event.child.key] = event.child
            case FactRecorded():
                found.append(NamedFact(at=one.at, name=event.fact))
            case ChildStarted():
                found.extend(_told(one.at, children[event.child], ChildStage.COLLECTED))
            case ChildProgressed():
                found.extend(_told(one.at, children[event.child], event.stage))
            case _:
                continue
    return tuple(found)


def _told(at: Instant, child: PlannedChild, stage: ChildStage) -> tuple[NamedFact, ...]:
    return tuple(NamedFact(at=at, name=name) for name in sorted(facts_of(child.facts, stage)))
