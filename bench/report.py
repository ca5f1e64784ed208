"""Figures: what was measured, what is to hold, as a table for people and JSON for the README."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table
from typing_extensions import override

from broker.domain.identifiers import Instant

NOTE = (
    "在共享的双核机器上测得，绝对值随邻居的负载而变：请看比值与中位数。"
    " Measured on a shared machine: trust ratios and medians, not single values."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The design's bound for a figure; None for a side without a bound."""

    at_least: float | None = None
    at_most: float | None = None

    def keeps(self, value: float) -> bool:
        """Say whether a value is within the bound."""
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)

    @override
    def __str__(self) -> str:
        """Write the bound as people do."""
        if self.at_least is not None:
            return f"≥ {self.at_least:,g}"
        return f"≤ {self.at_most:,g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value; `details` hold the samples and what explains them."""

    name: str
    title: str
    value: float
    unit: str
    hold: Hold | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool | None:
        """Say whether the figure holds, None where nothing was promised."""
        return None if self.hold is None else self.hold.keeps(self.value)


def percentile(values: Sequence[float], share: float) -> float:
    """Answer the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Sum up measured times."""
    return {
        "count": len(values),
        "p50": round(median(values), 1),
        "p95": round(percentile(values, 0.95), 1),
        "p99": round(percentile(values, 0.99), 1),
        "max": round(max(values), 1),
    }


def show(figures: Sequence[Figure]) -> None:
    """Print the table."""
    table = Table(title="性能 (figures)", caption=NOTE)
    table.add_column("项目")
    table.add_column("测得", justify="right")
    table.add_column("目标", justify="right")
    table.add_column("")
    table.add_column("说明", overflow="fold")
    for figure in figures:
        mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: ""}[figure.is_kept]
        hold = "" if figure.hold is None else str(figure.hold)
        told = ", ".join(f"{name} {text(value)}" for name, value in figure.details.items())
        value = f"{text(figure.value)} {figure.unit}".strip()
        table.add_row(figure.title, value, hold, mark, told)
    Console().print(table)


def text(value: object) -> str:
    """Write a value shortly."""
    match value:
        case float():
            return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"
        case int():
            return f"{value:,}"
        case list() | tuple():
            return f"[{' '.join(text(each) for each in value)}]"
        case dict():
            return "(" + " ".join(f"{name} {text(each)}" for name, each in value.items()) + ")"
        case _:
            return str(value)


def write(figures: Sequence[Figure], path: Path, *, mode: str, measured_at: Instant) -> None:
    """Write the figures as JSON; rows recorded before and not measured now stay, with their day."""
    rows = {
        figure.name: {
            **asdict(figure),
            "hold": hold_text(figure),
            "is_kept": figure.is_kept,
            "measured_at_ms": measured_at,
        }
        for figure in figures
    }
    document = {
        "mode": mode,
        "measured_at_ms": measured_at,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "note": NOTE,
        "figures": list((recorded_rows(path, mode) | rows).values()),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def recorded_rows(path: Path, mode: str) -> dict[str, dict[str, Any]]:
    """Read the rows of a record in the same mode, none where there is no such record."""
    if not path.exists():
        return {}
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if document["mode"] != mode:
        return {}
    before = {"measured_at_ms": document["measured_at_ms"]}
    return {row["name"]: before | row for row in document["figures"]}


def hold_text(figure: Figure) -> str | None:
    """Write the bound of a figure, None where there is none."""
    return None if figure.hold is None else str(figure.hold)
