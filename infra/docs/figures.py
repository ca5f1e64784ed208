"""Writes the table of measured figures into both READMEs: python infra/docs/figures.py.

docs/figures.json is what `tongban bench --record` wrote, never typed.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
FIGURES = REPOSITORY / "docs" / "figures.json"
BEGIN, END = "<!-- figures: python infra/docs/figures.py -->", "<!-- /figures -->"
BETWEEN = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
HEADS = {
    "README.md": "| What | Measured | To hold | Held |",
    "README.zh.md": "| 项目 | 实测 | 指标 | 达标 |",
}
SENTENCES = {
    "README.md": (
        "Measured with `tongban bench{option}` on {day}, {cores} shared cores: trust the ratios."
    ),
    "README.zh.md": "由 `tongban bench{option}` 于 {day} 实测，{cores} 个共享核心：以比值为准。",
}
NOTHING = {
    "README.md": "`make bench` measures on your machine; no figures are recorded here yet.",
    "README.zh.md": "`make bench` 在您的机器上实测；此处尚未记录数据。",
}
OPTIONS = {"full": "", "quick": " --quick", "tiny": " --scale tiny"}
UNITS = {"倍": "×"}
ROUNDED_FROM = 100


def table(page: str, figures: dict[str, Any] | None) -> str:
    """Write the table of one page."""
    if figures is None:
        return NOTHING[page]
    rows = [row(page, figure) for figure in figures["figures"]]
    days = {day_of(figure) for figure in figures["figures"]}
    day = " – ".join(sorted({min(days), max(days)}))
    sentence = SENTENCES[page].format(
        option=OPTIONS[figures["mode"]], day=day, cores=figures["cores"]
    )
    return "\n".join([HEADS[page], "|---|---|---|---|", *rows, "", sentence])


def day_of(figure: dict[str, Any]) -> str:
    """Answer the day on which a figure was measured."""
    return datetime.fromtimestamp(figure["measured_at_ms"] / 1000, UTC).date().isoformat()


def row(page: str, figure: dict[str, Any]) -> str:
    """Write one figure, and honestly whether it is held."""
    is_english = page == "README.md"
    what = figure["name"].replace("_", " ") if is_english else figure["title"]
    unit = UNITS.get(figure["unit"], figure["unit"]) if is_english else figure["unit"]
    held = {True: "✓", False: "✗", None: ""}[figure["is_kept"]]
    value = figure["value"]
    shown = f"{value:,.0f}" if value >= ROUNDED_FROM else f"{value:.3g}"
    return f"| {what} | {shown} {unit} | {figure['hold'] or ''} | {held} |"


def filled(page: str, text: str, figures: dict[str, Any] | None) -> str:
    """Answer a page with its table."""
    assert BETWEEN.search(text), f"{page} has no place for figures"
    return BETWEEN.sub(lambda _: f"{BEGIN}\n{table(page, figures)}\n{END}", text)


def recorded() -> dict[str, Any] | None:
    """Read what was recorded, None when nothing was."""
    if not FIGURES.exists():
        return None
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return figures


def main() -> None:
    """Write both pages."""
    for page in HEADS:
        path = REPOSITORY / page
        path.write_text(filled(page, path.read_text(encoding="utf-8"), recorded()), "utf-8")


if __name__ == "__main__":
    main()
