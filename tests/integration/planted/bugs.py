"""B5 and B6 of the reliability reference, put in place of the recorder's own functions."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

from broker.clock import SystemClock
from broker.engine.fold import Fold
from broker.engine.lead import Counted, JournalPosition, Read, Stale
from broker.evidence.chain import chain_value
from broker.ports import Logs
from broker.schemas.codec import decode_journal
from broker.schemas.records import LeadTaken, LogRecord, NewRecord
from broker.streams.leading import append_contiguously
from broker.streams.places import Place
from broker.streams.recorder import Desk, Recorder

COMMIT_SECONDS = 2.5
"""Longer than the group's commit interval."""
PAUSE_SECONDS = 12
"""Longer than the session: who sleeps so long comes back as a zombie."""
DELIVERIES_BEFORE = 40
READERS = ("engine.fold", "streams.journal_tail", "streams.leading", "streams.relay")
CLOCK = SystemClock()

deliver = Recorder._deliver


class DiesBeforeAppend:
    """Fail-point: having received records and let the group commit, the process is gone."""

    def __init__(self) -> None:
        self.received: dict[int, int] = {}
        self.deliveries = 0

    async def deliver(
        self, recorder: Recorder, partition: int, records: Sequence[LogRecord]
    ) -> None:
        """Receive; after a while, wait for the commit and die before the append."""
        self.received[partition] = records[-1].offset + 1
        self.deliveries += 1
        if self.deliveries > DELIVERIES_BEFORE:
            await CLOCK.sleep(COMMIT_SECONDS)
            os.kill(os.getpid(), signal.SIGKILL)
        await deliver(recorder, partition, records)

    def committing(self) -> Callable[[Recorder, Place], int | None]:
        """Answer what commits as soon as something is received, decided or not."""
        return lambda _, place: self.received.get(place.partition)


async def repair_nothing(recorder: Recorder, desk: Desk, end: int) -> None:
    """Take what the group says is read for decided."""


def plant_b5(*, is_healthy: bool) -> None:
    """Commit before the append, and start from what was committed."""
    point = DiesBeforeAppend()

    async def delivering(recorder: Recorder, partition: int, records: Sequence[LogRecord]) -> None:
        await point.deliver(recorder, partition, records)

    put("streams.recorder.Recorder._deliver", delivering)
    if not is_healthy:
        put("streams.recorder.Recorder.position", point.committing())
        put("streams.recorder.Recorder._repair", repair_nothing)


def is_first_to_sleep() -> bool:
    """Let one process of a run sleep only: somebody must be awake to take its lead."""
    config = Path(sys.argv[sys.argv.index("--config") + 1])
    try:
        config.with_name("slept").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class SleepsBeforeAppend:
    """Fail-point: between deciding and appending, the process is paused beyond its session."""

    def __init__(self) -> None:
        self.appends = 0

    async def append(
        self,
        logs: Logs,
        topic: str,
        fold: Fold,
        records: Sequence[NewRecord],
        expected: int,
    ) -> list[int]:
        """Append; once, after a long sleep in which another took the lead."""
        self.appends += 1
        if self.appends == DELIVERIES_BEFORE and is_first_to_sleep():
            wake = f"sleep {PAUSE_SECONDS}; kill -CONT {os.getpid()}"
            subprocess.Popen(["/bin/sh", "-c", wake], start_new_session=True)  # noqa: ASYNC220
            os.kill(os.getpid(), signal.SIGSTOP)
        return await append_contiguously(logs, topic, fold, records, expected)


def admit_without_lead(
    position: JournalPosition, record: LogRecord, read: Read = decode_journal
) -> Counted | Stale:
    """Let every record count, whoever wrote it under whatever lead."""
    after = position._replace(offset=record.offset + 1)
    body = read(record.value)
    if isinstance(body, LeadTaken):
        return Counted(after._replace(epoch=max(after.epoch, body.epoch)), body)
    return Counted(after._replace(chain=chain_value(record.value)), body)


def plant_b6(*, is_healthy: bool) -> None:
    """Fold what a fenced writer appended."""
    put("streams.recorder.append_contiguously", SleepsBeforeAppend().append)
    if not is_healthy:
        for module in READERS:
            put(f"{module}.admit", admit_without_lead)


def put(place: str, replacement: object) -> None:
    """Replace a function of the product for the rest of this process."""
    patch(f"broker.{place}", replacement).start()


BUGS: dict[str, Callable[..., None]] = {"B5": plant_b5, "B6": plant_b6}


def plant(name: str) -> None:
    """Plant a bug, or with `-healthy` only its fail-point."""
    bug, _, suffix = name.partition("-")
    sys.stderr.write(f"planted: {name}\n")
    BUGS[bug](is_healthy=suffix == "healthy")
