"""`tongban vectors`: what a person sees, and with which exit status."""

import argparse
import json
from pathlib import Path

import pytest

from broker.errors import Misconfigured
from broker.operations.commands import vectors
from tests.domain.clocks.support import DATA, load


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    vectors.add_parser(parser.add_subparsers(), "核对")
    options = parser.parse_args(["vectors", *arguments])
    status: int = options.run(options)
    return status


@pytest.mark.parametrize(
    ("kind", "name", "count"),
    [("clock", "clock-vectors.json", 51), ("codes", "code-vectors.json", 74)],
)
def test_all_shared_vectors_pass(
    kind: str, name: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(kind, str(DATA / name)) == 0
    assert capsys.readouterr().out == f"{count} passed, 0 failed\n"


def test_a_failure_is_printed_with_the_explanation_of_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = load("clock-vectors.json")[:2]
    rows[1]["expect"] = {"accepted_on": "2026-02-27"}
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert run("clock", str(file)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "FAILED clk-002",
        "  accepted_on：应为 2026-02-27，算得 2026-02-13",
        "  第 1 次受理审查：5 个工作日",
    ]
    assert "    2026-02-15（周日）至 2026-02-23（周一）：春节放假，不计入" in lines
    assert lines[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[", "不是 JSON"),
        (b"\xff\xfe", "不是 JSON"),
        (b"[" * 100_000, "不是 JSON"),
        (b"{}", "文件的最外层应为列表"),
        (b'[{"id": "a", "expect": {}}]', "a：rule 缺少或类型不对"),
        (b'[{"id": "a"}, 3]', "a：缺少 expect"),
    ],
)
def test_a_bad_file_is_one_clear_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    with pytest.raises(Misconfigured, match=sentence) as caught:
        run("clock", str(file))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["clock", "codes"])
def test_a_missing_file_is_one_clear_sentence(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Misconfigured, match="无法读取"):
        run(kind, str(tmp_path / "none.json"))
