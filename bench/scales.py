"""How much is measured: a smoke for the tests, two minutes for a look, or everything."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The numbers of one mode."""

    repeats: int
    recorded_cases: int
    """Cases of four commands for each run of a recorder."""
    rates: tuple[int, ...]
    rate_seconds: float
    histories: tuple[int, ...]
    """Events of history before a take-over."""
    takeover_seconds: float
    """How long is watched after the kill."""
    replayed_cases: int
    open_cases: int
    relay_seconds: float
    relay_workers: int
    deadlines: int
    """Open deadlines, a fifth of which fall due together."""


TINY = Scale(
    repeats=1,
    recorded_cases=50,
    rates=(10,),
    rate_seconds=3,
    histories=(600,),
    takeover_seconds=14,
    replayed_cases=50,
    open_cases=100,
    relay_seconds=3,
    relay_workers=4,
    deadlines=200,
)
QUICK = Scale(
    repeats=3,
    recorded_cases=5_000,
    rates=(20, 100),
    rate_seconds=8,
    histories=(10_000,),
    takeover_seconds=20,
    replayed_cases=2_000,
    open_cases=10_000,
    relay_seconds=10,
    relay_workers=32,
    deadlines=10_000,
)
FULL = Scale(
    repeats=7,
    recorded_cases=10_000,
    rates=(20, 100, 300),
    rate_seconds=30,
    histories=(10_000, 1_000_000),
    takeover_seconds=30,
    replayed_cases=10_000,
    open_cases=50_000,
    relay_seconds=30,
    relay_workers=32,
    deadlines=100_000,
)
SCALES = {"tiny": TINY, "quick": QUICK, "full": FULL}
