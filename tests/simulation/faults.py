"""Which faults strike, and when: all of it drawn from the seed."""

from dataclasses import dataclass, field
from random import Random  # noqa: TID251  # always seeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How likely each fault is; 0 turns it off. Chances are per call of a port."""

    regions: int = 2
    partitions: int = 2
    recorders: int = 2
    nodes: int = 1
    cases: int = 2
    items: int = 0
    """Of each region, each published, changed and given up."""
    links_late: bool = False
    """The last region is linked to the others only in the middle of the faults."""
    crash: float = 0.0
    pause: float = 0.0
    unknown: float = 0.0
    split: float = 0.0
    slow: float = 0.2
    link_loss: float = 0.0
    link_twice: float = 0.0
    link_late: float = 0.0
    rebalance: float = 0.0
    hint_noise: float = 0.0
    clock_jump: float = 0.0
    poison: float = 0.0
    snapshot_every: int = 6
    snapshot_loss: float = 0.0
    fault_seconds: float = 25.0


@dataclass(slots=True)
class Chaos:
    """Draws faults until it is told to stop; then only small delays are left."""

    plan: Plan
    random: Random
    active: bool = True
    struck: dict[str, int] = field(default_factory=dict)

    def strikes(self, fault: str) -> bool:
        """Draw whether a fault of the plan happens now."""
        chance: float = getattr(self.plan, fault)
        if not self.active or chance == 0.0 or self.random.random() >= chance:
            return False
        self.struck[fault] = self.struck.get(fault, 0) + 1
        return True

    def seconds(self, least: float, most: float) -> float:
        """Draw a duration."""
        return self.random.uniform(least, most)


def draw_plan(random: Random) -> Plan:
    """Draw a plan: each kind of fault is on in about half of the runs, so that they meet."""

    def maybe(chance: float) -> float:
        return chance * random.uniform(0.3, 1.0) if random.random() < 0.55 else 0.0

    return Plan(
        regions=3 if random.random() < 0.15 else 2,
        recorders=random.choice((1, 2, 2)),
        nodes=random.choice((1, 1, 2)),
        cases=random.choice((1, 2, 2, 3)),
        crash=maybe(0.02),
        pause=maybe(0.015),
        unknown=maybe(0.05),
        split=maybe(0.3),
        link_loss=maybe(0.15),
        link_twice=maybe(0.15),
        link_late=maybe(0.2),
        rebalance=maybe(0.6),
        hint_noise=maybe(0.3),
        clock_jump=maybe(0.05),
        poison=maybe(0.6),
        snapshot_every=random.choice((3, 6, 12)),
        snapshot_loss=maybe(0.2),
        fault_seconds=random.choice((10.0, 20.0, 30.0)),
    )
