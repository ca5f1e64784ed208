"""The test of the test: each planted bug is caught by a listed seed, and the oracle named."""

import pytest

from tests.simulation.planted import BUGS, planted
from tests.simulation.world import simulate

CAUGHT = {
    "B1": ((0, 1), "O2"),
    "B2": ((0, 2), "O2"),
    "B3": ((19, 38), "O1"),
    "B4": ((0, 1), "O2"),
    "B5": ((0, 4), "O1"),
    "B6": ((0, 9), "O5"),
    "B7": ((0, 12), "O2"),
    "B8": ((0, 4), "O2"),
    "B9": ((34, 84), "O2"),
    "B16": ((14, 16), "O5"),
}
"""Bug to seeds and oracle (reliability reference, section 5)."""

LISTED = [(bug, seed, oracle) for bug, (seeds, oracle) in CAUGHT.items() for seed in seeds]


def test_every_planted_bug_is_listed() -> None:
    assert CAUGHT.keys() == BUGS.keys()


@pytest.mark.parametrize(("bug", "seed", "oracle"), LISTED)
def test_a_planted_bug_is_caught(bug: str, seed: int, oracle: str) -> None:
    with planted(bug) as switches:
        run = simulate(seed, switches=switches)
    assert oracle in run.oracles, run.findings[:5]


@pytest.mark.parametrize("seed", sorted({seed for _, seed, _ in LISTED}))
def test_without_the_bug_the_same_seed_finds_nothing(seed: int) -> None:
    assert simulate(seed).findings == ()
