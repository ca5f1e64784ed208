"""A supervised process is started again, later each time, and not for ever."""

import json
from pathlib import Path

import pytest
from typing_extensions import override

from broker.cli import MISCONFIGURED
from broker.clock import SystemClock
from broker.errors import Fenced, Unavailable
from broker.operations.kafka import EmbeddedKafka
from broker.operations.supervised import (
    DELAY_SECONDS_MAX,
    HASTY_EXITS_MAX,
    Supervised,
    delay_seconds,
    reason_of,
)
from broker.operations.supervisor import Supervisor
from tests.support.waiting import wait_until

NOTE_EXITS = 'printf "%s\\n" "$TONGBAN_EXITS"; '


def supervise(folder: Path, script: str, *, hasty_exits_max: int = 3) -> Supervised:
    """Supervise a shell script."""
    return Supervised(
        name="试验",
        command=("/bin/sh", "-c", script),
        log_file=folder / "output.log",
        clock=SystemClock(),
        hasty_exits_max=hasty_exits_max,
    )


def state_of(pid: int | None) -> str | None:
    """Answer the state letter of a process, None when there is no such process."""
    path = Path(f"/proc/{pid}/status")
    if not path.exists():
        return None
    return path.read_text().partition("State:\t")[2][:1]


async def test_a_process_that_ends_is_started_again_and_told_why(tmp_path: Path) -> None:
    child = supervise(tmp_path, f"{NOTE_EXITS} exit {Fenced.exit_status}")
    with pytest.raises(Unavailable, match=r"试验 反复退出.*does not keep running \(fenced\)"):
        await child.run()
    told = [json.loads(line) for line in (tmp_path / "output.log").read_text().splitlines()]
    assert told == [{}, {"fenced": 1}, {"fenced": 2}]


async def test_a_process_is_told_its_name(tmp_path: Path) -> None:
    child = supervise(tmp_path, f'printf "%s" "$TONGBAN_MEMBER"; exit {MISCONFIGURED}')
    child.member = "worker-1"
    with pytest.raises(Unavailable, match="misconfigured"):
        await child.run()
    assert (tmp_path / "output.log").read_text() == "worker-1"


async def test_exits_while_kafka_is_away_are_not_held_against_a_process(tmp_path: Path) -> None:
    child = supervise(tmp_path, f"{NOTE_EXITS} exit 70", hasty_exits_max=2)
    asked: list[float] = []

    async def was_kafka_away(since: float) -> bool:
        asked.append(since)
        return len(asked) <= 3

    child.was_kafka_away = was_kafka_away
    with pytest.raises(Unavailable, match="unexpected"):
        await child.run()
    assert child.exits == {"unexpected": 5}
    assert asked == sorted(set(asked))


class SwitchedKafka(EmbeddedKafka):
    """A Kafka that a test switches off; starting it switches it on."""

    is_on = True

    @override
    def is_running(self) -> bool:
        return self.is_on

    @override
    async def is_answering(self) -> bool:
        return self.is_on

    @override
    def start(self) -> None:
        self.is_on = True

    @override
    async def ready(self) -> None:
        assert self.is_on


async def test_kafka_was_away_until_it_came_back(tmp_path: Path) -> None:
    kafka, clock = SwitchedKafka(tmp_path), SystemClock()
    supervisor = Supervisor(kafka, clock)
    await supervisor.start_kafka()
    before = clock.elapsed()
    assert not await supervisor.absence.was_since(before)
    kafka.is_on = False
    assert await supervisor.absence.was_since(before)
    await wait_until(kafka.is_answering, seconds=5)
    assert await supervisor.absence.was_since(before)
    assert not await supervisor.absence.was_since(clock.elapsed())
    await supervisor.stop()


async def test_what_only_a_person_can_mend_is_not_tried_again(tmp_path: Path) -> None:
    child = supervise(tmp_path, f"{NOTE_EXITS} exit {MISCONFIGURED}")
    with pytest.raises(Unavailable, match="misconfigured"):
        await child.run()
    assert (tmp_path / "output.log").read_text() == "{}\n"


async def test_a_stopped_process_is_gone(tmp_path: Path) -> None:
    child = supervise(tmp_path, "exec sleep 60")
    child.start()
    pid = child.pid
    await child.stop()
    assert child.pid is None
    assert state_of(pid) is None


async def test_a_frozen_process_is_stopped_too(tmp_path: Path) -> None:
    child = supervise(tmp_path, "kill -STOP $$; exec sleep 60")
    child.start()

    async def is_frozen() -> bool:
        return state_of(child.pid) == "T"

    await wait_until(is_frozen, seconds=5)
    await child.stop()
    assert child.pid is None


def test_delays_grow_and_have_a_bound() -> None:
    delays = [delay_seconds(exits) for exits in range(HASTY_EXITS_MAX + 10)]
    assert delays == sorted(delays)
    assert (delays[0], delays[1], delays[-1]) == (0.1, 0.2, DELAY_SECONDS_MAX)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0, "stopped"),
        (-9, "sigkill"),
        (70, "unexpected"),
        (71, "fenced"),
        (77, "kafka_away"),
        (1, "failed"),
        (78, "misconfigured"),
    ],
)
def test_every_exit_has_a_reason(status: int, reason: str) -> None:
    assert reason_of(status) == reason
