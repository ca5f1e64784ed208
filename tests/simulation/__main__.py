"""Simulate many seeds: python -m tests.simulation --seeds 1..2000 [--bug B6]."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial

from tests.simulation.planted import BUGS, planted
from tests.simulation.world import Run, Switches, simulate


def main() -> int:
    """Run the seeds, tell about each that fails, and measure."""
    arguments = argparse.ArgumentParser(prog="python -m tests.simulation")
    arguments.add_argument("--seeds", default="1..200", help="first..last, or one seed")
    arguments.add_argument("--bug", choices=sorted(BUGS), help="plant a bug, to see it caught")
    chosen = arguments.parse_args()
    first, _, last = chosen.seeds.partition("..")
    seeds = range(int(first), int(last or first) + 1)
    started, decisions, failed = time.perf_counter(), 0, 0  # measures, no rule
    with ProcessPoolExecutor() as pool:
        for run in pool.map(partial(simulate_with, bug=chosen.bug), seeds, chunksize=8):
            decisions += run.decisions
            failed += bool(run.findings)
            tell(run)
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{len(seeds)} seeds, {decisions} decisions, {failed} failed, {seconds:.1f} s, "
        f"{len(seeds) / seconds:.1f} seeds/s\n"
    )
    return 1 if failed else 0


def simulate_with(seed: int, bug: str | None) -> Run:
    """Run a seed, perhaps with a planted bug."""
    with nullcontext(Switches()) if bug is None else planted(bug) as switches:
        return simulate(seed, switches=switches)


def tell(run: Run) -> None:
    """Say what was wrong in a run."""
    if not run.findings:
        return
    sys.stdout.write(f"seed {run.seed}: {run.struck}\n")
    for finding in run.findings:
        sys.stdout.write(f"  {finding.oracle.value} {finding.place}: {finding.message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
