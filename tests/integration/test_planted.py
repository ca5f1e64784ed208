"""The test of the test on real Kafka: a planted bug is caught, and the oracle named."""

import sys
from pathlib import Path

import pytest

from broker.engine.ledgers import Oracle
from broker.operations.faults.run import RunPlan, run_faults

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def plan(name: str, folder: Path) -> RunPlan:
    """Plan a short run of processes that carry a bug, without other faults."""
    return RunPlan(
        seed=5,
        seconds=18,
        rate=30,
        kinds=frozenset(),
        folder=folder,
        heal_seconds=8,
        settle_seconds=1,
        program=(sys.executable, "-m", "tests.integration.planted", name, "--"),
    )


@pytest.mark.parametrize(("bug", "oracle"), [("B5", Oracle.LOST), ("B6", Oracle.LEGAL)])
async def test_a_planted_bug_is_caught(bug: str, oracle: Oracle, tmp_path: Path) -> None:
    report = await run_faults(plan(bug, tmp_path), print)
    assert oracle in {finding.oracle for finding in report.findings}, report.sentence()
