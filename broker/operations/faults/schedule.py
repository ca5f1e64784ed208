"""Which faults strike and when: drawn from the seed, so that a run can be repeated."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from random import Random  # noqa: TID251  # always seeded

QUIET_SECONDS = 1.5
"""At the beginning, so that every fault meets traffic."""
PAUSE_SECONDS_MIN = 7.0
"""Longer than the session timeout of 6 s: the paused process comes back as a zombie."""
PAUSE_SECONDS_MAX = 9.0
KAFKA_AWAY_SECONDS_MAX = 3.0


class FaultKind(StrEnum):
    """What may happen to a process."""

    KILL = "kill"
    STOP = "stop"
    JOIN = "join"
    LEAVE = "leave"
    KAFKA = "kafka"


SECONDS_EACH = {
    FaultKind.KILL: 7.0,
    FaultKind.STOP: 15.0,
    FaultKind.JOIN: 20.0,
    FaultKind.LEAVE: 20.0,
    FaultKind.KAFKA: 30.0,
}
"""Mean time from one fault of a kind to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: when, what, on whom (a number to be taken modulo), for how long."""

    at_seconds: float
    kind: FaultKind
    target: int
    lasts_seconds: float


def plan_faults(random: Random, seconds: float, kinds: Collection[FaultKind]) -> tuple[Fault, ...]:
    """Draw the faults of a run; each kind strikes at least once."""
    faults = []
    for kind in (kind for kind in FaultKind if kind in kinds):
        count = max(1, int(seconds / SECONDS_EACH[kind]))
        share = max(0.0, seconds - QUIET_SECONDS) / count
        for number in range(count):
            at_seconds = QUIET_SECONDS + share * (number + random.random())
            faults.append(
                Fault(
                    at_seconds=at_seconds,
                    kind=kind,
                    target=random.randrange(1_000),
                    lasts_seconds=draw_duration(random, kind),
                )
            )
    return tuple(sorted(faults, key=lambda fault: fault.at_seconds))


def draw_duration(random: Random, kind: FaultKind) -> float:
    """Draw how long a fault lasts; a kill lasts no time."""
    match kind:
        case FaultKind.STOP:
            return random.uniform(PAUSE_SECONDS_MIN, PAUSE_SECONDS_MAX)
        case FaultKind.KAFKA:
            return random.uniform(0.0, KAFKA_AWAY_SECONDS_MAX)
        case FaultKind.KILL | FaultKind.JOIN | FaultKind.LEAVE:
            return 0.0
