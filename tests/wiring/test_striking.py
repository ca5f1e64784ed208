"""Strikes of a fault run: what overlaps in the schedule may not overlap in Kafka."""

from pathlib import Path
from typing import cast

from typing_extensions import override

from broker.clock import SystemClock
from broker.operations.faults.fleet import Fleet
from broker.operations.faults.schedule import Fault, FaultKind
from broker.operations.faults.striking import Striking
from broker.operations.kafka import EmbeddedKafka
from broker.operations.supervisor import Absence


class SlowKafka(EmbeddedKafka):
    """Takes its time to be ready, and writes down what is done to it."""

    def __init__(self) -> None:
        super().__init__(Path("/nonexistent"), port=1)
        self.acts: list[str] = []
        self._clock = SystemClock()

    @override
    def is_running(self) -> bool:
        return not self.acts or self.acts[-1] != "kill"

    @override
    def kill(self) -> None:
        self.acts.append("kill")

    @override
    def start(self) -> None:
        self.acts.append("start")

    @override
    async def ready(self) -> None:
        await self._clock.sleep(0.05)
        self.acts.append("ready")


def strike(at_seconds: float) -> Fault:
    return Fault(at_seconds=at_seconds, kind=FaultKind.KAFKA, target=0, lasts_seconds=0.01)


async def test_a_strike_at_kafka_waits_until_the_one_before_is_over() -> None:
    kafka = SlowKafka()
    striking = Striking(fleet=cast(Fleet, None), absence=Absence(kafka), clock=SystemClock())
    await striking.run((strike(0.0), strike(0.02)))
    assert kafka.acts == ["kill", "start", "ready"] * 2
    assert striking.struck == {FaultKind.KAFKA: 2}
