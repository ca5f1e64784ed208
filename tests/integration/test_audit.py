"""The audit of what a fault run left: clean as it is, and every damage names its oracle."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from broker.cli import main
from broker.domain.identifiers import RegionCode
from broker.engine.auditing import audit
from broker.engine.ledgers import Oracle, PartitionRecords, RegionRecords
from broker.operations.audit import Evidence, audit_node, read_whole
from broker.operations.history import Line, Phase, read_history
from broker.schemas.records import LogRecord
from broker.streams.kafka_log import KafkaLog
from broker.streams.topics import intake_topic, journal_topic
from tests.integration.conftest import Hurt

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

Damage = Callable[[list[LogRecord]], list[LogRecord]]


def flipped(journal: list[LogRecord]) -> list[LogRecord]:
    """Change one byte of a record in the middle."""
    middle = len(journal) // 2
    value = bytearray(journal[middle].value)
    value[-1] ^= 1
    return [*journal[:middle], journal[middle]._replace(value=bytes(value)), *journal[middle + 1 :]]


def dropped(journal: list[LogRecord]) -> list[LogRecord]:
    """Take the last record away."""
    return journal[:-1]


def doubled(journal: list[LogRecord]) -> list[LogRecord]:
    """Append the last record again."""
    return [*journal, journal[-1]._replace(offset=journal[-1].offset + 1)]


@pytest.fixture
async def regions(fault_run: Hurt) -> list[RegionRecords]:
    """Read everything that the run left."""
    log = KafkaLog(fault_run.config.bootstrap)
    try:
        return [
            RegionRecords(
                region=region.code,
                partitions=[
                    await partition_in_memory(log, region.code, number)
                    for number in range(region.partitions)
                ],
                links={},
                set_aside=frozenset(),
            )
            for region in fault_run.config.regions
        ]
    finally:
        await log.stop()


async def partition_in_memory(log: KafkaLog, code: RegionCode, partition: int) -> PartitionRecords:
    """Keep a whole partition, to damage it."""
    _, journal_end = await log.bounds(journal_topic(code), partition)
    _, end = await log.bounds(intake_topic(code), partition)
    return PartitionRecords(
        partition=partition,
        intake=[one async for one in read_whole(log, intake_topic(code), partition, end)],
        intake_end=end,
        journal=[one async for one in read_whole(log, journal_topic(code), partition, journal_end)],
    )


@pytest.mark.parametrize(
    ("damage", "oracle"),
    [(flipped, Oracle.EVIDENCE), (dropped, Oracle.LOST), (doubled, Oracle.DOUBLED)],
)
def test_damage_to_a_journal_is_found(
    regions: list[RegionRecords], damage: Damage, oracle: Oracle
) -> None:
    first, *others = regions
    harmed, *rest = first.partitions
    copy: PartitionRecords = replace(harmed, journal=damage(list(harmed.journal)))
    _, findings = audit([replace(first, partitions=[copy, *rest]), *others])
    assert oracle in {finding.oracle for finding in findings}


def test_the_command_says_zero_findings(
    fault_run: Hurt, capsys: pytest.CaptureFixture[str]
) -> None:
    config = str(fault_run.plan.folder / "audit.toml")
    assert main(["audit", "--config", config, "--history", str(fault_run.history)]) == 0
    assert "0 findings" in capsys.readouterr().out


def test_the_command_writes_json(fault_run: Hurt, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--config", str(fault_run.plan.folder / "audit.toml"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
    assert all(region["decisions"] >= region["commands"] > 0 for region in told["regions"])


def lied(line: Line, **changes: object) -> Line:
    """Let a client say something else of itself."""
    return replace(line, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "oracle"),
    [
        ({"command_id": "nobody-wrote-this"}, Oracle.LOST),
        ({"event_ids": ("621000-nothing.r1",)}, Oracle.LOST),
        ({"outcome": "refusal", "reason": "case_ended", "event_ids": ()}, Oracle.INVENTED),
    ],
)
async def test_what_a_client_was_told_must_hold(
    fault_run: Hurt, changes: dict[str, object], oracle: Oracle
) -> None:
    lines = read_history(fault_run.history)
    told = next(line for line in lines if line.phase is Phase.OK and line.outcome == "events")
    evidence = Evidence(history=[*lines, lied(told, **changes)])
    audited = await audit_node(fault_run.config, evidence)
    assert oracle in {finding.oracle for finding in audited.findings}


async def test_a_command_that_nobody_gave_is_invented(fault_run: Hurt) -> None:
    lines = read_history(fault_run.history)
    forgotten = next(line.command_id for line in lines if line.outcome == "events")
    kept = [line for line in lines if line.command_id != forgotten]
    audited = await audit_node(fault_run.config, Evidence(history=kept))
    assert {finding.oracle for finding in audited.findings} == {Oracle.INVENTED}


async def test_a_planted_text_in_a_log_or_a_topic_is_a_leak(
    fault_run: Hurt, tmp_path: Path
) -> None:
    log = tmp_path / "node.log"
    log.write_text('{"sentence": "' + "x" * 2_000_000 + '张三 came"}', encoding="utf-8")
    audited = await audit_node(fault_run.config, Evidence(canaries=("张三",), files=(log,)))
    assert {finding.oracle for finding in audited.findings} == {Oracle.SECRET}
    seen = await audit_node(fault_run.config, Evidence(canaries=("CheckForm",)))
    assert {finding.oracle for finding in seen.findings} <= {Oracle.SECRET}


@pytest.mark.parametrize(
    ("statement", "oracle"),
    [
        ("UPDATE cases SET status = 'nowhere' WHERE case_id = (SELECT max(case_id) FROM cases)",
         Oracle.LEGAL),
        ("DELETE FROM timeline WHERE case_id = (SELECT max(case_id) FROM cases)", Oracle.LEGAL),
        ("UPDATE positions SET journal_offset = 1 WHERE partition = 0", Oracle.LIVE),
    ],
)  # fmt: skip
async def test_a_read_model_that_is_not_the_fold_is_found(
    fault_run: Hurt, tmp_path: Path, statement: str, oracle: Oracle
) -> None:
    first, *others = fault_run.config.regions
    copy = tmp_path / "views.db"
    with (
        closing(sqlite3.connect(first.views_url.removeprefix("sqlite:///"))) as stored,
        closing(sqlite3.connect(copy)) as harmed,
    ):
        stored.backup(harmed)
        harmed.execute(statement)
        harmed.commit()
    config = replace(
        fault_run.config, regions=(replace(first, views_url=f"sqlite:///{copy}"), *others)
    )
    audited = await audit_node(config, Evidence())
    assert oracle in {finding.oracle for finding in audited.findings}
