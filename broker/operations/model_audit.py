"""Auditing a read model: what stands in its tables is the fold of the journal, no more (O5, O6).

Rows are compared as digests, a row at a time: of a model, only names and digests are in memory, and
the cases of one partition while that is folded.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from broker.domain.identifiers import CaseId, RegionCode
from broker.engine.lead import ORIGIN, Counted, admit
from broker.engine.ledgers import Finding, Oracle
from broker.errors import CorruptLog, DecodeError, NewerFormat
from broker.schemas.records import LogRecord
from broker.stores.views.database import open_database
from broker.stores.views.documents import case_row, entry_row, item_row, outcome_row
from broker.stores.views.tables import CASES, ITEM_EVENTS, OUTCOMES, POSITIONS, TIMELINE
from broker.streams.answers import row_of
from broker.views.absorb import Absorbed, absorb
from broker.views.case import CaseView
from broker.views.changes import SET_ASIDE, Change, changes_of

CHANGES_TOGETHER = 2_000
ROWS_TOGETHER = 1_000
KEYS: Mapping[str, tuple[str, ...]] = {
    CASES.name: ("case_id",),
    TIMELINE.name: ("case_id", "side", "sequence"),
    ITEM_EVENTS.name: ("item_id", "sequence"),
    OUTCOMES.name: ("command_id",),
}
Digests = dict[str, dict[str, bytes]]
"""Table to key to the digest of the row."""


def no_rows() -> Digests:
    """Begin with empty tables."""
    return {name: {} for name in KEYS}


@dataclass(slots=True)
class FoldedModel:
    """The model that should stand in the tables."""

    positions: dict[int, int] = field(default_factory=dict)
    """Partition to the offset of the last journal record that counts."""
    rows: Digests = field(default_factory=no_rows)


@dataclass(frozen=True, slots=True)
class SharedCase:
    """A case of two regions as one of them shows it, but for what is the region's own."""

    receiving_region: RegionCode
    handling_region: RegionCode
    digest: bytes


SharedCases = Mapping[CaseId, SharedCase]


class PartitionFold:
    """Folds one partition, record by record; the first outcome of a command stays.

    A journal that breaks the lead rule is folded up to there; the audit of journals names it.
    """

    def __init__(self, partition: int) -> None:
        self._partition = partition
        self._position = ORIGIN
        self._last: int | None = None
        self._changes: list[Change] = []
        self._views: dict[CaseId, CaseView] = {}
        self._set_aside: set[str] = set()
        self._rows = no_rows()
        self._is_over = False
        self._is_impossible = False

    def take(self, record: LogRecord) -> None:
        """Fold the next record."""
        if self._is_over:
            return
        try:
            judged = admit(self._position, record)
        except (CorruptLog, DecodeError, NewerFormat):
            self._is_over = True
            return
        self._position = judged.position
        if isinstance(judged, Counted):
            row = row_of(judged)
            self._last = row.offset
            self._changes += changes_of(self._partition, row)
        if len(self._changes) >= CHANGES_TOGETHER:
            self._absorb()

    def close(self, model: FoldedModel) -> None:
        """Add the partition to the model; one that cannot be folded adds nothing."""
        self._absorb()
        if self._is_impossible or self._last is None:
            return
        model.positions[self._partition] = self._last
        for view in self._views.values():
            self._note(CASES, case_row(view))
        for name, rows in self._rows.items():
            for key, digest in rows.items():
                model.rows[name].setdefault(key, digest)

    def _absorb(self) -> None:
        if self._is_impossible:
            return
        try:
            absorbed = absorb(self._views, self._changes)
        except (CorruptLog, AssertionError):
            self._is_over = self._is_impossible = True
            return
        self._changes = []
        self._views |= absorbed.views
        for entry in absorbed.entries:
            self._note(TIMELINE, entry_row(entry))
        for arrived in absorbed.items:
            self._note(ITEM_EVENTS, item_row(arrived))
        self._note_answers(absorbed)

    def _note_answers(self, absorbed: Absorbed) -> None:
        for answer in absorbed.answers:
            row, is_set_aside = outcome_row(answer), answer.answer.outcome == SET_ASIDE
            key = key_of(OUTCOMES, row)
            if key not in self._rows[OUTCOMES.name] or (
                key in self._set_aside and not is_set_aside
            ):
                self._note(OUTCOMES, row)
                (self._set_aside.add if is_set_aside else self._set_aside.discard)(key)

    def _note(self, table: Table, row: Mapping[str, Any]) -> None:
        self._rows[table.name][key_of(table, row)] = row_digest(row)


