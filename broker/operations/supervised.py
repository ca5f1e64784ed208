"""A process that is kept running: started again when it ends, later each time, exits counted."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from os import environ
from pathlib import Path

from broker.config import EXITS_VARIABLE, MEMBER_VARIABLE
from broker.errors import (
    AppendUnknown,
    ClockAhead,
    CorruptLog,
    Fatal,
    Fenced,
    IntakeMismatch,
    KafkaAway,
    NewerFormat,
    Unavailable,
)
from broker.operations.watchdog import Watchdog
from broker.ports import Clock

DELAY_SECONDS_MIN = 0.1
DELAY_SECONDS_MAX = 10.0
STEADY_SECONDS = 30.0
"""Having run this long, a process is not blamed for its end."""
HASTY_EXITS_MAX = 12
"""Exits in a row, each before the process was steady and with Kafka there: then we give up."""
STOP_SECONDS_MAX = 15.0
WATCH_SECONDS = 0.05
LOG_BYTES_MAX = 16 * 1024 * 1024

REASONS: Mapping[int, str] = {
    0: "stopped",
    78: "misconfigured",
    Fatal.exit_status: "unexpected",
    Fenced.exit_status: "fenced",
    AppendUnknown.exit_status: "append_unknown",
    CorruptLog.exit_status: "corrupt_log",
    IntakeMismatch.exit_status: "intake_mismatch",
    ClockAhead.exit_status: "clock_ahead",
    NewerFormat.exit_status: "newer_format",
    KafkaAway.exit_status: "kafka_away",
}
FOR_PEOPLE = frozenset({"misconfigured", "corrupt_log", "intake_mismatch", "newer_format"})
"""Starting again cannot help: the configuration, a log or the release has to be mended first."""

WasAway = Callable[[float], Awaitable[bool]]
"""Whether Kafka was away at any time since this instant of the monotonic clock."""

log = logging.getLogger(__name__)


def reason_of(status: int) -> str:
    """Say why a process ended, from its exit status."""
    if status < 0:
        return signal.Signals(-status).name.lower()
    return REASONS.get(status, "failed")


def delay_seconds(hasty_exits: int) -> float:
    """Answer how long to wait before the next start, after this many hasty exits in a row."""
    return min(DELAY_SECONDS_MAX, DELAY_SECONDS_MIN * 2.0**hasty_exits)


async def never_away(_since: float) -> bool:
    """Say that Kafka is always there."""
    return False


def node_command(config: Path, roles: Sequence[str] = ()) -> tuple[str, ...]:
    """Write the command of a node process, on this very Python."""
    chosen = [word for role in roles for word in ("--role", role)]
    return (sys.executable, "-m", "broker", "node", "--config", str(config), *chosen)


@dataclass(slots=True, kw_only=True)
class Supervised:
    """One process that is kept running; its output goes to a file."""

    name: str
    command: tuple[str, ...]
    log_file: Path
    clock: Clock
    member: str | None = None
    """Its name in its groups, of letters and digits: started again, it keeps its partitions."""
    hasty_exits_max: int = HASTY_EXITS_MAX
    was_kafka_away: WasAway = never_away
    """Nothing can run without Kafka: for an exit in its absence the process is not blamed."""
    exits: Counter[str] = field(default_factory=Counter)
    _process: subprocess.Popen[bytes] | None = None
    _watchdog: Watchdog | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def pid(self) -> int | None:
        """Answer the number of the process, None while there is none."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the process; it hears of its own exits so far."""
        assert self._process is None
        told = {EXITS_VARIABLE: json.dumps(self.exits)}
        if self.member is not None:
            told[MEMBER_VARIABLE] = self.member
        with self.log_file.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environ) | told,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops all in order
            )
        self._watchdog = Watchdog(self._process.pid)

    async def run(self) -> None:
        """Start it again whenever it ends, until it is stopped; Unavailable when that is vain."""
        hasty_exits = 0
        while not self._stopping.is_set():
            if self._process is None:
                self.start()
            began = self.clock.elapsed()
            status = await self._ended()
            if self._stopping.is_set():
                return
            if self.clock.elapsed() - began >= STEADY_SECONDS:
                hasty_exits = 0
            elif not await self.was_kafka_away(began):
                hasty_exits += 1
            self._note(reason_of(status), hasty_exits)
            await self.clock.sleep(delay_seconds(hasty_exits))

    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal, if there is one."""
        if self._process is not None:
            self._process.send_signal(number)

    async def stop(self) -> None:
        """Ask the process to end, and kill it if it does not within its time."""
        self._stopping.set()
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS_MAX):
                await self._ended()
        self.signal(signal.SIGKILL)
        await self._ended()

    async def _ended(self) -> int:
        """Wait for the end of the process."""
        while True:
            if self._process is None:
                return 0
            status = self._process.poll()
            if status is not None:
                self._forget()
                return status
            await self.clock.sleep(WATCH_SECONDS)

    def _forget(self) -> None:
        assert self._watchdog is not None
        self._watchdog.release()
        self._process = self._watchdog = None

    def _note(self, reason: str, hasty_exits: int) -> None:
        self.exits[reason] += 1
        log.warning(
            "a supervised process has ended",
            extra={"action": "process.ended", "child": self.name, "reason": reason},
        )
        if reason in FOR_PEOPLE or hasty_exits >= self.hasty_exits_max:
            raise Unavailable(
                f"{self.name} 反复退出或无法启动（{reason}），请查看 {self.log_file}。"
                f" {self.name} does not keep running ({reason}): see {self.log_file}."
            )
