"""Writes the table of measured figures into both READMEs: python infra/docs/figures.py.

docs/figures.json is copied from what `make bench` wrote, never typed: {"measured_on": "...",
"rows": [{"what": "...", "what_zh": "...", "measured": "...", "hold": "..."}]}.
"""

import json
import re
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
FIGURES = REPOSITORY / "docs" / "figures.json"
BEGIN, END = "<!-- figures: python infra/docs/figures.py -->", "<!-- /figures -->"
BETWEEN = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
HEADS = {
    "README.md": ("what", "| What | Measured | To hold |", "Measured on {on} with `make bench`."),
    "README.zh.md": ("what_zh", "| 项目 | 实测 | 指标 |", "由 `make bench` 实测，环境：{on}。"),
}
NOTHING = {
    "README.md": "`make bench` measures on your machine; no figures are recorded here yet.",
    "README.zh.md": "`make bench` 在您的机器上实测；此处尚未记录数据。",
}


def table(page: str, figures: dict[str, Any] | None) -> str:
    """Write the table of one page."""
    if figures is None:
        return NOTHING[page]
    column, head, sentence = HEADS[page]
    rows = [f"| {row[column]} | {row['measured']} | {row['hold']} |" for row in figures["rows"]]
    return "\n".join([head, "|---|---|---|", *rows, "", sentence.format(on=figures["measured_on"])])


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
