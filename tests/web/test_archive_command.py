"""`tongban archive make|check` over the API of three regions in memory."""

import argparse
import asyncio
from pathlib import Path

import pytest

from broker.cli import build_parser, main
from broker.operations.commands.archive import make
from tests.web.driver import Api
from tests.web.test_archive import an_ended_case, package


def options(api: Api, *words: str) -> argparse.Namespace:
    """Parse a command line that reaches the test's server."""
    url = str(api.client.make_url("/")).rstrip("/")
    line = ("archive", "make", *words, "--url", url, "--token", api.token)
    return build_parser(("archive",)).parse_args(line)


def kept_in(folder: Path) -> list[Path]:
    """List what a folder holds."""
    return list(folder.iterdir())


async def test_a_package_is_made_kept_and_checked(
    qingyang: Api, hangzhou: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = await an_ended_case(qingyang, hangzhou)
    open_case = await qingyang.submit("k-2")
    words = (case_id, open_case, "--out", str(tmp_path / "out"), "--region", "621000")
    assert await make(options(qingyang, *words)) == 1
    told = capsys.readouterr()
    assert f"{open_case}  办件尚未办完，不能归档" in told.err
    assert "1 个信息包，1 个未能归档" in told.out
    [kept] = kept_in(tmp_path / "out")
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.read_bytes() == await package(qingyang, case_id)
    assert await asyncio.to_thread(main, ["archive", "check", str(kept)]) == 0
    assert capsys.readouterr().out.endswith(" passed, 0 failed\n")


async def test_a_changed_package_is_told_with_its_place(
    qingyang: Api, hangzhou: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = await package(qingyang, await an_ended_case(qingyang, hangzhou))
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(data)
    bad.write_bytes(data.replace(b"%%EOF", b"%%EOT", 1))
    assert await asyncio.to_thread(main, ["archive", "check", str(good), str(bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(f"{bad}: ") for line in lines)
    assert lines[-1].endswith(" failed")
    assert not lines[-1].endswith(" 0 failed")


def test_a_file_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["archive", "check", str(tmp_path / "x.zip")]) == 78
    assert "cannot be read" in capsys.readouterr().err
