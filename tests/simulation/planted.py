"""Planted bugs B1 to B9 and B16: defects put in place of the product's functions, for tests only.

A simulation that stays silent with one of them switched on would be worth nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from broker.engine.fold import Fold
from broker.engine.lead import Counted, JournalPosition, Read, Stale, admit
from broker.engine.standing import Answered, Standing
from broker.errors import AppendUnknown
from broker.evidence.chain import chain_value
from broker.ports import Logs
from broker.schemas.codec import decode_journal
from broker.schemas.records import Cause, Decision, LeadTaken, LogRecord, NewRecord
from broker.streams.leading import Leading
from broker.streams.recorder import Desk, Pending, Recorder
from broker.views.changes import JournalRow
from broker.views.position import Position
from tests.simulation.viewing import ViewHandler
from tests.simulation.world import Switches

Replacement = tuple[str, Any]
"""Where a function of the product is looked up, and what stands there instead."""

READERS = ("engine.fold", "streams.journal_tail", "streams.leading", "streams.relay")
"""Who applies the lead rule; the auditor keeps the true one."""


def forget_answer(standing: Standing, decision: Decision) -> None:
    """B1: no command id is kept."""


def remember_last_answer(standing: Standing, decision: Decision) -> None:
    """B2: the last answer to a command id wins, not the first."""
    if decision.body_hash:
        answered = Answered(decision.body_hash, decision.cause.offset)
        standing.answered[decision.cause.id] = answered


class SetAsideLast(Recorder):
    """B3: the journal says "set aside" before the dead letter is acknowledged."""

    async def record_first(
        self, fold: Fold, pending: Sequence[Pending], expected: int, started: float
    ) -> None:
        """Append the Decisions, then the dead letters."""
        await append_decisions(
            self, fold, [replace(p, set_aside=None) for p in pending], expected, started
        )
        for one in pending:
            if one.set_aside is not None:
                await self._dead_letters.set_aside(
                    self._intake, fold.partition, one.set_aside, one.decision.set_aside or ""
                )


append_decisions = Recorder._append  # the true one, behind the planted one
take_lead = Leading.take
apply_decision = Fold.apply


class PositionApart:
    """B4: the intake position is a record of its own, after the events."""

    def __init__(self) -> None:
        self.causes: dict[tuple[str, int], Cause | None] = {}

    def replacements(self) -> tuple[Replacement, ...]:
        """Read and write the position elsewhere."""
        causes = self.causes

        async def append(
            recorder: Recorder,
            fold: Fold,
            pending: Sequence[Pending],
            expected: int,
            started: float,
        ) -> None:
            await append_decisions(recorder, fold, pending, expected, started)
            await recorder._logs.log.bounds(recorder._journal, fold.partition)
            causes[fold.region, fold.partition] = fold.cause

        async def take(
            leading: Leading, known: Fold, is_assigned: Callable[[], bool]
        ) -> Fold | None:
            fold = await take_lead(leading, known, is_assigned)
            if fold is not None:
                fold.cause = causes.get((fold.region, fold.partition))
            return fold

        return (
            ("streams.recorder.Recorder._append", append),
            ("streams.leading.Leading.take", take),
            ("engine.fold.Fold.apply", apply_unchecked),
        )


def apply_unchecked(fold: Fold, decision: Decision, after: JournalPosition, written: Any) -> None:
    """Fold a Decision wherever its cause stands."""
    fold.cause = None
    apply_decision(fold, decision, after, written)


async def repair_nothing(recorder: Recorder, desk: Desk, end: int) -> None:
    """B5: what the group says is read is taken for decided."""


def admit_without_lead(
    position: JournalPosition, record: LogRecord, read: Read = decode_journal
) -> Counted | Stale:
    """B6: every record counts, whoever wrote it under whatever lead."""
    after = position._replace(offset=record.offset + 1)
    body = read(record.value)
    if isinstance(body, LeadTaken):
        return Counted(after._replace(epoch=max(after.epoch, body.epoch)), body)
    return Counted(after._replace(chain=chain_value(record.value)), body)


async def take_lead_unread(
    leading: Leading, known: Fold, is_assigned: Callable[[], bool]
) -> Fold | None:
    """B7: the lead is appended before the journal was read to its end."""
    if not is_assigned():
        return None
    await leading._append_lead(known)
    await leading._fold_to_end(known)
    return known


def admit_equal_lead(position: JournalPosition, record: LogRecord) -> Counted | Stale:
    """B7: a lead counts even if it does not raise the epoch."""
    judged = admit(position, record)
    if isinstance(judged, Stale):
        body = decode_journal(record.value)
        if isinstance(body, LeadTaken) and body.epoch == position.epoch:
            return Counted(judged.position, body)
    return judged


async def append_again(
    logs: Logs, topic: str, fold: Fold, records: Sequence[NewRecord], expected: int
) -> list[int]:
    """B8: an append that timed out is done again, and nobody looks at the offsets."""
    try:
        offsets = await logs.appender.append(topic, fold.partition, records)
    except AppendUnknown:
        offsets = await logs.appender.append(topic, fold.partition, records)
    return offsets


async def record_apart(handler: ViewHandler, partition: int, rows: Sequence[JournalRow]) -> None:
    """B16: the position of the read model is committed apart from its rows."""
    last = rows[-1]
    handler.views.move(partition, Position(offset=last.offset, epoch=last.epoch, chain=last.chain))
    await handler.process.step()
    handler.views.write(partition, rows)


def in_readers(admitting: Any) -> tuple[Replacement, ...]:
    """Replace the lead rule wherever the product applies it."""
    return tuple((f"{module}.admit", admitting) for module in READERS)


def in_answers(remembering: Any) -> tuple[Replacement, ...]:
    """Replace what is kept of answers, in the fold and in histories."""
    return tuple(
        (f"engine.{module}.remember_answer", remembering) for module in ("fold", "history")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A planted bug: what it replaces, what it switches around the product."""

    replacements: Callable[[], tuple[Replacement, ...]] = lambda: ()
    switches: Switches = Switches()  # noqa: RUF009  # frozen


BUGS: dict[str, Bug] = {
    "B1": Bug(replacements=lambda: in_answers(forget_answer)),
    "B2": Bug(replacements=lambda: in_answers(remember_last_answer)),
    "B3": Bug(
        replacements=lambda: (("streams.recorder.Recorder._append", SetAsideLast.record_first),)
    ),
    "B4": Bug(replacements=lambda: PositionApart().replacements()),
    "B5": Bug(
        replacements=lambda: (("streams.recorder.Recorder._repair", repair_nothing),),
        switches=Switches(commits_early=True),
    ),
    "B6": Bug(replacements=lambda: in_readers(admit_without_lead)),
    "B7": Bug(
        replacements=lambda: (
            ("streams.leading.Leading.take", take_lead_unread),
            *in_readers(admit_equal_lead),
        )
    ),
    "B8": Bug(replacements=lambda: (("streams.recorder.append_contiguously", append_again),)),
    "B9": Bug(switches=Switches(repeats_with_new_id=True)),
    "B16": Bug(),
}


@contextmanager
def planted(name: str) -> Iterator[Switches]:
    """Plant a bug for a while, and answer the switches it needs."""
    bug = BUGS[name]
    patches = [patch(f"broker.{place}", put) for place, put in bug.replacements()]
    if name == "B16":
        patches.append(patch.object(ViewHandler, "record", record_apart))
    for one in patches:
        one.start()
    try:
        yield bug.switches
    finally:
        for one in patches:
            one.stop()
