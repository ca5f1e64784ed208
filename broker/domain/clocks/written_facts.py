"""The events of clock vectors: those that concern a clock, with their positions."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from broker.domain.clocks.facts import (
    CaseAccepted,
    CaseNotAccepted,
    Completed,
    ExtensionGranted,
    IntakeFact,
    LimitFact,
    NamedFact,
    ProcedureEnded,
    ProcedureStarted,
    SupplementReceived,
    SupplementRequested,
)
from broker.domain.clocks.fields import Row, read, read_instant, read_rows
from broker.domain.verdict import VectorInvalid

FactT = TypeVar("FactT")
Placed: TypeAlias = tuple[tuple[FactT, ...], tuple[int, ...]]

COMPLETION_READERS: Mapping[str, Callable[[Row], Completed]] = {
    "Completed": lambda row: Completed(at=read_instant(row, "at")),
}
LIMIT_READERS: Mapping[str, Callable[[Row], LimitFact]] = {
    **COMPLETION_READERS,
    "ExtensionGranted": lambda row: ExtensionGranted(at=read_instant(row, "at")),
    "SpecialProcedureStarted": lambda row: ProcedureStarted(
        at=read_instant(row, "at"), procedure=read(row, "procedure", str)
    ),
    "SpecialProcedureEnded": lambda row: ProcedureEnded(
        at=read_instant(row, "at"), procedure=read(row, "procedure", str)
    ),
}
INTAKE_READERS: Mapping[str, Callable[[Row], IntakeFact]] = {
    "SupplementRequested": lambda row: SupplementRequested(at=read_instant(row, "at")),
    "SupplementReceived": lambda row: SupplementReceived(at=read_instant(row, "at")),
    "CaseAccepted": lambda row: CaseAccepted(at=read_instant(row, "at")),
    "CaseNotAccepted": lambda row: CaseNotAccepted(at=read_instant(row, "at")),
}
EVENT_NAMES = LIMIT_READERS.keys() | INTAKE_READERS.keys()


def read_limit_facts(row: Row) -> Placed[LimitFact]:
    """Read the events that concern a limit."""
    return _read_facts(row, LIMIT_READERS)


def read_intake_facts(row: Row) -> Placed[IntakeFact]:
    """Read the events that concern an intake."""
    return _read_facts(row, INTAKE_READERS)


def read_completions(row: Row) -> Placed[Completed]:
    """Read the events that end something."""
    return _read_facts(row, COMPLETION_READERS)


def read_named_facts(row: Row) -> tuple[NamedFact, ...]:
    """Read all events as facts that may start or end a leg."""
    return tuple(
        NamedFact(at=read_instant(event, "at"), name=read(event, "event", str))
        for event in read_rows(row, "events")
    )


def _read_facts(row: Row, readers: Mapping[str, Callable[[Row], FactT]]) -> Placed[FactT]:
    """Read what concerns this clock; another clock's event is no business of this one."""
    facts, positions = [], []
    for position, event in enumerate(read_rows(row, "events")):
        name = read(event, "event", str)
        if name not in EVENT_NAMES:
            raise VectorInvalid(f"没有 {name!r} 这一事件")
        if name in readers:
            facts.append(readers[name](event))
            positions.append(position)
    return tuple(facts), tuple(positions)
