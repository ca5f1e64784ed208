"""One short fault run, whose Kafka stays up for the tests that look at what it left behind."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from broker.config import Config, load_config
from broker.operations.faults.report import FaultReport
from broker.operations.faults.run import RunPlan, hurt, open_stage
from broker.operations.faults.schedule import FaultKind

SECONDS = 25.0
RATE = 40.0


@dataclass(frozen=True, slots=True)
class Hurt:
    """A fault run that is over, on a Kafka that still answers."""

    plan: RunPlan
    report: FaultReport
    config: Config

    @property
    def history(self) -> Path:
        """Answer the file in which its clients wrote what they did."""
        return self.plan.folder / "history.jsonl"


@pytest.fixture(scope="session")
def fault_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hurt]:
    """Hurt separate processes with every kind of fault, and let them heal."""
    plan = RunPlan(
        seed=3,
        seconds=SECONDS,
        rate=RATE,
        kinds=frozenset(FaultKind),
        folder=tmp_path_factory.mktemp("faults"),
    )
    stage_of_run = open_stage(plan)
    with asyncio.Runner() as runner:
        stage = runner.run(stage_of_run.__aenter__())
        try:
            report = runner.run(hurt(plan, stage, print))
            yield Hurt(plan, report, load_config(plan.folder / "audit.toml"))
        finally:
            runner.run(stage_of_run.__aexit__(None, None, None))
