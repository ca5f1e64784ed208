"""`python -m bench`: measure, print a table, write JSON."""

import argparse
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop
from rich.console import Console

from bench.recording import measure_processes, measure_ratio
from bench.relaying import measure_pair
from bench.replaying import measure_memory, measure_replay
from bench.report import Figure, show, write
from bench.scales import SCALES, Scale
from bench.stage import Stage, clock, open_stage
from bench.takeover import measure_takeover
from bench.timekeeping import measure_wave
from broker.wiring.collector import calm_collector

Measure = Callable[[Stage, Scale], Awaitable[list[Figure]]]
ROWS: dict[str, tuple[str, Measure]] = {
    "replay": ("重放", measure_replay),
    "memory": ("内存", measure_memory),
    "recorder": ("记录器与裸循环", measure_ratio),
    "processes": ("一个与两个记录器进程", measure_processes),
    "relay": ("两地之间", measure_pair),
    "takeover": ("接管", measure_takeover),
    "timekeeper": ("期限集中到期", measure_wave),
}
REPOSITORY = Path(__file__).parents[1]
RECORD = REPOSITORY / "docs" / "figures.json"


def parse() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="full", help="how much is measured")
    parser.add_argument(
        "--quick", action="store_const", dest="scale", const="quick", help="about two minutes"
    )
    parser.add_argument(
        "--only", action="append", choices=ROWS, metavar="ROW", help=f"one of {', '.join(ROWS)}"
    )
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name} for the README")
    parser.add_argument("--output", type=Path, help="write the JSON here")
    return parser.parse_args()


async def measure(scale: Scale, rows: list[str], figures: list[Figure]) -> None:
    """Measure the rows in order; what was measured before a row fails is kept."""
    console = Console(stderr=True)
    async with open_stage() as stage:
        for row in rows:
            title, take = ROWS[row]
            console.print(f"==> {title} ({row})")
            figures += await take(stage, scale)


def main() -> None:
    """Measure, print, write."""
    options = parse()
    calm_collector()  # as every node does
    figures: list[Figure] = []
    is_whole = False
    try:
        uvloop.run(measure(SCALES[options.scale], options.only or list(ROWS), figures))
        is_whole = True
    finally:
        show(figures)
        now = clock.now()
        is_recorded = options.record and is_whole
        usual = RECORD if is_recorded else REPOSITORY / "var" / "bench" / f"{now}.json"
        path = options.output or usual
        write(figures, path, mode=options.scale, measured_at=now)
        Console().print(f"已写入 {path}")


if __name__ == "__main__":
    main()
