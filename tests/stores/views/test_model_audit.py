"""The audit of a read model folds the journal record by record, whatever fits together at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from broker.domain.identifiers import CaseId, RegionCode
from broker.engine.lead import ORIGIN, Counted, admit
from broker.engine.ledgers import Finding, Oracle
from broker.operations import model_audit
from broker.operations.model_audit import (
    FoldedModel,
    PartitionFold,
    SharedCases,
    compare_model,
    compare_regions,
)
from broker.schemas.records import LogRecord
from broker.stores.views.database import open_database
from broker.stores.views.store import SqlViewStore
from broker.streams.answers import row_of
from tests.engine.support import Desk, batch_of, partition_of
from tests.support.builders import (
    CASE_ID,
    HANGZHOU,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    submit,
)

CASE = CaseId(CASE_ID)


@pytest.fixture(params=[1, 2, 1000])
def desks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Desk]:
    """Give two desks, the which have told each other everything; fold in steps."""
    monkeypatch.setattr(model_audit, "CHANGES_TOGETHER", request.param)
    here = Desk(partition=partition_of())
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    here.ask_all([submit(), PASS_FORM, PASS_IDENTITY, PUSH])
    here.ask("c1", PASS_FORM)
    pushed = batch_of([one for _, one in here.histories[CASE_ID]], source=here, target=there)
    here.hear(batch_of([there.hear(pushed)], source=there, target=here))
    return here, there


def store(desk: Desk, folder: Path) -> str:
    """Keep the model of a desk's journal, and answer its address."""
    url = f"sqlite:///{folder / desk.region}.db"
    views = SqlViewStore(url, desk.region)
    position, rows = ORIGIN, []
    for record in desk.journal:
        judged = admit(position, record)
        position = judged.position
        if isinstance(judged, Counted):
            rows.append(row_of(judged))
    views.record_rows(desk.partition, expected=None, rows=rows)
    views.close()
    return url


def folded(desk: Desk, journal: list[LogRecord] | None = None) -> FoldedModel:
    """Fold a desk's journal."""
    model, fold = FoldedModel(), PartitionFold(desk.partition)
    for record in desk.journal if journal is None else journal:
        fold.take(record)
    fold.close(model)
    return model


def audited(desk: Desk, url: str) -> tuple[list[Finding], SharedCases]:
    """Compare a stored model with a desk's journal."""
    return compare_model(desk.region, url, folded(desk))


def test_a_model_that_is_the_fold_has_no_findings(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    shared = {}
    for desk in desks:
        findings, shared[desk.region] = audited(desk, store(desk, tmp_path))
        assert findings == []
        assert shared[desk.region].keys() == {CASE}
    assert compare_regions(shared) == []


@pytest.mark.parametrize(
    ("statement", "oracle", "message"),
    [
        ("UPDATE cases SET status = 'nowhere'", Oracle.LEGAL, f"{CASE_ID} differs from the fold"),
        ("DELETE FROM timeline WHERE sequence = 2", Oracle.LEGAL, "receiving.2 is missing"),
        ("UPDATE outcomes SET command_id = 'x' WHERE command_id = 'c1'", Oracle.LEGAL,
         "x is not in the journal"),
        ("UPDATE positions SET journal_offset = 0", Oracle.LIVE, "ends at 0"),
        ("UPDATE positions SET journal_offset = 99", Oracle.LEGAL, "stands at"),
    ],
)  # fmt: skip
def test_what_was_done_to_a_table_is_named(
    desks: tuple[Desk, Desk], tmp_path: Path, statement: str, oracle: Oracle, message: str
) -> None:
    here, _ = desks
    url = store(here, tmp_path)
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    findings, _ = audited(here, url)
    assert {finding.oracle for finding in findings} == {oracle}
    assert any(message in finding.message for finding in findings)


def test_two_regions_that_show_a_case_differently_are_named(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    shared: dict[RegionCode, SharedCases] = {
        desk.region: audited(desk, store(desk, tmp_path))[1] for desk in desks
    }
    others: tuple[SharedCases, ...] = ({}, {CASE: replace(shared[QINGYANG][CASE], digest=b"other")})
    for other in others:
        [finding] = compare_regions(shared | {HANGZHOU: other})
        assert finding.place == f"case {CASE_ID}"


def test_a_broken_journal_is_folded_up_to_there(desks: tuple[Desk, Desk]) -> None:
    here, _ = desks
    broken = [*here.journal[:3], here.journal[3]._replace(value=b"?"), *here.journal[4:]]
    assert folded(here, broken) == folded(here, here.journal[:3])
