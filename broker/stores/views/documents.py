"""Rows of the read model, from values and back."""

import json
from typing import Any

from sqlalchemy import RowMapping

from broker.domain.identifiers import Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import ArrivedItem, CommandAnswered
from broker.views.complaints import latest_of
from broker.views.freeze import freeze, thaw


def case_row(view: CaseView) -> dict[str, Any]:
    """Answer the row of a case."""
    return {
        "case_id": view.case_id,
        "receiving_region": view.receiving_region,
        "handling_region": view.handling_region,
        "status": view.status.value,
        "owed_by": None if view.owed is None else view.owed.side.value,
        "item_code": _searchable(view.item_code),
        "applicant_hash": _searchable(view.applicant_hash),
        "receiving_office": _searchable(view.receiving.desk.office),
        "receiving_window": _searchable(view.receiving.desk.window),
        "handling_office": _searchable(view.handling.desk.office),
        "handling_window": _searchable(view.handling.desk.window),
        "submitted_at": view.submitted_at,
        "pushed_at": view.pushed_at,
        "updated_at": view.updated_at,
        "complained_at": latest_of(view.complaints),
        "receiving_rated_at": view.rated_at.receiving,
        "receiving_rating": view.state.ratings.level_of(Side.RECEIVING),
        "handling_rated_at": view.rated_at.handling,
        "handling_rating": view.state.ratings.level_of(Side.HANDLING),
        "document": _dump(freeze(CaseView, view)),
    }


def case_of(row: RowMapping) -> CaseView:
    """Read a case."""
    return thaw(CaseView, json.loads(row["document"]))


def entry_row(entry: TimelineEntry) -> dict[str, Any]:
    """Answer the row of a timeline entry."""
    return {
        "case_id": entry.case_id,
        "side": entry.side.value,
        "sequence": entry.sequence,
        "arrival": entry.arrival,
        "digest": entry.digest,
        "document": _dump(freeze(TimelineEntry, entry)),
    }


def entry_of(row: RowMapping) -> TimelineEntry:
    """Read a timeline entry."""
    return thaw(TimelineEntry, json.loads(row["document"]))


def item_row(arrived: ArrivedItem) -> dict[str, Any]:
    """Answer the row of an event of an item."""
    return {
        "item_id": arrived.meta.aggregate_id,
        "sequence": arrived.meta.sequence,
        "region": arrived.meta.region,
        "document": _dump(freeze(ArrivedItem, arrived)),
    }


def item_of(row: RowMapping) -> ArrivedItem:
    """Read an event of an item."""
    return thaw(ArrivedItem, json.loads(row["document"]))


def outcome_row(answered: CommandAnswered) -> dict[str, Any]:
    """Answer the row of a command's outcome."""
    return {
        "command_id": answered.answer.command_id,
        "case_id": answered.answer.case_id,
        "outcome": answered.answer.outcome,
        "document": _dump(freeze(CommandAnswered, answered)),
    }


def outcome_of(row: RowMapping) -> CommandAnswered:
    """Read a command's outcome."""
    return thaw(CommandAnswered, json.loads(row["document"]))


def _searchable(text: str) -> str:
    """Replace the one character that PostgreSQL cannot hold; the document keeps it, escaped."""
    return text.replace("\x00", "\ufffd")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
