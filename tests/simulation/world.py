"""A run: two or three regions under the faults of a seed, then healing, rest and the audit."""

import asyncio
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random  # noqa: TID251  # always seeded

from broker.domain.identifiers import RegionCode
from broker.engine.journal_audit import counted
from broker.engine.ledgers import Finding, Ledger
from broker.schemas.records import ADDRESSED_HEADER, NewRecord
from broker.streams.topics import intake_topic, link_topic
from tests.simulation.auditor import audit_folds, audit_world, records_of
from tests.simulation.faults import Chaos, Plan, draw_plan
from tests.simulation.loop import LoopClock, run_virtually
from tests.simulation.process import SESSION_SECONDS, Process, ProcessAppender
from tests.simulation.region import Region, SimKafka, Surroundings
from tests.simulation.window import Windows, pairs
from tests.support.builders import HANGZHOU, QINGYANG, XIAN

REGIONS = (QINGYANG, HANGZHOU, XIAN)
REST_SECONDS_MAX = 200
QUIET_SECONDS = 3 * SESSION_SECONDS + 2
"""Longer than any pause, any restart and the relay's patience."""
POISONS = (b"", b"\x00\x00", b"not a record", b"\x00\x7f\xff\xff\xff rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Defects that stand in the surroundings of the product, for planted bugs."""

    commits_early: bool = False
    repeats_with_new_id: bool = False
    loses_intake_tail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run came to."""

    seed: int
    plan: Plan
    findings: tuple[Finding, ...]
    ended: tuple[tuple[str, str], ...]
    stopped: frozenset[RegionCode]
    trace: str
    decisions: int
    struck: dict[str, int]

    @property
    def oracles(self) -> frozenset[str]:
        """Name the oracles that found something."""
        return frozenset(finding.oracle.value for finding in self.findings)


class World:
    """Everything of one run."""

    def __init__(self, seed: int, switches: Switches, plan: Plan | None) -> None:
        self.seed = seed
        self.switches = switches
        self.random = Random(seed)  # noqa: S311  # to be repeated, not to be secret
        self.plan = draw_plan(self.random) if plan is None else plan
        self.chaos = Chaos(self.plan, self.random)
        calm = replace(self.plan, crash=0.0, pause=0.0)
        self.window_chaos = Chaos(calm, self.random)
        self.result: Run | None = None

    async def run(self) -> None:
        """Play the run."""
        clock = LoopClock(asyncio.get_running_loop())
        self.kafka = SimKafka(clock)
        around = Surroundings(
            kafka=self.kafka,
            chaos=self.chaos,
            clock=clock,
            partitions=self.plan.partitions,
            commits_early=self.switches.commits_early,
        )
        codes = REGIONS[: self.plan.regions]
        self.regions = {
            code: Region(code, tuple(c for c in codes if c != code), around) for code in codes
        }
        for region in self.regions.values():
            region.create()
        self._keep_apart(codes[-1])
        for region in self.regions.values():
            region.start()
        self.nobody = Process("nobody", self.window_chaos, clock, lambda _: None)
        process = Process("windows", self.window_chaos, clock, lambda _: None)
        self.windows = Windows(
            process,
            ProcessAppender(process, self.kafka),
            self.regions,
            repeats_with_new_id=self.switches.repeats_with_new_id,
        )
        for receiving, handling in pairs(codes, self.plan.cases, self.windows):
            process.start(self.windows.case(receiving, handling))
        for code in codes:
            for number in range(self.plan.items):
                process.start(self.windows.item(code, f"ITEM-{number}"))
        if self.switches.loses_intake_tail:
            await clock.sleep(self.plan.fault_seconds / 2)
            await self._lose_tail(clock)
        await self._link_all(clock)
        await self._disturb(clock)
        self.chaos.active = self.window_chaos.active = False
        self.kafka.skew_ms = 0
        await self._rest(clock)
        self.result = await self._conclude(process)

    async def _disturb(self, clock: LoopClock) -> None:
        """Let time pass, and now and then disturb what is not a call of a port."""
        random = self.random
        while clock.elapsed() < self.plan.fault_seconds:
            await clock.sleep(self.chaos.seconds(0.5, 2.0))
            region = random.choice(tuple(self.regions.values()))
            if self.chaos.strikes("clock_jump"):
                self.kafka.skew_ms = random.randint(-40_000, 40_000)
            if self.chaos.strikes("rebalance"):
                random.choice(tuple(region.groups.values())).rebalance()
            if self.chaos.strikes("crash"):
                random.choice(region.processes or [self.nobody]).kill()
            if self.chaos.strikes("snapshot_loss"):
                for name in await region.objects.names(""):
                    await region.objects.delete(name)
            if self.chaos.strikes("poison"):
                self._poison(region)

    def _keep_apart(self, late: RegionCode) -> None:
        """Let a region and the others know nothing of each other, if the plan is so."""
        if not self.plan.links_late:
            return
        for region in self.regions.values():
            others = frozenset(self.regions) - {region.code}
            region.linked_late = others if region.code == late else frozenset({late})
            region.all_linked = False

    async def _link_all(self, clock: LoopClock) -> None:
        """Change the configurations after a while, and start every process again with them."""
        if not self.plan.links_late:
            return
        await clock.sleep(self.plan.fault_seconds / 2)
        for region in self.regions.values():
            region.all_linked = True
            for process in tuple(region.processes):
                process.kill()

    def _poison(self, region: Region) -> None:
        """Put something unreadable where records are expected."""
        partition = self.random.randrange(self.plan.partitions)
        topic = self.random.choice(
            (intake_topic(region.code), link_topic(region.code, region.peers[0]))
        )
        headers = self.random.choice(((), ((ADDRESSED_HEADER, b"1"),)))
        record = NewRecord(None, self.random.choice(POISONS), headers)
        self.kafka.append(topic, partition, [record])

    async def _lose_tail(self, clock: LoopClock) -> None:
        """Take what was decided last away from an intake, while its recorders are down."""
        region = self.regions[REGIONS[0]]
        for process in [one for one in region.processes if "recorder" in one.name]:
            process.kill()
        for records in records_of(self.kafka, region).partitions:
            decided = [one.decision.cause.offset for one in counted(Ledger(region.code), records)]
            if decided:
                lost_from = self.random.randint(max(0, decided[-1] - 2), decided[-1])
                self.kafka.lose_tail(intake_topic(region.code), records.partition, lost_from)
        await clock.sleep(0.0)

    async def _rest(self, clock: LoopClock) -> None:
        """Wait until nothing has been appended anywhere for a while, or too long."""
        until = clock.elapsed() + REST_SECONDS_MAX
        size, since = -1, clock.elapsed()
        while clock.elapsed() < until:
            await clock.sleep(1.0)
            if self.windows.busy or self._size() != size:
                size, since = self._size(), clock.elapsed()
            elif clock.elapsed() - since > QUIET_SECONDS:
                return

    def _size(self) -> int:
        return sum(
            self.kafka.partition(*place).end
            for region in self.regions.values()
            for place in region.places()
        )

    async def _conclude(self, process: Process) -> Run:
        ended = tuple(one for region in self.regions.values() for one in region.ended)
        if process.reason is not None:
            ended += (("windows", process.reason),)
        ledgers, findings = audit_world(
            self.kafka, tuple(self.regions.values()), self.windows, ended
        )
        if not findings:
            for region in self.regions.values():
                findings += await audit_folds(self.kafka, region)
        return Run(
            seed=self.seed,
            plan=self.plan,
            findings=tuple(findings),
            ended=tuple((name, type(reason).__name__) for name, reason in ended),
            stopped=frozenset(r.code for r in self.regions.values() if r.stopped),
            trace=self._trace(),
            decisions=sum(ledger.decisions for ledger in ledgers.values()),
            struck=self.chaos.struck,
        )

    def _trace(self) -> str:
        """Hash every record of every topic, with its place and its time."""
        hashed = sha256()
        for region in self.regions.values():
            for place in region.places():
                for record in self.kafka.partition(*place).records:
                    hashed.update(f"{place} {record!r}".encode())
        return hashed.hexdigest()


def simulate(seed: int, *, switches: Switches | None = None, plan: Plan | None = None) -> Run:
    """Run one seed."""
    world = World(seed, switches or Switches(), plan)
    run_virtually(world.run())
    assert world.result is not None
    return world.result
