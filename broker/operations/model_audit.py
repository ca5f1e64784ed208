"""Auditing a read model: what stands in its tables is the fold of the journal, no more (O5, O6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import RowMapping, Table, select

from broker.domain.identifiers import CaseId, RegionCode
from broker.engine.lead import ORIGIN, Counted, admit
from broker.engine.ledgers import Finding, Oracle, RegionRecords
from broker.errors import CorruptLog, DecodeError
from broker.schemas.records import LogRecord
from broker.stores.views.database import open_database
from broker.stores.views.documents import case_of, case_row, entry_row, outcome_row
from broker.stores.views.tables import CASES, OUTCOMES, POSITIONS, TIMELINE
from broker.streams.answers import row_of
from broker.views.absorb import absorb
from broker.views.case import CaseView
from broker.views.changes import changes_of

Row = Mapping[str, Any]
Key = tuple[object, ...]


@dataclass(slots=True)
class Model:
    """A read model as plain rows by key, whether stored or folded anew."""

    positions: dict[int, int] = field(default_factory=dict)
    """Partition to the offset of the last journal record that counts."""
    tables: dict[str, dict[Key, Row]] = field(
        default_factory=lambda: {"cases": {}, "timeline": {}, "outcomes": {}}
    )
    views: dict[CaseId, CaseView] = field(default_factory=dict)


def read_model(url: str) -> Model:
    """Read the tables whole."""
    model = Model()
    engine = open_database(url)
    try:
        with engine.connect() as connection:

            def rows(table: Table) -> Sequence[RowMapping]:
                return connection.execute(select(table)).mappings().all()

            for row in rows(POSITIONS):
                model.positions[row["partition"]] = row["journal_offset"]
            for row in rows(CASES):
                model.tables["cases"][(row["case_id"],)] = dict(row)
                model.views[CaseId(row["case_id"])] = case_of(row)
            for row in rows(TIMELINE):
                entry = {**row, "digest": bytes(row["digest"])}
                model.tables["timeline"][entry_key(entry)] = entry
            for row in rows(OUTCOMES):
                model.tables["outcomes"][(row["command_id"],)] = dict(row)
    finally:
        engine.dispose()
    return model


def fold_model(records: RegionRecords) -> Model:
    """Fold the journals of a region into the model that should stand in the tables.

    A journal that breaks the lead rule is folded up to there; the audit of journals names it.
    """
    model = Model()
    for partition in records.partitions:
        fold_partition(model, partition.partition, partition.journal)
    return model


def fold_partition(model: Model, partition: int, journal: Sequence[LogRecord]) -> None:
    """Fold one partition; the first outcome of a command stays."""
    counted = list(counted_until_broken(journal))
    if not counted:
        return
    rows = [row_of(judged) for judged in counted]
    changes = [change for row in rows for change in changes_of(partition, row)]
    try:
        absorbed = absorb({}, changes)
    except (CorruptLog, AssertionError):
        return
    model.positions[partition] = rows[-1].offset
    model.views |= absorbed.views
    for view in absorbed.views.values():
        model.tables["cases"][(view.case_id,)] = case_row(view)
    for entry in absorbed.entries:
        row = entry_row(entry)
        model.tables["timeline"][entry_key(row)] = row
    for answer in absorbed.answers:
        row = outcome_row(answer)
        model.tables["outcomes"].setdefault((row["command_id"],), row)


def counted_until_broken(journal: Sequence[LogRecord]) -> list[Counted]:
    """Walk a journal under the lead rule, up to the first record that breaks it."""
    position = ORIGIN
    counted: list[Counted] = []
    for record in journal:
        try:
            judged = admit(position, record)
        except (CorruptLog, DecodeError):
            return counted
        position = judged.position
        if isinstance(judged, Counted):
            counted.append(judged)
    return counted


def entry_key(row: Row) -> Key:
    """Name an event of the timeline."""
    return (row["case_id"], row["side"], row["sequence"])


def compare_model(region: RegionCode, *, folded: Model, stored: Model) -> list[Finding]:
    """Compare tables with the fold; one that is behind is late, one that differs is wrong."""
    late = [
        Finding(Oracle.LIVE, f"{region} read model/{partition}", f"ends at {at}, not at {offset}")
        for partition, offset in folded.positions.items()
        if (at := stored.positions.get(partition, -1)) < offset
    ]
    if late:
        return late
    findings = []
    if stored.positions != folded.positions:
        message = f"stands at {stored.positions}, the journal at {folded.positions}"
        findings.append(Finding(Oracle.LEGAL, f"{region} read model", message))
    for name, expected in folded.tables.items():
        findings += compare_rows(f"{region} read model {name}", expected, stored.tables[name])
    return findings


def compare_rows(name: str, expected: Mapping[Key, Row], found: Mapping[Key, Row]) -> list[Finding]:
    """Compare two tables by key."""
    wrong: list[tuple[Key, str]] = [(key, "is missing") for key in expected.keys() - found.keys()]
    wrong += [(key, "is not in the journal") for key in found.keys() - expected.keys()]
    wrong += [
        (key, "differs from the fold")
        for key in expected.keys() & found.keys()
        if expected[key] != found[key]
    ]
    return [
        Finding(Oracle.LEGAL, name, f"{'.'.join(map(str, key))} {message}")
        for key, message in sorted(wrong, key=repr)
    ]


def compare_regions(models: Mapping[RegionCode, Model]) -> list[Finding]:
    """Compare the stored views of each case shared by two regions: equal but for the arrival."""
    findings = []
    for region, model in models.items():
        for case_id, view in model.views.items():
            peer = models.get(view.handling_region)
            if view.receiving_region != region or view.handling_region == region or peer is None:
                continue
            other = peer.views.get(case_id)
            if other is None or replace(other, changed=view.changed) != view:
                message = f"{region} and {view.handling_region} show it differently"
                findings.append(Finding(Oracle.LEGAL, f"case {case_id}", message))
    return findings
