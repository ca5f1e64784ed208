"""Regions under faults: nothing lost, doubled or invented, and both sides come to the same."""

import os
import subprocess
import sys

import pytest

from tests.simulation.faults import Plan
from tests.simulation.world import Switches, simulate

SEEDS = 200
CHUNK = 20
HARSH = Plan(
    crash=0.01,
    pause=0.01,
    unknown=0.05,
    split=0.2,
    link_loss=0.1,
    link_twice=0.1,
    link_late=0.2,
    rebalance=0.3,
    hint_noise=0.2,
    clock_jump=0.1,
    poison=0.3,
    snapshot_loss=0.1,
)
"""Every kind of fault at once."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_drawn_faults_leave_nothing_to_find(first: int) -> None:
    for seed in range(first, first + CHUNK):
        run = simulate(seed)
        assert run.findings == (), f"seed {seed}: {run.findings[:5]}"


def test_all_faults_together_strike_and_leave_nothing_to_find() -> None:
    struck: set[str] = set()
    for seed in range(8):
        run = simulate(seed, plan=HARSH)
        assert run.findings == (), f"seed {seed}: {run.findings[:5]}"
        struck |= run.struck.keys()
    assert struck == {name for name in HARSH.__dataclass_fields__ if is_fault(name)}


def is_fault(name: str) -> bool:
    """Tell whether a part of the plan is the chance of a fault."""
    return isinstance(getattr(HARSH, name), float) and name not in {"slow", "fault_seconds"}


def test_without_faults_everybody_comes_to_an_end() -> None:
    run = simulate(1, plan=Plan(cases=4))
    assert run.findings == ()
    assert run.ended == ()
    assert run.decisions > 20


def test_a_seed_repeats_itself() -> None:
    assert simulate(11, plan=HARSH).trace == simulate(11, plan=HARSH).trace


def test_a_seed_repeats_itself_in_another_process() -> None:
    program = (
        "from tests.simulation.world import simulate; "
        "from tests.simulation.test_simulation import HARSH; "
        "print(simulate(12, plan=HARSH).trace)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == simulate(12, plan=HARSH).trace


def test_another_seed_is_another_run() -> None:
    assert simulate(13, plan=HARSH).trace != simulate(14, plan=HARSH).trace


@pytest.mark.parametrize("seed", range(12))
def test_an_intake_that_lost_its_tail_stops_its_region(seed: int) -> None:
    run = simulate(seed, plan=Plan(cases=4), switches=Switches(loses_intake_tail=True))
    assert run.stopped
    assert {reason for _, reason in run.ended} == {"IntakeMismatch"}
