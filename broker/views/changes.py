"""What one journal record changes in a read model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from broker.domain.cases.events import Event
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, CommandId, Instant
from broker.domain.items.events import ItemEvent
from broker.views.position import Place, Position

SET_ASIDE = "set_aside"
"""Outcome of a command that could not be decided; it waits among the dead letters."""


class Origin(StrEnum):
    """Who decided an event: this region or the peer."""

    OWN = "own"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An applied event of a journal record; `digest` is SHA-256 of its bytes."""

    meta: Meta
    event: Event
    origin: Origin
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedItem:
    """An applied event of an item, of the own region or of a linked one."""

    meta: Meta
    event: ItemEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a command: `outcome` is the journal's word, the rest are codes and ids."""

    command_id: CommandId
    kind: str
    case_id: AggregateId | None
    outcome: str
    refusal: str | None
    set_aside: str | None
    duplicate_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """A counted journal record as the projector reads it; a lead has neither answer nor events."""

    offset: int
    epoch: int
    chain: bytes
    now: Instant
    answer: Answer | None
    events: tuple[Arrived, ...]
    items: tuple[ArrivedItem, ...] = ()

    @property
    def event_ids(self) -> tuple[str, ...]:
        """Name everything that happened."""
        happened: tuple[Arrived | ArrivedItem, ...] = (*self.events, *self.items)
        return tuple(each.meta.id for each in happened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Consecutive records of a journal partition, at least one, behind where its model stands."""

    partition: int
    expected: Position | None
    rows: Sequence[JournalRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecorded:
    """An event is in this region's journal."""

    place: Place
    arrived: Arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswered:
    """A command's outcome is in this region's journal."""

    place: Place
    answer: Answer
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecorded:
    """An event of an item is in this region's journal; each partition comes to have it."""

    place: Place
    arrived: ArrivedItem


Change = EventRecorded | CommandAnswered | ItemRecorded


def arrived(
    data: bytes, origin: Origin, decode_event: Callable[[bytes], tuple[Meta, Event | ItemEvent]]
) -> Arrived | ArrivedItem:
    """Read the bytes of a decided event."""
    meta, event = decode_event(data)
    if isinstance(event, ItemEvent):
        return ArrivedItem(meta=meta, event=event)
    return Arrived(meta=meta, event=event, origin=origin, digest=sha256(data).digest())


def changes_of(partition: int, row: JournalRow) -> list[Change]:
    """List what one journal record changes, in its order."""
    place = Place(partition=partition, offset=row.offset, now=row.now)
    changes: list[Change] = [EventRecorded(place=place, arrived=each) for each in row.events]
    changes += [ItemRecorded(place=place, arrived=each) for each in row.items]
    if row.answer is not None:
        changes.append(CommandAnswered(place=place, answer=row.answer, event_ids=row.event_ids))
    return changes


def position_of(row: JournalRow) -> Position:
    """Answer the position after a journal record."""
    return Position(offset=row.offset, epoch=row.epoch, chain=row.chain)
