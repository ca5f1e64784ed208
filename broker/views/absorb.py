"""Fold a batch of changes into the cases it touches: the first of each event wins (E7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broker.domain.identifiers import CaseId, CommandId, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import (
    SET_ASIDE,
    ArrivedItem,
    Change,
    CommandAnswered,
    EventRecorded,
    ItemRecorded,
)
from broker.views.project import entry_of, is_known, project


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """An event that came again; it must have the same bytes as the first."""

    case_id: CaseId
    side: Side
    sequence: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What a store must write after a batch, and the repeats it must compare."""

    views: dict[CaseId, CaseView] = field(default_factory=dict)
    entries: list[TimelineEntry] = field(default_factory=list)
    answer_of: dict[CommandId, CommandAnswered] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    items: list[ArrivedItem] = field(default_factory=list)
    """Events of items, some of them known already from another partition."""

    @property
    def answers(self) -> tuple[CommandAnswered, ...]:
        """List the outcomes, one for each command."""
        return tuple(self.answer_of.values())


def cases_in(changes: Sequence[Change]) -> frozenset[CaseId]:
    """Name the cases that a batch of changes touches."""
    return frozenset(
        CaseId(change.arrived.meta.aggregate_id)
        for change in changes
        if isinstance(change, EventRecorded)
    )


def absorb(known: Mapping[CaseId, CaseView], changes: Sequence[Change]) -> Absorbed:
    """Fold changes into the views that are known before them."""
    absorbed = Absorbed()
    for change in changes:
        match change:
            case CommandAnswered():
                _absorb_answer(absorbed, change)
            case EventRecorded():
                _absorb_event(known, absorbed, change)
            case ItemRecorded(arrived=arrived):
                absorbed.items.append(arrived)
    return absorbed


def _absorb_answer(absorbed: Absorbed, later: CommandAnswered) -> None:
    """Keep the first outcome, but for one that was set aside: retried, it may yet be decided."""
    first = absorbed.answer_of.setdefault(later.answer.command_id, later)
    if first.answer.outcome == SET_ASIDE != later.answer.outcome:
        absorbed.answer_of[later.answer.command_id] = later


def _absorb_event(
    known: Mapping[CaseId, CaseView], absorbed: Absorbed, change: EventRecorded
) -> None:
    meta = change.arrived.meta
    case_id = CaseId(meta.aggregate_id)
    before = absorbed.views.get(case_id) or known.get(case_id)
    if is_known(before, meta):
        absorbed.repeats.append(
            Repeat(
                case_id=case_id,
                side=meta.side,
                sequence=meta.sequence,
                digest=change.arrived.digest,
            )
        )
        return
    after = project(before, change)
    absorbed.views[case_id] = after
    absorbed.entries.append(entry_of(after, change))
