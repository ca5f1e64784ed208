"""Strikes: each fault of the schedule done to Kafka or to a process."""

import asyncio
import signal
from collections import Counter
from typing import assert_never

from broker.operations.faults.fleet import Fleet
from broker.operations.faults.schedule import Fault, FaultKind
from broker.operations.supervisor import Absence
from broker.ports import Clock


class Striking:
    """Does the faults of a schedule, each at its time, beside each other."""

    def __init__(self, *, fleet: Fleet, absence: Absence, clock: Clock) -> None:
        self._fleet = fleet
        self._absence = absence
        self._kafka = absence.kafka
        self._kafka_is_away = asyncio.Lock()
        self._clock = clock
        self.struck: Counter[FaultKind] = Counter()

    async def run(self, faults: tuple[Fault, ...]) -> None:
        """Return when every fault has happened and is over."""
        async with asyncio.TaskGroup() as group:
            for fault in faults:
                group.create_task(self._strike(fault))

    async def _strike(self, fault: Fault) -> None:
        await self._clock.sleep(fault.at_seconds)
        self.struck[fault.kind] += 1
        match fault.kind:
            case FaultKind.KILL:
                members = self._fleet.members
                members[fault.target % len(members)].process.signal(signal.SIGKILL)
            case FaultKind.STOP:
                await self._pause(fault)
            case FaultKind.JOIN:
                self._fleet.join()
            case FaultKind.LEAVE:
                await self._fleet.leave(fault.target)
            case FaultKind.KAFKA:
                await self._kill_kafka(fault)
            case _:
                assert_never(fault.kind)

    async def _pause(self, fault: Fault) -> None:
        """Freeze a worker beyond its session, so that it comes back as a zombie."""
        workers = self._fleet.workers
        process = workers[fault.target % len(workers)].process
        process.signal(signal.SIGSTOP)
        await self._clock.sleep(fault.lasts_seconds)
        process.signal(signal.SIGCONT)

    async def _kill_kafka(self, fault: Fault) -> None:
        """Kill Kafka and start it again on the same data; a strike meanwhile waits its turn."""
        async with self._kafka_is_away:
            await asyncio.to_thread(self._kafka.kill)
            await self._clock.sleep(fault.lasts_seconds)
            await asyncio.to_thread(self._kafka.start)
            await self._kafka.ready()
            self._absence.back_at = self._clock.elapsed()
