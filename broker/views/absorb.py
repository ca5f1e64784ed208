"""Fold a batch of changes into the cases it touches: the first of each event wins (E7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broker.domain.identifiers import CaseId, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import Change, CommandAnswered, EventRecorded
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
    answers: list[CommandAnswered] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)


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
                absorbed.answers.append(change)
            case EventRecorded():
                _absorb_event(known, absorbed, change)
    return absorbed


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
