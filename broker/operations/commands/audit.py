"""`tongban audit`: read whole topics and read models, and say what must not be."""

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from broker.config import load_config
from broker.engine.ledgers import Finding, Oracle
from broker.operations.audit import Audited, Evidence, audit_node
from broker.operations.commands.parsing import (
    Subparsers,
    add_command,
    add_config_option,
)
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.history import read_history

FINDINGS_SHOWN_MAX = 50
ORACLE_NAMES = {
    Oracle.LOST: "丢失 lost",
    Oracle.DOUBLED: "重复 doubled",
    Oracle.INVENTED: "凭空 invented",
    Oracle.ORDER: "乱序 disordered",
    Oracle.LEGAL: "不合法 illegal",
    Oracle.LIVE: "未完成 late",
    Oracle.EVIDENCE: "链断 unproven",
    Oracle.SECRET: "泄露 leaked",
}


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "audit",
        sentence,
        run,
    )
    add_config_option(parser)
    parser.add_argument("--history", type=Path, metavar="FILE", help="客户端操作记录（JSONL）")
    parser.add_argument(
        "--canaries", type=Path, metavar="FILE", help="不得以明文出现的文字，每行一条"
    )
    parser.add_argument(
        "--scan", type=Path, action="append", default=[], metavar="FILE", help="一并检查的日志文件"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Audit and print."""
    return run_async(audit(options))


async def audit(options: argparse.Namespace) -> int:
    """Audit once."""
    evidence = Evidence(
        history=None if options.history is None else read_history(options.history),
        canaries=() if options.canaries is None else read_canaries(options.canaries),
        files=tuple(options.scan),
    )
    audited = await audit_node(load_config(options.config), evidence)
    if options.json:
        say(json.dumps(asdict(audited), ensure_ascii=False))
    else:
        print_audit(audited)
    return 1 if audited.findings else 0


def read_canaries(path: Path) -> tuple[str, ...]:
    """Read one text a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def print_audit(audited: Audited) -> None:
    """Print what was read and what was found."""
    table = Table(title="审计 Audit")
    headings = ("地区", "收件记录", "决定", "作废", "事件", "办件", "请求", "死信")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "地区" else "right")
    for one in audited.regions:
        table.add_row(*(str(value) for value in asdict(one).values()))
    Console().print(table)
    for finding in audited.findings[:FINDINGS_SHOWN_MAX]:
        say(show_finding(finding))
    hidden = len(audited.findings) - FINDINGS_SHOWN_MAX
    if hidden > 0:
        say(f"… 另有 {hidden} 项 (and {hidden} more)")
    counts = Counter(finding.oracle for finding in audited.findings)
    named = "".join(f"; {ORACLE_NAMES[oracle]} {counts[oracle]}" for oracle in sorted(counts))
    say(f"{len(audited.findings)} findings{named}")


def show_finding(finding: Finding) -> str:
    """Write a finding in one line."""
    return f"{finding.oracle} {ORACLE_NAMES[finding.oracle]}: {finding.place}: {finding.message}"
