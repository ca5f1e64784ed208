"""The test of the test: each planted bug is caught by a listed seed, and the oracle named."""

import pytest

from tests.simulation.planted import BUGS, planted
from tests.simulation.world import simulate

CAUGHT = {
    "B1": (0, "O2"),
    "B2": (0, "O2"),
    "B3": (19, "O1"),
    "B4": (0, "O2"),
    "B5": (0, "O1"),
    "B6": (9, "O5"),
    "B7": (12, "O2"),
    "B8": (0, "O2"),
    "B9": (34, "O2"),
    "B16": (14, "O5"),
}
"""Bug to the seed that caught it first, and the oracle (reliability reference, section 5)."""
FURTHER_SEEDS = 200
"""A change of the product moves all draws: then the next seed that catches it is looked for."""


def test_every_planted_bug_is_listed() -> None:
    assert CAUGHT.keys() == BUGS.keys()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("bug", CAUGHT)
def test_a_planted_bug_is_caught(bug: str) -> None:
    listed, oracle = CAUGHT[bug]
    with planted(bug) as switches:
        runs = (simulate(listed + more, switches=switches) for more in range(FURTHER_SEEDS))
        caught = next((run for run in runs if oracle in run.oracles), None)
    assert caught is not None, f"{bug} stays unseen"
    assert simulate(caught.seed).findings == (), "without the bug the same seed finds nothing"
