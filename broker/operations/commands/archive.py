"""`tongban archive make|check`: take archive packages of ended cases; check them from the file."""

import argparse
from os import fsync
from pathlib import Path

from broker.archive.checking.check import check_package
from broker.archive.checking.report import Report
from broker.archive.container import PACKAGE_BYTES_MAX
from broker.errors import Misconfigured
from broker.operations.client import Denied
from broker.operations.commands.parsing import Subparsers, add_command, add_family
from broker.operations.commands.reaching import add_api_options, reach_api
from broker.operations.commands.running import run_async
from broker.operations.console import complain, say

CASE = "621000-eas2mc5m2eksabrfsbwc6kpcjt"
MAKE = f"tongban archive make {CASE} --out 归档"
CHECK = f"tongban archive check 归档/{CASE}_621000_v14.zip"
REGION_DIGITS = 6


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(commands, "archive", sentence, example=MAKE).add_subparsers(
        required=True, metavar="子命令"
    )
    make = add_command(
        family,
        "make",
        "导出办完的办件的归档信息包（含个人信息，导出有记录）",
        run_make,
        example=MAKE,
    )
    make.add_argument("cases", nargs="+", metavar="CASE", help="办件编号")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="存放的文件夹")
    make.add_argument(
        "--region", metavar="CODE", help="由哪个地区归档（默认为收件地，即编号前六位）"
    )
    add_api_options(make)
    check = add_command(
        family,
        "check",
        "核对归档信息包：只需文件本身，逐项说明问题及其位置",
        run_check,
        example=CHECK,
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="归档信息包（ZIP）")


def run_make(options: argparse.Namespace) -> int:
    """Make packages; a case that is not filed is an exit status of 1."""
    return run_async(make(options))


def run_check(options: argparse.Namespace) -> int:
    """Check packages; any fault is an exit status of 1."""
    reports = [check_file(path) for path in options.files]
    failed = sum(report.failed for report in reports)
    say(f"{sum(report.passed for report in reports)} passed, {failed} failed")
    return 1 if failed else 0


async def make(options: argparse.Namespace) -> int:
    """Ask for each package and keep it; a refusal does not stop the others."""
    refused = 0
    make_folder(options.out)
    for case_id in options.cases:
        async with reach_api(options, options.region or case_id[:REGION_DIGITS]) as api:
            try:
                name, content = await api.archive(case_id)
            except Denied as error:
                complain(f"{case_id}  {error}")
                refused += 1
                continue
        path = options.out / name
        keep(path, content)
        say(f"{path}  {len(content)} 字节")
    say(f"{len(options.cases) - refused} 个信息包，{refused} 个未能归档")
    return 1 if refused else 0


def make_folder(path: Path) -> None:
    """Make the folder for packages if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"无法使用文件夹 {path}（{error.strerror}）。 The folder {path} cannot be used."
        ) from error


def keep(path: Path, content: bytes) -> None:
    """Write a package whole or not at all, for its owner's eyes only."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        fsync(file.fileno())
    partial.replace(path)


def check_file(path: Path) -> Report:
    """Check a package and print what does not hold."""
    report = check_package(read_package(path))
    for flaw in report.flaws:
        say(f"{path}: {flaw.place}: {flaw.message}")
    hidden = report.failed - len(report.flaws)
    if hidden:
        say(f"{path}: … 另有 {hidden} 项 (and {hidden} more)")
    if report.withheld:
        say(f"{path}: 注意：{report.withheld} 条决定因涉及其他办件未随包收录，链值须与日志核对")
    if report.manifest_digest:
        say(f"{path}: 目录 SHA-256 {report.manifest_digest}")
    return report


def read_package(path: Path) -> bytes:
    """Read a file, but no more of it than a package may have, and one byte to tell."""
    try:
        with path.open("rb") as file:
            return file.read(PACKAGE_BYTES_MAX + 1)
    except OSError as error:
        raise Misconfigured(
            f"无法读取 {path}（{error.strerror}）。 {path} cannot be read."
        ) from error
