"""`tongban offices`: a file judged row by row, and a case routed to its office, in Chinese."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from broker.cli import build_parser
from broker.errors import Misconfigured
from tests.domain.offices.support import XIFENG


def run(*words: str) -> int:
    options = build_parser(["offices"]).parse_args(["offices", *words])
    status: int = options.run(options)
    return status


def starting() -> str:
    return files("broker").joinpath("data", "offices", "621000.json").read_text(encoding="utf-8")


def route(*more: str, item: str = "KT110023", place: str = XIFENG) -> tuple[str, ...]:
    return ("route", "--region", "621000", "--item", item, "--place", place, *more)


def test_a_sound_file_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "offices.json"
    file.write_text(starting(), encoding="utf-8")
    assert run("check", str(file)) == 0
    assert capsys.readouterr().out == "71 个部门、26 个窗口，没有问题（演示数据 71 个）\n"


def test_a_problem_is_printed_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(starting())
    rows[1]["place"] = "622800"
    rows[2]["level"] = "乡级"
    file = tmp_path / "offices.json"
    file.write_text(",\n".join(map(json.dumps, rows)).join(("[", "]")), encoding="utf-8")
    assert run("check", str(file)) == 1
    place, level, count = capsys.readouterr().out.splitlines()
    sentence = "所在地代码已停用，应使用现行代码：621000（place_retired）"
    assert place == f"第 2 行 place  {sentence}"
    assert level.startswith("第 3 行 level  不认识 '乡级'，应为其中之一：city（市级）")
    assert count == "共 2 个问题，文件未采用"


def test_a_case_is_routed_and_its_windows_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*route("--on", "2026-06-10")) == 0
    window = "西峰区政务服务中心 {}号窗口（综合窗口）  授权至 2028-12-31  开放 {}"
    hours = "08:30–12:00、14:30–18:00"
    assert capsys.readouterr().out.splitlines() == [
        "事项      残疾人证换领（KT110023）",
        "职权地点  甘肃省庆阳市西峰区（621002，县级）",
        "主管部门  西峰区残疾人联合会（xf-cl）  【演示数据】",
        "受理窗口  2026-06-10",
        f"  {window.format(1, hours)}",
        f"  {window.format(2, hours)}",
    ]


@pytest.mark.parametrize(
    ("on", "ending"),
    [
        ("2026-06-13", "  当日不开放"),
        ("2026-02-14", "  开放 08:30–12:00、14:30–18:00"),
        ("2027-06-10", "  开放时间未定：该年度放假安排尚未公布"),
        ("2029-01-01", "  当日没有可受理的窗口"),
    ],
)
def test_the_day_decides_who_serves(
    on: str, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Weekend, make-up day, unpublished year, expired delegation."""
    assert run(*route("--on", on)) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(ending)


def test_a_case_that_cannot_be_routed_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*route(place="330100")) == 1
    assert "无法确定  该地点不属于本地区：330100" in capsys.readouterr().out


def test_a_hosted_region_says_by_whom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A partner without a broker of its own."""
    rows = [{**row, "hosted_by": "620300"} for row in json.loads(starting())]
    file = tmp_path / "offices.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert run(*route("--file", str(file))) == 0
    assert "代管地区  甘肃省金昌市（620300）" in capsys.readouterr().out


def test_later_versions_in_a_file_are_taken_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(starting())
    later = [
        {**row, "name": "西峰区残联", "effective": {"from_on": "2026-07-01"}}
        for row in rows
        if row["code"] == "xf-cl"
    ]
    file = tmp_path / "offices.json"
    file.write_text(json.dumps([*later, *rows]), encoding="utf-8")
    for on, name in (("2026-06-30", "西峰区残疾人联合会"), ("2026-07-01", "西峰区残联")):
        assert run(*route("--file", str(file), "--on", on)) == 0
        assert f"主管部门  {name}（xf-cl）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (route(item="KT999999"), "没有事项 KT999999"),
        (route("--on", "明天"), "明天 不是日期"),
        (("route", "--region", "../x", "--item", "KT110023", "--place", XIFENG), "没有 ../x 的"),
        (("route", "--region", "110000", "--item", "KT110023", "--place", XIFENG), "没有 110000"),
        (route("--file", "/none"), "无法读取 /none"),
        (("check", "/none"), "无法读取 /none"),
    ],
)
def test_what_cannot_be_asked_is_one_clear_sentence(words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence) as caught:
        run(*words)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"[]", "没有 621000 可用的部门"), (b"[1]", "请先用"), (b"\xff", "不是 UTF-8 文本")],
)
def test_a_file_that_is_no_use_is_one_clear_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "offices.json"
    file.write_bytes(content)
    with pytest.raises(Misconfigured, match=sentence):
        run(*route("--file", str(file)))
