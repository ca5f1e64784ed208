"""A fold as bytes and back, for snapshots: a cache of the journal, never a truth (design E12)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, get_args, get_origin, get_type_hints

from broker.domain.aggregates import State
from broker.domain.identifiers import AggregateId, Instant, RegionCode
from broker.engine.channels import HeldEvent, Inbound, Mark, Outbound, Peering
from broker.engine.fold import CaseSide, Fold
from broker.engine.lead import JournalPosition
from broker.engine.standing import Answered, Standing, new_standing
from broker.errors import DecodeError
from broker.schemas.records import Cause
from broker.views.freeze import field_names, freeze, thaw


@dataclass(frozen=True, slots=True)
class FrozenAnswer:
    """A command answered."""

    id: str
    body_hash: bytes
    intake_offset: int


@dataclass(frozen=True, slots=True)
class FrozenStanding:
    """An aggregate in memory."""

    aggregate_id: AggregateId
    state: State
    last_offset: int
    receiving_digests: bytes
    handling_digests: bytes
    answered: tuple[FrozenAnswer, ...]


@dataclass(frozen=True, slots=True)
class FrozenStub:
    """An aggregate that left memory."""

    aggregate_id: AggregateId
    offset: int


@dataclass(frozen=True, slots=True)
class FrozenOutbound:
    """A channel to a peer."""

    peering: Peering
    next_number: int
    settled: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class FrozenInbound:
    """A channel from a peer."""

    peering: Peering
    next_number: int
    link_epoch: int


@dataclass(frozen=True, slots=True)
class FrozenHold:
    """Held events of a case side."""

    place: CaseSide
    events: tuple[HeldEvent, ...]


@dataclass(frozen=True, slots=True)
class FrozenFold:
    """A fold with tuples for its dictionaries."""

    region: RegionCode
    partition: int
    journal: JournalPosition
    writer: str
    cause: Cause | None
    now: Instant
    standings: tuple[FrozenStanding, ...]
    stubs: tuple[FrozenStub, ...]
    outbound: tuple[FrozenOutbound, ...]
    inbound: tuple[FrozenInbound, ...]
    held: tuple[FrozenHold, ...]


def shapes(declared: Any, seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """Spell the shape of a type out, class by class, so that any change of it shows."""
    for argument in get_args(declared):
        yield from shapes(argument, seen)
    if not isinstance(declared, type) or declared in seen:
        return
    names = field_names(declared)
    if names is None:
        return
    hints = get_type_hints(declared)
    yield f"{declared.__name__}({','.join(f'{name}:{hints[name]}' for name in names)})"
    for name in names:
        yield from shapes(hints[name], seen | {declared})


ENCODE = json.JSONEncoder(separators=(",", ":")).encode

STATE_FORMAT = sha256("\n".join(shapes(FrozenFold)).encode()).hexdigest()[:12]
"""Changes with any class of the state, so a snapshot of another release is never read."""


def freeze_fold(fold: Fold) -> bytes:
    """Write a fold down."""
    return "".join(spell(frozen(fold))).encode()


def spell(fold: FrozenFold) -> Iterator[str]:
    """Write JSON, entry by entry.

    The encoder lets no other thread run before it returns, nor does what frees the parts of a
    large value: with many open cases that would take half a second, and commands wait.
    """
    for number, (name, declared) in enumerate(get_type_hints(FrozenFold).items()):
        yield f"{',' if number else '{'}{ENCODE(name)}:"
        value = getattr(fold, name)
        if isinstance(value, tuple) and get_origin(declared) is tuple:
            kind, _ = get_args(declared)
            yield "["
            for index, entry in enumerate(value):
                yield f"{',' if index else ''}{ENCODE(freeze(kind, entry))}"
            yield "]"
        else:
            yield ENCODE(freeze(declared, value))
    yield "}"


def thaw_fold(content: bytes) -> Fold:
    """Read a fold back; raises DecodeError for anything else."""
    try:
        return thawed(thaw(FrozenFold, json.loads(content)))
    except (ValueError, LookupError, TypeError) as error:
        raise DecodeError("not_a_snapshot") from error


def frozen(fold: Fold) -> FrozenFold:
    """Replace a fold's dictionaries by sorted tuples."""
    return FrozenFold(
        fold.region,
        fold.partition,
        fold.journal,
        fold.writer,
        fold.cause,
        fold.now,
        tuple(frozen_standing(name, one) for name, one in sorted(fold.standings.items())),
        tuple(FrozenStub(name, offset) for name, offset in sorted(fold.stubs.items())),
        tuple(
            FrozenOutbound(place, one.next_number, one.settled, tuple(one.marks))
            for place, one in sorted(fold.outbound.items(), key=lambda item: by_place(item[0]))
        ),
        tuple(
            FrozenInbound(place, one.next_number, one.link_epoch)
            for place, one in sorted(fold.inbound.items(), key=lambda item: by_place(item[0]))
        ),
        tuple(FrozenHold(place, events) for place, events in fold.held.items()),
    )


def by_place(peering: Peering) -> tuple[str, int]:
    """Order channels."""
    return peering.peer, peering.partition


def frozen_standing(aggregate_id: AggregateId, standing: Standing) -> FrozenStanding:
    """Write one aggregate down."""
    return FrozenStanding(
        aggregate_id,
        standing.state,
        standing.last_offset,
        standing.receiving_digests,
        standing.handling_digests,
        tuple(FrozenAnswer(name, *answer) for name, answer in standing.answered.items()),
    )


def thawed(fold: FrozenFold) -> Fold:
    """Rebuild the dictionaries."""
    return Fold(
        region=fold.region,
        partition=fold.partition,
        journal=fold.journal,
        writer=fold.writer,
        cause=fold.cause,
        now=fold.now,
        standings={one.aggregate_id: thawed_standing(one) for one in fold.standings},
        stubs={one.aggregate_id: one.offset for one in fold.stubs},
        outbound={
            one.peering: Outbound(one.next_number, one.settled, list(one.marks))
            for one in fold.outbound
        },
        inbound={one.peering: Inbound(one.next_number, one.link_epoch) for one in fold.inbound},
        held={one.place: one.events for one in fold.held},
    )


def thawed_standing(one: FrozenStanding) -> Standing:
    """Read one aggregate back."""
    return Standing(
        kind=new_standing(one.aggregate_id).kind,
        state=one.state,
        last_offset=one.last_offset,
        receiving_digests=one.receiving_digests,
        handling_digests=one.handling_digests,
        answered={a.id: Answered(a.body_hash, a.intake_offset) for a in one.answered},
    )