def key_of(table: Table, row: Mapping[str, Any] | RowMapping) -> str:
    """Name a row in one word."""
    return ".".join(str(row[name]) for name in KEYS[table.name])


def row_digest(row: Mapping[str, Any] | RowMapping) -> bytes:
    """Answer what stands for a row, whichever driver read it."""
    plain = {name: bytes(cell) if is_binary(cell) else cell for name, cell in row.items()}
    return sha256(repr(sorted(plain.items())).encode()).digest()


def is_binary(cell: object) -> bool:
    """Tell whether a cell holds bytes, in any of a driver's forms."""
    return isinstance(cell, bytes | bytearray | memoryview)


def compare_model(
    region: RegionCode, url: str, folded: FoldedModel
) -> tuple[list[Finding], SharedCases]:
    """Compare tables with the fold, which is used up; answer the cases shared with a peer too."""
    engine = open_database(url)
    try:
        with engine.connect() as connection:
            findings = compare_positions(region, connection, folded)
            if not any(finding.oracle is Oracle.LIVE for finding in findings):
                for table in (CASES, TIMELINE, ITEM_EVENTS, OUTCOMES):
                    expected = folded.rows[table.name]
                    findings += compare_rows(region, table, expected, stored(connection, table))
            return findings, shared_cases(stored(connection, CASES))
    finally:
        engine.dispose()


def stored(connection: Connection, table: Table) -> Iterator[RowMapping]:
    """Read a table, some rows at a time."""
    reading = connection.execution_options(yield_per=ROWS_TOGETHER)
    yield from reading.execute(select(table)).mappings()


def compare_positions(
    region: RegionCode, connection: Connection, folded: FoldedModel
) -> list[Finding]:
    """Compare how far the model is; one that is behind is late, one that differs is wrong."""
    positions = {row["partition"]: row["journal_offset"] for row in stored(connection, POSITIONS)}
    late = [
        Finding(Oracle.LIVE, f"{region} read model/{partition}", f"ends at {at}, not at {offset}")
        for partition, offset in folded.positions.items()
        if (at := positions.get(partition, -1)) < offset
    ]
    if late or positions == folded.positions:
        return late
    message = f"stands at {positions}, the journal at {folded.positions}"
    return [Finding(Oracle.LEGAL, f"{region} read model", message)]


def compare_rows(
    region: RegionCode, table: Table, expected: dict[str, bytes], found: Iterator[RowMapping]
) -> list[Finding]:
    """Compare a table with the digests of what should stand there, which are used up."""
    wrong: list[str] = []
    for row in found:
        key = key_of(table, row)
        digest = expected.pop(key, None)
        if digest is None:
            wrong.append(f"{key} is not in the journal")
        elif digest != row_digest(row):
            wrong.append(f"{key} differs from the fold")
    wrong += [f"{key} is missing" for key in expected]
    place = f"{region} read model {table.name}"
    return [Finding(Oracle.LEGAL, place, message) for message in sorted(wrong)]


def shared_cases(rows: Iterator[RowMapping]) -> SharedCases:
    """Note the cases that a peer shows as well, without the place of their last change here."""
    return {
        CaseId(row["case_id"]): SharedCase(
            RegionCode(row["receiving_region"]),
            RegionCode(row["handling_region"]),
            document_digest(row["document"]),
        )
        for row in rows
        if row["receiving_region"] != row["handling_region"]
    }


def document_digest(document: str) -> bytes:
    """Answer what stands for a view, but for `changed`."""
    told = json.loads(document)
    del told["changed"]
    return sha256(json.dumps(told, sort_keys=True).encode()).digest()


def compare_regions(models: Mapping[RegionCode, SharedCases]) -> list[Finding]:
    """Compare the stored views of each case shared by two regions: equal but for the arrival."""
    findings = []
    for region, cases in models.items():
        for case_id, one in cases.items():
            peer = models.get(one.handling_region)
            if one.receiving_region == region and peer is not None and peer.get(case_id) != one:
                message = f"{region} and {one.handling_region} show it differently"
                findings.append(Finding(Oracle.LEGAL, f"case {case_id}", message))
    return findings
