"""Export items as JSON or CSV, as `importing` reads them back."""

import csv
import json
from collections.abc import Iterable
from io import StringIO

from broker.domain.items.item import Item
from broker.domain.items.table import COLUMNS, write_cell
from broker.domain.items.written import write_item


def export_json(items: Iterable[Item]) -> str:
    """Write a JSON list, one item a line."""
    rows = ",\n".join(json.dumps(write_item(item), ensure_ascii=False) for item in items)
    return f"[\n{rows}\n]\n"


def export_csv(items: Iterable[Item]) -> str:
    """Write a CSV table, one item a row."""
    text = StringIO(newline="")
    table = csv.writer(text)
    table.writerow(column.zh for column in COLUMNS)
    table.writerows([write_cell(column, item) for column in COLUMNS] for item in items)
    return text.getvalue()
