"""A fault run: from an empty folder to its report."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251  # always seeded

import aiohttp

from broker.clock import SystemClock
from broker.config import Config, load_config
from broker.domain.identifiers import RegionCode
from broker.engine.ledgers import Finding, Oracle
from broker.errors import Unavailable
from broker.operations.audit import Audited, Evidence
from broker.operations.faults.access import open_clients
from broker.operations.faults.asking import Desk
from broker.operations.faults.clients import Clients
from broker.operations.faults.fleet import Fleet, Site
from broker.operations.faults.report import FaultReport
from broker.operations.faults.schedule import FaultKind, plan_faults
from broker.operations.faults.settling import settle
from broker.operations.faults.striking import Striking
from broker.operations.history import HistoryFile, read_history
from broker.operations.kafka import EmbeddedKafka
from broker.operations.supervisor import Absence
from broker.operations.topics import create_topics_of
from broker.operations.workload import Storyteller, plant_persons

REGIONS = {RegionCode("621000"): "庆阳市", RegionCode("330100"): "杭州市"}
PERSONS = 12
READY_SECONDS_MAX = 90.0
REQUEST_SECONDS_MAX = 10.0
CONNECTIONS_MAX = 400

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """What a fault run is asked to do."""

    seed: int
    seconds: float
    rate: float
    kinds: frozenset[FaultKind]
    folder: Path
    heal_seconds: float = 90.0
    """For clients to learn what became of their commands, and for processes to be ready."""
    settle_seconds: float = 60.0
    """For findings to go away that time can heal."""
    program: tuple[str, ...] = (sys.executable, "-m", "broker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a run happens on: Kafka, processes, connections."""

    site: Site
    kafka: EmbeddedKafka
    absence: Absence
    fleet: Fleet
    session: aiohttp.ClientSession
    clock: SystemClock


async def run_faults(plan: RunPlan, say: Say) -> FaultReport:
    """Start, load and hurt, heal, audit, stop."""
    async with open_stage(plan) as stage:
        return await hurt(plan, stage, say)


async def hurt(plan: RunPlan, stage: Stage, say: Say) -> FaultReport:
    """Start the processes on a stage; load and hurt them, let them heal, audit."""
    config = load_config(stage.site.write_config("audit", 0))
    await create_topics_of(config)
    stage.fleet.start()
    if not await stage.fleet.ready(READY_SECONDS_MAX):
        raise Unavailable(
            f"进程没有就绪，请查看 {stage.site.folder} 中的日志。"
            f" The processes did not become ready: see the logs in {stage.site.folder}."
        )
    say(f"seed {plan.seed}: ready; {plan.seconds:.0f} s of faults begin")
    return await FaultRun(plan, stage, config, say).run()


@asynccontextmanager
async def open_stage(plan: RunPlan) -> AsyncIterator[Stage]:
    """Start Kafka; leave no process behind, whatever happens."""
    clock = SystemClock()
    kafka = EmbeddedKafka(plan.folder / "kafka")
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS_MAX),
        timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS_MAX),
        trust_env=False,
    )
    site = Site(
        folder=plan.folder, bootstrap=kafka.bootstrap, regions=REGIONS, program=plan.program
    )
    absence = Absence(kafka)
    fleet = Fleet(site, clock, session, absence.was_since)
    try:
        await asyncio.to_thread(kafka.start)
        await kafka.ready()
        yield Stage(
            site=site, kafka=kafka, absence=absence, fleet=fleet, session=session, clock=clock
        )
    finally:
        await fleet.stop()
        await session.close()
        await asyncio.to_thread(kafka.stop)


class FaultRun:
    """The load, the faults, the healing and the audit, on a stage that is ready."""

    def __init__(self, plan: RunPlan, stage: Stage, config: Config, say: Say) -> None:
        self._plan = plan
        self._stage = stage
        self._config = config
        self._say = say
        self._random = Random(plan.seed)  # noqa: S311 - a schedule, no secret
        self._persons = plant_persons(self._random, PERSONS)
        self._history = plan.folder / "history.jsonl"
        self._striking = Striking(fleet=stage.fleet, absence=stage.absence, clock=stage.clock)
        self._answers_until = float("inf")

    async def run(self) -> FaultReport:
        """Do it, step by step."""
        clock = self._stage.clock
        with HistoryFile(self._history) as history:
            desk = self._desk(history)
            clients = self._clients(desk)
            await self._load_and_hurt(clients)
            answered_rate = desk.tally.answered / self._plan.seconds
            self._say(f"seed {self._plan.seed}: healing")
            self._answers_until = clock.elapsed() + self._plan.heal_seconds
            await clients.finish()
        is_ready = await self._stage.fleet.ready(self._plan.heal_seconds)
        audited = await self._audit(desk)
        return FaultReport(
            seed=self._plan.seed,
            offered=clients.pace.given,
            offered_rate=clients.pace.given / self._plan.seconds,
            answered=desk.tally.answered,
            answered_rate=answered_rate,
            done=desk.tally.done,
            unknown=desk.tally.unknown,
            stale=sum(region.stale for region in audited.regions),
            struck=self._striking.struck,
            findings=(*audited.findings, *self._broken(is_ready=is_ready)),
            ready_seconds=tuple(self._stage.fleet.ready_seconds()),
            exits=self._stage.fleet.exits(),
        )

    def _desk(self, history: HistoryFile) -> Desk:
        clock = self._stage.clock
        return Desk(
            clients=open_clients(
                self._stage.session,
                self._config,
                url=self._stage.site.web_url,
                regions=REGIONS,
                now=clock.now(),
            ),
            history=history,
            clock=clock,
            random=self._random,
            is_given_up=lambda: clock.elapsed() > self._answers_until,
        )

    def _clients(self, desk: Desk) -> Clients:
        return Clients(
            desk=desk,
            storyteller=Storyteller(self._random, tuple(REGIONS), self._persons),
            random=self._random,
            rate=self._plan.rate,
        )

    async def _load_and_hurt(self, clients: Clients) -> None:
        # A schedule of its own, so that it does not depend on how the clients fare.
        faults = plan_faults(
            Random(self._plan.seed),  # noqa: S311 - a schedule, no secret
            self._plan.seconds,
            self._plan.kinds,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(clients.run(self._plan.seconds))
            group.create_task(self._striking.run(faults))

    async def _audit(self, desk: Desk) -> Audited:
        """Audit with everything that was written down."""
        folder = self._plan.folder
        metrics, problems = folder / "metrics.txt", folder / "problems.txt"
        metrics.write_text(await self._stage.fleet.metrics(), encoding="utf-8")
        problems.write_text("\n".join(sorted(desk.tally.problems)), encoding="utf-8")
        evidence = Evidence(
            history=read_history(self._history),
            canaries=[text for person in self._persons for text in person.texts],
            files=(*self._stage.fleet.logs, metrics, problems, self._stage.kafka.log),
        )
        return await settle(
            self._config,
            evidence,
            clock=self._stage.clock,
            seconds_max=self._plan.settle_seconds,
        )

    def _broken(self, *, is_ready: bool) -> list[Finding]:
        """A process that stopped with a word for people, or never was ready again, is a finding."""
        fleet = self._stage.fleet
        findings = [
            Finding(Oracle.EVIDENCE, member.process.name, member.broken)
            for member in [*fleet.members, *fleet.gone]
            if member.broken
        ]
        if not is_ready:
            findings.append(Finding(Oracle.LIVE, "processes", "some were not ready after healing"))
        return findings
