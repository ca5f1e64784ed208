"""The bench runs from end to end with very small numbers; no time is judged here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SECONDS_MAX = 400


@pytest.mark.integration
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_every_row_is_measured(tmp_path: Path) -> None:
    output = tmp_path / "figures.json"
    ended = subprocess.run(
        [sys.executable, "-m", "bench", "--scale", "tiny", "--output", str(output)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    document = json.loads(output.read_text(encoding="utf-8"))
    assert {figure["name"] for figure in document["figures"]} >= {
        "replay_from_kafka",
        "memory_per_open_case",
        "recorder_ratio",
        "two_recorders_ratio",
        "visible_p99_at_10",
        "receipt_p99_at_10",
        "relayed_events_sustained",
        "takeover_600",
    }
    assert all(figure["value"] > 0 for figure in document["figures"])
